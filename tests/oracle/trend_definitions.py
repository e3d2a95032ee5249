"""The definitions of trends (docs/definitions.md 3.4) in exact fractions, written without a look at the library."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from statistics import mean, median
from typing import Any

GUARD = Fraction(1, 10**9)


def trend(readings: list[tuple[str, Any]], as_of: str, settings: dict[str, Any]) -> dict[str, Any]:
    """The trend of one account: readings are pairs of day and score, the score None or "NaN" where there is none."""
    today = date.fromisoformat(as_of)
    window, least = settings.get("window_days", 90), settings.get("min_points", 3)
    tolerance = Fraction(settings.get("tolerance", 2))
    known = [(date.fromisoformat(day), Fraction(score)) for day, score in readings if score not in (None, "NaN")]
    known = [(day, score) for day, score in known if day <= today]
    by_day = {day: mean([score for other, score in known if other == day]) for day in sorted({day for day, _ in known})}
    days = list(by_day)
    inside = [(day, score) for day, score in known if day > today - timedelta(days=window)]
    span = (max(day for day, _ in inside) - min(day for day, _ in inside)).days if inside else 0
    slope = None
    if len(inside) >= least and span > 0:
        slope = median(
            [
                30 * (two[1] - one[1]) / (two[0] - one[0]).days
                for one, two in combinations(inside, 2)
                if one[0] != two[0]
            ]
        )
    direction = "unknown"
    if slope is not None:
        steady = abs(slope) <= tolerance + GUARD
        direction = "steady" if steady else "rising" if slope > 0 else "falling"
    return {
        "trend": direction,
        "slope": None if slope is None else float(slope),
        "points": len(inside),
        "span_days": span,
        "last_on": days[-1].isoformat() if days else None,
        "last_score": float(by_day[days[-1]]) if days else None,
        "change": float(by_day[days[-1]] - by_day[days[-2]]) if len(days) > 1 else None,
    }


def table(columns: dict[str, list[Any]], as_of: str, request: dict[str, Any]) -> dict[str, list[Any]]:
    """The trends of all accounts, by first appearance."""
    defaults = {"account": "account", "day": "day", "score": "health_score"}
    accounts, days, scores = (columns[request.get(name, default)] for name, default in defaults.items())
    first = {account: accounts.index(account) for account in accounts}
    trends = []
    for account in first:
        own = [(days[row], scores[row]) for row in range(len(accounts)) if accounts[row] == account]
        trends.append(trend([reading for reading in own if reading[0] is not None], as_of, request))
    names = ["trend", "slope", "points", "span_days", "last_on", "last_score", "change"]
    return {"row": list(first.values())} | {name: [one[name] for one in trends] for name in names}
