"""Writes tests/vectors/health/<name>.json: whole scorecards, their accounts, and everything a result says.

`--check` compares the files instead. Published values are compared with the definitions before anything is written.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from exact import Refused, publish
from health_definitions import health
from health_drawn import accounts, drawn

TOLERANCE = 1e-9
AS_OF = date(2026, 10, 31)
CARDS = Path(__file__).resolve().parents[2] / "cs-core/src/health/cards"
LINE = {"linear": {"from": 0, "to": 100}}


def indicator(name: str, weight: float = 1, **fields: Any) -> dict[str, Any]:
    """An indicator that takes the fact of its name as a score, unless the fields say otherwise."""
    return {"name": name, "weight": weight, "input": name, "scale": LINE} | fields


def card(*indicators: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"kind": "scorecard", "version": 1, "name": "vector", "indicators": list(indicators)} | fields


def case(name: str, document: dict[str, Any], facts: dict[str, Any], **published: Any) -> dict[str, Any]:
    """A case with what it must say; published values are met by the definition, or nothing is written."""
    start = {"name": name, "card": document, "facts": facts, "as_of": str(AS_OF)}
    try:
        expected = health(document, facts, AS_OF)
    except Refused as refused:
        row = {"row": 0} if refused.code == "invalid_date" else {}
        return start | {"error": refused.code, "column": refused.place} | row
    for field, value in published.items():
        if field != "source":
            found = expected[field]
            near = abs(found - value) < 5e-5 if isinstance(value, float) else found == value
            assert near, f"{name}: {field} is {found}, published {value}"
    source = {"source": published["source"]} if "source" in published else {}
    return start | source | {"expected": expected}


THREE = (indicator("a", 1), indicator("b", 2), indicator("c", 5))
KNOWN: list[tuple[str, dict[str, Any]]] = [
    ("all known", {"a": 90, "b": 60, "c": 30}),
    ("the light one missing", {"b": 60, "c": 30}),
    ("the heavy one missing", {"a": 90, "b": 60}),
    ("two missing", {"a": None, "c": 30}),
    ("all missing", {}),
]


def missing() -> list[dict[str, Any]]:
    cases = []
    for policy in ("redistribute", "keep_weight", {"as_score": 50}, {"as_score": 0}, {"as_score": 100}, "refuse"):
        for share in (0.5, 0):
            document = card(*THREE, missing=policy, min_coverage=share)
            cases += [case(f"{policy}, coverage from {share}: {name}", document, facts) for name, facts in KNOWN]
    own = card(indicator("a"), indicator("b", missing={"as_score": 20}), indicator("c", missing="keep_weight"), indicator("d", missing="refuse"), min_coverage=0)
    cases += [case(f"each its own policy: without {gone or 'none'}", own, {name: 80 for name in "abcd" if name not in gone}) for gone in ("", "a", "b", "c", "d", "bc", "abc", "abcd")]
    ten = card(*(indicator(f"i{at}") for at in range(10)), min_coverage=0.3)
    cases += [case(f"{count} of ten known", ten, {f"i{at}": 10 * at for at in range(count)}) for count in (2, 3, 4, 10)]
    tenths = card(*(indicator(f"i{at}", 0.1) for at in range(10)), min_coverage=0.3)
    cases += [case(f"{count} of ten tenths known: the guard holds for coverage", tenths, {f"i{at}": 50 for at in range(count)}) for count in (2, 3, 7)]
    zero = card(indicator("a", 0), indicator("b", 3), min_coverage=0)
    cases += [case(f"a weight of 0 does not count: {facts}", zero, facts) for facts in ({"a": 10, "b": 80}, {"a": 10}, {"b": 80}, {})]
    light = card(indicator("a", 1e-30), indicator("b", 1))
    cases += [case("a weight of 1e-30 beside 1 is kept", light, facts) for facts in ({"a": 0, "b": 80}, {"a": 0})]
    heavy = card(indicator("a", 1e300), indicator("b", 2e300))
    cases.append(case("weights near the largest float", heavy, {"a": 10, "b": 70}))
    policies = card(indicator("a", 2), indicator("b", 3), min_coverage=0.6)
    return [*cases, *(case(f"coverage exactly at and below the least: {facts}", policies, facts) for facts in ({"b": 40}, {"a": 40}))]


GROUPS = [{"name": "usage", "weight": 75}, {"name": "satisfaction", "weight": 25}]
GROUPED = (indicator("logins", 3, group="usage"), indicator("users", 1, group="usage"), indicator("nps", 1, group="satisfaction"))
NESTED = [
    {"name": "product", "weight": 3},
    {"name": "adoption", "weight": 2, "within": "product"},
    {"name": "depth", "within": "product", "combine": "worst"},
    {"name": "people", "weight": 2, "combine": "best"},
]
NESTING = (
    indicator("a", 1, group="adoption"), indicator("b", 3, group="adoption"), indicator("c", 1, group="depth"),
    indicator("d", 2, group="depth"), indicator("e", 4, group="people"), indicator("f", 1, group="people"), indicator("g", 2, group="product"),
)  # fmt: skip


def groups() -> list[dict[str, Any]]:
    cases = []
    facts = {"logins": 80, "users": 40, "nps": 10}
    partial = [facts, *({name: value for name, value in facts.items() if name != gone} for gone in facts), {"users": 40}, {"nps": 10}, {}]
    for combine in ("weighted_mean", "worst", "best", "geometric"):
        named = card(*GROUPED, combine=combine, min_coverage=0)
        cases += [case(f"flat, {combine}, groups by name: {known}", named, known) for known in partial]
        declared = card(*GROUPED, groups=GROUPS, combine=combine, min_coverage=0)
        cases += [case(f"grouped, {combine}: {known}", declared, known) for known in partial]
    everything = {"a": 10, "b": 90, "c": 55, "d": 35, "e": 20, "f": 60, "g": 75}
    gones = ["", "a", "ab", "c", "d", "cd", "abcdg", "f", "ef", "abcdefg", "aceg", "bdf"]
    for policy in ("redistribute", "keep_weight", {"as_score": 50}):
        nested = card(*NESTING, groups=NESTED, missing=policy, min_coverage=0)
        cases += [case(f"nested, {policy}: without {gone or 'none'}", nested, {name: value for name, value in everything.items() if name not in gone}) for gone in gones]
    ties = card(indicator("a"), indicator("b"), indicator("c", 0), combine="worst")
    cases.append(case("of equals the first decides, and a weight of 0 never does", ties, {"a": 40, "b": 40, "c": 0}))
    ties = ties | {"combine": "best"}
    cases.append(case("of equals the first decides, also for the best", ties, {"a": 40, "b": 40, "c": 90}))
    cases += geometric()
    optional = indicator("logins", 3, group="usage", applies_when={"fact": "live", "is": True})
    some = card(optional, GROUPED[1] | {"applies_when": {"fact": "live", "is": True}}, GROUPED[2], groups=GROUPS)
    cases += [case(f"a group that does not apply: live {live}", some, facts | {"live": live}) for live in (True, False, None)]
    weightless = card(*GROUPED, groups=[GROUPS[0] | {"weight": 0}, GROUPS[1]], min_coverage=0)
    cases += [case(f"a group of weight 0: {known}", weightless, known) for known in partial]
    return cases


def geometric() -> list[dict[str, Any]]:
    """Weights, parts at zero and near it, equal parts, groups within groups, bounds under every policy."""
    cases = []
    three = (indicator("a", 2), indicator("b", 1), indicator("c", 0.5))
    known = [(90, 40, 10), (0, 40, 90), (0, 0, 90), (50, 50, 50), (1e-9, 100, 100), (100, 100, 100), (70, 70.00001, 70)]
    for a, b, c in known:
        cases.append(case(f"geometric: {a}, {b}, {c}", card(*three, combine="geometric"), {"a": a, "b": b, "c": c}))
    weightless = card(*three, indicator("d", 0), combine="geometric", min_coverage=0)
    heavy = card(indicator("a", 1e300), indicator("b", 2e300), combine="geometric")
    cases += [case(f"geometric, weights near the largest float: {a}, {b}", heavy, {"a": a, "b": b}) for a, b in ((1e-200, 50), (50, 90))]
    cases += [case(f"geometric, a weight of 0 counts for nothing: {d}", weightless, {"a": 90, "b": 40, "d": d}) for d in (0, 100, None)]
    for policy in ("redistribute", "keep_weight", {"as_score": 50}, "refuse"):
        document = card(*three, combine="geometric", missing=policy, min_coverage=0)
        cases += [case(f"geometric, {policy}: {facts}", document, facts) for facts in ({"a": 90, "b": 40}, {"c": 10}, {})]
    nested = [NESTED[0] | {"combine": "geometric"}, NESTED[1], NESTED[2] | {"combine": "geometric"}, NESTED[3] | {"combine": "geometric"}]
    everything = {"a": 10, "b": 90, "c": 55, "d": 35, "e": 20, "f": 60, "g": 75}
    for combine in ("weighted_mean", "geometric"):
        document = card(*NESTING, groups=nested, combine=combine, min_coverage=0, no_inflation=True)
        for gone in ("", "a", "cd", "abcdg", "ef", "aceg"):
            facts = {name: value for name, value in everything.items() if name not in gone}
            cases.append(case(f"geometric groups within {combine}: without {gone or 'none'}", document, facts))
    return cases


def applying() -> list[dict[str, Any]]:
    fresh = card(indicator("nps", 1, valid_for_days=180, observed_on="asked_on"), indicator("logins", 3), min_coverage=0)
    days = ["2026-10-31", "2026-05-04", "2026-05-03", "2026-05-02", "2026-11-01", "1900-01-01", "", None]
    cases = [case(f"observed on {on or 'an unknown day'}", fresh, {"nps": 20, "logins": 60, "asked_on": on}) for on in days]
    cases += [
        case("nothing observed is missing, not stale", fresh, {"logins": 60, "asked_on": "2020-01-01"}),
        case("valid on its own day only", card(indicator("nps", valid_for_days=0, observed_on="asked_on")), {"nps": 20, "asked_on": "2026-10-31"}),
        case("a day later", card(indicator("nps", valid_for_days=0, observed_on="asked_on")), {"nps": 20, "asked_on": "2026-10-30"}),
        case("no such day", fresh, {"nps": 20, "asked_on": "2026-02-30"}),
        case("a number is no day", fresh, {"nps": 20, "asked_on": 20000}),
    ]
    plan = indicator("plan", 2, scale={"choices": {"scores": {"pro": 100, "basic": 40}}})
    errored = card(plan | {"valid_for_days": 30, "observed_on": "on"}, indicator("logins"), min_coverage=0)
    cases += [case(f"plan {value!r}, observed on {on}", errored, {"plan": value, "logins": 50, "on": on}) for value in ("pro", "gold", None, True) for on in ("2026-10-30", "2026-01-01")]
    for policy in ("redistribute", "keep_weight", {"as_score": 70}, "refuse"):
        cases.append(case(f"errored, {policy}", card(plan, indicator("logins"), missing=policy, min_coverage=0), {"plan": "gold", "logins": 50}))
    flagged = card(indicator("trained", scale={"flag": {"true": 100, "false": 20}}), indicator("logins", 2), min_coverage=0)
    cases += [case(f"trained {value}", flagged, {"trained": value, "logins": 50}) for value in (True, False, 1, 0.5, None)]
    cases.append(case("a text is no flag", flagged, {"trained": "yes", "logins": 50}))
    cases.append(case("a text is no number", flagged, {"trained": True, "logins": "50"}))
    cases.append(case("a flag is no number", flagged, {"trained": True, "logins": True}))
    when = {"any": [{"fact": "seats", "at_least": 10}, {"days_since": "started_on", "above": 90}]}
    rule = card(indicator("a", 3, applies_when=when), indicator("b", 1), min_coverage=0)
    for facts in ({"seats": 10}, {"seats": 9}, {"seats": 9, "started_on": "2026-08-02"}, {"seats": 9, "started_on": "2026-08-01"}, {"started_on": "2026-10-01"}, {}):
        cases.append(case(f"applies for {facts}", rule, facts | {"a": 100, "b": 20}))
        cases.append(case(f"applies for {facts}, and is missing", rule, facts | {"b": 20}))
    never = card(indicator("a", applies_when={"fact": "x", "is": True}), min_coverage=0)
    cases += [case("no indicator applies", never, facts) for facts in ({"a": 50}, {"a": 50, "x": False})]
    return cases


def fading() -> list[dict[str, Any]]:
    fade = {"observed_on": "asked_on", "half_life_days": 60}
    cases = []
    for name, fields in (("to 50", {"fade": fade}), ("to 20", {"fade": fade | {"toward": 20}}), ("while valid", {"fade": fade, "valid_for_days": 90, "observed_on": "asked_on"})):
        document = card(indicator("nps", 1, **fields), indicator("logins", 3), min_coverage=0)
        days = ["2026-10-31", "2026-10-30", "2026-09-01", "2026-08-02", "2026-08-01", "2020-01-01", "2026-11-01", None]
        cases += [case(f"{name}, observed on {on}: {nps}", document, {"nps": nps, "logins": 60, "asked_on": on}) for on in days for nps in (0, 90, None)]
    plan = indicator("plan", scale={"choices": {"scores": {"pro": 100}}}, fade=fade)
    cases += [case(f"an unknown choice, observed on {on}", card(plan, indicator("logins")), {"plan": "gold", "logins": 50, "asked_on": on}) for on in ("2026-09-01", "2026-12-01")]
    return cases


def inflation() -> list[dict[str, Any]]:
    cases = []
    for policy in ("redistribute", "keep_weight", {"as_score": 90}):
        document = card(*THREE, missing=policy, min_coverage=0, no_inflation=True)
        cases += [case(f"{policy}: {name}", document, facts) for name, facts in [*KNOWN, ("the best alone", {"a": 90}), ("the worst alone", {"c": 30})]]
    facts = {"logins": 80, "users": 90, "nps": 95}
    for combine in ("weighted_mean", "worst", "best"):
        grouped = card(*GROUPED, groups=GROUPS, combine=combine, min_coverage=0, no_inflation=True)
        cases += [case(f"grouped, {combine}: without {gone}", grouped, {name: value for name, value in facts.items() if name != gone}) for gone in facts]
    return cases


def inputs() -> list[dict[str, Any]]:
    cases = []
    ratio = {"ratio": {"of": "tickets", "per": "seats"}}
    zero = {"ratio": {"of": "tickets", "per": "seats", "zero": "zero"}}
    change = {"change": {"now": "users", "before": "users_before"}}
    falling = {"linear": {"from": 0.5, "to": 0}}
    for name, source, scale, rows in (
        ("ratio", ratio, falling, [{"tickets": 5, "seats": 25}, {"tickets": 5, "seats": 0}, {"tickets": 0, "seats": 0}, {"tickets": 5}, {"seats": 5}, {"tickets": 1, "seats": 3}]),
        ("ratio with 0", zero, falling, [{"tickets": 5, "seats": 0}, {"seats": 0}, {"tickets": 5}, {"tickets": 1, "seats": 10}]),
        ("change", change, {"points": [[-0.5, 0], [0, 60], [0.2, 100]]}, [{"users": 80, "users_before": 100}, {"users": 110, "users_before": 100}, {"users": 5, "users_before": 0}, {"users": 5}, {"users": 1, "users_before": 3}]),
        ("sum", {"sum": ["a", "b", "c"]}, LINE, [{"a": 10, "b": 20.5, "c": 30}, {"a": 10, "b": 20}, {"a": 1e-300, "b": -5, "c": 8}]),
        ("days since", {"days_since": "on"}, {"half_life": {"days": 14, "grace": 3}}, [{"on": "2026-10-31"}, {"on": "2026-10-28"}, {"on": "2026-10-27"}, {"on": "2026-10-14"}, {"on": "2027-01-01"}, {"on": None}, {"on": "1900-01-01"}]),
        ("days until", {"days_until": "on"}, {"linear": {"from": 0, "to": 90}}, [{"on": "2026-10-31"}, {"on": "2027-01-29"}, {"on": "2026-12-01"}, {"on": "2026-01-01"}, {"on": "9999-12-31"}]),
        ("choice", "plan", {"choices": {"scores": {"pro": 100, "basic": 40}, "otherwise": 25}}, [{"plan": "pro"}, {"plan": "none"}, {"plan": ""}, {}]),
    ):
        document = card(indicator("x", input=source, scale=scale), indicator("y", 3))
        cases += [case(f"{name}: {facts}", document, facts | {"y": 60}) for facts in rows]
    return cases


EXCLUSIVE = [{"name": "green", "above": 75, "color": "#00aa00"}, {"name": "red", "at_least": 0}, {"name": "yellow", "above": 50}]
NARROW = [{"name": "low", "at_least": 0}, {"name": "sliver", "at_least": 50.2}, {"name": "high", "at_least": 50.7}]
LETTERS = [{"name": letter, "at_least": bound} for letter, bound in zip("ABCDEFGHIJKL", (95, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 0), strict=True)]


def bands() -> list[dict[str, Any]]:
    cases = [case("ten tenths of 70 are healthy", card(*(indicator(f"i{at}", 0.1) for at in range(10))), {f"i{at}": 70 for at in range(10)})]
    for name, layout, scores in (
        ("default", None, [0, 0.4, 39.4, 39.5, 40 - 2e-9, 40 - 0.5e-9, 40, 40.4, 69.4, 69.5, 69.7, 70 - 2e-9, 70 - 0.5e-9, 70, 70.5, 99.5, 100, 250, -5]),
        ("exclusive", EXCLUSIVE, [0, 49.6, 50, 50 + 0.5e-9, 50 + 2e-9, 50.2, 74.9, 75, 75.2, 75 + 2e-9, 100]),
        ("narrow", NARROW, [50.1, 50.2, 50.5, 50.69, 50.7, 51.2]),
        ("one", [{"name": "all", "at_least": 0}], [0, 50, 100]),
        ("twelve", LETTERS, [0, 4.9, 5, 9.99, 50, 94.6, 95]),
    ):
        document = card(indicator("a")) if layout is None else card(indicator("a"), bands=layout)
        cases += [case(f"{name} bands at {score}", document, {"a": score}) for score in scores]
    return cases


def rule(name: str) -> dict[str, Any]:
    return {"fact": name, "is": True}


SET_LOW = {"when": rule("notice"), "set": 12.5, "reason": "notice was given"}
SET_BAND = {"when": rule("lost"), "set": "danger", "reason": "lost"}
FLOOR = {"when": rule("strategic"), "floor": 55, "reason": "strategic"}
FLOOR_BAND = {"when": rule("pilot"), "floor": "caution", "reason": "pilot"}
CAP = {"when": rule("overdue"), "cap": 45.25, "reason": "overdue"}
CAP_BAND = {"when": {"days_until": "renewal_on", "below": 0}, "cap": "caution", "reason": "the renewal is overdue"}
ON_SCORE = {"when": {"all": [{"computed": "band", "equals": "healthy"}, {"indicator": "nps", "below": 30}]}, "cap": "caution", "reason": "unhappy"}
ON_COVERAGE = {"when": {"computed": "coverage", "below": 0.8}, "cap": 60, "reason": "too little is known"}
NO_SCORE = {"when": {"computed": "score", "is_missing": True}, "set": 40, "reason": "nothing is known"}


def exceptions() -> list[dict[str, Any]]:
    cases = []
    everything = [FLOOR_BAND, CAP, FLOOR, SET_LOW, CAP_BAND, SET_BAND]
    document = card(indicator("a"), exceptions=everything)
    flags = ["notice", "lost", "strategic", "pilot", "overdue"]
    for at in range(1 << len(flags)):
        raised = [flag for bit, flag in enumerate(flags) if at >> bit & 1]
        for score in (5, 50, 90):
            cases.append(case(f"{score} with {', '.join(raised) or 'nothing'}", document, dict.fromkeys(raised, True) | {"a": score}))
    cases += [case(f"{score}, renewal on {on}", document, {"a": score, "renewal_on": on}) for score in (5, 69.5, 70, 90) for on in ("2026-10-30", "2026-10-31", None)]
    cases += [case(f"no score with {flag}", document, {flag: True}) for flag in flags]
    cases.append(case("no score, renewal overdue", document, {"renewal_on": "2026-01-01"}))
    cases += [case(f"rules that are false or unknown do not fire: {facts}", document, facts | {"a": 90}) for facts in ({"overdue": False}, {"overdue": None})]
    open_bands = card(indicator("a"), bands=EXCLUSIVE, exceptions=[{"when": rule(word), word: "yellow", "reason": word} for word in ("set", "floor", "cap")])
    cases += [case(f"{score}, {word} to a band whose ends are open and closed", open_bands, {"a": score, word: True}) for word in ("set", "floor", "cap") for score in (10, 50, 60, 75, 90)]
    computed = card(indicator("usage", 3), indicator("nps", 1), exceptions=[ON_SCORE, ON_COVERAGE, NO_SCORE])
    for facts in ({"usage": 90, "nps": 29}, {"usage": 90, "nps": 30}, {"usage": 60, "nps": 10}, {"usage": 90}, {"nps": 90}, {}):
        cases.append(case(f"exceptions that ask for results: {facts}", computed, facts))
    two = card(indicator("a"), exceptions=[SET_BAND, SET_LOW, {"when": {"all": []}, "floor": 20, "reason": "always"}, {"when": {"any": []}, "cap": 1, "reason": "never"}])
    cases += [case(f"the first set decides: {facts}", two, facts | {"a": 90}) for facts in ({"notice": True}, {"notice": True, "lost": True}, {})]
    caps = card(indicator("a"), exceptions=[{"when": {"all": []}, "cap": cap, "reason": f"cap {cap}"} for cap in (60, "danger", 50)])
    cases += [case(f"every cap applies, to {score}", caps, {"a": score}) for score in (90, 55, 20)]
    return cases


def published() -> list[dict[str, Any]]:
    """Published examples that scorecards of today express."""
    gainsight = card(indicator("a", 20), indicator("b", 15), indicator("c", 22), bands=EXCLUSIVE)
    vitally = card(*(indicator(name, scale={"linear": {"from": 0, "to": 10}}) for name in "abc"))
    natero = card(indicator("logins", scale={"linear": {"from": 7, "to": 30}}))
    parts = {"a": 9.8, "b": 9.4, "c": 7}
    return [
        case("Gainsight, a group's score", gainsight, {"a": 47, "b": 59, "c": 21}, score=40.1228, whole=40, band="red", source="Gainsight"),
        case("Vitally, a mean of 6.67 of 10", vitally, {"a": 10, "b": 10, "c": 0}, whole=67, score=200 / 3, source="Vitally"),
        case("Catalyst, a mean of 8.73 of 10", vitally, parts, score=262 / 3, whole=87, source="Catalyst"),
        case("Catalyst, the best of 10", vitally | {"combine": "best"}, parts, score=98.0, whole=98, source="Catalyst"),
        case("Catalyst, the worst of 10", vitally | {"combine": "worst"}, parts, score=70.0, whole=70, source="Catalyst"),
        case("Natero, 18 between 7 and 30", natero, {"logins": 18}, score=47.8261, whole=48, source="Natero"),
        *totango(),
    ]


def totango() -> list[dict[str, Any]]:
    """Five good, three average, two poor accounts at 100, 60, 40: a mean of 76."""
    state = {"choices": {"scores": {"good": 100, "average": 60, "poor": 40}}}
    document = card(*(indicator(f"account_{at}", scale=state) for at in range(10)))
    states = ["good"] * 5 + ["average"] * 3 + ["poor"] * 2
    facts = {f"account_{at}": state for at, state in enumerate(states)}
    return [case("Totango, a portfolio of ten", document, facts, score=76.0, whole=76, source="Totango")]


SHIPPED = {
    "simple": [
        {"nps_answer": 9, "nps_answered_on": "2026-09-01", "last_login_on": "2026-10-30", "tickets_90d": 5, "seats": 25},
        {"nps_answer": 9, "nps_answered_on": "2026-01-01", "last_login_on": "2026-10-01", "tickets_90d": 5, "seats": 25},
        {"last_login_on": "2026-10-01"},
        {},
    ],
}


def shipped() -> list[dict[str, Any]]:
    """Each shipped card, read from its own document."""
    cases = []
    for file in sorted(CARDS.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        for at, facts in enumerate([*SHIPPED.get(file.stem, []), *accounts(document, 12, file.stem)]):
            one = case(f"{file.stem}, account {at}", document, facts)
            cases.append({name: value for name, value in one.items() if name != "card"} | {"shipped": file.stem})
    return cases


def random() -> list[dict[str, Any]]:
    return [case(name, document, facts) for name, document, facts in drawn(80)]


FILES = [missing, groups, applying, fading, inflation, inputs, bands, exceptions, published, shipped, random]


def main() -> int:
    same = True
    for build in FILES:
        cases = build()
        document = {"room": "health", "count": len(cases), "tolerance": TOLERANCE, "cases": cases}
        same &= publish(f"health/{build.__name__}.json", document, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
