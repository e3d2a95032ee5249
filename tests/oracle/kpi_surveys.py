"""Writes tests/vectors/kpi/nps.json: surveys with shares, bands and intervals; answers one by one; differences."""

from __future__ import annotations

import sys
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Any

from exact import Refused, publish, rounded

BANDS = {
    # Bounds that belong to the band above them.
    "five_steps": [("world_class", 70), ("excellent", 30), ("good", 0)],
    # Bounds that do not.
    "bain": [("world_class", 80), ("excellent", 50), ("favorable", 20), ("good", 0)],
}
# Promoters, passives, detractors, level, what others give for it.
SURVEYS: list[tuple[str, int, int, int, float, dict[str, Any]]] = [
    ("NP-03", 162, 108, 54, 0.95, {"standard_error": 4.140866624999, "wald": [25.21738388355, 41.449282783117], "adjusted_wald": [24.945251413034, 41.109794458526]}),
    ("NP-04", 19, 8, 9, 0.90, {"adjusted_wald": [3.751901988, 47.530149294]}),
    ("NP-05 all detractors: the plain interval collapses", 0, 0, 10, 0.95, {"wald": [-100, -100], "adjusted_wald": [-100, -47.503551545]}),
    ("all promoters", 25, 0, 0, 0.99, {}),
    ("one passive", 0, 1, 0, 0.95, {}),
    ("on the bound of 30", 50, 30, 20, 0.80, {}),
    ("on the bound of 70", 80, 10, 10, 0.95, {}),
    ("on the bound of 0", 20, 60, 20, 0.95, {}),
    ("on the bound of 20", 40, 40, 20, 0.95, {}),
    ("just below 0", 33, 33, 34, 0.999, {}),
    ("many", 123456789, 98765432, 55555555, 0.95, {}),
]  # fmt: skip
BLANK = None
ANSWERS: list[tuple[str, list[str | None], str]] = [
    ("every answer once", [str(n) for n in range(11)], "error"),
    ("blanks are left out", ["10", BLANK, "0", BLANK, "8"], "error"),
    ("an answer of 11", ["10", "11"], "error"),
    ("an answer below 0", ["-1"], "error"),
    ("half an answer", ["9", "9", "7.5"], "error"),
    ("an infinite answer", ["9", "inf"], "error"),
    ("invalid answers are counted", ["10", "11", "99", "-1", "7.5", "inf", "-inf", BLANK], "missing"),
    ("nobody", [], "error"),
    ("only blanks", [BLANK, BLANK], "error"),
    ("only invalid answers", ["99"], "missing"),
]
CHANGES = [
    ("better", (50, 30, 20), (40, 30, 30), 0.95),
    ("unanimous both", (10, 0, 0), (0, 0, 10), 0.95),
    ("more than a score can rise", (19, 0, 1), (1, 0, 19), 0.95),
    ("more than a score can fall", (1, 0, 19), (19, 0, 1), 0.95),
]


def shares(promoters: int, passives: int, detractors: int) -> tuple[Fraction, Fraction, Fraction]:
    answers = promoters + passives + detractors
    return Fraction(promoters, answers), Fraction(passives, answers), Fraction(detractors, answers)


def error(promoters: Fraction, detractors: Fraction, answers: int) -> float:
    return 100 * sqrt((promoters + detractors - (promoters - detractors) ** 2) / answers)


def interval(centre: float, spread: float, level: float, limit: float) -> list[float]:
    reach = NormalDist().inv_cdf((1 + level) / 2) * spread
    return [max(centre - reach, -limit), min(centre + reach, limit)]


def band(scale: str, score: Fraction) -> str:
    for name, bound in BANDS[scale]:
        if score > bound or (scale == "five_steps" and score == bound):
            return name
    return "needs_improvement"


def survey(promoters: int, passives: int, detractors: int, level: float) -> dict[str, Any]:
    p, passive, d = shares(promoters, passives, detractors)
    answers = promoters + passives + detractors
    score = 100 * (p - d)
    more = Fraction(3, 4)
    p_more, d_more = (promoters + more) / (answers + 3), (detractors + more) / (answers + 3)
    plain, adjusted = error(p, d, answers), error(p_more, d_more, answers + 3)
    return {
        "score": rounded(score),
        "shares": [rounded(p), rounded(passive), rounded(d)],
        "bands": {scale: band(scale, score) for scale in BANDS},
        "standard_error": plain,
        "wald": interval(float(score), plain, level, 100),
        "adjusted_wald": interval(float(100 * (p_more - d_more)), adjusted, level, 100),
    }


def tally(answers: list[str | None], invalid: str) -> dict[str, Any]:
    counts = dict.fromkeys(("promoters", "passives", "detractors", "missing", "invalid"), 0)
    for row, answer in enumerate(answers):
        if answer is BLANK:
            counts["missing"] += 1
        elif answer not in [str(n) for n in range(11)]:
            if invalid == "error":
                return {"error": "non_finite" if "inf" in answer else "out_of_range", "row": row, "shows": answer}
            counts["invalid"] += 1
        else:
            group = "promoters" if int(answer) >= 9 else "passives" if int(answer) >= 7 else "detractors"
            counts[group] += 1
    people = counts["promoters"] + counts["passives"] + counts["detractors"]
    if people == 0:
        raise Refused("no_population")
    score = Fraction(100 * (counts["promoters"] - counts["detractors"]), people)
    return {"expected": counts | {"score": rounded(score)}}


def change(now: tuple[int, int, int], before: tuple[int, int, int], level: float) -> dict[str, Any]:
    (p1, _, d1), (p0, _, d0) = shares(*now), shares(*before)
    points = 100 * ((p1 - d1) - (p0 - d0))
    spread = sqrt(error(p1, d1, sum(now)) ** 2 + error(p0, d0, sum(before)) ** 2)
    interval_of = interval(float(points), spread, level, 200)
    return {"points": rounded(points), "standard_error": spread, "interval": interval_of}


def near(ours: Any, theirs: Any) -> bool:
    pairs = zip(ours, theirs, strict=True) if isinstance(theirs, list) else [(ours, theirs)]
    return all(abs(a - b) < 1e-6 for a, b in pairs)


def main() -> None:
    surveys = []
    for name, promoters, passives, detractors, level, published in SURVEYS:
        expected = survey(promoters, passives, detractors, level)
        for field, value in published.items():
            if not near(expected[field], value):
                sys.exit(f"{name}: the definition gives {expected[field]}, published is {value}")
        counts = {"promoters": promoters, "passives": passives, "detractors": detractors}
        surveys.append({"name": name} | counts | {"level": level, "expected": expected})
    answers = []
    for name, given, invalid in ANSWERS:
        try:
            outcome = tally(given, invalid)
        except Refused as refused:
            outcome = {"error": refused.code}
        answers.append({"name": name, "answers": given, "invalid": invalid} | outcome)
    changes = [
        {"name": name, "now": now, "before": before, "level": level, "expected": change(now, before, level)}
        for name, now, before, level in CHANGES
    ]
    document = {"room": "kpi", "count": len(surveys) + len(answers) + len(changes), "tolerance": 1e-9}
    document |= {"surveys": surveys, "answers": answers, "changes": changes}
    print("nps:", document["count"])
    sys.exit(0 if publish("kpi/nps.json", document) else 1)


if __name__ == "__main__":
    main()
