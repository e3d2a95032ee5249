"""Organisation models and skills from their definition (docs/definitions.md 8): the table of signals, read by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exact import Refused, rounded

MODELS = ["all_rounder", "specialist", "sales_led", "partnership", "area"]
Profile = Mapping[str, Any]

# What a signal says of a profile: None where one of the facts that it needs is not there.
CONDITIONS: dict[str, tuple[tuple[str, ...], Any]] = {
    "fewer than 50 accounts": (("accounts",), lambda accounts: accounts < 50),
    "50 to 100 accounts": (("accounts",), lambda accounts: 50 <= accounts <= 100),
    "50 accounts or more": (("accounts",), lambda accounts: accounts >= 50),
    "more than 100 accounts": (("accounts",), lambda accounts: accounts > 100),
    "quality varies": (("varying_quality",), lambda varies: varies),
    "product simple": (("product_complexity",), lambda level: level == "low"),
    "product complex": (("product_complexity",), lambda level: level == "high"),
    "price high": (("contract_value",), lambda level: level == "high"),
    "price low": (("contract_value",), lambda level: level == "low"),
    "start-up": (("stage",), lambda stage: stage == "start_up"),
    "growing": (("stage",), lambda stage: stage == "growing"),
    "enterprise": (("stage",), lambda stage: stage == "enterprise"),
    "near sales": (("sales_alignment",), lambda level: level == "high"),
    "far from sales": (("sales_alignment",), lambda level: level == "low"),
    "at least 5 managers": (("csms",), lambda csms: csms >= 5),
    "fewer than 5 managers": (("csms",), lambda csms: csms < 5),
    "a fifth in high touch": (("high_touch_accounts", "accounts"), lambda high, all_: high > 0 and Fraction(high, max(all_, 1)) >= Fraction(1, 5)),
    "none in high touch": (("high_touch_accounts",), lambda high: high == 0),
    "more than 20 high touch each": (("high_touch_accounts", "csms"), lambda high, csms: high > 20 * csms),
    "several regions": (("regions",), lambda regions: regions > 1),
    "one region": (("regions",), lambda regions: regions <= 1),
    "fewer managers than regions": (("csms", "regions"), lambda csms, regions: csms < regions),
}  # fmt: skip

# The table of the definitions: model, points, the signal's name, its condition, its source.
SIGNALS = [
    ("all_rounder", 2, "few_accounts", "fewer than 50 accounts", "A"),
    ("all_rounder", 2, "simple_product", "product simple", "A"),
    ("all_rounder", 1, "start_up", "start-up", "A"),
    ("all_rounder", 1, "small_team", "fewer than 5 managers", "E"),
    ("all_rounder", -1, "accounts_at_the_step", "50 to 100 accounts", "A"),
    ("all_rounder", -2, "too_many_accounts", "more than 100 accounts", "A"),
    ("all_rounder", -2, "quality_varies", "quality varies", "A"),
    ("all_rounder", -1, "complex_product", "product complex", "A"),
    ("specialist", 2, "too_many_accounts", "more than 100 accounts", "A"),
    ("specialist", 1, "accounts_at_the_step", "50 to 100 accounts", "A"),
    ("specialist", 2, "growing", "growing", "A"),
    ("specialist", 2, "quality_varies", "quality varies", "A"),
    ("specialist", 1, "people_for_every_function", "at least 5 managers", "A"),
    ("specialist", -2, "fewer_people_than_functions", "fewer than 5 managers", "A"),
    ("specialist", -1, "few_accounts", "fewer than 50 accounts", "A"),
    ("sales_led", 2, "near_sales", "near sales", "A, E"),
    ("sales_led", 2, "high_price", "price high", "A"),
    ("sales_led", 1, "enterprise", "enterprise", "A"),
    ("sales_led", 1, "simple_product", "product simple", "E"),
    ("sales_led", 1, "small_company", "start-up", "E"),
    ("sales_led", -2, "far_from_sales", "far from sales", "A"),
    ("sales_led", -1, "quality_varies", "quality varies", "A"),
    ("partnership", 2, "much_high_touch", "a fifth in high touch", "A"),
    ("partnership", 2, "high_price", "price high", "A"),
    ("partnership", 1, "complex_product", "product complex", "A"),
    ("partnership", -2, "no_high_touch", "none in high touch", "A"),
    ("partnership", -2, "more_high_touch_than_people", "more than 20 high touch each", "A"),
    ("partnership", -1, "low_price", "price low", "A"),
    ("area", 2, "several_regions", "several regions", "A"),
    ("area", 1, "too_many_accounts", "more than 100 accounts", "A"),
    ("area", -2, "one_region", "one region", "A"),
    ("area", -1, "fewer_people_than_regions", "fewer managers than regions", "A"),
    ("area", -1, "quality_varies", "quality varies", "A"),
]
NEXT_STEPS = [
    ("all_rounder", "specialist", "accounts_at_the_step", "50 accounts or more"),
    ("all_rounder", "specialist", "quality_varies", "quality varies"),
    ("specialist", "area", "several_regions", "several regions"),
    ("specialist", "partnership", "much_high_touch", "a fifth in high touch"),
    ("sales_led", "specialist", "quality_varies", "quality varies"),
    ("sales_led", "specialist", "too_many_accounts", "more than 100 accounts"),
    ("partnership", "specialist", "more_high_touch_than_people", "more than 20 high touch each"),
    ("area", "specialist", "quality_varies", "quality varies"),
]


def holds(profile: Profile, condition: str) -> bool | None:
    facts, says = CONDITIONS[condition]
    found = [profile.get(fact) for fact in facts]
    return None if None in found else bool(says(*found))


def recommended(profile: Profile) -> dict[str, Any]:
    """The models by points, with the reasons; the signs of leaving the model in use, or else the best."""
    accounts, high = profile.get("accounts"), profile.get("high_touch_accounts")
    if accounts is not None and high is not None and high > accounts:
        raise Refused("inconsistent", "high_touch_accounts")
    arr = None if profile.get("arr") is None else Fraction(str(profile["arr"]))
    if arr is not None and arr < 0:
        raise Refused("out_of_range", "arr")
    models = []
    for model in MODELS:
        own = [(points, name, holds(profile, condition), source) for of, points, name, condition, source in SIGNALS if of == model]
        reasons = [{"signal": name, "points": points, "source": source} for points, name, held, source in own if held]
        models.append(
            {
                "model": model,
                "points": sum(reason["points"] for reason in reasons),
                "reasons_for": [reason for reason in reasons if reason["points"] > 0],
                "reasons_against": [reason for reason in reasons if reason["points"] < 0],
                "unknown": [name for _, name, held, _ in own if held is None],
            }
        )
    ranked = sorted(models, key=lambda one: -one["points"])
    for one in ranked:
        one["rank"] = 1 + sum(other["points"] > one["points"] for other in models)
    present = profile.get("present_model") or ranked[0]["model"]
    steps = [
        {"signal": name, "from": before, "to": after, "holds": holds(profile, condition)}
        for before, after, name, condition in NEXT_STEPS
        if before == present
    ]
    csms = profile.get("csms")
    return {
        "models": ranked,
        "next_steps": steps,
        "accounts_per_csm": ratio(accounts, csms),
        "arr_per_csm": ratio(arr, csms),
        "arr_per_account": ratio(arr, accounts),
    }


def ratio(of: Any, per: Any) -> str | None:
    return None if of is None or not per else rounded(Fraction(of) / per)


def skill_gaps(matrix: Mapping[str, Any]) -> dict[str, Any]:
    """For each person and skill of the role: what is missing to the level asked for."""
    required, people = matrix["required"], matrix["people"]
    for at, person in enumerate(people):
        if person["role"] not in required:
            raise Refused("unknown_name", f"people[{at}].role")
    names = [person["name"] for person in people]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise Refused("duplicate", f"people[{at}].name")
    by_person = []
    for person in people:
        asked = required[person["role"]]
        gaps = [
            {"skill": skill, "required": level, "has": has, "missing": level - has}
            for skill, level in sorted(asked.items())
            if (has := person.get("skills", {}).get(skill, 0)) < level
        ]
        gaps.sort(key=lambda gap: (-gap["missing"], gap["skill"]))
        by_person.append(
            {"name": person["name"], "role": person["role"], "met": len(asked) - len(gaps), "required": len(asked), "gaps": gaps}
        )
    cover = []
    for role in sorted(required):
        levels = [(person["name"], person.get("skills", {})) for person in people if person["role"] == role]
        for skill, level in sorted(required[role].items()):
            has = [(name, own.get(skill, 0)) for name, own in levels]
            cover.append(
                {
                    "role": role,
                    "skill": skill,
                    "required": level,
                    "people": len(has),
                    "covered_by": [name for name, own in has if own >= level],
                    "best": max((own for _, own in has), default=0),
                    "missing": sum(max(0, level - own) for _, own in has),
                }
            )
    distinct = {skill for levels in required.values() for skill in levels}
    return {
        "people": by_person,
        "cover": cover,
        "uncovered": [one for one in cover if not one["covered_by"] and one["required"] > 0],
        "roles_without_people": [role for role in sorted(required) if not any(person["role"] == role for person in people)],
        "skills": len(distinct),
        "more_skills_than_people": len(distinct) > len(people),
    }
