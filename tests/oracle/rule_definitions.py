"""Inputs and rules from their definition (docs/definitions.md 2, 3.1): three-valued logic, days relative to `as_of`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import isinf
from typing import Any

from exact import Refused
from scale_definitions import Errored, Value, number

Facts = Mapping[str, Value]
ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda x, at: x >= at,
    "above": lambda x, at: x > at,
    "at_most": lambda x, at: x <= at,
    "below": lambda x, at: x < at,
}
COMPARISONS = [*ORDERED, "equals", "one_of", "between", "is", "is_missing"]

GUARD = Fraction(1, 10**9)


@dataclass(frozen=True)
class Account:
    """Facts on a day, and what was computed from them before rules are asked."""

    facts: Facts
    as_of: date
    computed: Mapping[str, Any] = field(default_factory=dict)
    indicators: Mapping[str, Fraction | None] = field(default_factory=dict)


def day(text: str) -> date | None:
    """The day that a text names; none where it names none."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) or text < "1900":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_fact(account: Account, name: str) -> date | None:
    value = account.facts.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Refused("type_mismatch", name)
    found = day(value)
    if found is None:
        raise Refused("invalid_date", name)
    return found


def number_fact(account: Account, name: str) -> Fraction | None:
    value = account.facts.get(name)
    if value is None:
        return None
    if isinstance(value, (bool, str)):
        raise Refused("type_mismatch", name)
    if isinstance(value, float) and isinf(value):
        raise Errored
    return number(value)


def input_value(account: Account, source: str | Mapping[str, Any]) -> Value | Fraction:
    """What an input gives: the fact as it is, or the number computed from facts."""
    if isinstance(source, str):
        return account.facts.get(source)
    [(name, config)] = source.items()
    if name == "fact":
        return account.facts.get(config)
    if name == "ratio":
        of, per = number_fact(account, config["of"]), number_fact(account, config["per"])
        if of is None or per is None:
            return None
        if per == 0:
            return Fraction(0) if config.get("zero") == "zero" else None
        return of / per
    if name == "change":
        now, before = number_fact(account, config["now"]), number_fact(account, config["before"])
        return None if now is None or not before else (now - before) / before
    if name == "sum":
        parts = [number_fact(account, part) for part in config]
        return None if None in parts else sum(part for part in parts if part is not None)
    then = day_fact(account, config)
    if then is None:
        return None
    days = (account.as_of - then).days
    return Fraction(days if name == "days_since" else -days)


def left_side(account: Account, rule: Mapping[str, Any]) -> Value | Fraction:
    if "computed" in rule:
        found: Value | Fraction = account.computed.get(rule["computed"])
        return found
    if "indicator" in rule:
        return account.indicators.get(rule["indicator"])
    [name] = [name for name in rule if name not in COMPARISONS]
    return input_value(account, {name: rule[name]})


def same_kind(value: Value | Fraction, literal: Value, place: str, ordered: bool) -> tuple[Any, Any]:
    """Value and literal as two of a kind: numbers, flags, texts, or days where both texts are days and are ordered."""
    if isinstance(value, bool) or isinstance(literal, bool):
        if type(value) is type(literal) and not ordered:
            return value, literal
        raise Refused("type_mismatch", place)
    if isinstance(value, str) or isinstance(literal, str):
        if not (isinstance(value, str) and isinstance(literal, str)):
            raise Refused("type_mismatch", place)
        if not ordered:
            return value, literal
        if day(value) is None:
            raise Refused("invalid_date", place)
        return day(value), day(literal)
    exact = value if isinstance(value, Fraction) else number(value)  # type: ignore[arg-type]
    return exact, number(literal)  # type: ignore[arg-type]


def compare(account: Account, rule: Mapping[str, Any]) -> bool | None:
    value = left_side(account, rule)
    [word] = [word for word in COMPARISONS if word in rule]
    literal = rule[word]
    if word == "is_missing":
        return (value is None) == literal
    place = str(rule.get("fact", ""))
    if value is None or (value == "" and word in [*ORDERED, "between"]):
        return None
    if word == "is":
        if isinstance(value, str):
            raise Refused("type_mismatch", place)
        return value == (1 if literal else 0)
    if ("computed" in rule or "indicator" in rule) and isinstance(value, Fraction):
        return near(value, word, [number(one) for one in (literal if isinstance(literal, list) else [literal])])
    if word == "between":
        low, high = (same_kind(value, end, place, ordered=True) for end in literal)
        return bool(low[1] <= low[0] <= high[1])
    if word in ("equals", "one_of"):
        wanted = literal if word == "one_of" else [literal]
        pairs = [same_kind(value, one, place, ordered=False) for one in wanted]
        return any(left == right for left, right in pairs)
    return ORDERED[word](*same_kind(value, literal, place, ordered=True))


def near(value: Fraction, word: str, literals: list[Fraction]) -> bool:
    """A comparison of what was computed: within 1e-9 of a bound counts as on it."""
    on = [abs(value - literal) <= GUARD for literal in literals]
    if word == "between":
        return any(on) or literals[0] <= value <= literals[1]
    if word in ("equals", "one_of"):
        return any(on)
    return word in ("at_least", "at_most") if on[0] else bool(ORDERED[word](value, literals[0]))


def holds(account: Account, rule: Mapping[str, Any]) -> bool | None:
    """Whether the rule holds: True, False, or None for unknown (Kleene). Raises Refused for facts of another type."""
    if "not" in rule:
        inner = holds(account, rule["not"])
        return None if inner is None else not inner
    if "all" in rule or "any" in rule:
        decisive = "any" in rule
        parts = [holds(account, part) for part in rule["any" if decisive else "all"]]
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    return compare(account, rule)
