"""How platforms compute, written from their own pages, and the stages that a card of a dialect adds.

`PRESETS` is compared with the library's data; the published examples are in `health.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any

from scale_definitions import number

Score = Fraction | None
GUARD = Fraction(1, 10**9)


def colored(*bands: tuple[str, str, float]) -> list[dict[str, Any]]:
    """Bands from the lowest up: name, which end, bound."""
    colors = ("#c62828", "#f9a825", "#2e7d32")
    return [{"name": name, end: bound, "color": color} for (name, end, bound), color in zip(bands, colors, strict=True)]


AT = "at_least"
PRESETS: dict[str, dict[str, Any]] = {
    # "Except for the 0-X range, the From value is not included"; "rounded off and displayed as 40"
    "gainsight": {"bands": colored(("red", AT, 0), ("yellow", "above", 50), ("green", "above", 75)), "shown": {"highest": 100, "places": 0}},
    # good: all good; poor: at least one poor; an attribute without a value is not included
    "totango_account": {"combine": "worst", "missing": "redistribute", "min_coverage": 0, "bands": colored(("poor", AT, 0), ("average", AT, 60), ("good", AT, 100))},
    # dimensions are "rounded to the nearest integer", then weighted
    "totango_multidimensional": {"missing": "redistribute", "bands": colored(("poor", AT, 0), ("average", AT, 40), ("good", AT, 70)), "shown": {"highest": 100, "places": 0, "rounded": ["group", "total"]}},
    # 0 to 10, labels by "equal ranges"; nulls are ignored
    "vitally": {"missing": "redistribute", "min_coverage": 0, "bands": colored(("poor", AT, 0), ("concerning", AT, 100 / 3), ("healthy", AT, 200 / 3)), "shown": {"highest": 10, "places": 2}},
    "churnzero": {"shown": {"highest": 100, "places": 0}},
    # 8.45 is "rounded 8.5"; an ignored input's and group's weight is distributed proportionally
    "catalyst": {"missing": "redistribute", "min_coverage": 0, "bands": colored(("at_risk", AT, 0), ("neutral", AT, 40), ("healthy", AT, 80)), "shown": {"highest": 10, "places": 1}},
    # 0 to 10 from 5, points added and subtracted, kept within 0 and 10
    "planhat": {"points": {"start": 50, "neutral": 50}, "min_coverage": 0, "shown": {"highest": 10, "places": 0}},
    # points are given where a criterion is met
    "hubspot": {"missing": "keep_weight", "min_coverage": 0, "bands": colored(("at_risk", AT, 0), ("neutral", AT, 40), ("healthy", AT, 70)), "shown": {"highest": 100, "places": 0}},
    # metric, component and account are each "rounded to the nearest integer"
    "natero": {"shown": {"highest": 100, "places": 0, "rounded": ["indicator", "group", "total"]}},
}  # fmt: skip


def settled(card: Mapping[str, Any]) -> dict[str, Any]:
    """The card with what its dialect says where the card says nothing."""
    return PRESETS.get(card.get("dialect", ""), {}) | dict(card)


def steps(card: Mapping[str, Any]) -> Fraction:
    """How many steps of the shown number one point of score is."""
    shown = card.get("shown", {})
    return number(shown.get("highest", 100)) * 10 ** shown.get("places", 0) / 100


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2) + GUARD)


def shown(card: Mapping[str, Any], score: Score) -> Score:
    """The number that people see."""
    return None if score is None else Fraction(half_up(score * steps(card)), 10 ** card["shown"].get("places", 0))


def rounded(card: Mapping[str, Any], stage: str, score: Score) -> Score:
    """The score that the calculation goes on with after a stage."""
    if score is None or stage not in card.get("shown", {}).get("rounded", []):
        return score
    return min(max(half_up(score * steps(card)) / steps(card), Fraction(0)), Fraction(100))


def finished(card: Mapping[str, Any], mean: Score) -> Score:
    """The last stage: points are counted, the total is rounded."""
    if mean is not None and "points" in card:
        start, neutral = (number(card["points"].get(field, 0)) for field in ("start", "neutral"))
        span = sum(number(one.get("weight", 1)) for one in card["indicators"])
        mean = min(max(start + span * (mean - neutral) / 100, Fraction(0)), Fraction(100))
    return rounded(card, "total", mean)
