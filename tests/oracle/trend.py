"""Writes tests/vectors/trend/<name>.json: histories and their trends. `--check` compares the files instead.

The slopes are checked a second time against SciPy's `theilslopes` where that is installed.
"""

from __future__ import annotations

import sys
from random import Random
from typing import Any

import over_time
from over_time import AS_OF, back, publish_all
from trend_definitions import table, trend

TOLERANCE = 1e-12


def history(*readings: tuple[int, Any], **settings: Any) -> dict[str, Any]:
    """One account; readings are (days before as_of, score)."""
    columns = {
        "account": ["a"] * len(readings),
        "day": [back(days) for days, _ in readings],
        "health_score": [score for _, score in readings],
    }
    return {"table": columns, "request": settings}


def case(name: str, given: dict[str, Any], **error: Any) -> dict[str, Any]:
    whole = {"as_of": AS_OF, "table": given["table"], "request": given["request"]}
    return over_time.case(name, whole, lambda one: table(one["table"], one["as_of"], one["request"]), **error)


def slopes() -> list[dict[str, Any]]:
    """Medians of odd and even counts, ties in days, the tolerance, the window, too few readings."""
    weekly = [(7 * week, 60 + 1.5 * week) for week in range(8)]
    return [
        case("two points a month, which is the tolerance", history((60, 70), (30, 72), (0, 74))),
        case("a little more", history((60, 70), (30, 72.5), (0, 74.125))),
        case("a little less than minus two", history((60, 74.125), (30, 72.5), (0, 70))),
        case("minus two in numbers that are no binary fractions", history((60, 74.3), (30, 72.3), (0, 70.3))),
        case("three readings: the middle of three slopes", history((50, 10), (20, 40), (0, 45))),
        case("four readings: the mean of the middle two of six slopes", history((60, 10), (45, 31), (15, 40), (0, 90))),
        case("one wild reading of five", history((60, 80), (45, 79), (30, 0), (15, 77), (0, 76))),
        case("weekly, falling", history(*weekly)),
        case("in another order", history(*reversed(weekly[3:]), *weekly[:3])),
        case("constant", history((60, 55.5), (30, 55.5), (10, 55.5), (0, 55.5))),
        case("two readings on one day have no slope between them", history((60, 50), (30, 40), (30, 60), (0, 56))),
        case("two on the last day, two on the day before: change of means", history((9, 50), (9, 52), (0, 60), (0, 70), (40, 1))),
        case("all on one day", history((5, 10), (5, 20), (5, 30), (5, 40))),
        case("two readings are too few", history((30, 50), (0, 70))),
        case("two readings are enough if so asked", history((30, 50), (0, 70), min_points=2)),
        case("two readings on one day, even if so asked", history((3, 50), (3, 70), min_points=2)),
        case("five are asked for, four are there", history((60, 1), (30, 2), (9, 3), (0, 4), min_points=5)),
        case("one reading", history((30, 50))),
        case("no reading that has a score", history((30, None), (0, "NaN"))),
        case("missing scores are left out", history((60, 70), (50, None), (30, 76), (20, "NaN"), (0, 82))),
        case("the day window_days before as_of is out", history((90, 0), (89, 10), (60, 20), (30, 30))),
        case("a window of 30 days", history((60, 0), (29, 10), (15, 20), (0, 30), window_days=30)),
        case("a window of one day", history((1, 0), (0, 10), (0, 20), (0, 30), window_days=1)),
        case("the longest window", history((36_000, 0), (20_000, 50), (0, 100), window_days=36_525)),
        case("the change reaches back before the window", history((200, 40), (0, 55))),
        case("all before the window: known, but no trend", history((200, 40), (150, 45), (120, 50))),
        case("readings after as_of are not there yet", history((60, 50), (30, 45), (1, 40), (-1, 100), (-30, 100))),
        case("all readings after as_of", history((-1, 50), (-2, 60), (-3, 70))),
        case("no tolerance: any slope is a direction", history((60, 50), (30, 50.5), (0, 51), tolerance=0)),
        case("no tolerance: constant is steady", history((60, 50), (30, 50), (0, 50), tolerance=0)),
        case("a wide tolerance", history((60, 10), (30, 40), (0, 70), tolerance=30)),
        case("beyond 0 to 100: any number has a trend", history((60, -1e6), (30, 0), (0, 1e6))),
        case("zeros of both signs", history((60, -0.0), (30, 0.0), (0, -0.0))),
    ]  # fmt: skip


def tables() -> list[dict[str, Any]]:
    """Many accounts, named by texts and by numbers, in any order; columns by other names."""
    random, cases = Random(20261031), []
    for at in range(12):
        accounts = [f"a{number}" if at % 2 else number * 7 - 20 for number in range(random.randint(1, 9))]
        rows = [
            (account, back(random.randint(-5, 120)), random.choice([None, random.randint(0, 400) / 4]) if random.random() < 0.2 else random.randint(0, 400) / 4)
            for account in accounts
            for _ in range(random.randint(1, 12))
        ]  # fmt: skip
        random.shuffle(rows)
        names = ["account", "day", "health_score"] if at % 3 else ["customer", "as of", "points"]
        columns = {name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
        request = {} if at % 3 else dict(zip(["account", "day", "score"], names, strict=True))
        request |= random.choice([{}, {"window_days": 60}, {"min_points": 2, "tolerance": 5}])
        cases.append(case(f"drawn {at}", {"table": columns, "request": request}))
    empty: dict[str, list[Any]] = {"account": [], "day": [], "health_score": []}
    return [*cases, case("nobody", {"table": empty, "request": {}})]


def refused() -> list[dict[str, Any]]:
    """What is no history, with column and row, and settings that are none."""
    good = {"account": ["a", "b", "a"], "day": [back(9), back(9), back(0)], "health_score": [1, 2, 3]}

    def bad(name: str, error: str, changed: dict[str, Any], request: dict[str, Any] | None = None, **place: Any) -> dict[str, Any]:
        return case(name, {"table": good | changed, "request": request or {}}, error=error, **place)

    return [
        bad("an infinite score", "non_finite", {"health_score": [1, "Infinity", 3]}, column="health_score", row=1),
        bad("scores in text", "type_mismatch", {"health_score": ["high", "low", "mid"]}, column="health_score"),
        bad("an account without a name", "type_mismatch", {"account": ["a", None, "b"]}, column="account", row=1),
        bad("an account with an empty name", "type_mismatch", {"account": ["a", "b", ""]}, column="account", row=2),
        bad("an account that is half a number", "type_mismatch", {"account": [1, 2.5, 1]}, column="account", row=1),
        bad("a score without a day", "invalid_date", {"day": [back(9), None, back(0)]}, column="day", row=1),
        bad("a day that is none", "invalid_date", {"day": [back(9), "2026-02-30", back(0)]}, column="day", row=1),
        bad("days as numbers", "type_mismatch", {"day": [1, 2, 3]}, column="day"),
        bad("no such column", "missing_column", {}, {"score": "points"}, column="points"),
        bad("scores too far apart", "overflow", {"account": ["a", "a", "a"], "health_score": [-1.7e308, 0, 1.7e308], "day": [back(9), back(5), back(0)]}, column="health_score", row=0),
        bad("two scores too far apart, too few for a slope", "overflow", {"account": ["a", "b", "a"], "health_score": [-1.7e308, 0, 1.7e308]}, column="health_score", row=0),
        bad("scores of one day too large to be added up", "overflow", {"account": ["b", "a", "a"], "health_score": [0, 1.7e308, 1.7e308], "day": [back(0)] * 3}, column="health_score", row=1),
        bad("scores of two days too large to be added up", "overflow", {"account": ["a"] * 4, "health_score": [1.7e308] * 4, "day": [back(9), back(9), back(0), back(0)]}, column="health_score", row=0),
        bad("a window of no days", "out_of_range", {}, {"window_days": 0}, path="window_days"),
        bad("a window of more than a hundred years", "out_of_range", {}, {"window_days": 36_526}, path="window_days"),
        bad("a negative tolerance", "out_of_range", {}, {"tolerance": -1}, path="tolerance"),
        bad("one reading has no slope", "out_of_range", {}, {"min_points": 1}, path="min_points"),
        bad("more readings than are compared", "out_of_range", {}, {"min_points": 2049}, path="min_points"),
        bad("more readings in a window than are compared", "limit", {"account": ["a"] * 2049, "day": [back(at % 90) for at in range(2049)], "health_score": [50] * 2049}, column="health_score", row=0),
    ]  # fmt: skip


def agrees_with_scipy() -> bool:
    """SciPy's slopes, in points per day, where it is installed; it knows no window and leaves nothing out."""
    try:
        from scipy.stats import theilslopes
    except ImportError:
        return True
    random, seen = Random(7), 0
    for _ in range(200):
        days = [random.randint(0, 89) for _ in range(random.randint(3, 40))]
        scores = [random.uniform(0, 100) for _ in days]
        if len(set(days)) < 2:
            continue
        own = trend([(back(89 - day), score) for day, score in zip(days, scores, strict=True)], AS_OF, {})["slope"]
        seen += 1
        if abs(own - 30 * theilslopes(scores, days)[0]) > 1e-9:
            print(f"SciPy differs: {days} {scores}", file=sys.stderr)
            return False
    print(f"{seen} slopes agree with SciPy", file=sys.stderr)
    return seen > 100


if __name__ == "__main__":
    files = {"slopes": slopes(), "tables": tables(), "refused": refused()}
    sys.exit(not (publish_all("trend", files, TOLERANCE) and agrees_with_scipy()))
