"""The vectors of scores over time: `trend` and its like."""

import json
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import vectors

import customer_success as cs


def columns(named: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """JSON has no NaN and no infinity: they stand there as texts."""
    names = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
    return {
        name: [names.get(value, value) if isinstance(value, str) else value for value in values]
        for name, values in named.items()
    }


def shown(values: list[Any]) -> list[Any]:
    """Days as the vectors write them."""
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def trend(case: dict[str, Any]) -> dict[str, list[Any]]:
    """The trends, with the first row of each account in the place of its name."""
    table, request = columns(case["table"]), case["request"]
    found = cs.health.trend(table, as_of=case["as_of"], **request)
    accounts = table[request.get("account", "account")]
    return {"row": [accounts.index(account) for account in found.pop("account")]} | found


def fitting(case: dict[str, Any]) -> dict[str, Any]:
    """The card that two parts give, each pickled on its way."""
    card = cs.Scorecard(case["card"])
    parts = [card.fit_part(columns(case[side]), as_of=case["as_of"]) for side in ("before", "after")]
    one, other = (pickle.loads(pickle.dumps(part)) for part in parts)
    fitted = one.merge(other).finish()
    assert fitted == other.merge(one).finish()
    return fitted.to_dict()


def rollup(case: dict[str, Any]) -> dict[str, list[Any]]:
    """The families, without the columns that went in."""
    table = columns(case["table"])
    found: dict[str, list[Any]] = cs.health.rollup(table, **case["request"])
    return {name: values for name, values in found.items() if name not in table}


def migration(case: dict[str, Any]) -> dict[str, list[Any]]:
    """The matrix."""
    before, after = columns(case["before"]), columns(case["after"])
    found: dict[str, list[Any]] = cs.health.migration(before, after, **case["request"])
    return found


def tracker(case: dict[str, Any]) -> dict[str, list[Any]]:
    """The states, without the columns that went in."""
    table, before = columns(case["table"]), case["previous"] or None
    own = cs.BandTracker.from_json(json.dumps(case["tracker"]))
    found = own.track(table, previous=before, as_of=case["as_of"], **case["request"])
    return {name: values for name, values in found.items() if name not in table}


def retention(case: dict[str, Any]) -> dict[str, Any]:
    """The curve as C and Rust give it: its points as rows."""
    table, request = columns(case["table"]), case["request"]
    km = cs.retention.KaplanMeier(unit=request["unit"], level=request.get("level", 0.95))
    km.fit(table["duration"], table["event"], entry=table.get("entry"))
    points = [dict(zip(km.curve, row, strict=True)) for row in zip(*km.curve.values(), strict=True)]
    median = {"time": km.median, "lower": km.median_interval[0], "upper": km.median_interval[1]}
    for point in points:
        assert km.survival(point["time"]) == point["survival"]
    return {"accounts": km.accounts, "events": km.events, "median": median, "points": points}


RUNNERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "fitting": fitting,
    "migration": migration,
    "retention": retention,
    "rollup": rollup,
    "tracker": tracker,
    "trend": trend,
}
CASES = [(room, case) for room in RUNNERS for case in vectors.room(room)]


def label(value: Any) -> str:
    return value if isinstance(value, str) else str(value["name"])


@pytest.mark.parametrize(("room", "case"), CASES, ids=label)
def test_cases(room: str, case: dict[str, Any]) -> None:
    found = vectors.outcome(lambda: RUNNERS[room](case))
    if "error" in case:
        vectors.assert_refused(case, found)
    else:
        assert not isinstance(found, cs.CustomerSuccessError), found
        found = {
            name: shown(values) if isinstance(values, list) else values for name, values in found.items()
        }
        vectors.assert_near(found, case["expected"], case["tolerance"])


def test_there_are_cases_that_are_refused() -> None:
    assert sum("error" in case for _, case in CASES) > 10
