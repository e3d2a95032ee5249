"""Writes tests/vectors/tracker/<name>.json: bands that do not flap. `--check` compares the files instead.

Several readings of the same accounts are cases one behind the other: what the definition gives for one is `previous` of
the next.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from random import Random
from typing import Any

from over_time import AS_OF, back, case, number, publish_all

GUARD = Fraction(1, 10**9)
DEFAULT = [{"name": "danger", "at_least": 0}, {"name": "caution", "at_least": 40}, {"name": "healthy", "at_least": 70}]
STATE = ["tracked_band", "tracked_held", "tracked_since", "tracked_on"]


def band_of(score: Fraction, bands: list[dict[str, Any]]) -> str:
    """The highest band whose bound is reached, to within the guard."""
    found = ""
    for band in sorted(bands, key=lambda band: band.get("at_least", band.get("above"))):
        reached = score >= Fraction(band["at_least"]) - GUARD if "at_least" in band else score > Fraction(band["above"]) + GUARD
        found = band["name"] if reached else found
    return found


def step(tracker: dict[str, Any], state: dict[str, Any] | None, score: Any, as_of: str) -> dict[str, Any]:
    """The next state, from the sentences of the definition."""
    bands, margin = tracker.get("bands", DEFAULT), Fraction(tracker.get("margin", 3))
    bounds = {band["name"]: Fraction(band.get("at_least", band.get("above"))) for band in bands}
    order = sorted(bounds, key=lambda name: bounds[name])
    held = state["tracked_held"] if state else None
    if number(score) is None:
        band = "unknown"
    else:
        band = band_of(Fraction(score), bands)
        if held is not None and band != held:
            lower = order.index(band) < order.index(held)
            past = bounds[held] - Fraction(score) if lower else Fraction(score) - bounds[order[order.index(held) + 1]]
            if margin and past <= margin + GUARD:
                band = held
    same = state is not None and state["tracked_band"] == band
    return {
        "tracked_band": band,
        "tracked_held": held if band == "unknown" else band,
        "tracked_since": state["tracked_since"] if same else as_of,
        "tracked_on": as_of,
    }


def expected(one: dict[str, Any]) -> dict[str, list[Any]]:
    table, request, before = one["table"], one["request"], one["previous"]
    accounts = table.get(request.get("account", "account"))
    states: dict[Any, dict[str, Any]] = {}
    for row in range(len(before.get("tracked_on", []))):
        if before["tracked_on"][row] is not None:
            states[before[request.get("account", "account")][row]] = {name: before[name][row] for name in STATE}
    scores = table[request.get("score", "health_score")]
    found = [
        step(one["tracker"], states.get(accounts[row]) if accounts else None, scores[row], one["as_of"])
        for row in range(len(scores))
    ]
    return {name: [state[name] for state in found] for name in STATE}


def tracked(name: str, tracker: dict[str, Any], table: dict[str, Any], previous: dict[str, Any] | None = None, as_of: str = AS_OF, error: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
    given = {"tracker": tracker, "request": request, "as_of": as_of, "table": table, "previous": previous or {}}
    return case(name, given, expected, **(error or {}))


def walk(name: str, tracker: dict[str, Any], *scores: list[Any]) -> list[dict[str, Any]]:
    """Readings a week apart; each holds a score for every account."""
    cases: list[dict[str, Any]] = []
    accounts = [f"a{at}" for at in range(len(scores[0]))]
    for at, reading in enumerate(scores):
        before = {"account": accounts, **cases[-1]["expected"]} if cases else None
        as_of = back(7 * (len(scores) - 1 - at))
        cases.append(tracked(f"{name}, reading {at + 1}", tracker, {"account": accounts, "health_score": reading}, before, as_of))
    return cases


LETTERS = {"bands": [{"name": "C", "at_least": 0}, {"name": "B", "above": 50}, {"name": "A", "above": 75}], "margin": 5}


def walks() -> list[dict[str, Any]]:
    """Around every bound, through missing scores, with other bands and other margins."""
    around = [0, 36.5, 37, 39.5, 40, 43, 43.5, 55, 66.5, 67, 69.5, 70, 73, 73.5, 100]
    everywhere = [[score for _ in around for score in around], [score for score in around for _ in around]]
    guard = [[70, 70, 40, 40], [67 - 0.9e-9, 67 - 2e-9, 73 + 0.9e-9, 73 + 2e-9]]
    return [
        *walk("from everywhere to everywhere", {}, *everywhere),
        *walk("past the margin by a billionth and by two", {}, *guard),
        *walk("flapping around a bound", {}, *[[70 + (-1) ** at * 2.5, 70 + (-1) ** at * 3.5] for at in range(6)]),
        *walk("a missing score does not forget", {}, [71, 71, 71, None], [None, None, "NaN", None], [68, 66, None, 68], [69, 69, 68, 68]),
        *walk("no margin", {"margin": 0}, [70, 39.5, 40], [69.9, 40, 39.9], [70, 69.9, 70 - 5e-10]),
        *walk("bounds that are not included", LETTERS, [50, 50.5, 75, 76], [55, 45, 80, 70], [55.5, 44.5, 80.5, 69.5], [50, 50, 75, 75]),
        *walk("one band", {"bands": [{"name": "only", "at_least": 0}]}, [0, 100], [100, 0]),
    ]  # fmt: skip


def tables() -> list[dict[str, Any]]:
    """Accounts that come, go and come back, named by numbers; rows in any order; drawn walks."""
    random = Random(5)
    before = {"account": ["a", "b", "c", "d"], "tracked_band": ["healthy", "unknown", "caution", None], "tracked_held": ["healthy", "danger", "caution", None], "tracked_since": [back(90), back(30), back(7), None], "tracked_on": [back(7), back(7), back(7), None]}
    now = {"account": ["d", "e", "a", "b"], "health_score": [50, 68, 68, 42]}
    numbers = [side | {"account": ["abcde".index(name) for name in side["account"]]} for side in (before, now)]
    cases = [
        tracked("some are new, some are gone, one has no state", {}, now, before),
        tracked("accounts are numbers", {}, numbers[1], numbers[0]),
        tracked("the same day again", {}, now, before, as_of=back(7)),
        tracked("the first time, without a column of accounts", {}, {"points": [71, 39, None]}, score="points"),
        tracked("columns by other names", {}, {"id": ["a"], "points": [67]}, {"id": ["a"], **{name: before[name][:1] for name in STATE}}, account="id", score="points"),
        tracked("nobody", {}, {"account": [], "health_score": []}),
    ]  # fmt: skip
    scores = [[random.choice([None, random.randint(0, 200) / 2]) for _ in range(12)] for _ in range(8)]
    return [*cases, *walk("drawn", {}, *scores), *walk("drawn, a margin of ten", {"margin": 10}, *scores)]


def refused() -> list[dict[str, Any]]:
    """Trackers, scores and states that are none."""
    table = {"account": ["a", "b"], "health_score": [50, 60]}
    state: dict[str, list[Any]] = {"account": ["a", "b"], "tracked_band": ["caution"] * 2, "tracked_held": ["caution"] * 2, "tracked_since": [back(30)] * 2, "tracked_on": [back(7)] * 2}

    def bad(name: str, code: str, changed: dict[str, Any] | None = None, before: dict[str, Any] | None = None, tracker: dict[str, Any] | None = None, as_of: str = AS_OF, **place: Any) -> dict[str, Any]:
        return tracked(name, tracker or {}, table | (changed or {}), state | (before or {}), as_of, {"error": code, **place})

    close = [{"name": "low", "at_least": 0}, {"name": "high", "at_least": 98}]
    return [
        bad("a negative margin", "invalid_document", tracker={"margin": -1}, path="margin"),
        bad("a margin that closes the highest band", "invalid_document", tracker={"bands": close}, path="margin"),
        bad("a margin that closes the lowest band", "invalid_document", tracker={"margin": 40}, path="margin"),
        bad("bands that do not begin at 0", "invalid_document", tracker={"bands": close[1:]}, path="bands"),
        bad("a document of another kind", "version", tracker={"kind": "scorecard"}, path="kind"),
        bad("a field that is none", "invalid_document", tracker={"margins": 2}, path="margins"),
        bad("a score above 100", "out_of_range", {"health_score": [50, 101]}, column="health_score", row=1),
        bad("a score below 0", "out_of_range", {"health_score": [-1, 50]}, column="health_score", row=0),
        bad("an infinite score", "non_finite", {"health_score": [50, "Infinity"]}, column="health_score", row=1),
        bad("scores in text", "type_mismatch", {"health_score": ["a", "b"]}, column="health_score"),
        bad("a day before the last reading", "inconsistent", as_of=back(8), path="as_of", row=0),
        bad("an account twice", "duplicate_account", {"account": ["a", "a"]}, column="account", row=1),
        bad("an account twice last time", "duplicate_account", None, {"account": ["a", "a"]}, path="previous", column="account", row=1),
        bad("a band that there is not", "invalid_argument", None, {"tracked_band": ["caution", "green"], "tracked_held": ["caution", "green"]}, path="previous", column="tracked_band", row=1),
        bad("a held band that there is not", "invalid_argument", None, {"tracked_held": ["caution", "green"]}, path="previous", column="tracked_held", row=1),
        bad("a band that is not the one held", "inconsistent", None, {"tracked_held": ["caution", "danger"]}, path="previous.held", column="tracked_held", row=1),
        bad("in the band since after the reading", "inconsistent", None, {"tracked_since": [back(6)] * 2}, path="previous.since", column="tracked_since", row=0),
        bad("a state without its band", "missing_column", None, {"tracked_band": None}, path="previous", column="tracked_band"),
    ]  # fmt: skip


def whole(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Columns that are None are not there."""
    for one in cases:
        one["previous"] = {name: column for name, column in one["previous"].items() if column is not None}
    return cases


if __name__ == "__main__":
    sys.exit(not publish_all("tracker", {"refused": whole(refused()), "tables": tables(), "walks": walks()}, 0))
