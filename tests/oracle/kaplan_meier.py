"""Writes tests/vectors/retention/<name>.json: durations and their curves. `--check` compares the files instead."""

from __future__ import annotations

import sys
from random import Random
from typing import Any

from kaplan_meier_definitions import curve
from over_time import publish_all

TOLERANCE = 1e-12
LIFELINES = "lifelines, lifelines/tests/test_estimation.py at commit ad023a0"
FREIREICH = "Freireich et al. (1963), Blood 21:699; S and standard error as lifelines 0.30.3 gives them"


def case(name: str, durations: list[Any], events: list[Any], entry: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    table = {"duration": durations, "event": events} | ({} if entry is None else {"entry": entry})
    request = {"unit": more.pop("unit", "month")} | ({} if entry is None else {"entry": "entry"}) | more.pop("request", {})
    one = {"name": name, "request": request, "table": table, **more}
    return one if "error" in more else one | {"expected": curve(table, request.get("level", 0.95))}


def published(own: dict[str, Any], shares: dict[float, float], errors: dict[float, float], median: float) -> dict[str, Any]:
    """The case, whose figures are those that were published."""
    points = {point["time"]: point for point in own["expected"]["points"]}
    assert all(abs(points[time]["survival"] - share) < 1e-11 for time, share in shares.items()), own
    assert all(abs(points[time]["standard_error"] - error) < 1e-6 for time, error in errors.items()), own
    assert own["expected"]["median"]["time"] == median, own
    return own


def cases() -> list[dict[str, Any]]:
    remission = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    late = case("KM-04 an entry just before the event", [2, 10, 5, 4, 3], [1] * 5, [1.9, 0, 0, 0, 0], source=LIFELINES)
    ties = case("KM-10 6-MP remissions, events before censorings", remission, relapsed, unit="week", source=FREIREICH)
    value = case("TV-01 time to value, open accounts censored", [3, 5, 8, 12, 20, 30, 45], [1, 1, 1, 1, 1, 0, 0], unit="day",
                 source="rule of gaspwiki.pages.dev/v1/metrics/onboarding; the median as lifelines 0.30.3 gives it")  # fmt: skip
    shares = {6: 0.857142857143, 7: 0.806722689076, 10: 0.752941176471, 13: 0.690196078431, 16: 0.627450980392}
    shares |= {22: 0.53781512605, 23: 0.448179271709}
    errors = {6: 0.076360354, 7: 0.086935288, 10: 0.09635, 13: 0.106815, 16: 0.114054, 22: 0.128234, 23: 0.134591}
    drawn, random = [], Random(12)
    for at in range(12):
        count = random.randint(2, 60)
        durations = [random.randint(1, 24) if at % 2 else random.randint(1, 200) / 8 for _ in range(count)]
        entry = [random.randint(0, 8) / 8 * time * 0.75 for time in durations] if at % 3 == 0 else None
        events = [int(random.random() < 0.6) for _ in durations]
        drawn.append(case(f"drawn {at}", durations, events, entry, request={"level": random.choice([0.8, 0.9, 0.95, 0.99])}))
    return [
        published(late, {2: 0.8, 3: 0.6, 4: 0.4, 5: 0.2, 10: 0}, {}, 4),
        published(ties, shares, errors, 23),
        published(value, {}, {}, 12),
        case("all still there", [1, 2, 3], [0, 0, 0]),
        case("one account that ended", [4], [1]),
        case("all at once", [5, 5, 5], [1, 1, 1]),
        case("ended on the first day", [0, 0, 3, 4], [1, 0, 1, 0], unit="day"),
        case("half exactly, of ten", list(range(1, 11)), [1] * 10),
        case("nobody left, then another enters", [1, 2, 9, 9], [1, 1, 1, 0], [0, 0, 5, 6]),
        *drawn,
    ]  # fmt: skip


def refused() -> list[dict[str, Any]]:
    def bad(name: str, error: str, durations: Any, events: Any, entry: Any = None, **place: Any) -> dict[str, Any]:
        return case(name, durations, events, entry, error=error, **place)

    return [
        bad("a negative duration", "out_of_range", [1, -2], [1, 0], column="duration", row=1, shows="-2"),
        bad("an infinite duration", "non_finite", [1.5, "Infinity"], [1, 0], column="duration", row=1, shows="inf"),
        bad("a duration that is NaN", "non_finite", ["NaN", 1.5], [1, 0], column="duration", row=0, shows=None),
        bad("a missing duration", "non_finite", [1.5, None], [1, 0], column="duration", row=1, shows=None),
        bad("durations in text", "type_mismatch", ["long", "short"], [1, 0], column="duration", shows='"long"'),
        bad("an event that is neither 0 nor 1", "out_of_range", [1, 2], [1, 2], column="event", row=1, shows="2"),
        bad("half an event", "out_of_range", [1, 2], [0.5, 1], column="event", row=0, shows="0.5"),
        bad("a missing event", "non_finite", [1, 2], [1, None], column="event", row=1, shows=None),
        bad("events in text", "type_mismatch", [1, 2], ["yes", "no"], column="event", shows='"yes"'),
        bad("an entry when the duration ends", "inconsistent", [1, 2], [1, 0], [0, 2], column="entry", row=1, shows="2"),
        bad("a negative entry", "out_of_range", [1, 2], [1, 0], [-1, 0], column="entry", row=0, shows="-1"),
        bad("a missing entry", "non_finite", [1, 2], [1, 0], [0.5, None], column="entry", row=1, shows=None),
        bad("nobody", "no_population", [], [], shows=None),
        bad("a level of one", "out_of_range", [1, 2], [1, 0], request={"level": 1.0}, path="level", shows="1"),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(not publish_all("retention", {"kaplan_meier": cases(), "refused": refused()}, TOLERANCE))
