"""Scales from their definition (docs/definitions.md 3.1): exact fractions, and 50 digits for 2^x and e^x."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import isinf
from typing import Any

Value = float | bool | str | None
HIGHEST = Fraction(100)


class Errored(Exception):
    """The source failed: a text that is no choice, a number that is no flag, an infinity."""


def number(value: float | str) -> Fraction:
    """A number by its shortest decimal text: 0.1 is a tenth."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def power(base: Decimal, exponent: Fraction) -> Fraction:
    """base^exponent to 50 digits; 0 where it is below 10^-200."""
    with localcontext() as context:
        context.prec = 50
        context.Emin, context.Emax = -(10**9), 10**9
        exact = Decimal(exponent.numerator) / Decimal(exponent.denominator) * base.ln()
        if exact < -500:
            return Fraction(0)
        return Fraction(exact.exp())


def linear(x: Fraction, *, from_: float, to: float) -> Fraction:
    start, end = number(from_), number(to)
    return min(max(100 * (x - start) / (end - start), Fraction(0)), HIGHEST)


def points(x: Fraction, knots: Sequence[Sequence[float]]) -> Fraction:
    exact = [(number(at), number(score)) for at, score in knots]
    if x <= exact[0][0]:
        return exact[0][1]
    for (left, low), (right, high) in pairwise(exact):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return exact[-1][1]


def steps(x: Fraction, ladder: Sequence[Mapping[str, float]]) -> Fraction:
    for step in ladder:
        if "otherwise" in step:
            return number(step["otherwise"])
        matches = (
            ("at_least" in step and x >= number(step["at_least"]))
            or ("above" in step and x > number(step["above"]))
            or ("at_most" in step and x <= number(step["at_most"]))
            or ("below" in step and x < number(step["below"]))
        )
        if matches:
            return number(step["score"])
    raise AssertionError("a valid scale takes every value")


def half_life(x: Fraction, days: float, grace: float = 0) -> Fraction:
    late = x - number(grace)
    return HIGHEST if late <= 0 else 100 * power(Decimal(2), -late / number(days))


def logistic(x: Fraction, midpoint: float, steepness: float) -> Fraction:
    exponent = -number(steepness) * (x - number(midpoint))
    if exponent > 500:
        return Fraction(0)
    return 100 / (1 + power(Decimal(1).exp(), exponent)) if exponent else Fraction(50)


def choice_text(value: Value) -> str:
    """The text that a value matches choices by."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    assert value is not None
    exact = number(value)
    return str(exact.numerator) if exact.denominator == 1 else repr(value)


def choices(value: Value, scores: Mapping[str, float], otherwise: float | str = "error") -> Fraction | None:
    text = choice_text(value)
    if text in scores:
        return number(scores[text])
    if otherwise == "error":
        raise Errored
    return None if otherwise == "missing" else number(otherwise)


def flag(value: Value, scores: Mapping[str, float]) -> Fraction:
    if not isinstance(value, str) and value in (0, 1):
        return number(scores["true" if value else "false"])
    raise Errored


def mid_rank(x: Fraction, reference: Sequence[float], better: str = "higher") -> Fraction:
    """100 · (below + ½ equal) ÷ count, among the reference portfolio's values."""
    exact = [number(value) for value in reference]
    share = (sum(value < x for value in exact) + Fraction(sum(value == x for value in exact), 2)) / len(exact)
    return 100 * (share if better == "higher" else 1 - share)


def score(scale: Mapping[str, Any], value: Value | Fraction) -> Fraction | None:
    """The score of a value; none where it is missing. Raises Errored."""
    if value is None:
        return None
    if isinstance(value, float) and isinf(value):
        raise Errored
    [(name, config)] = scale.items()
    if name == "choices":
        return choices(value, **config)  # type: ignore[arg-type]
    if name == "flag":
        return flag(value, config)  # type: ignore[arg-type]
    assert not isinstance(value, str)
    x = value if isinstance(value, Fraction) else number(value)
    if name == "linear":
        return linear(x, from_=config["from"], to=config["to"])
    if name == "points":
        return points(x, config)
    if name == "steps":
        return steps(x, config)
    if name == "half_life":
        return half_life(x, **config)
    assert name == "logistic"
    return logistic(x, **config)
