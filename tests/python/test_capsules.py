"""Arrow capsules: taken once, released once, refused by name."""

import gc
from typing import Any

import pyarrow as pa
import pytest
import tables
from tables import AS_OF, CARD, HEALTH, to_lists

import customer_success as cs


class Giving:
    """Speaks Arrow by giving what it holds."""

    def __init__(self, capsule: Any) -> None:
        self.capsule = capsule

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.capsule


def refused(data: Any) -> cs.CustomerSuccessError:
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score(data, as_of=AS_OF)
    return error.value


def test_a_capsule_is_taken_once() -> None:
    giving = Giving(tables.as_arrow().__arrow_c_stream__())
    CARD.score(giving, as_of=AS_OF)
    assert refused(giving).code == "released"


def test_a_capsule_of_another_name_is_refused_and_stays_whole() -> None:
    schema = tables.as_arrow().schema.__arrow_c_schema__()
    assert refused(Giving(schema)).code == "type_mismatch"
    assert pa.Schema._import_from_c_capsule(schema) == tables.as_arrow().schema


@pytest.mark.parametrize("other", [None, 7, b"bytes", object()], ids=str)
def test_what_is_no_capsule_is_refused(other: Any) -> None:
    assert refused(Giving(other)).code == "type_mismatch"


def test_a_record_batch_is_a_table() -> None:
    batch = tables.as_arrow().to_batches()[0]

    class OnlyArray:
        def __arrow_c_array__(self, requested_schema: object = None) -> Any:
            return batch.__arrow_c_array__(requested_schema)

    scored = to_lists(CARD.score(OnlyArray(), as_of=AS_OF))
    assert scored["health_score"] == to_lists(CARD.score(tables.as_arrow(), as_of=AS_OF))["health_score"]


def test_a_single_column_is_no_table() -> None:
    class OnlyColumn:
        def __arrow_c_array__(self, requested_schema: object = None) -> Any:
            return pa.array([1.0]).__arrow_c_array__(requested_schema)

    assert refused(OnlyColumn()).code == "invalid_argument"


def test_an_array_is_taken_once_and_so_is_its_schema() -> None:
    capsules = tables.as_arrow().to_batches()[0].__arrow_c_array__()

    class Twice:
        def __arrow_c_array__(self, requested_schema: object = None) -> Any:
            return capsules

    CARD.score(Twice(), as_of=AS_OF)
    assert refused(Twice()).code == "released"


def test_a_stream_that_fails_in_the_middle_keeps_its_text() -> None:
    table = tables.as_arrow()

    def batches():
        yield from table.to_batches()
        raise RuntimeError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(table.schema, batches())
    error = refused(tables.Foreign(reader))
    assert error.code == "invalid_argument"
    assert "the disk is gone" in str(error)


def test_memory_is_released_on_success_and_on_error() -> None:
    pool = pa.default_memory_pool()
    card = cs.Scorecard(CARD.to_json().replace('"logins"', '"absent"'))
    gc.collect()  # what earlier tests left
    before = pool.bytes_allocated()
    for _ in range(20):
        to_lists(CARD.score(tables.as_arrow(), as_of=AS_OF))
        with pytest.raises(cs.CustomerSuccessError):
            card.score(tables.as_arrow(), as_of=AS_OF)
        CARD.score(tables.as_foreign(), as_of=AS_OF).__arrow_c_stream__()  # a capsule that nobody takes
    gc.collect()
    assert pool.bytes_allocated() == before


def test_results_outlive_their_source() -> None:
    def scored() -> Any:
        return CARD.score(tables.as_foreign(), as_of=AS_OF)

    result = scored()
    assert to_lists(result)["note"] == tables.ROWS["note"]
    assert to_lists(result) == to_lists(result)  # a stream can be asked for again
    assert result.names[-5:] == HEALTH


def test_a_key_outside_its_dictionary_is_refused_with_its_row() -> None:
    indices = pa.array([0, 1, 9, 0, 0], pa.int32())
    plan = pa.DictionaryArray.from_arrays(indices, pa.array(["pro", "basic"]), safe=False)
    error = refused(tables.as_arrow().set_column(3, "plan", plan))
    assert (error.code, error.column, error.row) == ("out_of_range", "plan", 2)


def test_text_that_is_not_utf8_is_refused() -> None:
    broken = pa.Array.from_buffers(
        pa.string(),
        5,
        [None, pa.array([0, 1, 2, 3, 4, 5], pa.int32()).buffers()[1], pa.py_buffer(b"ab\xff\xfee")],
    )
    error = refused(tables.as_arrow().set_column(3, "plan", broken))
    assert (error.code, error.column) == ("invalid_text", "plan")


def test_a_type_without_facts_is_refused_by_column() -> None:
    lists = pa.array([[1], [2], [3], [4], [5]])
    error = refused(tables.as_arrow().set_column(1, "logins", lists))
    assert (error.code, error.column) == ("type_mismatch", "logins")
