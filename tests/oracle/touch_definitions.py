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
    up_to_account: str | int | None = None

    def reached(self, measure: Fraction, account: Any, share: Fraction = Fraction(0)) -> bool:
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


def name_of(policy: Policy, account: Account) -> Any:
    """The account's name, where ties are split by it: a text or a whole number."""
    if "thresholds" in policy["cut"]:
        fact = policy["cut"]["thresholds"].get("account")
    else:
        ties = ties_of(policy)
        fact = None if ties == "together" else ties["split"]
    return account.facts.get(fact) if fact else None


def unfitted(policy: Policy) -> Mapping[str, Any]:
    """What shares or capacity say."""
    cut: Mapping[str, Any] = policy["cut"]
    return cut["shares"] if "shares" in cut else cut["capacity"]


def ties_of(policy: Policy) -> Any:
    return unfitted(policy).get("ties", "together")


def load(policy: Policy, tier: str) -> tuple[int, int | None]:
    """Least and most accounts of one manager: the policy's own, or those of the tier."""
    own = policy.get("teams", {}).get(tier, {}).get("accounts_per_csm")
    return (own["least"], own.get("most")) if own else ACCOUNTS_PER_CSM[tier]


def room(policy: Policy, tier: str) -> int | None:
    """Accounts that the tier's team can look after."""
    csms, most = policy.get("teams", {}).get(tier, {}).get("csms"), load(policy, tier)[1]
    return None if csms is None or most is None else csms * most


def ends(policy: Policy, count: int) -> tuple[list[tuple[str, int]], str]:
    """The position at which each tier but the last ends, and the last."""
    cut = unfitted(policy)
    if "shares" in policy["cut"]:
        used = [tier for tier in TIERS if tier in cut]
        cumulative = [sum((number(cut[tier]) for tier in used[: at + 1]), Fraction(0)) for at in range(len(used))]
        positions = [(tier, math.floor(count * end + Fraction(1, 2))) for tier, end in zip(used, cumulative, strict=True)]
        return positions[:-1], used[-1]
    better = [tier for tier in TIERS[: TIERS.index(cut["otherwise"])] if room(policy, tier) is not None]
    rooms = [room(policy, tier) or 0 for tier in better]
    return [(tier, sum(rooms[: at + 1])) for at, tier in enumerate(better)], cut["otherwise"]


def by_position(policy: Policy, accounts: Sequence[Account]) -> list[str | None]:
    """Tiers straight from the ranking: an account is in the first tier whose boundary its position does not pass."""
    split = ties_of(policy) != "together"
    keys: list[tuple[Any, ...] | None] = []
    for account in accounts:
        found, name = measure(policy, account), name_of(policy, account)
        keys.append(None if found is None else (-found, *((name is None, 0 if name is None else name) if split else ())))
    present = [key for key in keys if key is not None]
    if not present:
        raise Refused("no_population")
    tiers: list[str | None] = []
    for key in keys:
        position = 1 + sum(other < key for other in present) if key is not None else 0
        better, last = ends(policy, len(present))
        tier = next((tier for tier, end in better if position <= end), last)
        tiers.append(None if key is None else tier)
    return tiers


def fitted(policy: Policy, accounts: Sequence[Account]) -> tuple[list[CutOff], str]:
    """The cut-off of a tier is its last account by rank; a tier without accounts has none."""
    if "thresholds" in policy["cut"]:
        cut = policy["cut"]["thresholds"]
        plain = [CutOff(one["tier"], number(one["at_least"]), one.get("up_to_account")) for one in cut["cut_offs"]]
        return plain, cut["otherwise"]
    tiers = by_position(policy, accounts)
    better, last = ends(policy, len(accounts))
    cut_offs = []
    for tier, _ in better:
        members = [account for account, its in zip(accounts, tiers, strict=True) if its == tier]
        measured = [(found, account) for account in members if (found := measure(policy, account)) is not None]
        if measured:
            least = min(found for found, _ in measured)
            names = [name_of(policy, account) for found, account in measured if found == least]
            up_to = None if None in names else max(names)
            cut_offs.append(CutOff(tier, least, up_to))
    return cut_offs, last


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


def without_accounts(policy: Policy, accounts: Sequence[Account]) -> list[str]:
    """Tiers of the policy that got nobody when it was fitted."""
    if "thresholds" in policy["cut"]:
        return list(policy["cut"]["thresholds"].get("without_accounts", []))
    better, last = ends(policy, len(accounts))
    found = by_position(policy, accounts)
    return [tier for tier in [*(tier for tier, _ in better), last] if tier not in found]


def movements(
    tiers: Sequence[str | None],
    reasons: Sequence[str],
    measures: Sequence[Fraction | None],
    values: Sequence[Any],
    previous: Sequence[str | None],
) -> dict[str, Any]:
    """Accounts and value by tier before and now, and everybody who moved."""
    worth = [Fraction(0) if value in (None, "NaN") else number(value) for value in values]
    pairs = list(zip(previous, tiers, strict=True))
    cells = [(before, now) for before in [*TIERS, None] for now in [*TIERS, None]]
    matrix = [
        {"from": before, "to": now, "accounts": len(rows), "value": float(sum((worth[row] for row in rows), Fraction(0)))}
        for before, now in cells
        if (rows := [row for row, pair in enumerate(pairs) if pair == (before, now)])
    ]

    def way(before: str | None, now: str | None) -> str:
        if before is None or now is None:
            return "left" if now is None else "entered"
        return "promoted" if TIERS.index(now) < TIERS.index(before) else "demoted"

    moves = [
        {"row": row, "direction": way(before, now), "from": before, "to": now, "reason": reasons[row]}
        | {"measure": None if measures[row] is None else float(measures[row] or 0)}
        for row, (before, now) in enumerate(pairs)
        if before != now
    ]
    return {"matrix": matrix, "moves": moves, "kept": list(reasons).count("kept")}


def summary(
    policy: Policy,
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
        least, most = load(policy, tier) if tier else (None, None)
        capacity = room(policy, tier) if tier else None
        result.append(
            {
                "tier": tier,
                "accounts": len(rows),
                "value": float(value),
                "share_of_value": float(value / total) if total > 0 else None,
                "csms_low": (math.ceil(Fraction(len(rows), most)) if most else 0) if least else None,
                "csms_high": math.ceil(Fraction(len(rows), least)) if least else None,
                "csms": policy.get("teams", {}).get(tier, {}).get("csms"),
                "capacity": capacity,
                "shortage": None if capacity is None else max(0, len(rows) - capacity),
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
        "without_accounts": without_accounts(policy, accounts),
    }
    if "thresholds" not in policy["cut"] and not policy.get("overrides") and previous is None:
        # The fitted cut-offs must give what the positions give.
        positions = by_position(policy, accounts)
        assert [tier or policy.get("missing") for tier in positions] == tiers, case["name"]
    if summed := case.get("summed"):
        result["summary"] = summary(policy, tiers, columns[summed], previous)
        if previous is not None:
            words = [
                next(rule["reason"] for rule in policy["overrides"] if holds(account, rule["when"]) is True)
                if reason == "override"
                else reason
                for account, reason in zip(accounts, result["reason"], strict=True)
            ]
            measures = [measure(policy, account) for account in accounts]
            result["movements"] = movements(tiers, words, measures, columns[summed], previous)
    return result
