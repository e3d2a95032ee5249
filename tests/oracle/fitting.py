"""Writes tests/vectors/fitting/<name>.json: percentiles fitted on parts of a portfolio. `--check` compares the files.

The definition knows no parts: the points are those of all values together.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from random import Random
from typing import Any

from over_time import AS_OF, case, publish_all

POINTS = 256
TOLERANCE = 1e-12


def points(values: list[Any], better: str) -> list[list[float]]:
    """Mid-ranks of the distinct values; of more than 256, evenly spaced ones and the last."""
    known = [Fraction(value) for value in values if value not in (None, "NaN")]
    distinct = sorted(set(known))
    ranks = []
    for value in distinct:
        below, equal = sum(other < value for other in known), sum(other == value for other in known)
        share = 100 * (Fraction(below) + Fraction(equal, 2)) / len(known)
        ranks.append([float(value), float(share if better == "higher" else 100 - share)])
    if len(ranks) == 1:
        return [ranks[0], [ranks[0][0] + max(1, abs(ranks[0][0])), ranks[0][1]]]
    if len(ranks) > POINTS:
        ranks = [ranks[at * len(ranks) // (POINTS - 1)] for at in range(POINTS - 1)] + [ranks[-1]]
    return ranks


def expected(one: dict[str, Any]) -> dict[str, Any]:
    scales = []
    for indicator in one["card"]["indicators"]:
        if "percentile" in indicator["scale"]:
            values = one["before"][indicator["input"]] + one["after"][indicator["input"]]
            scale = {"points": points(values, indicator["scale"]["percentile"].get("better", "higher"))}
        else:
            scale = indicator["scale"]
        scales.append({"name": indicator["name"], "scale": scale})
    return {"indicators": scales}


SEATS = {"name": "seats", "input": "seats", "scale": {"percentile": {}}}
TICKETS = {"name": "tickets", "input": "tickets", "scale": {"percentile": {"better": "lower"}}}
LOGINS = {"name": "logins", "input": "logins", "scale": {"linear": {"from": 0, "to": 20}}}


def fitted(name: str, one: dict[str, list[Any]], other: dict[str, list[Any]], indicators: tuple[Any, ...] = (SEATS,), **error: Any) -> dict[str, Any]:
    card = {"kind": "scorecard", "version": 1, "name": "vector", "indicators": list(indicators)}
    return case(name, {"card": card, "as_of": AS_OF, "request": {}, "before": one, "after": other}, expected, **error)


def parts() -> list[dict[str, Any]]:
    random = Random(3)
    whole = {
        "seats": [random.choice([None, random.randint(1, 60), random.randint(1, 2000) / 4]) for _ in range(90)],
        "tickets": [random.randint(0, 12) for _ in range(90)],
        "logins": [random.randint(0, 30) for _ in range(90)],
    }

    def cut(at: int) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
        return {name: own[:at] for name, own in whole.items()}, {name: own[at:] for name, own in whole.items()}

    all_three = (SEATS, LOGINS, TICKETS)
    many = [round(at * 1.37 + 0.01 * (at % 7), 2) for at in range(700)]
    return [
        fitted("two halves", *cut(45), all_three),
        fitted("one account and all others", *cut(1), all_three),
        fitted("the second part is empty", *cut(90), all_three),
        fitted("ties across the parts", {"seats": [20, 10, 20]}, {"seats": [20, 5, 40, 10]}),
        fitted("one value in both parts", {"seats": [7, 7]}, {"seats": [7]}),
        fitted("the first part has no value", {"seats": [None, "NaN"]}, {"seats": [3, 4]}),
        fitted("zeros of both signs are one value", {"seats": [-0.0, 1]}, {"seats": [0.0, -1]}),
        fitted("more distinct values than points", {"seats": many[::2]}, {"seats": many[1::2]}),
        fitted("days since", {"seats": [3], "seen": ["2026-10-30"]}, {"seats": [4], "seen": ["2026-10-01"]}, (SEATS,)),
    ]  # fmt: skip


def refused() -> list[dict[str, Any]]:
    path = "indicators[0].scale.percentile"
    return [
        fitted("nobody has a value", {"seats": [None]}, {"seats": ["NaN"]}, error="no_population", path=path),
        fitted("nobody", {"seats": []}, {"seats": []}, error="no_population", path=path),
        fitted("an infinite value in the second part", {"seats": [1]}, {"seats": [2, "Infinity"]}, error="non_finite", column="seats", row=1),
        fitted("no such column in the second part", {"seats": [1]}, {"users": [2]}, error="missing_column", column="seats"),
        fitted("texts", {"seats": ["many"]}, {"seats": [1]}, error="type_mismatch", column="seats"),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(not publish_all("fitting", {"parts": parts(), "refused": refused()}, TOLERANCE))
