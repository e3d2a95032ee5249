"""Writes tests/vectors/lint/cards.json: cards, and what is unwise in them (docs/definitions.md 3.7).

`--check` compares the file instead. How far scores reach is found by trying: the card's own definition is evaluated with
indicators at their ends and on a fine grid between them, in exact fractions; no formula of the library is repeated.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import health_dialects as dialects
from exact import publish
from health import card, indicator
from health_definitions import Measured, bands_of, combined, rank, tree
from scale_definitions import number

CARDS = Path(__file__).resolve().parents[2] / "cs-core/src/health/cards"
GRID = 100
STEPS_BETWEEN = 20
STAKEHOLDER = (
    "relation stakeholder sponsor champion executive decision buyer contact meeting sentiment qbr ebr "
    "関係 面談 担当 役員 推進 キーパーソン ステークホルダー"
).split()
Found = list[dict[str, Any]]


def ends(config: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
    """The lowest and the highest score of an indicator."""
    [(name, scale)] = config["scale"].items()
    scores = {
        "points": lambda: [score for _, score in scale],
        "steps": lambda: [step.get("score", step.get("otherwise")) for step in scale],
        "flag": lambda: list(scale.values()),
        "choices": lambda: [*scale["scores"].values(), *([scale["otherwise"]] if isinstance(scale.get("otherwise"), (int, float)) else [])],
    }.get(name, lambda: [0, 100])()
    scores += [config["fade"].get("toward", 50)] if "fade" in config else []
    return min(map(number, scores)), max(map(number, scores))


def total(document: Mapping[str, Any], scores: Sequence[Fraction | None]) -> Fraction | None:
    """The score of an account whose indicators have these scores; None is missing, and left out."""
    measured = [
        Measured(config, None, "scored" if score is not None else "missing", score, substitute(document, config), False)
        for config, score in zip(document["indicators"], scores, strict=True)
    ]
    return dialects.finished(document, combined(tree(document, measured), document.get("combine", "weighted_mean")))


def substitute(document: Mapping[str, Any], config: Mapping[str, Any]) -> Fraction | None:
    policy = config.get("missing", document.get("missing", "redistribute"))
    if policy == "redistribute" and "points" in document:
        return number(document["points"].get("neutral", 0))
    if isinstance(policy, str):
        return Fraction(0) if policy == "keep_weight" else None
    return number(policy["as_score"])


def others(document: Mapping[str, Any]) -> Iterator[list[Fraction]]:
    """Scores of the indicators around the one that moves: on the line from all lowest to all highest, which meets every
    mean; and where only the worst or the best counts, each on its way between the corners of the others."""
    spans = [ends(config) for config in document["indicators"]]
    for step in range(GRID + 1):
        yield [low + (high - low) * step / GRID for low, high in spans]
    if any("combine" in part for part in (document, *document.get("groups", []))):
        for corner in product(*spans):
            for at, (low, high) in enumerate(spans):
                for step in range(STEPS_BETWEEN + 1):
                    yield [*corner[:at], low + (high - low) * step / STEPS_BETWEEN, *corner[at + 1 :]]


def swing(document: Mapping[str, Any], at: int, around: Sequence[list[Fraction]]) -> tuple[Fraction, int]:
    """The most points that one indicator moves the score, and the most bands, before anything is rounded."""
    document = {field: value for field, value in document.items() if field != "shown"}
    low, high = ends(document["indicators"][at])
    bands = bands_of(document)
    points, crossed = Fraction(0), 0
    for scores in around:
        start, end = (total(document, [*scores[:at], score, *scores[at + 1 :]]) for score in (low, high))
        if start is not None and end is not None:
            points = max(points, end - start)
            crossed = max(crossed, (rank(bands, end) or 0) - (rank(bands, start) or 0))
    return points, crossed


def reachable(document: Mapping[str, Any]) -> set[str]:
    """The bands of every score between the extremes, with any indicators missing, and those that exceptions aim at."""
    spans = [ends(config) for config in document["indicators"]]
    weights = [number(config.get("weight", 1)) for config in document["indicators"]]
    bands = bands_of(document)
    scores = []
    refused = [config.get("missing", document.get("missing")) == "refuse" for config in document["indicators"]]
    spans = [tuple(dialects.rounded(document, "indicator", end) for end in span) for span in spans]
    for scored in product(*((low, high) if needed else (low, high, None) for (low, high), needed in zip(spans, refused, strict=True))):
        present = sum((weight for weight, score in zip(weights, scored, strict=True) if score is not None), Fraction(0))
        # Without groups this is the coverage; with groups, cards of this file ask for none.
        if present >= number(document.get("min_coverage", 0.5)) * sum(weights):
            scores.append(total(document, scored))
    known = [score for score in scores if score is not None]
    lowest, highest = rank(bands, min(known)), rank(bands, max(known))
    assert lowest is not None and highest is not None
    found = {band["name"] for band in bands[lowest : highest + 1]}
    for exception in document.get("exceptions", []):
        target = next(exception[word] for word in ("set", "floor", "cap") if word in exception)
        at = rank(bands, number(target)) if not isinstance(target, str) else None
        found.add(target if at is None else bands[at]["name"])
    return found


def measured_facts(config: Mapping[str, Any]) -> list[str]:
    source = config["input"]
    if isinstance(source, str):
        return [source]
    [(name, detail)] = source.items()
    return {"ratio": lambda: [detail["of"]], "change": lambda: [detail["now"]], "sum": lambda: list(detail)}.get(name, lambda: [detail])()


def shares(document: Mapping[str, Any], name: str | None = None, share: Fraction = Fraction(1)) -> dict[str, Fraction]:
    """Each indicator's share of the weight; in the worst and the best, parts of any weight share alike."""
    own = [one for one in document["indicators"] if "groups" not in document or (name is not None and one["group"] == name)]
    inner = [group for group in document.get("groups", []) if group.get("within") == name]
    config = next((group for group in document.get("groups", []) if group["name"] == name), document)
    mean = config.get("combine", "weighted_mean") == "weighted_mean"
    weights = [number(part.get("weight", 1)) for part in [*own, *inner]]
    weights = weights if mean else [Fraction(weight > 0) for weight in weights]
    found: dict[str, Fraction] = {}
    for part, weight in zip([*own, *inner], weights, strict=True):
        if part in inner:
            found |= shares(document, part["name"], share * weight / sum(weights))
        else:
            found[part["name"]] = share * weight / sum(weights)
    return found


def lint(document: Mapping[str, Any]) -> Found:
    document = dialects.settled(document)
    indicators = document["indicators"]
    around = list(others(document))
    swings = [swing(document, at, around) for at in range(len(indicators))]
    found: Found = [
        {"code": "two_bands", "place": f"indicators[{at}]", "value": float(points)} for at, (points, crossed) in enumerate(swings) if crossed >= 2
    ]
    own = shares(document)
    facts = dict.fromkeys(fact for config in indicators for fact in measured_facts(config))
    for fact in facts:
        share = sum((own[config["name"]] for config in indicators if fact in measured_facts(config)), Fraction(0))
        first = next(at for at, config in enumerate(indicators) if fact in measured_facts(config))
        if share > Fraction(6, 10):
            found.append({"code": "one_fact", "place": f"indicators[{first}].input", "value": float(share)})
    reached = reachable(document) if len(indicators) <= 6 else {band["name"] for band in bands_of(document)}
    for band in bands_of(document):
        if band["name"] not in reached:
            at = next((at for at, given in enumerate(document.get("bands", [])) if given["name"] == band["name"]), None)
            bound = float(band.get("at_least", band.get("above")))
            found.append({"code": "unreachable_band", "place": "bands" if at is None else f"bands[{at}]", "value": bound})
    for at, config in enumerate(indicators):
        for before in indicators[:at]:
            apart = "applies_when" in config and "applies_when" in before and config["applies_when"] != before["applies_when"]
            if not apart and set(measured_facts(config)) & set(measured_facts(before)):
                found.append({"code": "overlapping_inputs", "place": f"indicators[{at}].input", "value": None})
                break
    names = [name for config in indicators for name in (config["name"], config.get("group", ""))] + [group["name"] for group in document.get("groups", [])]
    if not any(word in name.lower() for name in names for word in STAKEHOLDER):
        found.append({"code": "no_stakeholder", "place": "indicators", "value": None})
    for at, (points, _) in enumerate(swings):
        if points < 1:
            found.append({"code": "no_effect", "place": f"indicators[{at}].weight", "value": float(points)})
    return found + ignored(document, None)


def ignored(document: Mapping[str, Any], name: str | None) -> Found:
    parts = [one for one in document["indicators"] if "groups" not in document or (name is not None and one["group"] == name)]
    inner = [group for group in document.get("groups", []) if group.get("within") == name]
    at, config = next(((at, group) for at, group in enumerate(document.get("groups", [])) if group["name"] == name), (None, document))
    weights = {weight for part in [*parts, *inner] if (weight := number(part.get("weight", 1))) > 0}
    found: Found = []
    if len(weights) > 1 and config.get("combine") in ("worst", "best"):
        found.append({"code": "ignored_weights", "place": "combine" if at is None else f"groups[{at}].combine", "value": None})
    return found + [one for group in inner for one in ignored(document, group["name"])]


STEPS = {"steps": [{"at_least": 10, "score": 80}, {"otherwise": 30}]}
SAME = {"steps": [{"at_least": 10, "score": 60}, {"otherwise": 60}]}
WHEN = [{"fact": "months", "below": 6}, {"fact": "months", "at_least": 6}]


def cards() -> Iterator[tuple[str, dict[str, Any]]]:
    five = [indicator(name, 20) for name in ("sponsor", "b", "c", "d", "e")]
    yield "nothing to say", card(*five)
    yield "one indicator", card(indicator("a"))
    yield "31 % cross two bands", card(indicator("sponsor", 31), indicator("b", 30), indicator("c", 30), indicator("d", 9))
    yield "30 % do not", card(indicator("sponsor", 30), indicator("b", 30), indicator("c", 30), indicator("d", 10))
    yield "60 % on one fact, exactly", card(indicator("a", 3), indicator("b", 3, input="a"), indicator("champion", 2), indicator("d", 2))
    yield "more than 60 % on one fact, of three inputs", card(
        indicator("a", 31), indicator("b", 31, input={"ratio": {"of": "a", "per": "seats"}}), indicator("champion", 19), indicator("d", 19, input={"days_since": "seen_on"})
    )
    yield "what is divided by is not measured", card(*(indicator(name, input={"ratio": {"of": name, "per": "seats"}}) for name in ("a", "b", "c", "meetings")))
    yield "what it was before is not measured", card(*(indicator(name, input={"change": {"now": name, "before": "past"}}) for name in ("a", "b", "c", "meetings")))
    yield "a sum shares a part", card(indicator("buyer"), indicator("b", input={"sum": ["x", "y"]}), indicator("c", input={"sum": ["y", "z"]}), indicator("d"))
    yield "twice the same day", card(indicator("contact", input={"days_since": "on"}), indicator("b", input={"days_until": "on"}), indicator("c"), indicator("d"))
    yield "each for accounts of its own", card(*(indicator(f"use_{at}", input="use", applies_when=when) for at, when in enumerate(WHEN)), indicator("relationship", 4))
    yield "both for the same accounts", card(*(indicator(f"use_{at}", input="use", applies_when=WHEN[0]) for at in range(2)), indicator("relationship", 4))
    yield "a word of people in a group", card(indicator("a", group="Relationship"), indicator("b"), indicator("c"), indicator("d"))
    yield "a word of people in Japanese", card(indicator("役員との面談"), indicator("b"), indicator("c"), indicator("d"))
    yield "a weight of 0 and a small one", card(*five, indicator("f", 0), indicator("g", 0.9))
    yield "a weight of just a point", card(indicator("sponsor", 99), indicator("b", 1))
    yield "a scale of one score", card(*five, indicator("f", 20, scale=SAME))
    yield "scores from 30 to 80 reach no end", card(*(indicator(name, scale=STEPS) for name in ("sponsor", "b", "c", "d")), bands=[{"name": "lost", "at_least": 0}, {"name": "low", "at_least": 20}, {"name": "mid", "above": 50}, {"name": "top", "above": 80}])
    yield "to the top exactly", card(*(indicator(name, scale=STEPS) for name in ("sponsor", "b", "c", "d")), bands=[{"name": "low", "at_least": 0}, {"name": "top", "at_least": 80}])
    yield "a missing one counts as 0", card(*(indicator(name, scale=STEPS) for name in ("sponsor", "b", "c", "d")), missing="keep_weight", min_coverage=0, bands=[{"name": "lost", "at_least": 0}, {"name": "low", "at_least": 20}])
    yield "a missing one counts as 90", card(*(indicator(name, scale=STEPS) for name in ("sponsor", "b", "c", "d")), missing={"as_score": 90}, bands=[{"name": "low", "at_least": 0}, {"name": "high", "at_least": 82}, {"name": "top", "at_least": 88}])
    yield "a light one alone is too little", card(indicator("sponsor", 9, scale=STEPS), indicator("b", 1), bands=[{"name": "low", "at_least": 0}, {"name": "high", "at_least": 85}])
    yield "a light one alone is enough", card(indicator("sponsor", 9, scale=STEPS), indicator("b", 1), min_coverage=0, bands=[{"name": "low", "at_least": 0}, {"name": "high", "at_least": 85}])
    aims = [{"when": {"fact": "x", "is": True}, "set": "lost", "reason": "x"}, {"when": {"fact": "y", "is": True}, "floor": 95, "reason": "y"}]
    yield "exceptions reach the ends", card(*(indicator(name, scale=STEPS) for name in ("sponsor", "b", "c", "d")), exceptions=aims, bands=[{"name": "lost", "at_least": 0}, {"name": "low", "at_least": 20}, {"name": "top", "at_least": 90}])
    yield "old evidence drifts beyond its scale", card(indicator("sponsor", scale=SAME, fade={"observed_on": "on", "half_life_days": 30, "toward": 0}), indicator("b"), indicator("c"), indicator("d"))
    yield "weights that the worst does not use", card(indicator("sponsor", 2), indicator("b", 1), indicator("c", 0), combine="worst")
    yield "equal weights of the best", card(indicator("sponsor", 2), indicator("b", 2), indicator("c", 0), combine="best")
    groups = [{"name": "usage", "weight": 3}, {"name": "depth", "within": "usage", "combine": "best"}, {"name": "people", "weight": 2, "combine": "worst"}]
    parts = [indicator("a", 2, group="usage"), indicator("b", 1, group="depth"), indicator("c", 3, group="depth"), indicator("champion", 1, group="people"), indicator("e", 1, group="people", scale=STEPS)]
    yield "groups within groups", card(*parts, groups=groups, min_coverage=0)
    yield "the geometric mean of three", card(indicator("sponsor", 2), indicator("b", 1, scale=STEPS), indicator("c", 1), combine="geometric")
    inner = [{"name": "people"}, {"name": "usage"}]
    halves = [indicator("sponsor", group="people"), indicator("b", group="people"), indicator("c", group="usage", scale=STEPS)]
    yield "half of a group where the best counts", card(*halves, groups=inner, combine="best", min_coverage=0)
    yield "half of a group where the worst counts", card(*halves, groups=inner, combine="worst", min_coverage=0)
    yield "half of a group in a geometric mean", card(*halves, groups=inner, combine="geometric", min_coverage=0)
    low = [indicator("sponsor", scale={"points": [[0, 20], [1, 30]]}, group="people"), indicator("b", scale={"points": [[0, 15], [1, 75]]}, group="people"), indicator("c", scale={"points": [[0, 40], [1, 60]]}, group="usage")]
    yield "a light part above what the others have at least", card(*low, groups=inner, combine="best", min_coverage=0)
    yield "a geometric mean whose other part is halfway", card(indicator("sponsor", scale={"points": [[0, 20], [1, 80]]}), indicator("b"), combine="geometric")
    yield "from a bound that the lower band includes", card(indicator("sponsor"), indicator("b"), bands=[{"name": "low", "at_least": 0}, {"name": "mid", "above": 20}, {"name": "high", "at_least": 70}])
    yield "to a bound that the upper band leaves out", card(indicator("sponsor"), indicator("b"), bands=[{"name": "low", "at_least": 0}, {"name": "mid", "above": 20}, {"name": "high", "above": 70}])
    two = [indicator(name, scale={"points": [[0, 0], [1, 66]]}) for name in ("sponsor", "b")]
    yield "rounded up into a band", card(*two, shown={"highest": 10, "places": 0, "rounded": ["total"]})
    yield "shown rounded, into no band", card(*two, shown={"highest": 10, "places": 0})
    yield "indicators rounded up into a band", card(*two, shown={"highest": 10, "places": 0, "rounded": ["indicator"]})
    yield "groups rounded up into a band", card(*({**one, "group": "people"} for one in two), groups=inner[:1], shown={"highest": 10, "places": 0, "rounded": ["group"]}, min_coverage=0)
    needed = [indicator("sponsor", scale={"points": [[0, 60], [1, 90]]}, missing="refuse"), indicator("b", scale={"points": [[0, 30], [1, 80]]})]
    yield "no score without what pulls up", card(*needed)
    yield "points of five factors", card(indicator("nps", 100), indicator("contacts", 40, scale=STEPS), dialect="planhat")
    yield "points that reach no end", card(indicator("meetings", 20), indicator("b", 15), points={"start": 40, "neutral": 50})
    yield "all good or poor", card(*(indicator(name, scale={"choices": {"scores": {"good": 100, "average": 60, "poor": 0}}}) for name in ("sponsor", "b")), dialect="totango_account")
    for file in sorted(CARDS.glob("*.json")):
        yield f"shipped: {file.stem}", json.loads(file.read_text(encoding="utf-8"))


def main() -> int:
    cases = [{"name": name, "card": document, "expected": lint(document)} for name, document in cards()]
    seen = {finding["code"] for case in cases for finding in case["expected"]}
    assert len(seen) == 7, seen
    document = {"room": "lint", "count": len(cases), "tolerance": 1e-9, "cases": cases}
    return 0 if publish("lint/cards.json", document, lines=True) else 1


if __name__ == "__main__":
    sys.exit(main())
