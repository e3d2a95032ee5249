"""Writes tests/vectors/rule/<name>.json: rules that hold, do not hold, are unknown, or are none.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from datetime import date
from itertools import product
from typing import Any

from exact import Refused, publish
from rule_definitions import GUARD, Account, holds
from scale_definitions import linear, number

AS_OF = date(2026, 10, 31)
YES, NO, UNKNOWN = {"fact": "yes", "is": True}, {"fact": "no", "is": True}, {"fact": "nothing", "is": True}
LOGIC = {"yes": True, "no": False}
TRUTHS = {"yes": YES, "no": NO, "unknown": UNKNOWN}

# Every comparison, below, on and above what it names.
NUMBERS: list[dict[str, Any]] = [
    *({word: 60} for word in ("at_least", "above", "at_most", "below", "equals")),
    {"one_of": [1, 60, 2]},
    {"between": [60, 60.5]},
    {"between": [60, 60]},
    {"between": [-1, 60]},
    {"equals": 0},
    {"one_of": []},
    {"is_missing": True},
    {"is_missing": False},
]
NUMBER_FACTS = [60, 59.999999999, 60.000000001, 60.5, 0, -0.0, -60, 1e308, 5e-324, None]
DAYS: list[dict[str, Any]] = [
    *({word: "2026-10-31"} for word in ("at_least", "above", "at_most", "below", "equals")),
    {"between": ["2026-10-30", "2026-10-31"]},
    {"one_of": ["2026-10-30", "2026-10-31"]},
    {"is_missing": True},
]
DAY_FACTS = ["2026-10-30", "2026-10-31", "2026-11-01", "1900-01-01", "9999-12-31", None]
TEXTS: list[dict[str, Any]] = [{"equals": "pro"}, {"one_of": ["pro", "basic"]}, {"equals": ""}, {"is_missing": True}, {"is_missing": False}]
TEXT_FACTS = ["pro", "Pro", "pro ", "basic", "", "プロ", None]
FLAGS: list[dict[str, Any]] = [{"is": True}, {"is": False}, {"equals": True}, {"equals": False}, {"is_missing": True}]
FLAG_FACTS = [True, False, None]
MISFITS: list[tuple[dict[str, Any], Any]] = [
    ({"at_least": 5}, "pro"),
    ({"at_least": 5}, True),
    ({"equals": 5}, "5"),
    ({"equals": "5"}, 5),
    ({"equals": True}, "true"),
    ({"is": True}, "true"),
    ({"equals": "pro"}, True),
    ({"at_least": "2026-10-31"}, 5),
    ({"at_least": "2026-10-31"}, True),
    ({"at_least": "2026-10-31"}, "soon"),
    ({"below": "2026-10-31"}, "2026-02-29"),
    ({"below": "2026-10-31"}, "1899-12-31"),
    ({"between": ["2026-10-30", "2026-10-31"]}, "2026-10-31T00:00"),
    ({"one_of": [1, 2]}, "1"),
]
RATIO = {"ratio": {"of": "tickets", "per": "seats"}}
RATIO_ZERO = {"ratio": {"of": "tickets", "per": "seats", "zero": "zero"}}
CHANGE = {"change": {"now": "users", "before": "users_before"}}
INPUTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    *(
        (rule | comparison, facts)
        for rule in (RATIO, RATIO_ZERO)
        for comparison in ({"at_least": 0.25}, {"below": 0.25}, {"equals": 0}, {"is_missing": True})
        for facts in (
            {"tickets": 5, "seats": 20},
            {"tickets": 4, "seats": 20},
            {"tickets": 4, "seats": 0},
            {"tickets": 0, "seats": 0},
            {"seats": 0},
            {"tickets": 4},
            {"tickets": -4, "seats": -8},
        )
    ),
    *(
        (CHANGE | comparison, facts)
        for comparison in ({"at_most": -0.25}, {"above": -0.25}, {"is_missing": False})
        for facts in (
            {"users": 75, "users_before": 100},
            {"users": 76, "users_before": 100},
            {"users": 0, "users_before": 100},
            {"users": 5, "users_before": 0},
            {"users": 5},
            {"users_before": 5},
            {"users": -10, "users_before": -8},
        )
    ),
    *(
        ({"sum": ["a", "b", "c"]} | comparison, facts)
        for comparison in ({"equals": 6}, {"above": 5}, {"is_missing": True})
        for facts in ({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2}, {"a": 6, "b": 0, "c": -0.0}, {})
    ),
    *(
        ({word: "on"} | comparison, {"on": on} if on is not None else {})
        for word in ("days_since", "days_until")
        for comparison in ({"at_most": 60}, {"between": [0, 60]}, {"equals": 0}, {"below": 0}, {"is_missing": True})
        for on in ("2026-10-31", "2026-08-31", "2026-09-01", "2026-12-30", "2026-12-31", "2024-02-29", "", None)
    ),
    (RATIO | {"above": 1}, {"tickets": "4", "seats": 2}),
    (CHANGE | {"above": 1}, {"users": 4, "users_before": True}),
    ({"days_since": "on", "above": 1}, {"on": 45000}),
    ({"days_until": "on", "above": 1}, {"on": True}),
    ({"days_since": "on", "above": 1}, {"on": "2026-13-01"}),
]
# Just on either side of a bound, and just outside its guard.
GUARDED = [69.9999999995, 69.999999998, 70.0000000005, 70.000000002, 39.9999999995, 39.999999998]
COMPUTED: list[dict[str, Any]] = [
    *({"computed": "score"} | comparison for comparison in ({"at_least": 70}, {"above": 70}, {"at_most": 70}, {"below": 70}, {"equals": 70}, {"one_of": [40, 70]}, {"between": [40, 70]}, {"is_missing": True})),
    *({"computed": "band"} | comparison for comparison in ({"equals": "healthy"}, {"one_of": ["danger", "caution"]}, {"equals": "no such band"}, {"is_missing": True}, {"is_missing": False})),
    *({"computed": "coverage"} | comparison for comparison in ({"below": 1}, {"equals": 0}, {"is_missing": True})),
    *({"indicator": "base"} | comparison for comparison in ({"above": 69.5}, {"at_most": 40}, {"at_least": 70}, {"is_missing": True})),
]  # fmt: skip
NONE: list[tuple[str, Any, str]] = [
    ("nothing", {}, ""),
    ("no comparison", {"fact": "a"}, ""),
    ("no left side", {"at_least": 5}, ""),
    ("two comparisons", {"fact": "a", "at_least": 5, "below": 9}, ""),
    ("two left sides", {"fact": "a", "days_since": "b", "below": 9}, ""),
    ("all beside a comparison", {"all": [], "fact": "a", "is": True}, ""),
    ("an unknown word", {"fact": "a", "atleast": 5}, ".atleast"),
    ("no text to order by", {"fact": "a", "at_least": "pro"}, ".at_least"),
    ("no flag to order by", {"fact": "a", "below": True}, ".below"),
    ("no day", {"fact": "a", "below": "2026-02-29"}, ".below"),
    ("nothing to compare with", {"fact": "a", "at_least": None}, ""),
    ("between falls", {"fact": "a", "between": [5, 4]}, ".between"),
    ("between one end", {"fact": "a", "between": [5]}, ".between"),
    ("between a number and a text", {"fact": "a", "between": [5, "x"]}, ".between"),
    ("one of missing", {"fact": "a", "one_of": [1, None]}, ".one_of[1]"),
    ("is a number", {"fact": "a", "is": 1}, ".is"),
    ("an empty sum", {"sum": [], "above": 1}, ".sum"),
    ("a ratio is no text", {"ratio": {"of": "a", "per": "b"}, "equals": "x"}, ".equals"),
    ("a ratio is no flag", {"ratio": {"of": "a", "per": "b"}, "is": True}, ".is"),
    ("half a ratio", {"ratio": {"of": "a"}, "above": 1}, ".ratio"),
    ("days are no day", {"days_since": "a", "above": "2026-10-31"}, ".above"),
    ("a score is no text", {"computed": "score", "equals": "healthy"}, ".equals"),
    ("a band is no number", {"computed": "band", "equals": 3}, ".equals"),
    ("bands are not ordered", {"computed": "band", "at_least": 3}, ".at_least"),
    ("nothing of this name is computed", {"computed": "scores", "above": 3}, ".computed"),
    ("no such indicator", {"indicator": "bas", "above": 3}, ".indicator"),
    ("deep within", {"any": [{"not": {"all": [{"fact": "a", "is": True}, {"fact": "a", "between": [2, 1]}]}}]}, ".any[0].not.all[1].between"),
    ("no rule among others", {"all": [{"fact": "a", "is": True}, {}, {"fact": "b", "is": True}]}, ".all[1]"),
    ("no rule at the end", {"all": [{"fact": "a", "is": True}, {}]}, ".all[1]"),
    ("no rule behind not", {"not": {"fact": "a"}}, ".not"),
    ("an empty name", {"fact": "", "is": True}, ""),
]  # fmt: skip


def account(facts: dict[str, Any]) -> Account:
    """Facts on the day, and the results of the card that every rule runs on: one indicator on the fact `base`."""
    base = facts.get("base")
    score = None if base is None else linear(number(base), from_=0, to=100)
    band = None if score is None else "healthy" if score >= 70 - GUARD else "caution" if score >= 40 - GUARD else "danger"
    computed = {"score": score, "band": band, "coverage": number(0 if score is None else 1)}
    return Account(facts, AS_OF, computed, {"base": score})


def case(rule: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    name = ", ".join(f"{key} {value}" for key, value in rule.items())
    start = {"name": f"{name}: {facts}", "rule": rule, "facts": facts, "as_of": str(AS_OF)}
    try:
        return start | {"expected": holds(account(facts), rule)}
    except Refused as refused:
        row = {"row": 0} if refused.code == "invalid_date" else {}
        return start | {"error": refused.code, "column": refused.place} | row


def logic() -> list[dict[str, Any]]:
    cases = [case({"not": rule}, LOGIC) for rule in TRUTHS.values()]
    cases += [case({"not": {"not": rule}}, LOGIC) for rule in TRUTHS.values()]
    for word, size in product(("all", "any"), range(4)):
        cases += [case({word: list(parts)}, LOGIC) for parts in product(TRUTHS.values(), repeat=size)]
    for outer, inner in product(("all", "any"), repeat=2):
        for first, second in product(TRUTHS.values(), repeat=2):
            cases.append(case({outer: [{inner: [first, {"not": second}]}, {"not": {inner: [second, first]}}]}, LOGIC))
    return cases


def comparisons() -> list[dict[str, Any]]:
    families = [(NUMBERS, NUMBER_FACTS), (DAYS, DAY_FACTS), (TEXTS, TEXT_FACTS), (FLAGS, FLAG_FACTS)]
    pairs = [pair for rules, facts in families for pair in product(rules, facts)]
    return [case({"fact": "x"} | rule, {"x": fact}) for rule, fact in [*pairs, *MISFITS]]


def inputs() -> list[dict[str, Any]]:
    return [case(rule, facts) for rule, facts in INPUTS]


def computed() -> list[dict[str, Any]]:
    bases: list[dict[str, Any]] = [{"base": base} for base in (70, 69.75, 40, 0, 100, 250, *GUARDED)]
    return [case(rule, facts) for rule in COMPUTED for facts in [*bases, {}]]


def config() -> list[dict[str, Any]]:
    return [{"name": name, "rule": rule, "facts": {}, "as_of": str(AS_OF), "error": "invalid_document",
             "path": f"exceptions[0].when{path}"} for name, rule, path in NONE]  # fmt: skip


FILES = [logic, comparisons, inputs, computed, config]


def main() -> int:
    same = True
    for build in FILES:
        cases = build()
        same &= publish(f"rule/{build.__name__}.json", {"room": "rule", "count": len(cases), "cases": cases}, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
