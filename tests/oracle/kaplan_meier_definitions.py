"""The Kaplan–Meier curve from its definition: S and Greenwood's sum in exact fractions, logarithms with 50 digits."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist
from typing import Any


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def row(share: Fraction, total: Fraction | None, level: float) -> dict[str, float | None]:
    """Standard error and the log-log interval, where there are any."""
    with localcontext() as context:
        context.prec = 50
        if total is None:
            return {"standard_error": None, "lower": None, "upper": None}
        root, own = decimal(total).sqrt(), decimal(share)
        if share == 1:
            return {"standard_error": float(own * root), "lower": None, "upper": None}
        z = Decimal(NormalDist().inv_cdf((1 + level) / 2))
        ends = [(sign * z * root / -own.ln()).exp() for sign in (1, -1)]
        lower, upper = ((own.ln() * end).exp() for end in ends)
        return {"standard_error": float(own * root), "lower": float(lower), "upper": float(upper)}


def curve(table: dict[str, list[Any]], level: float = 0.95) -> dict[str, Any]:
    """The curve by looking at every account at every time."""
    rows = list(zip(table["duration"], table["event"], table.get("entry", [None] * len(table["event"])), strict=True))
    share, total, points = Fraction(1), Fraction(0), []
    exact: list[Fraction] = []
    for time in sorted({duration for duration, _, _ in rows}):
        at_risk = sum(duration >= time and (entry is None or entry < time) for duration, _, entry in rows)
        events = sum(duration == time and event == 1 for duration, event, _ in rows)
        censored = sum(duration == time and event == 0 for duration, event, _ in rows)
        share *= 1 - Fraction(events, at_risk)
        if share:
            total += Fraction(events, at_risk * (at_risk - events))
        exact.append(share)
        own = row(share, total if share else None, level)
        points.append({"time": time, "at_risk": at_risk, "events": events, "censored": censored, "survival": float(share)} | own)
    median = {
        "time": next((p["time"] for p, s in zip(points, exact, strict=True) if s <= Fraction(1, 2)), None),
        "lower": next((p["time"] for p in points if p["lower"] is not None and p["lower"] <= 0.5), None),
        "upper": next((p["time"] for p in points if p["upper"] is not None and p["upper"] <= 0.5), None),
    }
    return {"accounts": len(rows), "events": sum(event for _, event, _ in rows), "median": median, "points": points}
