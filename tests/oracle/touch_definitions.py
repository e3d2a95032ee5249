"""The touch model from its definition (docs/definitions.md 6), in exact fractions: shares by position, cut-offs, stickiness, sums."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import scale_definitions
from exact import Refused
from rule_definitions import Account, holds, input_value
from scale_definitions import number

USUAL = ["high", "medium", "low", "tech"]
TIERS = [*USUAL, "community"]
# Accounts that one manager looks after: least and most (the table of docs/definitions.md 6).
ACCOUNTS_PER_CSM: dict[str, tuple[int, int | None]] = {
    "high": (5, 20),
    "medium": (20, 100),
    "low": (100, 500),
    "tech": (500, None),
    "community": (500, None),  # as tech touch: the guide has no figure
}
Policy = Mapping[str, Any]
Columns = Mapping[str, Sequence[Any]]
INFINITE = ("Infinity", "-Infinity")


@dataclass(frozen=True)
class CutOff:
    tier: str
    at_least: Fraction
    up_to_account: str | None = None

    def reached(self, measure: Fraction, account: str | None, share: Fraction = Fraction(0)) -> bool:
        """Whether the measure is there, with the cut-off moved by a share of itself."""
        edge = self.at_least + share * abs(self.at_least)
        if measure != edge or edge != self.at_least or self.up_to_account is None:
            return measure >= edge
        return account is not None and account <= self.up_to_account


def rows(columns: Columns, as_of: str | None, invalid: str) -> list[Account]:
    """The accounts one by one; NaN is missing, an infinite number is refused or missing."""
    day = date.fromisoformat(as_of) if as_of else date(1970, 1, 1)
    count = len(next(iter(columns.values())))
    facts: list[dict[str, Any]] = [{} for _ in range(count)]
    for name, values in columns.items():
        numeric = all(is_number(value) for value in values)
        for row, value in enumerate(values):
            if numeric and value in INFINITE:
                if invalid == "error":
                    raise Refused("non_finite", f"{name}[{row}]")
                value = None
            facts[row][name] = None if numeric and value == "NaN" else value
    return [Account(facts=fact, as_of=day) for fact in facts]


def is_number(value: Any) -> bool:
    """A number, a missing one, or one that JSON can only name."""
    named = value is None or value == "NaN" or value in INFINITE
    return named or (isinstance(value, (int, float)) and not isinstance(value, bool))


def measure(policy: Policy, account: Account) -> Fraction | None:
    """The input, or the weighted mean of the parts' scores; missing if any part is."""
    if "input" in policy["by"]:
        return exact(input_value(account, policy["by"]["input"]))
    parts = policy["by"]["blend"]
    scores = [scale_definitions.score(part["scale"], input_value(account, part["input"])) for part in parts]
    weights = [number(part["weight"]) for part in parts]
    if any(score is None for score in scores):
        return None
    return sum((w * s for w, s in zip(weights, scores, strict=True) if s is not None), Fraction(0)) / sum(weights)


def exact(value: Any) -> Fraction | None:
    return None if value is None else number(value)


def name_of(policy: Policy, account: Account) -> str | None:
    """The account's name, where ties are split by it."""
    cut = policy["cut"]
    if "shares" in cut:
        ties = cut["shares"].get("ties", "together")
        fact = None if ties == "together" else ties["split"]
    else:
        fact = cut["thresholds"].get("account")
    found = account.facts.get(fact) if fact else None
    return None if found is None else str(found)


def by_position(policy: Policy, accounts: Sequence[Account]) -> list[str | None]:
    """Tiers straight from the shares: an account is in the first tier whose boundary its position does not pass."""
    shares = {tier: number(share) for tier, share in policy["cut"]["shares"].items() if tier in TIERS}
    split = policy["cut"]["shares"].get("ties", "together") != "together"
    keys: list[tuple[Any, ...] | None] = []
    for account in accounts:
        found, name = measure(policy, account), name_of(policy, account)
        keys.append(None if found is None else (-found, *((name is None, name or "") if split else ())))
    present = [key for key in keys if key is not None]
    if not present:
        raise Refused("no_population")
    tiers: list[str | None] = []
    for key in keys:
        position = 1 + sum(other < key for other in present) if key is not None else 0
        tiers.append(None if key is None else tier_at(position, len(present), shares))
    return tiers


def tier_at(position: int, count: int, shares: Mapping[str, Fraction]) -> str:
    used = [tier for tier in TIERS if tier in shares]
    cumulative = Fraction(0)
    for tier in used[:-1]:
        cumulative += shares[tier]
        if position <= math.floor(count * cumulative + Fraction(1, 2)):
            return tier
    return used[-1]


def fitted(policy: Policy, accounts: Sequence[Account]) -> tuple[list[CutOff], str]:
    """The cut-off of a tier is its last account by rank; a tier without accounts has none."""
    if "thresholds" in policy["cut"]:
        cut = policy["cut"]["thresholds"]
        plain = [CutOff(one["tier"], number(one["at_least"]), one.get("up_to_account")) for one in cut["cut_offs"]]
        return plain, cut["otherwise"]
    used = [tier for tier in TIERS if tier in policy["cut"]["shares"]]
    tiers = by_position(policy, accounts)
    cut_offs = []
    for tier in used[:-1]:
        members = [account for account, its in zip(accounts, tiers, strict=True) if its == tier]
        measured = [(found, account) for account in members if (found := measure(policy, account)) is not None]
        if measured:
            least = min(found for found, _ in measured)
            names = [name_of(policy, account) for found, account in measured if found == least]
            up_to = None if None in names else max(str(name) for name in names)
            cut_offs.append(CutOff(tier, least, up_to))
    return cut_offs, used[-1]


def placed(
    policy: Policy, cut_offs: Sequence[CutOff], otherwise: str, account: Account, before: str | None
) -> tuple[str | None, str]:
    """Tier and reason of one account."""
    for rule in policy.get("overrides", []):
        if holds(account, rule["when"]) is True:
            return rule["tier"], "override"
    found, name = measure(policy, account), name_of(policy, account)
    if found is None:
        return policy.get("missing"), "missing"

    def best(among: Sequence[CutOff], share: Fraction) -> str | None:
        return next((one.tier for one in among if one.reached(found, name, share)), None)

    now = best(cut_offs, Fraction(0)) or otherwise
    has = [one.tier for one in cut_offs] + [otherwise]
    if before not in has:
        return now, "measure"
    stickiness = number(policy.get("stickiness", 0.1))
    at = has.index(before)
    better, from_here = cut_offs[:at], cut_offs[at:]
    promoted = best(better, stickiness)
    tier = promoted or best(from_here, -stickiness) or otherwise
    return tier, "measure" if tier == now else "kept"


def summary(
    tiers: Sequence[str | None], values: Sequence[Any], previous: Sequence[str | None] | None
) -> list[dict[str, Any]]:
    """Per tier: accounts, value, share of value, managers needed, who came from where."""
    worth = [Fraction(0) if value in (None, "NaN") else number(value) for value in values]
    total = sum(worth, Fraction(0))
    before = previous or [None] * len(tiers)
    result = []
    for tier in [*TIERS, None]:
        rows = [row for row, its in enumerate(tiers) if its == tier]
        if tier not in USUAL and not rows:
            continue
        value = sum((worth[row] for row in rows), Fraction(0))
        came = [TIERS.index(before[row] or "") - TIERS.index(tier) for row in rows if before[row]] if tier else []
        least, most = ACCOUNTS_PER_CSM[tier] if tier else (None, None)
        result.append(
            {
                "tier": tier,
                "accounts": len(rows),
                "value": float(value),
                "share_of_value": float(value / total) if total > 0 else None,
                "csms_low": (math.ceil(Fraction(len(rows), most)) if most else 0) if least else None,
                "csms_high": math.ceil(Fraction(len(rows), least)) if least else None,
                "promoted": sum(step > 0 for step in came),
                "demoted": sum(step < 0 for step in came),
            }
        )
    return result


def expected(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a case must give: cut-offs, tier and reason per account, and the sums."""
    policy, columns, previous = case["policy"], case["columns"], case.get("previous")
    accounts = rows(columns, case.get("as_of"), case.get("invalid", "error"))
    cut_offs, otherwise = fitted(policy, accounts)
    before = previous or [None] * len(accounts)
    both = [
        placed(policy, cut_offs, otherwise, account, was) for account, was in zip(accounts, before, strict=True)
    ]
    tiers = [tier for tier, _ in both]
    result: dict[str, Any] = {
        "cut_offs": [
            {"tier": one.tier, "at_least": float(one.at_least)}
            | ({"up_to_account": one.up_to_account} if one.up_to_account is not None else {})
            for one in cut_offs
        ],
        "otherwise": otherwise,
        "tier": tiers,
        "reason": [reason for _, reason in both],
    }
    if "shares" in policy["cut"] and not policy.get("overrides") and previous is None:
        # The fitted cut-offs must give what the positions give.
        positions = by_position(policy, accounts)
        assert [tier or policy.get("missing") for tier in positions] == tiers, case["name"]
    if summed := case.get("summed"):
        result["summary"] = summary(tiers, columns[summed], previous)
    return result
