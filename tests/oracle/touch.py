"""Writes tests/vectors/touch/<name>.json: portfolios put into tiers, and policies that are refused.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from random import Random
from typing import Any

from exact import Refused, publish
from touch_definitions import USUAL, expected

HYBRID = {"high": 0.2, "medium": 0.3, "tech": 0.5}
HEAD = {"kind": "touch_policy", "version": 1, "name": "vector"}
SPLIT = {"ties": {"split": "account"}}
CUT_100_50 = {"cut_offs": [{"tier": "high", "at_least": 100}, {"tier": "medium", "at_least": 50}], "otherwise": "tech"}


def policy(cut: dict[str, Any], by: Any = "value", **more: Any) -> dict[str, Any]:
    """A policy by one input or, from a list, by a blend; shares where the cut names no cut-offs."""
    measure = {"blend": by} if isinstance(by, list) else {"input": by}
    kind = "thresholds" if "cut_offs" in cut else "capacity" if "otherwise" in cut else "shares"
    return HEAD | {"by": measure, "cut": {kind: cut}} | more


def case(name: str, document: dict[str, Any], columns: dict[str, list[Any]], **more: Any) -> dict[str, Any]:
    one = {"name": name, "policy": document, "columns": columns} | more
    try:
        return one | {"expected": expected(one)}
    except Refused as refused:
        return one | {"error": refused.code}


def valued(name: str, cut: dict[str, Any], values: list[Any], *, accounts: str = "", summed: bool = True, **more: Any) -> dict[str, Any]:
    """A portfolio of values; accounts are named by the words, or a01, a02 and so on."""
    names = accounts.split() or [f"a{at + 1:02}" for at in range(len(values))]
    document = policy(cut, **{key: more.pop(key) for key in ("stickiness", "missing", "overrides", "teams") if key in more})
    return case(name, document, {"account": names, "value": values}, **({"summed": "value"} if summed else {}), **more)


def shares() -> list[dict[str, Any]]:
    """Boundaries at round-half-up(n · cumulative share), ties together and split, too few values for the tiers."""
    ten = [70, 10, 90, 30, 100, 50, 20, 80, 40, 60]
    third = {"high": 0.25, "medium": 0.25, "low": 0.25, "tech": 0.25}
    cases = [valued(f"{count} accounts in 20/30/50", HYBRID, [count * 10 - at * 7 for at in range(count)]) for count in range(1, 13)]
    cases += [
        valued("in any order", HYBRID, ten),
        valued("two and a half of ten is three", {"high": 0.25, "tech": 0.75}, ten),
        valued("a half is rounded up, in decimals: 0.15 of ten is two", {"high": 0.15, "tech": 0.85}, ten),
        valued("0.1 and 0.2 and 0.05 are 0.35 in decimals", {"high": 0.1, "medium": 0.2, "low": 0.05, "tech": 0.65}, ten),
        valued("0.29 of fifty is fourteen and a half", {"high": 0.29, "tech": 0.71}, list(range(50, 0, -1))),
        valued("quarters of six", third, [6, 5, 4, 3, 2, 1]),
        valued("thirds of three, as floats write them", {"high": 0.3333333333333333, "medium": 0.3333333333333333, "tech": 0.3333333333333333}, [3, 2, 1]),
        valued("three tiers: high, low, tech", {"high": 0.1, "low": 0.4, "tech": 0.5}, ten),
        valued("five tiers: the last is community", {"high": 0.1, "medium": 0.2, "low": 0.2, "tech": 0.3, "community": 0.2}, ten),
        valued("high and community", {"high": 0.4, "community": 0.6}, ten),
        valued("everybody is high", {"high": 1}, ten),
        valued("nobody is high", {"high": 0, "medium": 0.5, "tech": 0.5}, ten),
        valued("nobody is left for tech", {"high": 0.5, "medium": 0.5, "tech": 0}, ten),
        valued("a share too small for one account", {"high": 0.04, "medium": 0.46, "tech": 0.5}, ten),
        valued("the smallest share", {"high": 1e-28, "tech": 1}, ten),
        valued("shares add up to 1 but for a rounding", {"high": 0.1, "medium": 0.2, "low": 0.3, "tech": 0.4}, ten),
        valued("ties at the first boundary go to the better tier", HYBRID, [9, 8, 8, 8, 5, 4, 3, 2, 1, 0]),
        valued("ties across both boundaries leave medium empty", HYBRID, [9, 8, 8, 8, 8, 8, 3, 2, 1, 0]),
        valued("all equal: all are high", HYBRID, [5] * 10),
        valued("two values for three tiers", HYBRID, [7, 7, 7, 1, 1, 1, 1, 1, 1, 1]),
        valued("the lower of two values on the boundary", HYBRID, [7, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        valued("ties split by account", HYBRID | SPLIT, [9, 8, 8, 8, 5, 4, 3, 2, 1, 0], accounts="i d c b h e f g a j"),
        valued("all equal, split", HYBRID | SPLIT, [5] * 10, accounts="j i h g f e d c b a"),
        valued("split across both boundaries", HYBRID | SPLIT, [8] * 6 + [1] * 4, accounts="f e d c b a j i h g"),
        valued("accounts are ordered by code point, not by length or language", HYBRID | SPLIT, [5] * 10, accounts="a10 a2 A1 é z ア 10 9 Z a1"),
        valued("one account", HYBRID, [42]),
        valued("one account, split", HYBRID | SPLIT, [42]),
        valued("one account by halves", {"high": 0.5, "tech": 0.5}, [42]),
        valued("missing values do not count", HYBRID, [100, None, 90, "NaN", 80, 70, None, 60, 50, 40, 30, 20, 10]),
        valued("missing values in a tier of their own", HYBRID, [100, None, 90, 80, 70, "NaN"], missing="low"),
        valued("negative values rank below zero", HYBRID, [-1, -0.0, 0, 5, -100, 3, -2, 1, 0.5, -7]),
        valued("all negative: there is no share of value", HYBRID, [-1, -2, -3, -4]),
        valued("all zero: there is no share of value", HYBRID, [0, 0, 0]),
        valued("large and small", HYBRID, [1e300, 1e-300, 5e-324, 1e15, 1], summed=False),
        valued("cents", HYBRID, [19.99, 20.01, 19.98, 20.0, 0.1, 0.3], summed=False),
        valued("nobody has a measure", HYBRID, [None, None, "NaN", None]),
    ]
    split_unnamed = policy(HYBRID | SPLIT)
    for at in (0, 1, 2, 5):
        names = [None if row == at else f"a{row}" for row in range(6)]
        cases.append(case(f"account {at} has no name: last among equals", split_unnamed, {"account": names, "value": [5] * 6}))
    two = [None, "a1", None, "a3", None, "a5"]
    cases.append(case("accounts without a name stay together", split_unnamed | {"cut": {"shares": {"high": 0.6, "tech": 0.4} | SPLIT}}, {"account": two, "value": [5] * 6}))
    return cases


def capacity() -> list[dict[str, Any]]:
    """Tiers filled from the top with as many accounts as their teams can look after; what there is too little of is stated."""
    ten = [70, 10, 90, 30, 100, 50, 20, 80, 40, 60]

    def team(csms: int | None = None, least: int | None = None, most: int | None = None) -> dict[str, Any]:
        per = {} if least is None else {"accounts_per_csm": {"least": least} | ({} if most is None else {"most": most})}
        return ({} if csms is None else {"csms": csms}) | per

    rest = {"otherwise": "tech"}
    small = {"high": team(1, 1, 2), "medium": team(1, 1, 3)}
    return [
        valued("two high, three medium, the rest tech", rest, ten, teams=small),
        valued("a team of the rest with room", rest, ten, teams=small | {"tech": team(1, 2, 20)}),
        valued("a team of the rest without room for all", rest, ten, teams=small | {"tech": team(1, 2, 3)}),
        valued("more room than accounts", rest, ten, teams={"high": team(1), "medium": team(1)}),
        valued("nobody in a team", rest, ten, teams={"high": team(0, 1, 2), "medium": team(1, 1, 3)}),
        valued("nobody in any team", rest, ten, teams={"high": team(0, 1, 2)}),
        valued("the figures of the tiers", rest, list(range(60)), teams={"high": team(1), "medium": team(1)}),
        valued("three tiers", {"otherwise": "low"}, ten, teams=small),
        valued("a team of the rest only is not asked for room", {"otherwise": "low"}, ten, teams=small | {"tech": team(3, 1, 1)}),
        valued("ties go to the better tier, which is then short of room", rest, [9, 8, 8, 8, 5, 4], teams=small),
        valued("ties split by account", rest | SPLIT, [9, 8, 8, 8, 5, 4], accounts="f e d c b a", teams=small),
        valued("all equal: one tier, short of room", rest, [5] * 6, teams=small),
        valued("one account", rest, [5], teams=small),
        valued("missing measures take no room", rest, [70, None, 90, "NaN", 100, 50], teams=small),
        valued("previous tiers stick, and that may be short of room", rest, [100, 99, 98, 97, 50, 10], previous=["high", "high", "high", "medium", "medium", "tech"], teams=small),
        valued("shares with teams of one's own", HYBRID, ten, teams={"high": team(1, 1, 1), "medium": team(2, 1, 1), "tech": team(None, 5, 7)}),
        valued("cut-offs with teams of one's own", CUT_100_50, [120, 110, 60, 10], teams={"high": team(1, 1, 1), "tech": team(2)}),
        valued("nobody", rest, [None, None], teams=small),
    ]


def numbered() -> list[dict[str, Any]]:
    """Ties split by accounts that are named by whole numbers, which are ordered as numbers."""
    cases = []
    for name, ids in {"rising": list(range(10)), "falling": list(range(10, 0, -1)), "apart": [10, 9, -100, 1000, 2, 20, 3, 30, -4, 40], "not all named": [5, None, 3, None, 1, 9, 8, 7, 6, 4]}.items():
        for which, values in {"all equal": [5] * 10, "ties": [9, 8, 8, 8, 5, 5, 5, 5, 1, 0]}.items():
            cases.append(case(f"{which}, {name}", policy(HYBRID | SPLIT), {"account": ids, "value": values}, summed="value"))
    cut = {"cut_offs": [{"tier": "high", "at_least": 8, "up_to_account": 2}], "otherwise": "tech", "account": "account"}
    cases.append(case("a cut-off that names a number", policy(cut), {"account": [1, 2, 3, 10], "value": [8, 8, 8, 9]}, summed="value"))
    return cases


def sticky() -> list[dict[str, Any]]:
    """Cut-offs 100 and 50 with every measure around them, from every previous tier."""
    around = [115, 110, 109.5, 100, 99.5, 90, 89.5, 60, 55, 54.5, 50, 49.5, 45, 44.5, 0, -5]
    cases = []
    for before in [*USUAL, None]:
        previous = [before] * len(around)
        cases.append(valued(f"from {before}", CUT_100_50, around, previous=previous))
        cases.append(valued(f"from {before}, a quarter", CUT_100_50, [125, 124.5, 75, 74.5, 62.5, 62, 37.5, 37], previous=[before] * 8, stickiness=0.25))
        cases.append(valued(f"from {before}, not sticky", CUT_100_50, around, previous=previous, stickiness=0))
        split = {"cut_offs": [{"tier": "high", "at_least": 100, "up_to_account": "a02"}], "otherwise": "tech", "account": "account"}
        for stickiness in (0, 0.1):
            cases.append(valued(f"from {before}, split, {stickiness}", split, [100, 100, 100, 110, 90, 89], previous=[before] * 6, stickiness=stickiness))
        zero = {"cut_offs": [{"tier": "high", "at_least": 0}, {"tier": "medium", "at_least": -100}], "otherwise": "tech"}
        cases.append(valued(f"from {before}, cut-offs of 0 and below", zero, [1, 0, -0.5, -90, -90.5, -100, -110, -110.5], previous=[before] * 8))
        zero_split = {"cut_offs": [{"tier": "high", "at_least": 0, "up_to_account": "a01"}], "otherwise": "tech", "account": "account"}
        cases.append(valued(f"from {before}, a split at 0", zero_split, [0, 0], previous=[before] * 2))
        decimals = {"cut_offs": [{"tier": "high", "at_least": 3}], "otherwise": "tech"}
        cases.append(valued(f"from {before}, a tenth past 3 in decimals", decimals, [3.3, 3.2999, 2.7, 2.6999], previous=[before] * 4, summed=False))
    cases += [
        valued("shares fitted, then sticky", HYBRID, [100, 95, 90, 85, 80, 40, 39, 37, 36, 20], previous=["tech", "high", "high", "medium", "tech", "medium", "medium", "medium", "medium", "high"]),
        valued("down to community and up from it", {"cut_offs": [{"tier": "tech", "at_least": 10}], "otherwise": "community"}, [12, 10, 9.5, 1], previous=["community", "community", "tech", "tech"]),
        valued("a share of each", HYBRID, [100, 90, 80, 70, 60, 50, 40, 30, 20, 10], previous=["high", None, "medium", "low", "tech", "high", None, "medium", "low", "tech"]),
        valued("a previous tier does not hold who has no measure", CUT_100_50, [None, "NaN", 99], previous=["high", "tech", "high"], missing="low"),
        valued("unassigned without a measure", CUT_100_50, [None, 1, 2], previous=["high", None, "tech"]),
        valued("no cut-offs: all in one tier", {"cut_offs": [], "otherwise": "tech"}, [1, 2, None], previous=["high", "tech", "medium"]),
    ]
    return cases


ENTERPRISE = {"when": {"fact": "segment", "equals": "enterprise"}, "tier": "high", "reason": "enterprise"}
SMALL = {"when": {"fact": "value", "below": 60}, "tier": "tech", "reason": "small"}
RENEWAL = {"when": {"days_until": "renews_on", "between": [0, 30]}, "tier": "medium", "reason": "renews soon"}


def overrides() -> list[dict[str, Any]]:
    """The first rule that holds wins over cut, stickiness and missing; an unknown rule does not hold."""
    columns = {"segment": ["enterprise", "smb", None, "enterprise", "smb", ""], "value": [10, 200, 300, None, None, 40]}
    dated = {"renews_on": ["2026-11-30", "2026-10-31", "2026-12-01", "2026-10-30", None, "2026-11-01"], "value": [10, 200, 300, 20, 30, None]}
    both = {"when": {"all": [{"fact": "segment", "equals": "smb"}, {"fact": "value", "is_missing": True}]}, "tier": "low", "reason": "unknown and small"}
    previous = ["tech", "high", "medium", "tech", "high", "medium"]
    cases = []
    for name, rules in {
        "one": [ENTERPRISE],
        "first wins": [ENTERPRISE, SMALL],
        "first wins, the other way round": [SMALL, ENTERPRISE],
        "not unknown": [{"when": {"not": ENTERPRISE["when"]}, "tier": "low", "reason": "not enterprise"}],
        "missing is known": [both, ENTERPRISE],
        "a rule that always holds": [{"when": {"all": []}, "tier": "medium", "reason": "all"}],
        "a rule that never holds": [{"when": {"any": []}, "tier": "medium", "reason": "none"}],
    }.items():
        cases.append(case(f"{name}, cut-offs", policy(CUT_100_50, overrides=rules), columns, summed="value"))
        cases.append(case(f"{name}, previous", policy(CUT_100_50, overrides=rules, missing="tech"), columns, previous=previous, summed="value"))
        cases.append(case(f"{name}, shares count all that have a measure", policy(HYBRID, overrides=rules), columns, summed="value"))
    cases.append(case("days are counted to as_of", policy(CUT_100_50, overrides=[RENEWAL]), dated, as_of="2026-10-31", summed="value"))
    cases.append(case("without overrides, as_of is not needed", policy(CUT_100_50), dated, summed="value"))
    return cases


def measures() -> list[dict[str, Any]]:
    """Every input, and blends of scales."""
    columns: dict[str, list[Any]] = {
        "seats": [10, 20, 0, 40, 5, None], "used": [5, 20, 3, 10, 5, 8], "before": [4, 10, 6, 0, 5, 4],
        "since": ["2026-10-01", "2025-10-31", None, "2026-11-30", "2026-10-31", "2024-02-29"], "spent": [100, 300, 200, 64, None, 50],
    }  # fmt: skip
    line = {"linear": {"from": 0, "to": 64}}
    blends: dict[str, list[dict[str, Any]]] = {
        "one part is its scale": [{"input": "used", "scale": line, "weight": 2}],
        "two parts": [{"input": "used", "scale": {"linear": {"from": 0, "to": 32}}, "weight": 3}, {"input": "seats", "scale": line, "weight": 1}],
        "a weight of 0 still needs its value": [{"input": "used", "scale": line, "weight": 1}, {"input": "seats", "scale": line, "weight": 0}],
        "lower is better, by points, by steps": [
            {"input": "before", "scale": {"linear": {"from": 8, "to": 0}}, "weight": 1},
            {"input": "used", "scale": {"points": [[0, 0], [8, 50], [24, 100]]}, "weight": 2},
            {"input": "spent", "scale": {"steps": [{"at_least": 200, "score": 100}, {"above": 64, "score": 50}, {"otherwise": 0}]}, "weight": 1},
        ],
        "days on a scale": [{"input": {"days_since": "since"}, "scale": {"linear": {"from": 0, "to": 1024}}, "weight": 1}, {"input": "used", "scale": line, "weight": 1}],
    }  # fmt: skip
    inputs: dict[str, Any] = {
        "ratio": {"ratio": {"of": "used", "per": "seats"}},
        "ratio, 0 where the seats are 0": {"ratio": {"of": "used", "per": "seats", "zero": "zero"}},
        "change": {"change": {"now": "used", "before": "before"}},
        "sum": {"sum": ["used", "seats", "before"]},
        "days since": {"days_since": "since"},
        "days until": {"days_until": "since"},
    }
    cases = []
    for name, by in (inputs | blends).items():
        day = {"as_of": "2026-10-31"} if "days" in name else {}
        for cut in ({"high": 0.2, "medium": 0.3, "tech": 0.5}, {"high": 0.5, "low": 0.5}):
            high = f"{cut['high']:.0%} high"
            cases.append(case(f"{name}, {high}", policy(cut, by), columns, summed="used", **day))
    cases.append(case("thresholds on a blend", policy(CUT_100_50, [{"input": "used", "scale": {"linear": {"from": 0, "to": 20}}, "weight": 1}]), columns, summed="used"))
    return cases


def drawn() -> list[dict[str, Any]]:
    """Drawn portfolios with many ties, drawn shares in hundredths, previous tiers, missing measures."""
    random, cases = Random(20261031), []
    for at in range(60):
        count = random.randint(1, 80)
        spread = random.choice([3, 10, 100, 10**6])
        values = [None if random.random() < 0.1 else random.randint(-spread // 4, spread) / 4 for _ in range(count)]
        fences = sorted(random.randint(0, 100) for _ in range(3))
        parts = [fences[0], fences[1] - fences[0], fences[2] - fences[1], 100 - fences[2]]
        cut: dict[str, Any] = {tier: part / 100 for tier, part in zip(USUAL, parts, strict=True) if part}
        if random.random() < 0.5:
            cut |= SPLIT
        names = [f"a{number}" for number in random.sample(range(10 * count), count)]
        more: dict[str, Any] = {}
        if random.random() < 0.7:
            more["previous"] = [random.choice([*USUAL, None]) for _ in range(count)]
        document = policy(cut, stickiness=random.choice([0, 0.05, 0.1, 0.25]), **({"missing": random.choice(USUAL)} if random.random() < 0.5 else {}))
        cases.append(case(f"drawn {at}", document, {"account": names, "value": values}, summed="value", **more))
    return cases


def changed(place: str, value: Any = ..., base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document with one field changed, or without it."""
    document: dict[str, Any] = base or policy(CUT_100_50, overrides=[ENTERPRISE])
    *outer, last = place.split(".")
    copy = node = {**document}
    for step in outer:
        node[step] = list(node[step]) if isinstance(node[step], list) else {**node[step]}
        node = node[step]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return copy


def cut_offs(*pairs: tuple[Any, ...], otherwise: str = "tech", **more: Any) -> dict[str, Any]:
    keys = ("tier", "at_least", "up_to_account")
    return policy({"cut_offs": [dict(zip(keys, pair, strict=False)) for pair in pairs], "otherwise": otherwise} | more)


def documents() -> list[dict[str, Any]]:
    """Documents that are none: code and place."""
    blend = policy(CUT_100_50, [{"input": "value", "scale": {"linear": {"from": 0, "to": 100}}, "weight": 1}])
    part = blend["by"]["blend"][0]
    many = [ENTERPRISE] * 65
    table: list[tuple[str, dict[str, Any], str, str | None]] = [
        ("shares below 1", policy({"high": 0.2, "medium": 0.3, "tech": 0.4}), "invalid_document", "cut.shares"),
        ("shares above 1", policy({"high": 0.2, "medium": 0.3, "tech": 0.6}), "invalid_document", "cut.shares"),
        ("shares a billionth and more off", policy({"high": 0.2, "tech": 0.800000002}), "invalid_document", "cut.shares"),
        ("no shares", policy({}), "invalid_document", "cut.shares"),
        ("a negative share", policy({"high": -0.2, "medium": 0.7, "tech": 0.5}), "invalid_document", "cut.shares.high"),
        ("percentages", policy({"high": 20, "medium": 30, "tech": 50}), "invalid_document", "cut.shares.high"),
        ("a share of more places than can be kept", policy({"high": 1e-300, "tech": 1}), "overflow", "cut.shares.high"),
        ("an unknown tier", policy({"high": 0.2, "mid": 0.3, "tech": 0.5}), "invalid_document", "cut.shares.mid"),
        ("a share in text", policy({"high": "20%", "tech": 0.8}), "invalid_document", "cut.shares.high"),
        ("ties of no kind", policy(HYBRID | {"ties": "apart"}), "invalid_document", "cut.shares.ties"),
        ("ties split by nothing", policy(HYBRID | {"ties": {"split": ""}}), "invalid_document", "cut.shares.ties.split"),
        ("no team above the rest", policy({"otherwise": "tech"}, teams={"tech": {"csms": 1}}), "invalid_document", "cut.capacity"),
        ("no team at all", policy({"otherwise": "tech"}), "invalid_document", "cut.capacity"),
        ("a team without a most", policy({"otherwise": "community"}, teams={"tech": {"csms": 1}}), "invalid_document", "cut.capacity"),
        ("ratios the wrong way round", policy(HYBRID, teams={"high": {"accounts_per_csm": {"least": 20, "most": 5}}}), "inconsistent", "teams.high.accounts_per_csm"),
        ("a manager with at least no account", policy(HYBRID, teams={"high": {"accounts_per_csm": {"least": 0, "most": 5}}}), "invalid_document", "teams.high.accounts_per_csm"),
        ("half a manager", policy(HYBRID, teams={"high": {"csms": 1.5}}), "invalid_document", "teams.high.csms"),
        ("fewer than no managers", policy(HYBRID, teams={"high": {"csms": -1}}), "invalid_document", "teams.high.csms"),
        ("managers beyond number", policy(HYBRID, teams={"high": {"csms": 2**63}}), "overflow", "teams.high.csms"),
        ("a team of no tier", policy(HYBRID, teams={"gold": {"csms": 1}}), "invalid_document", "teams.gold"),
        ("capacity ties split by nothing", policy({"otherwise": "tech", "ties": {"split": ""}}, teams={"high": {"csms": 1}}), "invalid_document", "cut.capacity.ties.split"),
        ("a cut-off that names a flag", policy({"cut_offs": [{"tier": "high", "at_least": 1, "up_to_account": True}], "otherwise": "tech", "account": "account"}), "invalid_document", "cut.thresholds.cut_offs[0].up_to_account"),
        ("cut-offs that rise", cut_offs(("high", 50), ("medium", 100)), "invalid_document", "cut.thresholds.cut_offs[1]"),
        ("equal cut-offs: medium can never be reached", cut_offs(("high", 50), ("medium", 50)), "invalid_document", "cut.thresholds.cut_offs[1]"),
        ("a split that falls", cut_offs(("high", 50, "m"), ("medium", 50, "a"), account="account"), "invalid_document", "cut.thresholds.cut_offs[1]"),
        ("a split of nothing left", cut_offs(("high", 50), ("medium", 50, "m"), account="account"), "invalid_document", "cut.thresholds.cut_offs[1]"),
        ("tiers out of order", cut_offs(("medium", 100), ("high", 50)), "invalid_document", "cut.thresholds.cut_offs[1]"),
        ("a tier twice", cut_offs(("high", 100), ("high", 50)), "invalid_document", "cut.thresholds.cut_offs[1]"),
        ("the rest above a cut-off", cut_offs(("high", 100), otherwise="high"), "invalid_document", "cut.thresholds.cut_offs[0]"),
        ("a split without the account's fact", cut_offs(("high", 100, "m")), "invalid_document", "cut.thresholds.cut_offs[0].up_to_account"),
        ("an account's fact without a name", cut_offs(("high", 100), account=""), "invalid_document", "cut.thresholds.account"),
        ("a tier that is none", cut_offs(("gold", 100)), "invalid_document", "cut.thresholds.cut_offs[0].tier"),
        ("no rest", changed("cut.thresholds.otherwise"), "invalid_document", "cut.thresholds"),
        ("another kind", changed("kind", "scorecard"), "version", "kind"),
        ("a newer version", changed("version", 2), "version", "version"),
        ("no kind", changed("kind"), "invalid_document", None),
        ("no version", changed("version"), "invalid_document", None),
        ("no measure", changed("by"), "invalid_document", None),
        ("no cut", changed("cut"), "invalid_document", None),
        ("an unknown field", changed("sticky", 0.1), "invalid_document", "sticky"),
        ("a cut of no kind", changed("cut", {"share": HYBRID}), "invalid_document", "cut.share"),
        ("a measure of no kind", changed("by", {"inputs": "value"}), "invalid_document", "by.inputs"),
        ("no name", changed("name", ""), "invalid_document", "name"),
        ("a name with a line break", changed("name", "a\nb"), "invalid_text", "name"),
        ("a name too long", changed("name", "n" * 257), "limit", "name"),
        ("a fact without a name", changed("by", {"input": ""}), "invalid_document", "by.input"),
        ("stickiness of all", changed("stickiness", 1), "invalid_document", "stickiness"),
        ("stickiness below 0", changed("stickiness", -0.1), "invalid_document", "stickiness"),
        ("a missing tier that is none", changed("missing", "none"), "invalid_document", "missing"),
        ("an override without a reason", changed("overrides", [ENTERPRISE | {"reason": " "}]), "invalid_document", "overrides[0].reason"),
        ("an override by a rule that is none", changed("overrides", [ENTERPRISE, SMALL | {"when": {"fact": "value"}}]), "invalid_document", "overrides[1].when"),
        ("an override by what is not computed", changed("overrides", [SMALL | {"when": {"computed": "score", "below": 40}}]), "invalid_document", "overrides[0].when"),
        ("too many overrides", changed("overrides", many), "limit", "overrides"),
        ("a blend of nothing", changed("by", {"blend": []}), "invalid_document", "by.blend"),
        ("a blend of no weight", changed("by", {"blend": [part | {"weight": 0}]}), "invalid_document", "by.blend"),
        ("a negative weight", changed("by", {"blend": [part, part | {"weight": -1}]}), "invalid_document", "by.blend[1].weight"),
        ("a line without length", changed("by", {"blend": [part | {"scale": {"linear": {"from": 5, "to": 5}}}]}), "invalid_document", "by.blend[0].scale.linear"),
        ("a scale of texts", changed("by", {"blend": [part | {"scale": {"choices": {"scores": {"a": 1}}}}]}), "invalid_document", "by.blend[0].scale"),
        ("a scale that waits to be fitted", changed("by", {"blend": [part | {"scale": {"percentile": {}}}]}), "invalid_document", "by.blend[0].scale"),
        ("too many parts", changed("by", {"blend": [part] * 65}), "limit", "by.blend"),
        ("an unknown field of a blend", changed("by", {"blend": [part | {"wieght": 1}]}), "invalid_document", "by.blend[0].wieght"),
    ]  # fmt: skip
    return [{"name": name, "policy": document, "error": code} | ({"path": path} if path else {}) for name, document, code, path in table]


def portfolios() -> list[dict[str, Any]]:
    """Portfolios that a valid policy refuses: code, place, column and row counted from 0."""
    cut, hybrid = policy(CUT_100_50), policy(HYBRID)
    split = policy(HYBRID | SPLIT)
    by_text, by_number = ({"cut_offs": [{"tier": "high", "at_least": 2, "up_to_account": last}], "otherwise": "tech", "account": "account"} for last in ("b", 2))
    good = {"value": [1, 2, 3]}
    days = policy(CUT_100_50, {"days_since": "since"})
    ruled = policy(CUT_100_50, overrides=[ENTERPRISE])
    infinite = {"value": [1, None, "Infinity", 4, "-Infinity"]}
    table: list[tuple[str, dict[str, Any], dict[str, list[Any]], dict[str, Any], dict[str, Any]]] = [
        ("shares that were not fitted", hybrid, good, {"fit": False}, {"error": "not_fitted", "path": "cut"}),
        ("nobody", hybrid, {"value": []}, {}, {"error": "no_population"}),
        ("nobody with a measure", hybrid, {"value": [None, None, None]}, {}, {"error": "no_population"}),
        ("an infinite measure, fitted", hybrid, infinite, {}, {"error": "non_finite", "column": "value", "row": 2}),
        ("an infinite measure, applied", cut, infinite, {}, {"error": "non_finite", "column": "value", "row": 2}),
        ("an infinite measure in the second tile", cut, {"value": [1] * 70 + ["-Infinity"]}, {}, {"error": "non_finite", "column": "value", "row": 70}),
        ("an infinite fact of a rule", policy(CUT_100_50, overrides=[SMALL | {"when": {"fact": "mrr", "below": 5}}]), good | {"mrr": [1, "Infinity", 2]}, {}, {"error": "non_finite", "column": "mrr", "row": 1}),
        ("a sum beyond the largest number", policy(CUT_100_50, {"sum": ["value", "more"]}), {"value": [1, 1.7e308], "more": [1, 1.7e308]}, {}, {"error": "overflow", "column": "more", "row": 1}),
        ("no such column", cut, {"valu": [1, 2]}, {}, {"error": "missing_column", "column": "value"}),
        ("no such account column", split, good, {}, {"error": "missing_column", "column": "account"}),
        ("no such column of a rule", ruled, good, {}, {"error": "missing_column", "column": "segment"}),
        ("texts to rank by", cut, {"value": ["a", "b"]}, {}, {"error": "type_mismatch", "column": "value"}),
        ("flags to rank by", cut, {"value": [True, False]}, {}, {"error": "type_mismatch", "column": "value"}),
        ("accounts that are numbers with a fraction", split, good | {"account": [1.5, 2, 3]}, {}, {"error": "type_mismatch", "column": "account"}),
        ("a cut-off names a text, the column holds numbers", policy(by_text), good | {"account": [1, 2, 3]}, {}, {"error": "type_mismatch", "column": "account"}),
        ("a cut-off names a number, the column holds texts", policy(by_number), good | {"account": ["a", "b", "c"]}, {}, {"error": "type_mismatch", "column": "account"}),
        ("two rows of one number", split, good | {"account": [7, 8, 7]}, {}, {"error": "duplicate_account", "column": "account", "row": 2}),
        ("capacities that were not fitted", policy({"otherwise": "tech"}, teams={"high": {"csms": 1}}), good, {"fit": False}, {"error": "not_fitted", "path": "cut"}),
        ("two rows of one account", split, good | {"account": ["a", "b", "a"]}, {}, {"error": "duplicate_account", "column": "account", "row": 2}),
        ("a day is needed", days, {"since": ["2026-10-01"]}, {}, {"error": "invalid_argument", "path": "as_of"}),
        ("a day is needed by a rule", policy(CUT_100_50, overrides=[RENEWAL]), good | {"renews_on": [None, None, "2026-10-31"]}, {}, {"error": "invalid_argument", "path": "as_of"}),
        ("a text that is no day", days, {"since": ["2026-10-01", "2026-02-30"]}, {"as_of": "2026-10-31"}, {"error": "invalid_date", "column": "since", "row": 1}),
        ("too few previous tiers", cut, good, {"previous": ["high", "tech"]}, {"error": "length_mismatch", "path": "previous"}),
        ("too many previous tiers", cut, good, {"previous": ["high"] * 4}, {"error": "length_mismatch", "path": "previous"}),
    ]  # fmt: skip
    cases = [{"name": name, "policy": document, "columns": columns} | more | refusal for name, document, columns, more, refusal in table]
    as_missing = [("an infinite measure is missing on request", cut), ("an infinite measure is in the tier of the missing", cut | {"missing": "low"})]
    return cases + [case(name, document, infinite, invalid="missing") for name, document in as_missing]


FILES = [shares, capacity, numbered, sticky, overrides, measures, drawn, documents, portfolios]


def main() -> int:
    same = True
    for build in FILES:
        cases = build()
        same &= publish(f"touch/{build.__name__}.json", {"room": "touch", "count": len(cases), "cases": cases}, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
