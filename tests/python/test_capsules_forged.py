"""Arrow structures whose numbers lie: refused before memory behind them is read; FAULTS F129 to F134."""

import ctypes
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
import tables
from tables import AS_OF, CARD

import customer_success as cs


class Array(ctypes.Structure):
    """An array of the C data interface."""


Array._fields_ = [
    *((name, ctypes.c_int64) for name in ("length", "null_count", "offset", "n_buffers", "n_children")),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))),
    ("dictionary", ctypes.POINTER(Array)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class Schema(ctypes.Structure):
    """A schema of the C data interface."""


Schema._fields_ = [
    *((name, ctypes.c_char_p) for name in ("format", "name", "metadata")),
    *((name, ctypes.c_int64) for name in ("flags", "n_children")),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))),
    ("dictionary", ctypes.POINTER(Schema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

pointer = ctypes.pythonapi.PyCapsule_GetPointer
pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


class Forged:
    """A table, one of whose columns has another buffer or another number than its producer gave it."""

    def __init__(self, column: str, values: Any, forge: Callable[[Array], Any]) -> None:
        table = tables.as_arrow()
        at = table.schema.names.index(column)
        self.batch = table.set_column(at, column, values).combine_chunks().to_batches()[0]
        self.capsules = self.batch.__arrow_c_array__()
        array = Array.from_address(pointer(self.capsules[1], b"arrow_array"))
        self.kept = forge(array.children[at].contents)

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self.capsules


def buffer(at: int, values: Any) -> Callable[[Array], Any]:
    def forge(array: Array) -> Any:
        array.buffers[at] = ctypes.addressof(values)
        return values

    return forge


def number(name: str, value: int) -> Callable[[Array], Any]:
    return lambda array: setattr(array, name, value)


def small(*offsets: int) -> Any:
    return (ctypes.c_int32 * len(offsets))(*offsets)


def large(*offsets: int) -> Any:
    return (ctypes.c_int64 * len(offsets))(*offsets)


PLANS = ["pro", "basic", None, "gold", None]
LONG = ["a text of more than twelve bytes"] * 5
LABELS = pa.array(PLANS).dictionary_encode()


@pytest.mark.parametrize(
    ("values", "forge", "code"),
    [
        (pa.array(PLANS), buffer(1, small(0, 1, 2, 3, 4, -5)), "length_mismatch"),
        (pa.array(PLANS, pa.large_string()), buffer(1, large(0, 1, 2, 3, 4, -5)), "length_mismatch"),
        (pa.array([b"x"] * 5), buffer(1, small(0, 1, 2, 3, 4, -5)), "length_mismatch"),
        (LABELS, lambda array: buffer(1, small(0, 3, 8, -1))(array.dictionary.contents), "length_mismatch"),
        (pa.array(PLANS), buffer(1, small(0, 3, 1, 3, 4, 4)), "invalid_text"),
        (
            pa.array(PLANS),
            lambda array: array.buffers.__setitem__(1, array.buffers[1] + 1),
            "invalid_argument",
        ),
        (pa.array(LONG, pa.string_view()), buffer(3, large(-1)), "length_mismatch"),
        (pa.array(LONG, pa.string_view()), number("n_buffers", -1), "length_mismatch"),
        (pa.array(PLANS), number("n_buffers", 2), "length_mismatch"),
        (pa.array(PLANS), number("length", -1), "limit"),
        (pa.array(PLANS), number("length", 2**40), "limit"),
        (pa.array(PLANS), number("offset", -(2**63)), "limit"),
        (pa.array(PLANS), number("length", 3), "length_mismatch"),
        (pa.array(PLANS), number("release", 0), "released"),
    ],
)
def test_numbers_that_lie_are_refused(values: Any, forge: Callable[[Array], Any], code: str) -> None:
    table = Forged("plan", values, forge)
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score(table, as_of=AS_OF)
    assert error.value.code == code


@pytest.mark.parametrize("count", [-1, -(2**63), 2**40])
@pytest.mark.parametrize("of_table", [True, False])
def test_counts_of_columns_that_lie_are_refused(count: int, of_table: bool) -> None:
    table = Forged("plan", LABELS, lambda array: None)
    schema = Schema.from_address(pointer(table.capsules[0], b"arrow_schema"))
    column = schema.children[0].contents
    forged = schema if of_table else column
    true, forged.n_children = forged.n_children, count
    # What the producer frees is what it gave.
    release = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))(lambda pointer: restore(pointer.contents))

    def restore(moved: Schema) -> None:
        part = moved if of_table else moved.children[0].contents
        part.n_children, moved.release = true, original
        ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))(original)(ctypes.pointer(moved))

    original, schema.release = schema.release, ctypes.cast(release, ctypes.c_void_p).value
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score(table, as_of=AS_OF)
    assert error.value.code == "limit"


def test_a_column_that_nobody_asks_for_is_not_trusted_either() -> None:
    table = Forged("note", pa.array(PLANS), buffer(1, small(0, 1, 2, 3, 4, -5)))
    with pytest.raises(cs.CustomerSuccessError) as error:
        CARD.score(table, as_of=AS_OF)
    assert error.value.code == "length_mismatch"


def test_a_true_copy_is_scored() -> None:
    scored = CARD.score(Forged("plan", pa.array(PLANS), buffer(0, small(0b01011))), as_of=AS_OF)
    assert pa.table(scored)["health_score"] == CARD.score(tables.as_arrow(), as_of=AS_OF)["health_score"]
