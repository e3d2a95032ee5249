"""Writes tests/vectors/kpi/assess.json: values against the published targets, typed in here a second time."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import Any, NamedTuple

from exact import plain, publish
from shown import quoted


class Target(NamedTuple):
    """KPI, segment, period, lowest and highest value on target, which way is better, how it is written."""

    kpi: str
    segment: str
    period: str | None
    low: str | None
    high: str | None
    better: str
    text: str
    high_included: bool = True


TARGETS = [
    Target("churn_rate", "b2b", "year", "0.05", "0.07", "lower", "5 % to 7 %"),
    Target("churn_rate", "b2c", "year", None, "0.15", "lower", "≤ 15 %"),
    Target("churn_rate", "enterprise", "month", None, "0.01", "lower", "< 1 %", high_included=False),
    Target("churn_rate", "mid_market", "month", "0.01", "0.02", "lower", "1 % to 2 %"),
    Target("churn_rate", "smb", "month", "0.03", "0.07", "lower", "3 % to 7 %"),
    Target("retention_rate", "all", "year", "0.9", None, "higher", "≥ 90 %"),
    Target("upsell_rate", "all", "year", "0.2", "0.3", "higher", "20 % to 30 %"),
    Target("cross_sell_rate", "all", "year", "0.2", "0.3", "higher", "20 % to 30 %"),
    Target("ltv_growth_rate", "all", "year", "0.1", "0.2", "higher", "10 % to 20 %"),
    Target("ltv_to_cac", "all", None, "3", None, "higher", "≥ 3"),
    Target("onboarding_completion_rate", "all", None, "0.9", None, "higher", "≥ 90 %"),
    Target("cs_cost_ratio", "all", None, "0.06", "0.1", "lower", "6 % to 10 %"),
]
# Asked for what there is not, or in another period.
REFUSED = [
    ("churn_rate", "0.05", "month", "b2b", "period_mismatch", "period"),
    ("churn_rate", "0.05", "year", "enterprise", "period_mismatch", "period"),
    ("churn_rate", "0.05", None, "smb", "period_mismatch", "period"),
    ("ltv_to_cac", "3", "year", None, "period_mismatch", "period"),
    ("churn_rate", "0.05", "year", "b2d", "unknown_name", "segment"),
    ("churn_rate", "0.05", "year", None, "unknown_name", "segment"),
    ("stickiness", "0.2", None, None, "unknown_name", "kpi"),
    ("chrun_rate", "0.05", "year", "b2b", "unknown_name", None),
    ("churn_rate", "1.2", "year", "b2b", "out_of_range", "value"),
    ("retention_rate", "-0.1", "year", None, "out_of_range", "value"),
]


def verdict(target: Target, value: Fraction) -> dict[str, str]:
    """Past which bound, on which side, and by how much."""
    low = None if target.low is None else Fraction(target.low)
    high = None if target.high is None else Fraction(target.high)
    if low is not None and value < low:
        word, by = ("better" if target.better == "lower" else "worse"), low - value
    elif high is not None and (value > high or (value == high and not target.high_included)):
        word, by = ("better" if target.better == "higher" else "worse"), value - high
    else:
        word, by = "within", Fraction(0)
    return {"verdict": word, "by": plain(by), "target": target.text}


def values(target: Target) -> list[Fraction]:
    """Each bound, a step to either side of it, and the middle of two."""
    step = Fraction(1, 1000)
    bounds = [Fraction(bound) for bound in (target.low, target.high) if bound is not None]
    around = [value for bound in bounds for value in (bound - step, bound, bound + step)]
    return around + ([sum(bounds, Fraction(0)) / 2] if len(bounds) == 2 else [])


def main() -> None:
    cases: list[dict[str, Any]] = []
    for target in TARGETS:
        for value in values(target):
            asked = {
                "kpi": target.kpi,
                "value": plain(value),
                "period": target.period,
                "segment": target.segment,
            }
            cases.append(asked | {"expected": verdict(target, value)})
    # A segment of no target of its own is held to the one of all.
    retention = next(target for target in TARGETS if target.kpi == "retention_rate")
    for segment in (None, "enterprise"):
        asked = {"kpi": "retention_rate", "value": "0.85", "period": "year", "segment": segment}
        cases.append(asked | {"expected": verdict(retention, Fraction("0.85"))})
    for kpi, text, period, segment, code, place in REFUSED:
        asked = {"kpi": kpi, "value": text, "period": period, "segment": segment}
        given = {"value": text, "kpi": quoted(kpi), "period": period and quoted(period)}
        given |= {"segment": quoted(segment or "all"), None: quoted(kpi)}
        cases.append(asked | {"error": code} | ({"place": place} if place else {}) | {"shows": given[place]})
    print("assess:", len(cases))
    sys.exit(0 if publish("kpi/assess.json", {"room": "kpi", "count": len(cases), "cases": cases}) else 1)


if __name__ == "__main__":
    main()
