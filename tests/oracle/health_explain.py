"""Writes tests/vectors/{path,change,explain}/<name>.json: the way to a score, what changed, results in words.

A path is found by trying every set of indicators, the smallest first. A change is found by replacing what one account
says by what the other says, one indicator at a time. Sentences are written by hand. `--check` compares the files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from exact import publish
from health import (
    AS_OF,
    CAP,
    EXCLUSIVE,
    GROUPED,
    GROUPS,
    NESTED,
    NESTING,
    SET_LOW,
    TOLERANCE,
    card,
    indicator,
)
from health_definitions import GUARD, Measured, Score, bands_of, combined, health, measure, rank, tree
from health_dialects import finished, settled
from health_drawn import drawn
from health_manual import WHY, overridden
from health_platforms import catalyst, churnzero, gainsight, hubspot, natero, planhat, totango, vitally
from rule_definitions import Account

GONE = ("missing", "stale", "errored")
Card = Mapping[str, Any]


def measured(document: Card, facts: Mapping[str, Any], as_of: date = AS_OF) -> list[Measured]:
    account, document = Account(facts, as_of), settled(document)
    return [measure(document, config, account) for config in document["indicators"]]


def total(document: Card, parts: Sequence[Measured]) -> Score:
    """The score before exceptions, whatever the coverage."""
    document = settled(document)
    combine = document.get("combine", "weighted_mean")
    score = finished(document, combined(tree(document, parts), combine))
    if document.get("no_inflation") and score is not None:
        neutral = finished(document, combined(tree(document, [one.imputed(50) for one in parts]), combine))
        score = score if neutral is None else min(score, neutral)
    return score


def raised(parts: Sequence[Measured], chosen: Sequence[int]) -> list[Measured]:
    full = Fraction(100)
    return [replace(one, status="scored", score=full) if at in chosen else one for at, one in enumerate(parts)]


def reaches(document: Card, score: Score, target: float | str) -> bool:
    if score is None:
        return False
    if not isinstance(target, str):
        return score >= Fraction(str(target)) - GUARD
    bands = bands_of(settled(document))
    wanted = next(at for at, band in enumerate(bands) if band["name"] == target)
    return (rank(bands, score) or 0) >= wanted


def path(name: str, document: Card, facts: Mapping[str, Any], target: float | str) -> dict[str, Any]:
    """The smallest set that reaches the target, and of the smallest the one that reaches highest."""
    parts = measured(document, facts)
    start = {"name": name, "card": document, "facts": facts, "as_of": str(AS_OF), "target": target}
    now = total(document, parts)
    if now is None or health(document, facts, AS_OF)["computed_score"] is None:
        return start | {"error": "no_score"}
    counting = [at for at, one in enumerate(parts) if one.status != "not_applicable" and one.brought is not None and one.brought < 100]
    for size in range(len(counting) + 1):
        ways = [(total(document, raised(parts, chosen)), chosen) for chosen in combinations(counting, size)]
        ways = [(score, chosen) for score, chosen in ways if reaches(document, score, target)]
        if ways:
            break
    if not ways:
        all_of_them = total(document, raised(parts, counting))
        return start | {"expected": {"from": float(now), "to": float(all_of_them), "reached": False, "is_fewest": False, "target": target}}
    best = max(score for score, _ in ways)
    chosen = [chosen for score, chosen in ways if score == best]
    result: dict[str, Any] = {"from": float(now), "to": float(best), "reached": True, "is_fewest": True, "target": target}
    if len(chosen) > 1:
        return start | {"expected": result | {"steps": [{}] * size}}
    lost = {one["indicator"]: one["lost"] for one in health(document, facts, AS_OF)["contributions"]}
    names = [config["name"] for config in document["indicators"]]
    steps, so_far, taken = [], now, []
    for at in sorted(chosen[0], key=lambda at: (-lost[names[at]], at)):
        taken.append(at)
        after = total(document, raised(parts, taken))
        steps.append({"indicator": names[at], "gain": float(after - so_far)})
        so_far = after
    return start | {"expected": result | {"steps": steps}}


def line(*weights: float, **fields: Any) -> dict[str, Any]:
    return card(*(indicator(name, weight) for name, weight in zip("abcdefgh", weights, strict=False)), **fields)


def paths() -> list[dict[str, Any]]:
    five = line(5, 3, 2, 7, 1)
    facts = {"a": 60, "b": 20, "c": 50, "d": 31, "e": 0}
    cases = [path(f"five in a mean, to {target}", five, facts, target) for target in (0, 40.5, 41, 55, 70, 72.5, 90, 99.9, 100, "danger", "caution", "healthy")]
    cases += [path(f"{name}, to {target}", line(5, 3, 2, 7, 1, missing=policy), {"a": 60, "b": 20, "e": 5}, target) for name, policy in (("weights go to the others", "redistribute"), ("missing counts as 0", "keep_weight"), ("missing counts as 30", {"as_score": 30})) for target in (50, 70, 95, 100)]
    cases += [path(f"bands whose bounds are not included, to {target}", line(1, 1, bands=EXCLUSIVE), {"a": 50, "b": 0}, target) for target in ("red", "yellow", "green")]
    cases += [path("the guard: 69.9999999995 is 70", line(1), {"a": 69.9999999995}, 70), path("twice as far is not", line(1), {"a": 69.999999998}, 70)]
    nested = card(*NESTING, groups=NESTED, min_coverage=0)
    known = {"a": 10, "b": 90, "c": 55, "d": 35, "e": 20, "f": 60, "g": 75}
    for combine in ("weighted_mean", "worst", "best"):
        for gone in ("", "a", "cd", "g", "bd"):
            account = {name: value for name, value in known.items() if name not in gone}
            cases += [path(f"nested, {combine}, without {gone or 'none'}, to {target}", nested | {"combine": combine}, account, target) for target in (45, 62, 80, 100)]
        cases += [path(f"grouped, {combine}, to {target}", card(*GROUPED, groups=GROUPS, combine=combine), {"logins": 80, "users": 40, "nps": 10}, target) for target in (30, 71, 86, 100)]
    optional = card(indicator("a", 3, applies_when={"fact": "live", "is": True}), indicator("b"), indicator("c", 0))
    cases += [path(f"what does not apply is not on the way: live {live}", optional, {"a": 10, "b": 20, "c": 30, "live": live}, 80) for live in (True, False)]
    for policies in (("keep_weight", "keep_weight"), ("keep_weight", {"as_score": 30}), ({"as_score": 30}, {"as_score": 90})):
        a, b = (indicator(name, missing=policy) for name, policy in zip("ab", policies, strict=True))
        for combine in ("worst", "geometric", "weighted_mean"):
            document = card(a, b, combine=combine, no_inflation=True, min_coverage=0)
            cases += [path(f"no inflation, {combine}, missing as {policies}, to {target}", document, {}, target) for target in (7, 60, 80)]
    counted = card(indicator("a", 20), indicator("b", 10), points={"start": 10, "neutral": 0}, min_coverage=0)
    for known, en, ja in (
        ({"a": 100, "b": 100}, "70.0 is out of reach from 40.0; no indicator could be better", "40.0 から 70.0 には届かず、改善できる指標はありません"),
        ({"a": 50}, "70.0 is out of reach from 20.0; a, b at 100 give 40.0", "20.0 から 70.0 には届かず、a、bを 100 にしても 40.0"),
    ):
        beyond = path(f"counted points stay below: {known}", counted, known, 70)
        cases.append(beyond | {"expected": beyond["expected"] | {"steps": [{}] * (0 if len(known) == 2 else 2), "sentences": {"en": [en], "ja": [ja]}}})
    cases += [path("nothing is known", five, {}, 70), path("too little is known for a score, but something", five, {"e": 0}, 70), path("an indicator that is required is missing", line(5, 3, missing="refuse"), {"a": 90}, 70)]
    return cases


def drawn_paths() -> list[dict[str, Any]]:
    """Drawn cards and accounts, to a band and to a score."""
    cases = []
    for at, (name, document, facts) in enumerate(drawn(50)):
        if document.get("no_inflation") or document.get("combine", "weighted_mean") not in ("weighted_mean", "worst", "best"):
            continue
        bands = bands_of(document)
        cases += [path(f"{name}, to {target}", document, facts, target) for target in (bands[-1]["name"], 35 + at % 60)]
    return cases


def on_platforms() -> list[dict[str, Any]]:
    """Accounts on the cards of every platform."""
    cards = (gainsight, totango, vitally, churnzero, catalyst, planhat, hubspot, natero)
    return [one for build in cards for one in build() if date.fromisoformat(one["as_of"]) == AS_OF]


def dialect_paths() -> list[dict[str, Any]]:
    cases = []
    for at, one in enumerate(on_platforms()):
        best = max(bands_of(settled(one["card"])), key=lambda band: Fraction(str(band.get("at_least", band.get("above")))))
        cases += [path(f"{one['name']}, to {target}", one["card"], one["facts"], target) for target in (best["name"], 52.5 + at % 40)]
    return cases


def bad_paths() -> list[dict[str, Any]]:
    start = {"card": line(1), "facts": {"a": 50}, "as_of": str(AS_OF)}
    return [
        {"name": f"no target: {target}"} | start | {"target": target, "error": "invalid_document", "path": "target"}
        for target in (-1, 100.5, "healhty", "unknown", "", None, True, [70], {"score": 70})
    ]


Told = Mapping[str, Any]


def told(document: Card, account: Told) -> dict[str, Any]:
    day = date.fromisoformat(account["as_of"])
    manual = account.get("override")
    given = health(document, account["facts"], day)
    given |= {"card_score": given["score"], "card_band": given["band"]}
    return given | overridden(document, account["facts"], day, manual) if manual else given


def cause(before: Measured, after: Measured) -> str:
    statuses = {before.status, after.status}
    if "not_applicable" in statuses:
        return "applicability"
    return "missing_data" if statuses & set(GONE) else "indicator"


def replaced(old: Sequence[Measured], new: Sequence[Measured]) -> Iterator[int]:
    """The order: measured both times, measured only now, measured no more."""
    scored = ("scored", "faded")
    for before, after in ((True, True), (False, True), (None, False)):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            if (other.status in scored) is after and (before is None or (one.status in scored) is before):
                yield at


def change(name: str, document: Card, before: Told, after: Told, earlier: Card | None = None) -> dict[str, Any]:
    """`earlier` is the card of before, where it was another one."""
    start = {"name": name, "card": document, "before": before, "after": after} | ({"card_before": earlier} if earlier else {})
    first, old, new = told(earlier or document, before), told(document, before), told(document, after)
    for place, result in (("before", first), ("rescored" if earlier else "before", old), ("after", new)):
        if result["score"] is None:
            return start | {"error": "no_score", "path": place}
    one, other = (measured(document, account["facts"], date.fromisoformat(account["as_of"])) for account in (before, after))
    levels = []
    for place, result, parts in (("rescored" if earlier else "before", old, one), ("after", new, other)):
        if (level := total(document, parts)) is None:
            return start | {"error": "no_score", "path": place}
        levels.append((level if result["computed_score"] is None else Fraction(result["computed_score"]), result))
    parts: list[dict[str, Any]] = []

    def part(due: str, points: Fraction | float, **more: Any) -> None:
        if abs(points) > (1e-9 if not more else 0):
            parts.append({"cause": due, "indicator": None, "before": None, "after": None, "points": float(points)} | more)

    part("model", old["score"] - first["score"])
    now, level = list(one), total(document, one)
    contributions = [result["contributions"] for result in (old, new)]
    for at in replaced(one, other):
        now[at] = other[at]
        moved = total(document, now)
        readings = {when: {field: result[at][field] for field in ("raw", "score", "status")} for when, result in zip(("before", "after"), contributions, strict=True)}
        part(cause(one[at], other[at]), moved - level, indicator=document["indicators"][at]["name"], **readings)
        level = moved
    (old_level, _), (new_level, _) = levels
    card_level = [result["card_score"] if result["card_score"] is not None else at for at, result in levels]
    part("exceptions", (card_level[1] - new_level) - (card_level[0] - old_level))
    part("override", (new["score"] - card_level[1]) - (old["score"] - card_level[0]))
    points = new["score"] - first["score"]
    assert abs(sum(part["points"] for part in parts) - points) < 1e-9, name
    expected = {"before": first["score"], "after": new["score"], "points": points, "band_before": first["band"], "band_after": new["band"], "parts": parts}
    return start | {"expected": expected}


def at(facts: Mapping[str, Any], as_of: str = "2026-10-31", **more: Any) -> dict[str, Any]:
    return {"facts": dict(facts), "as_of": as_of} | more


def changes() -> list[dict[str, Any]]:
    mean = line(3, 1, 4, min_coverage=0)
    known = {"a": 80, "b": 40, "c": 55}
    later = [{"a": 60}, {"a": 60, "b": 90}, {"b": None}, {"a": None, "c": 70}, {"a": 10, "b": None, "c": None}, {"c": None}, {}]
    cases = []
    for policy in ("redistribute", "keep_weight", {"as_score": 50}):
        document = mean | {"missing": policy}
        for moves in later:
            name = ", ".join(f"{key} {known[key]} to {value}" for key, value in moves.items()) or "nothing"
            cases.append(change(f"{policy}: {name}", document, at(known), at(known | moves)))
            cases.append(change(f"{policy}, the other way: {name}", document, at(known | moves), at(known)))
    for combine in ("weighted_mean", "worst", "best"):
        nested = card(*NESTING, groups=NESTED, combine=combine, min_coverage=0)
        first = {"a": 10, "b": 90, "c": 55, "d": 35, "e": 20, "f": 60, "g": 75}
        second = {"a": 40, "b": 70, "c": 5, "d": 95, "e": 80, "f": 60, "g": 15}
        for gone in ("", "ab", "cd", "ef", "g", "acf"):
            left = {name: value for name, value in second.items() if name not in gone}
            cases += [change(f"nested, {combine}: without {gone or 'none'}", nested, at(first), at(left)), change(f"nested, {combine}: {gone or 'none'} appear", nested, at(left), at(first))]
    optional = card(indicator("a", 3, applies_when={"fact": "live", "is": True}), indicator("b"), min_coverage=0)
    for one, other in ((True, False), (False, True), (True, None)):
        cases.append(change(f"begins or ceases to apply: live {one} to {other}", optional, at({"a": 80, "b": 20, "live": one}), at({"a": 60, "b": 30, "live": other})))
    cases.append(change("begins to apply and is missing, counting as 0", optional | {"missing": "keep_weight"}, at({"b": 20, "live": False}), at({"b": 20, "live": True})))
    fresh = card(indicator("nps", valid_for_days=180, observed_on="on"), indicator("b"), min_coverage=0)
    cases.append(change("a survey grows stale", fresh, at({"nps": 90, "b": 30, "on": "2026-04-01"}, "2026-05-31"), at({"nps": 90, "b": 30, "on": "2026-04-01"})))
    fading = card(indicator("nps", fade={"observed_on": "on", "half_life_days": 60}), indicator("b"), min_coverage=0)
    cases.append(change("time fades a survey", fading, at({"nps": 90, "b": 30, "on": "2026-10-01"}, "2026-10-01"), at({"nps": 90, "b": 30, "on": "2026-10-01"})))
    capped = mean | {"no_inflation": True}
    cases += [change(f"no inflation: {moves}", capped, at(known), at({"a": 95, "b": 90, "c": 85} | moves)) for moves in later]
    return cases


def said() -> list[dict[str, Any]]:
    """Changes with their sentences by hand: the largest part first."""
    document = card(
        indicator("logins_per_seat", 2),
        indicator("trained", scale={"flag": {"true": 100, "false": 0}}),
        indicator("nps"),
        min_coverage=0,
        exceptions=[{"when": {"fact": "notice", "is": True}, "cap": 39, "reason": "notice was given"}],
    )
    fading = card(indicator("nps", fade={"observed_on": "on", "half_life_days": 30}), indicator("b"), min_coverage=0)
    # (2 · 80 + 0 + 40) / 4 = 50; then 2/4 · −20 and 1/4 · 100 give 65, and without nps it is 220/3
    facts = {"logins_per_seat": 80, "trained": False, "nps": 40}
    # 50 + 40 / 2 = 70 after a half-life
    asked = {"nps": 90, "b": 30, "on": "2026-10-01"}
    cases: list[tuple[str, Card, Any, Any, list[str], list[str]]] = [
        (
            "said: better by one, worse by another, and less is known", document, at(facts), at({"logins_per_seat": 60, "trained": True}),
            ["the score rose by 23.3 points, from 50.0 to 73.3", "trained no → yes: +25.0", "logins per seat 80 → 60: −10.0", "nps scored → missing: +8.3"],
            ["スコアは 50.0 から 73.3 へ 23.3 点上昇", "trained いいえ → はい：+25.0", "logins per seat 80 → 60：−10.0", "nps 採点済み → 欠測：+8.3"],
        ),
        ("said: an exception", document, at(facts), at(facts | {"notice": True}), ["the score fell by 11.0 points, from 50.0 to 39.0", "exceptions: −11.0"], ["スコアは 50.0 から 39.0 へ 11.0 点低下", "例外：−11.0"]),
        ("said: nothing", document, at(facts), at(facts), ["the score stayed at 50.0"], ["スコアは 50.0 のまま"]),
        ("said: time", fading, at(asked, "2026-10-01"), at(asked), ["the score fell by 10.0 points, from 60.0 to 50.0", "nps 90, score 90.0 → 70.0: −10.0"], ["スコアは 60.0 から 50.0 へ 10.0 点低下", "nps 90、スコア 90.0 → 70.0：−10.0"]),
    ]  # fmt: skip
    told = []
    for name, own, before, after, en, ja in cases:
        one = change(name, own, before, after)
        told.append(one | {"expected": one["expected"] | {"sentences": {"en": en, "ja": ja}}})
    return told


def stages() -> list[dict[str, Any]]:
    """Exceptions, overrides, other cards."""
    document = card(indicator("a", 3), indicator("b"), exceptions=[CAP, SET_LOW])
    known = {"a": 80, "b": 40}
    raised = [{}, {"overdue": True}, {"notice": True}, {"overdue": True, "a": 40}]
    cases = [change(f"{one} to {other}", document, at(known | one), at(known | {"b": 60} | other)) for one in raised for other in raised]
    low, high = {"cap": 30} | WHY, {"floor": "healthy"} | WHY
    ended = {"set": 95} | WHY | {"expires_on": "2026-10-15"}
    for name, one, other in (("given", None, low), ("taken back", low, None), ("changed", low, high), ("kept", high, high), ("one that holds nothing back", None, {"cap": 90} | WHY)):
        before = at(known | {"overdue": True}, "2026-10-01", **({"override": one} if one else {}))
        cases.append(change(f"an override is {name}", document, before, at(known | {"a": 90}, **({"override": other} if other else {}))))
    cases.append(change("an override expires", document, at(known, "2026-10-15", override=ended), at(known, "2026-10-16", override=ended)))
    heavier = card(indicator("a", 1), indicator("b", 3), exceptions=[CAP])
    renamed = document | {"name": "renamed"}
    other = card(indicator("x"), indicator("b", 3))
    for name, earlier in (("other weights", heavier), ("another name alone", renamed), ("other indicators", other)):
        cases.append(change(f"the card had {name}", document, at(known | {"x": 20, "overdue": True}), at(known | {"a": 70}), earlier))
    scored = card(indicator("a"), indicator("b"), indicator("c"), exceptions=[SET_LOW])
    counted = card(indicator("a", 10), indicator("b", 30, missing="refuse"), points={"start": 20, "neutral": 50}, exceptions=[SET_LOW])
    cases += [
        change("an exception scores what coverage would not", scored, at({"a": 80, "notice": True}), at({"a": 80, "b": 60, "c": 40})),
        change("no score before", scored, at({"a": 80}), at({"a": 80, "b": 60, "c": 40})),
        change("no score after", scored, at({"a": 80, "b": 60, "c": 40}), at({})),
        change("a score of an exception alone", scored, at({"notice": True}), at({"a": 80, "b": 60, "c": 40})),
        change("points are counted, and an exception scores what a missing indicator would not", counted, at({"a": 50, "notice": True}), at({"a": 80, "notice": True})),
        change("no score with the card of today", scored, at({"x": 80}), at({"a": 80, "b": 60}), other),
    ]
    return cases


def drawn_changes() -> list[dict[str, Any]]:
    """Drawn cards: of each the account that was drawn for it, and the one that was drawn for the next."""
    cards = list(drawn(50))
    pairs = pairwise(cards)
    return [change(f"{name}, and later", document, at(facts, "2026-09-30"), at(later)) for (name, document, facts), (_, _, later) in pairs]


def dialect_changes() -> list[dict[str, Any]]:
    """From one account of a platform's card to the next, and back."""
    pairs = [(one, other) for one, other in pairwise(on_platforms()) if one["card"] == other["card"]]
    there = [change(f"{one['name']}, then {other['name']}", one["card"], at(one["facts"]), at(other["facts"])) for one, other in pairs]
    back = [change(f"{other['name']}, then {one['name']}", one["card"], at(other["facts"]), at(one["facts"])) for one, other in pairs]
    return there + back


def bad_changes() -> list[dict[str, Any]]:
    """Results of two cards without the account scored anew."""
    one, other = line(1, 2), line(2, 1)
    start = {"card": one, "before": at({"a": 1, "b": 2}), "after": at({"a": 2, "b": 2}), "error": "inconsistent"}
    return [
        {"name": "before is of another card", "card_before": other, "rescore": False, "path": "before.fingerprint"} | start,
        {"name": "after is of another card", "card_after": other, "path": "after.fingerprint"} | start,
    ]


def words(name: str, document: Card, facts: Mapping[str, Any], en: list[str], ja: list[str], as_of: date = AS_OF, **more: Any) -> dict[str, Any]:
    """A result with its bridge by definition, its sentences by hand."""
    given = told(document, at(facts, str(as_of), **more))
    lost = [part for part in given["contributions"] if part["lost"] > 0]
    steps, level = [], 100.0
    if given["score"] is not None:
        for part in lost:
            level -= part["lost"]
            steps.append({"pillar": "indicator", "indicator": part["indicator"], "group": part["group"], "points": -part["lost"], "level": level})
        computed = level if given["computed_score"] is None else given["computed_score"]
        reached = computed if given["card_score"] is None else given["card_score"]
        for pillar, to in (("adjustment", computed), ("exceptions", reached), ("override", given["score"])):
            if abs(to - level) > 1e-9:
                steps.append({"pillar": pillar, "indicator": None, "group": None, "points": to - level, "level": to})
            level = to
    ranked = [part["indicator"] for part in sorted(lost, key=lambda part: -part["lost"])]
    expected = {"improvements": [{"indicator": name} for name in ranked], "bridge": steps, "sentences": {"en": en, "ja": ja}}
    return {"name": name, "card": document, "facts": facts, "as_of": str(as_of)} | more | {"expected": expected}


def sentences() -> list[dict[str, Any]]:
    tickets = indicator("tickets_per_seat", 3, group="relationship", input={"ratio": {"of": "tickets", "per": "seats"}}, scale={"linear": {"from": 1, "to": 0}})
    plan = indicator("plan", 1, group="relationship", scale={"choices": {"scores": {"pro": 100, "basic": 40}}})
    seen = indicator("last_login", 2, group="usage", input={"days_since": "on"}, scale={"linear": {"from": 50, "to": 0}})
    trained = indicator("trained", 2, group="usage", scale={"flag": {"true": 100, "false": 0}})
    whole = card(tickets, plan, seen, trained, min_coverage=0)
    capped = whole | {"exceptions": [{"when": {"fact": "notice", "is": True}, "cap": 39, "reason": "notice was given"}, {"when": {"fact": "late", "is": True}, "cap": "caution", "reason": "payment is late"}]}
    facts = {"tickets": 21, "seats": 50, "plan": "basic", "on": "2026-10-21", "trained": False}
    # 3/8 · 58 + 1/8 · 40 + 2/8 · 80 + 2/8 · 0 = 21.75 + 5 + 20 = 46.75; lost 15.75, 7.5, 5, 25
    lost_en = ["trained no cost 25.0 points", "tickets per seat 0.42 cost 15.8 points", "plan basic cost 7.5 points", "last login 10 cost 5.0 points"]
    lost_ja = ["trained は いいえ で 25.0 点の減点", "tickets per seat は 0.42 で 15.8 点の減点", "plan は basic で 7.5 点の減点", "last login は 10 で 5.0 点の減点"]
    best = {"tickets": 0, "seats": 50, "plan": "pro", "on": "2026-10-31", "trained": True}
    kept = whole | {"missing": "keep_weight"}
    manual = {"floor": "caution", "reason": "in a pilot", "by": "Ana", "expires_on": "2026-12-31"}
    # without trained and plan: (3 · 58 + 2 · 80) / 5 = 66.8; all of it 5/8 of the weight; low 41.75, high 79.25
    return [
        words("everything is known", whole, facts, ["the score is 46.8, caution", *lost_en], ["スコアは 46.8（注意）", *lost_ja]),
        words("nothing is lost", whole, best, ["the score is 100.0, healthy"], ["スコアは 100.0（健全）"]),
        words(
            "two are missing", whole, {name: facts[name] for name in ("tickets", "seats", "on")},
            ["the score is 66.8, caution", "63 % of the weight is known; the rest leaves the score between 41.8 and 79.3", "tickets per seat 0.42 cost 25.2 points", "last login 10 cost 8.0 points", "plan is missing; its weight went to the others", "trained is missing; its weight went to the others"],
            ["スコアは 66.8（注意）", "判明している重みは 63 %、残りによりスコアは 41.8〜79.3 の範囲", "tickets per seat は 0.42 で 25.2 点の減点", "last login は 10 で 8.0 点の減点", "plan は欠測のため、重みは他の指標に配分", "trained は欠測のため、重みは他の指標に配分"],
        ),
        words(
            "one failed, and counts as 0", kept, facts | {"plan": "gold"},
            ["the score is 41.8, caution", "88 % of the weight is known; the rest leaves the score between 41.8 and 54.3", "trained no cost 25.0 points", "tickets per seat 0.42 cost 15.8 points", "plan is errored and cost 12.5 points", "last login 10 cost 5.0 points"],
            ["スコアは 41.8（注意）", "判明している重みは 88 %、残りによりスコアは 41.8〜54.3 の範囲", "trained は いいえ で 25.0 点の減点", "tickets per seat は 0.42 で 15.8 点の減点", "plan はエラーで 12.5 点の減点", "last login は 10 で 5.0 点の減点"],
        ),
        words("nothing is known", whole | {"min_coverage": 0.5}, {}, ["there is no score: too little is known", "0 % of the weight is known; the rest leaves the score between 0.0 and 100.0", *(f"{name} is missing; its weight went to the others" for name in ("tickets per seat", "plan", "last login", "trained"))], ["情報が不足しているためスコアなし", "判明している重みは 0 %、残りによりスコアは 0.0〜100.0 の範囲", *(f"{name} は欠測のため、重みは他の指標に配分" for name in ("tickets per seat", "plan", "last login", "trained"))]),
        words(
            "exceptions that move it", capped, facts | {"notice": True, "late": True},
            ["the score is 39.0, danger", *lost_en, "exceptions moved it from 46.8 to 39.0, danger: notice was given; payment is late"],
            ["スコアは 39.0（危険）", *lost_ja, "例外により 46.8 から 39.0（危険）へ：notice was given; payment is late"],
        ),
        words("an exception that does not", capped, facts | {"late": True}, ["the score is 46.8, caution", *lost_en], ["スコアは 46.8（注意）", *lost_ja]),
        words(
            "an override after an exception", capped, facts | {"notice": True},
            ["the score is 40.0, caution", *lost_en, "exceptions moved it from 46.8 to 39.0, danger: notice was given", "Ana keeps it at least at caution until 2026-12-31, the card says 39.0: in a pilot"],
            ["スコアは 40.0（注意）", *lost_ja, "例外により 46.8 から 39.0（危険）へ：notice was given", "Ana が 2026-12-31 まで 注意 以上に調整（カードでは 39.0）：in a pilot"],
            override=manual,
        ),
        words(
            "an override of nothing", whole | {"min_coverage": 0.5}, {"plan": "basic"},
            ["the score is 80.0, healthy", "13 % of the weight is known; the rest leaves the score between 5.0 and 92.5", "plan basic cost 60.0 points", *(f"{name} is missing; its weight went to the others" for name in ("tickets per seat", "last login", "trained")), "Ana set it to 80.0 until 2026-12-31, the card says no score: in a pilot"],
            ["スコアは 80.0（健全）", "判明している重みは 13 %、残りによりスコアは 5.0〜92.5 の範囲", "plan は basic で 60.0 点の減点", *(f"{name} は欠測のため、重みは他の指標に配分" for name in ("tickets per seat", "last login", "trained")), "Ana が 2026-12-31 まで 80.0 に設定（カードでは スコアなし）：in a pilot"],
            override={"set": 80, "reason": "in a pilot", "by": "Ana", "expires_on": "2026-12-31"},
        ),
        # 10 + 20 · 50 ÷ 100 + 10: at 100, a would bring 10 more
        words("counted points", card(indicator("a", 20), indicator("b", 10), points={"start": 10}), {"a": 50, "b": 100}, ["the score is 30.0, danger", "a 50 cost 10.0 points"], ["スコアは 30.0（危険）", "a は 50 で 10.0 点の減点"]),
        words("just below a bound, it stays below", line(1), {"a": 69.97}, ["the score is 69.9, caution", "a 69.97 cost 30.0 points"], ["スコアは 69.9（注意）", "a は 69.97 で 30.0 点の減点"]),
        words("just above a bound that is not included, it stays above", line(1, bands=EXCLUSIVE), {"a": 75.02}, ["the score is 75.1, green", "a 75.02 cost 25.0 points"], ["スコアは 75.1（green）", "a は 75.02 で 25.0 点の減点"]),
        words("on a bound that is not included", line(1, bands=EXCLUSIVE), {"a": 75}, ["the score is 75.0, yellow", "a 75 cost 25.0 points"], ["スコアは 75.0（yellow）", "a は 75 で 25.0 点の減点"]),
        words("an override that has expired", whole, facts, ["the score is 46.8, caution", *lost_en], ["スコアは 46.8（注意）", *lost_ja], override=manual | {"expires_on": "2026-10-30"}),
    ]  # fmt: skip


FILES = [("path", paths), ("path", drawn_paths), ("path", dialect_paths), ("path", bad_paths), ("change", changes), ("change", said), ("change", stages), ("change", drawn_changes), ("change", dialect_changes), ("change", bad_changes), ("explain", sentences)]


def main() -> int:
    same = True
    for room, build in FILES:
        cases = build()
        document = {"room": room, "count": len(cases), "tolerance": TOLERANCE, "cases": cases}
        name = build.__name__.removesuffix("_paths").removesuffix("_changes")
        same &= publish(f"{room}/{name}.json", document, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
