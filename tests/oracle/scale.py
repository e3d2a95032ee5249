"""Writes tests/vectors/scale/<name>.json: every scale at its ends, thresholds and beyond, and what is no scale.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random
from typing import Any

import scale_definitions as definitions
from exact import publish

TOLERANCE = 1e-9
HUGE = [1e308, -1e308, 1e15, -1e15, 5e-324, -5e-324, 1e-300, -0.0, 0, None]

LINEAR = [(0, 20), (0.5, 0), (20, 2), (20, 80), (-50, 50), (0.1, 0.7), (-1e306, 1e305), (1e9, 2e9), (0, 1e-300)]
POINTS: list[list[tuple[float, float]]] = [
    [(0, 0), (10, 25), (30, 50), (60, 85), (100, 100)],
    [(-0.5, 0), (-0.1, 40), (0, 60), (0.2, 100)],
    [(0, 100), (1, 100), (1.5, 0)],
    [(1, 0), (2, 100), (3, 0), (4, 100)],
    [(-1e300, 0), (1e300, 100)],
    [(0, 0), (1e-300, 100)],
    [(5, 42), (6, 42)],
]
STEPS: list[list[dict[str, float]]] = [
    [{"at_least": 9, "score": 100}, {"at_least": 7, "score": 60}, {"otherwise": 0}],
    [{"below": 1, "score": 0}, {"below": 3, "score": 40}, {"below": 7, "score": 75}, {"otherwise": 100}],
    [{"at_most": 1, "score": 100}, {"at_most": 5, "score": 50}, {"above": 5, "score": 0}],
    [{"above": 0.3, "score": 100}, {"at_least": 0.1, "score": 40}, {"below": 0.1, "score": 5}],
    [{"at_least": 10, "score": 100}, {"at_most": 0, "score": 1}, {"otherwise": 50}],
    [{"otherwise": 33.5}],
]
HALF_LIFE = [{"days": 14}, {"days": 14, "grace": 3}, {"days": 0.5}, {"days": 90, "grace": -10}, {"days": 1e-3}, {"days": 1e6}]
LOGISTIC = [(10, 0.5), (0, 1), (0.5, -12), (30, 0.05), (100, 1e-6), (0, 1e300), (-3, -2.5)]
CHOICES: list[dict[str, Any]] = [
    {"scores": {"pro": 100, "basic": 40}},
    {"scores": {"pro": 100, "basic": 40}, "otherwise": "missing"},
    {"scores": {"pro": 100, "basic": 40}, "otherwise": 12.5},
    {"scores": {"1": 100, "2.5": 50, "-3": 0}},
    {"scores": {"true": 90, "false": 10}},
    {"scores": {"満足": 100, "不満": 0}, "otherwise": "error"},
]
CHOICE_VALUES = ["pro", "basic", "Pro", " pro", "", "gold", "満足", "1", "2.5", "true", 1, 2.5, -3, 2, -0.0, True, False, None]
# A number beside the choices true and false is the same as a flag (1, 0), which the definition leaves open.
OPEN = {(4, 1), (4, -0.0)}
FLAGS = [{"true": 100, "false": 0}, {"true": 0, "false": 80}, {"true": 12.5, "false": 12.5}]
REFERENCE = [
    ({}, [10, 20, 20, 40]),
    ({"better": "lower"}, [10, 20, 20, 40]),
    ({}, [5]),
    ({"better": "higher"}, [3, 1, None, 2, 3, None]),
    ({"better": "lower"}, [0.1, 0.1, 0.1, 0.2]),
]


def case(name: str, scale: dict[str, Any], value: Any, **extra: Any) -> dict[str, Any]:
    """A value with what it must score, or missing, or errored."""
    try:
        score = definitions.score(scale, value)
    except definitions.Errored:
        answer: dict[str, Any] = {"status": "errored"}
    else:
        answer = {"status": "missing"} if score is None else {"status": "scored", "expected": float(score)}
    return {"name": name, "scale": scale, "value": value} | extra | answer


def around(thresholds: Iterable[float]) -> list[float]:
    """Each threshold, what lies just beside it, and what lies between two."""
    known = sorted(set(thresholds))
    beside = [at + step for at in known for step in (0, 1e-6 * max(abs(at), 1e-3), -1e-6 * max(abs(at), 1e-3))]
    return beside + [left + (right - left) / 3 for left, right in pairwise(known)]


def spread(name: str, scale: dict[str, Any], thresholds: Sequence[float], random: Random) -> list[dict[str, Any]]:
    """A scale at its thresholds, at drawn values, and at the ends of what a float can be."""
    low, high = min(thresholds), max(thresholds)
    reach = (high - low) or max(abs(high), 1.0)
    drawn = [random.uniform(low - reach / 2, high + reach / 2) for _ in range(6)]
    return [case(f"{name} at {value}", scale, value) for value in [*around(thresholds), *drawn, *HUGE]]


def refused(name: str, scale: Any, path: str, error: str = "invalid_document") -> dict[str, Any]:
    return {"name": name, "scale": scale, "error": error, "path": f"indicators[0].scale{path}"}


def linear(random: Random) -> list[dict[str, Any]]:
    cases = []
    for start, end in LINEAR:
        cases += spread(f"{start} to {end}", {"linear": {"from": start, "to": end}}, [start, end], random)
    return [
        *cases,
        case("a falling line ends on 0, not on −0", {"linear": {"from": 0.5, "to": 0}}, 0.5),
        case("a value whose product with 100 is beyond all floats", {"linear": {"from": 0, "to": 1e306}}, 1e305),
        refused("no line", {"linear": {"from": 20, "to": 20}}, ".linear"),
        refused("no line between 0 and −0", {"linear": {"from": 0, "to": -0.0}}, ".linear"),
        refused("ends too far apart", {"linear": {"from": -1e308, "to": 1e308}}, ".linear.to"),
        refused("a hundred times the span is beyond all floats", {"linear": {"from": 0, "to": 1e307}}, ".linear.to"),
        refused("an end is missing", {"linear": {"from": 20}}, ".linear"),
        refused("an end is a text", {"linear": {"from": 0, "to": "20"}}, ".linear.to"),
        refused("an unknown field", {"linear": {"from": 0, "to": 20, "clamp": True}}, ".linear.clamp"),
    ]


def points(random: Random) -> list[dict[str, Any]]:
    cases = []
    for knots in POINTS:
        scale = {"points": [list(knot) for knot in knots]}
        cases += spread(f"{len(knots)} points from {knots[0][0]}", scale, [x for x, _ in knots], random)
    return [
        *cases,
        refused("a single point", {"points": [[0, 0]]}, ".points"),
        refused("no point", {"points": []}, ".points"),
        refused("x falls", {"points": [[0, 0], [2, 50], [1, 100]]}, ".points[2]"),
        refused("x stands still", {"points": [[0, 0], [0, 100]]}, ".points[1]"),
        refused("a score beyond 100", {"points": [[0, 0], [1, 100.5]]}, ".points[1]"),
        refused("a score below 0", {"points": [[0, -1], [1, 100]]}, ".points[0]"),
        refused("points too far apart", {"points": [[-1e308, 0], [1e308, 100]]}, ".points[1]"),
        refused("points too near for a slope", {"points": [[0, 0], [5e-324, 100]]}, ".points[1]"),
        refused("a pair of three", {"points": [[0, 0, 1], [1, 100]]}, ".points[0][2]"),
        refused("too many points", {"points": [[x, 0] for x in range(257)]}, ".points", "limit"),
    ]


def steps(random: Random) -> list[dict[str, Any]]:
    cases = []
    for ladder in STEPS:
        words = ("at_least", "above", "at_most", "below")
        thresholds = [step[word] for step in ladder for word in words if word in step] or [0]
        cases += spread(f"{len(ladder)} steps from {thresholds[0]}", {"steps": ladder}, thresholds, random)
    dead = [{"at_least": 5, "score": 100}, {"at_least": 7, "score": 50}, {"otherwise": 0}]
    return [
        *cases,
        refused("a step behind a wider one", {"steps": dead}, ".steps[1]"),
        refused("the same threshold twice", {"steps": [{"below": 1, "score": 0}, {"below": 1, "score": 5}, {"otherwise": 9}]}, ".steps[1]"),
        refused("a step after otherwise", {"steps": [{"otherwise": 0}, {"above": 1, "score": 5}]}, ".steps[1]"),
        refused("otherwise when all is taken", {"steps": [{"above": 1, "score": 0}, {"at_most": 1, "score": 5}, {"otherwise": 1}]}, ".steps[2]"),
        refused("values that no step takes", {"steps": [{"above": 1, "score": 0}, {"below": 1, "score": 5}]}, ".steps"),
        refused("no step", {"steps": []}, ".steps"),
        refused("two thresholds in one step", {"steps": [{"above": 1, "below": 3, "score": 0}, {"otherwise": 5}]}, ".steps[0]"),
        refused("a step without score", {"steps": [{"above": 1}, {"otherwise": 5}]}, ".steps[0]"),
        refused("a score beyond 100", {"steps": [{"above": 1, "score": 101}, {"otherwise": 5}]}, ".steps[0].score"),
        refused("otherwise below 0", {"steps": [{"above": 1, "score": 100}, {"otherwise": -5}]}, ".steps[1].otherwise"),
        refused("too many steps", {"steps": [{"below": x, "score": 0} for x in range(257)]}, ".steps", "limit"),
    ]  # fmt: skip


def half_life(random: Random) -> list[dict[str, Any]]:
    cases = []
    for config in HALF_LIFE:
        grace = config.get("grace", 0)
        thresholds = [grace, *(grace + config["days"] * k for k in (1, 2, 3.5, 50, 990, 1100))]
        cases += spread(f"{config}", {"half_life": config}, thresholds, random)
    return [
        *cases,
        refused("no time at all", {"half_life": {"days": 0}}, ".half_life.days"),
        refused("time backwards", {"half_life": {"days": -14}}, ".half_life.days"),
        refused("days missing", {"half_life": {"grace": 3}}, ".half_life"),
    ]


def logistic(random: Random) -> list[dict[str, Any]]:
    cases = []
    for midpoint, steepness in LOGISTIC:
        thresholds = [midpoint + k / steepness for k in (-40, -10, -2, -0.5, 0, 1, 5, 30)]
        scale = {"logistic": {"midpoint": midpoint, "steepness": steepness}}
        cases += spread(f"{midpoint}, {steepness}", scale, thresholds, random)
    return [
        *cases,
        refused("a flat curve", {"logistic": {"midpoint": 1, "steepness": 0}}, ".logistic.steepness"),
        refused("a curve beyond all floats", {"logistic": {"midpoint": 10, "steepness": 1.5e308}}, ".logistic.steepness"),
    ]


def choices(_: Random) -> list[dict[str, Any]]:
    cases = [
        case(f"{value!r} among {', '.join(config['scores'])}, otherwise {config.get('otherwise', 'default')}", {"choices": config}, value)
        for at, config in enumerate(CHOICES)
        for value in CHOICE_VALUES
        if not (isinstance(value, (int, float)) and not isinstance(value, bool) and (at, value) in OPEN)
        and not (isinstance(value, bool) and "1" in config["scores"])
    ]  # fmt: skip
    return [
        *cases,
        refused("no choice", {"choices": {"scores": {}}}, ".choices.scores"),
        refused("a choice without name", {"choices": {"scores": {"": 1}}}, ".choices.scores"),
        refused("a score beyond 100", {"choices": {"scores": {"pro": 101}}}, ".choices.scores.pro"),
        refused("otherwise beyond 100", {"choices": {"scores": {"pro": 1}, "otherwise": 101}}, ".choices.otherwise"),
        refused("no such word", {"choices": {"scores": {"pro": 1}, "otherwise": "mising"}}, ".choices.otherwise"),
        refused("one number in two spellings", {"choices": {"scores": {"0": 1, "-0": 2}}}, ".choices.scores", "duplicate"),
        refused("a flag and its number", {"choices": {"scores": {"1": 1, "true": 2}}}, ".choices.scores", "duplicate"),
    ]


def flag(_: Random) -> list[dict[str, Any]]:
    values = [True, False, 1, 0, 1.0, -0.0, 0.5, 2, -1, 1e308, None]
    cases = [case(f"{value!r} for {config}", {"flag": config}, value) for config in FLAGS for value in values]
    return [
        *cases,
        refused("a score beyond 100", {"flag": {"true": 101, "false": 0}}, ".flag.true"),
        refused("a score below 0", {"flag": {"true": 1, "false": -1}}, ".flag.false"),
        refused("no score for no", {"flag": {"true": 1}}, ".flag"),
        refused("yes and no", {"flag": {"yes": 1, "false": 0}}, ".flag.yes"),
    ]


def percentile(_: Random) -> list[dict[str, Any]]:
    cases = []
    for config, reference in REFERENCE:
        known = [value for value in reference if value is not None]
        for value in sorted(set(known)):
            score = definitions.mid_rank(definitions.number(value), known, config.get("better", "higher"))
            cases.append({"name": f"{value} among {reference}, {config.get('better', 'by default')}", "scale": {"percentile": config},
                          "reference": reference, "value": value, "status": "scored", "expected": float(score)})  # fmt: skip
    unfitted = {"name": "not fitted", "scale": {"percentile": {}}, "value": 1, "error": "not_fitted", "path": "vector"}
    nobody = {"name": "nobody to rank among", "scale": {"percentile": {}}, "reference": [None, None], "value": 1,
              "error": "no_population", "path": "indicators[0].scale.percentile"}  # fmt: skip
    return [*cases, unfitted, nobody, refused("no such end", {"percentile": {"better": "middle"}}, ".percentile.better")]


SCALES = [linear, points, steps, half_life, logistic, choices, flag, percentile]


def main() -> int:
    same = True
    for build in SCALES:
        cases = build(Random(build.__name__))
        document = {"room": "scale", "count": len(cases), "tolerance": TOLERANCE, "cases": cases}
        same &= publish(f"scale/{build.__name__}.json", document, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
