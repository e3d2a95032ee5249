"""Scorecards from their definition (docs/definitions.md 3.2, 3.3), in exact fractions.

Bounds are found by scoring again with every missing indicator at 0 and at 100; bands, whole numbers and exceptions by
their sentences. Nothing here knows how the library computes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import Any

import health_dialects as dialects
import scale_definitions as scales
from exact import Refused
from rule_definitions import Account, Facts, day_fact, holds, input_value
from scale_definitions import number

GUARD = Fraction(1, 10**9)
BANDS: list[dict[str, Any]] = [
    {"name": "healthy", "at_least": 70},
    {"name": "caution", "at_least": 40},
    {"name": "danger", "at_least": 0},
]
Score = Fraction | None


@dataclass(frozen=True)
class Measured:
    """One indicator of one account: its value, its status, its score, and what stands in for a missing one."""

    config: Mapping[str, Any]
    raw: Any
    status: str
    score: Score
    substitute: Score
    required: bool

    @property
    def brought(self) -> Score:
        """What it brings into the mean."""
        return self.substitute if self.status in ("missing", "stale", "errored") else self.score

    @property
    def weight(self) -> Fraction:
        return number(self.config.get("weight", 1))

    def imputed(self, score: int) -> Measured:
        gone = self.status in ("missing", "stale", "errored")
        return replace(self, status="scored", score=Fraction(score)) if gone else self


@dataclass
class Part:
    """An indicator, or a group of parts, with its weight within the whole."""

    name: str | None
    weight: Fraction
    value: Score
    share: Fraction = Fraction(0)
    measured: Measured | None = None
    parts: Sequence[Part] = ()
    combine: str = "weighted_mean"


def measure(card: Mapping[str, Any], config: Mapping[str, Any], account: Account) -> Measured:
    policy = config.get("missing", card.get("missing", "redistribute"))
    if "points" in card and policy == "redistribute":
        policy = {"as_score": card["points"].get("neutral", 0)}
    substitute = {"keep_weight": Fraction(0)}.get(policy) if isinstance(policy, str) else number(policy["as_score"])
    if "points" in card and policy == "refuse":  # it adds nothing, also where the account gets no score
        substitute = number(card["points"].get("neutral", 0))
    made = Measured(config, None, "not_applicable", None, substitute, policy == "refuse")
    applies = "applies_when" not in config or holds(account, config["applies_when"])
    status, score = "missing", None
    try:
        made = replace(made, raw=input_value(account, config["input"]))
        check_type(config, made.raw)
        score = scales.score(config["scale"], made.raw)
        status = "missing" if score is None else "scored"
    except scales.Errored:
        status = "errored"
    if "observed_on" in config:
        seen = day_fact(account, config["observed_on"])
        fresh = seen is not None and 0 <= (account.as_of - seen).days <= config["valid_for_days"]
        if not fresh and status in ("scored", "errored"):
            status, score = "stale", None
    if "fade" in config:
        status, score = faded(config["fade"], account, status, score)
    score = dialects.rounded(card, "indicator", score)
    return replace(made, status=status, score=score) if applies else made


def faded(fade: Mapping[str, Any], account: Account, status: str, score: Score) -> tuple[str, Score]:
    """Old evidence drifts to a neutral score: toward + (s - toward) · 2^(-age ÷ half-life)."""
    seen = day_fact(account, fade["observed_on"])
    if status not in ("scored", "errored"):
        return status, score
    if seen is None or seen > account.as_of:
        return "stale", None
    if score is None:
        return status, score
    age, toward = (account.as_of - seen).days, number(fade.get("toward", 50))
    left = scales.score({"half_life": {"days": fade["half_life_days"]}}, age)
    assert left is not None
    return "faded" if age > 0 else status, toward + (score - toward) * left / 100


def check_type(config: Mapping[str, Any], raw: Any) -> None:
    """Texts and flags have scales of their own."""
    [scale] = config["scale"]
    takes = {"choices": (str, bool), "flag": (bool,)}.get(scale, ())
    if isinstance(raw, (str, bool)) and not isinstance(raw, takes):
        raise Refused("type_mismatch", str(config["input"]))


def tree(card: Mapping[str, Any], measured: Sequence[Measured], name: str | None = None) -> list[Part]:
    """The parts of a group: its indicators, then the groups within it."""
    flat = "groups" not in card
    leaves = [
        Part(None, one.weight, one.brought, measured=one)
        for one in measured
        if flat or (name is not None and one.config["group"] == name)
    ]
    return leaves + [group(card, measured, config) for config in card.get("groups", []) if config.get("within") == name]


def group(card: Mapping[str, Any], measured: Sequence[Measured], config: Mapping[str, Any]) -> Part:
    parts = tree(card, measured, config["name"])
    combine = config.get("combine", "weighted_mean")
    value = dialects.rounded(card, "group", combined(parts, combine))
    return Part(config["name"], number(config.get("weight", 1)), value, parts=parts, combine=combine)


def combined(parts: Sequence[Part], combine: str) -> Score:
    """The score of parts together; a part without a score does not take part."""
    present = [part for part in parts if part.value is not None and part.weight > 0]
    if not present:
        return None
    if combine == "weighted_mean":
        total = sum(part.weight for part in present)
        return sum((part.weight * part.value for part in present if part.value is not None), Fraction(0)) / total
    values = [part.value for part in present if part.value is not None]
    if combine == "geometric":
        return geometric([(part.weight, part.value) for part in present if part.value is not None])
    return min(values) if combine == "worst" else max(values)


def geometric(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Π score^(weight ÷ Σ weight), with fifty digits."""
    if any(value == 0 for _, value in parts):
        return Fraction(0)
    logs = sum((decimal(weight) * ln(value) for weight, value in parts), Decimal(0))
    with localcontext(prec=50):
        return Fraction((logs / decimal(sum(weight for weight, _ in parts))).exp())


def geometric_share(weight: Fraction, value: Fraction, mean: Fraction) -> Fraction:
    """A part's share before all are made to add up to 1: the weight over the logarithmic mean of value and whole."""
    if mean == 0:
        return weight if value == 0 else Fraction(0)
    if abs(value - mean) < Fraction(1, 10**30):
        return weight / mean
    with localcontext(prec=50):
        return weight * Fraction(ln(value) - ln(mean)) / (value - mean)


def ln(value: Fraction) -> Decimal:
    with localcontext(prec=50):
        return decimal(value).ln()


def decimal(value: Fraction | int) -> Decimal:
    with localcontext(prec=50):
        return Decimal(Fraction(value).numerator) / Decimal(Fraction(value).denominator)


def hand_out(parts: Sequence[Part], combine: str, share: Fraction) -> None:
    """Gives each part its share of the total."""
    present = [part for part in parts if part.value is not None and part.weight > 0]
    if combine == "weighted_mean":
        total = sum(part.weight for part in present)
        for part in present:
            part.share = share * part.weight / total
    elif combine == "geometric":
        mean = combined(present, combine)
        shares = [geometric_share(part.weight, part.value, mean) for part in present if part.value is not None and mean is not None]
        for part, own in zip(present, shares, strict=True):
            part.share = share * own / sum(shares)
    elif present:
        value = combined(present, combine)
        next(part for part in present if part.value == value).share = share
    for part in parts:
        hand_out(part.parts, part.combine, part.share)


def coverage(parts: Sequence[Part]) -> Score:
    """Weight present ÷ weight applicable; none where nothing with a weight applies."""
    shares: list[tuple[Fraction, Fraction]] = []
    for part in parts:
        if part.measured is None:
            inner = coverage(part.parts)
        else:
            status = part.measured.status
            inner = None if status == "not_applicable" else Fraction(status in ("scored", "faded"))
        if inner is not None and part.weight > 0:
            shares.append((part.weight, inner))
    total = sum(weight for weight, _ in shares)
    return sum((weight * inner for weight, inner in shares), Fraction(0)) / total if shares else None


def groups_of(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        if part.measured is None:
            yield part
            yield from groups_of(part.parts)


def bands_of(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """From the lowest up."""
    return sorted(card.get("bands", BANDS), key=lambda band: float(band.get("at_least", band.get("above", 0))))


def rank(bands: Sequence[Mapping[str, Any]], score: Score) -> int | None:
    """The highest band whose bound is reached; 1e-9 beside a bound counts as on it."""
    if score is None:
        return None
    reached = [
        at
        for at, band in enumerate(bands)
        if at == 0 or ("at_least" in band and score >= number(band["at_least"]) - GUARD)
        or ("above" in band and score > number(band["above"]) + GUARD)
    ]  # fmt: skip
    return reached[-1]


def name_of(bands: Sequence[Mapping[str, Any]], at: int | None) -> str:
    return "unknown" if at is None else str(bands[at]["name"])


def whole(bands: Sequence[Mapping[str, Any]], score: Score, at: int | None) -> int | None:
    """Rounded half up, then kept inside its band where the band holds a whole number."""
    if score is None:
        return None
    rounded = floor(score + Fraction(1, 2))
    inside = [shown for shown in range(101) if rank(bands, Fraction(shown)) == at]
    return rounded if rounded in inside or not inside else min(inside, key=lambda shown: abs(shown - score))


def bound(band: Mapping[str, Any]) -> Fraction:
    return number(band["at_least"] if "at_least" in band else band["above"])


def aimed(bands: Sequence[Mapping[str, Any]], target: float | str, score: Score) -> tuple[Score, int | None]:
    """A target as score and band; into a band, the score moves no further than to the nearer bound."""
    if not isinstance(target, str):
        return number(target), rank(bands, number(target))
    at = next(at for at, band in enumerate(bands) if band["name"] == target)
    upper = bound(bands[at + 1]) if at + 1 < len(bands) else Fraction(100)
    return (None if score is None else min(max(score, bound(bands[at])), upper)), at


def excepted(
    bands: Sequence[Mapping[str, Any]], fired: Sequence[Mapping[str, Any]], score: Score
) -> tuple[Score, int | None]:
    """The first set decides; otherwise all floors, then all caps."""
    at = rank(bands, score)
    for exception in fired:
        if "set" in exception:
            return aimed(bands, exception["set"], score)
    for word, moves in (("floor", lambda now, to: now < to), ("cap", lambda now, to: now > to)):
        for exception in (one for one in fired if word in one):
            if score is None or at is None:
                continue
            target = exception[word]
            to_score, to_rank = aimed(bands, target, score)
            now, to = (at, to_rank) if isinstance(target, str) else (score, to_score)
            if moves(now, to):
                score, at = to_score, to_rank
    return score, at


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else value


def health(card: Mapping[str, Any], facts: Facts, as_of: date) -> dict[str, Any]:
    """What the library must say of one account."""
    account, card = Account(facts, as_of), dialects.settled(card)
    measured = [measure(card, config, account) for config in card["indicators"]]
    combine = card.get("combine", "weighted_mean")
    parts = tree(card, measured)
    computed, covered = dialects.finished(card, combined(parts, combine)), coverage(parts) or Fraction(0)
    low, neutral, high = (
        dialects.finished(card, combined(tree(card, [one.imputed(at) for one in measured]), combine)) for at in (0, 50, 100)
    )
    refused = any(one.required and one.status in ("missing", "stale", "errored") for one in measured)
    if card.get("no_inflation") and computed is not None and neutral is not None and computed > neutral:
        measured = [replace(one, substitute=Fraction(50)) for one in measured]
        parts = tree(card, measured)
        computed = dialects.finished(card, combined(parts, combine))
    # Where points are counted, an indicator's share is the hundredth of its points.
    span = sum(number(one.get("weight", 1)) for one in card["indicators"])
    hand_out(parts, combine, span / 100 if "points" in card else Fraction(1))
    if refused or covered < number(card.get("min_coverage", 0.5)) - GUARD:
        computed = None
    bands = bands_of(card)
    before = {"score": computed, "band": None if computed is None else name_of(bands, rank(bands, computed)), "coverage": covered}
    own = {one.config["name"]: one.score if one.status in ("scored", "faded") else None for one in measured}
    judged = replace(account, computed=before, indicators=own)
    fired = [one for one in card.get("exceptions", []) if holds(judged, one["when"])]
    score, at = excepted(bands, fired, computed)
    shares = {id(part.measured): part.share for part in leaves(parts)}
    contributions = [contribution(one, shares.get(id(one), Fraction(0))) for one in measured]
    seen = {} if "shown" not in card else {"shown": plain(dialects.shown(card, score))}
    if "shown" in card or "points" in card:
        points = sum((Fraction(one.brought or 0) * shares.get(id(one), Fraction(0)) for one in measured), Fraction(0))
        seen["adjustment"] = 0.0 if computed is None else plain(computed - points)
    return seen | {
        "score": plain(score),
        "band": name_of(bands, at),
        "whole": whole(bands, score, at),
        "reason": "no_score" if score is None else None,
        "coverage": plain(covered),
        "low": plain(low),
        "high": plain(high),
        "computed_score": plain(computed),
        "computed_band": name_of(bands, rank(bands, computed)),
        "missing": sum(one.status in ("missing", "stale") for one in measured),
        "errored": sum(one.status == "errored" for one in measured),
        "exceptions": [one["reason"] for one in fired],
        "groups": [
            {"group": part.name, "weight": plain(part.share), "score": plain(part.value)} for part in groups_of(parts)
        ] or named_groups(contributions),
        "contributions": contributions,
    }  # fmt: skip


def leaves(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        if part.measured is not None:
            yield part
        yield from leaves(part.parts)


def contribution(one: Measured, share: Fraction) -> dict[str, Any]:
    points = share * (one.brought or 0)
    return {
        "indicator": one.config["name"],
        "group": one.config.get("group"),
        "raw": plain(one.raw),
        "score": plain(one.brought),
        "weight": plain(share),
        "points": plain(points),
        "attainable": plain(100 * share),
        "lost": plain(100 * share - points),
        "status": one.status,
    }


def named_groups(contributions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Without declared groups, those that indicators name: their share, and the points per share."""
    names = dict.fromkeys(one["group"] for one in contributions if one["group"] is not None)
    found = []
    for name in names:
        own = [one for one in contributions if one["group"] == name]
        weight, points = sum(one["weight"] for one in own), sum(one["points"] for one in own)
        found.append({"group": name, "weight": weight, "score": points / weight if weight else None})
    return found
