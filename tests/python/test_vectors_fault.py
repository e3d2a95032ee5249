"""The vectors of bad input: refused with code and place, and its like that is not."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
import vectors

import customer_success as cs

Case = dict[str, Any]


def cases(name: str) -> pytest.MarkDecorator:
    document = vectors.read(f"fault/{name}.json")
    common = {name: value for name, value in document.items() if name != "cases"}
    # Facts are a mapping in Python: cases that are about their JSON text are for the other languages.
    rows = [common | case for case in document["cases"] if name != "facts" or "text" not in case]
    return pytest.mark.parametrize(
        "case", rows, ids=lambda case: f"{case.get('fault', '')} {case['name']}"[:60]
    )


def judge(case: Case, found: Any) -> None:
    """Refused as the case says, with no other place, or accepted."""
    if "error" not in case:
        assert not isinstance(found, cs.CustomerSuccessError), found
        return
    vectors.assert_refused(case, found)
    assert (found.path, found.column, found.row) == tuple(
        case.get(place) for place in ("path", "column", "row")
    )
    if "hint" in case:
        assert f'did you mean "{case["hint"]}"?' in str(found)


@cases("document")
def test_documents(case: Case, tmp_path: Path) -> None:
    if "hex" in case:
        path = tmp_path / "card.json"
        path.write_bytes(bytes.fromhex(case["hex"]))
        judge(case, vectors.outcome(lambda: cs.Scorecard.load(path)))
        return
    if "parts" in case:
        text = "".join(part * times for part, times in case["parts"])
    else:
        # Where two fields exclude each other, the first is named: the vectors have them sorted.
        text = json.dumps(case["document"], sort_keys=True, separators=(",", ":"))
        again = vectors.outcome(lambda: cs.Scorecard(case["document"]))
        assert getattr(again, "code", None) == case.get("error")
    judge(case, vectors.outcome(lambda: cs.Scorecard(text)))


@cases("facts")
def test_facts(case: Case) -> None:
    card = cs.Scorecard(case["card"])
    judge(case, vectors.outcome(lambda: card.score_one(case["facts"], as_of=case["as_of"])))


def array(column: Case) -> pa.Array:
    """A column of the type that the case asks for."""
    numbers = {"NaN": float("nan"), "inf": float("inf"), "-inf": float("-inf")}
    match column["type"]:
        case "number":
            return pa.array([numbers.get(value, value) for value in column["values"]], pa.float64())
        case "dictionary":
            keys = pa.array(column["keys"], pa.int32())
            return pa.DictionaryArray.from_arrays(keys, pa.array(column["values"]), safe=False)
        case kind:
            types = {"integer": pa.int64(), "flag": pa.bool_(), "day": pa.int32(), "text": pa.string()}
            values = pa.array(column["values"], types[kind])
            return values.cast(pa.date32()) if kind == "day" else values


@cases("table")
def test_tables(case: Case) -> None:
    arrays = {name: array(column) for name, column in case["columns"].items()}
    unequal = any(len(column) != case["rows"] for column in arrays.values())
    # Arrow has no table of columns of unequal length; lists may be.
    table = {name: column.to_pylist() for name, column in arrays.items()} if unequal else pa.table(arrays)
    card = cs.Scorecard(case["card"])
    found = vectors.outcome(lambda: card.score(table, as_of=case["as_of"], invalid=case["invalid"]))
    judge(case, found)
    if "error" not in case:
        for name, expected in case["expected"].items():
            if name != "errored_rows":
                vectors.assert_near(found[f"health_{name}"].to_pylist(), expected, case["tolerance"])


@cases("number")
def test_numbers(case: Case) -> None:
    # 1 · text + 0: no KPI returns its argument, but this one is its argument for one account
    found = vectors.outcome(lambda: cs.kpi.growth_rate(opening=1, closing=case["text"]))
    if "error" in case:
        assert isinstance(found, cs.CustomerSuccessError)
        assert (found.code, found.path, found.value) == (case["error"], "closing", case["shows"])
    elif Decimal(case["expected"]) >= 0:
        assert found == float(Decimal(case["expected"]) - 1)
    else:
        assert found.code == "out_of_range"  # read, and then no amount


@cases("account")
def test_accounts(case: Case) -> None:
    policy = cs.TouchPolicy.thresholds("value", high=1)
    table = pl.DataFrame({"account": case["accounts"]}).with_columns(value=1.0)
    judge(case, vectors.outcome(lambda: policy.apply(table, previous={"somebody": "high"})))
