"""Writes tests/vectors/org/<name>.json: profiles with the models recommended for them, teams with their gaps.

`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from random import Random
from typing import Any

from exact import Refused, publish
from org_definitions import MODELS, recommended, skill_gaps

LEVELS = ["low", "medium", "high"]
STAGES = ["start_up", "growing", "enterprise"]


def case(name: str, call: str, request: Any, answer: Any) -> dict[str, Any]:
    one = {"name": name, "call": call, "request": request}
    try:
        return one | {"expected": answer(request)}
    except Refused as refused:
        return one | {"error": refused.code, "path": refused.place}


def refused(name: str, call: str, request: Any, error: str, path: str | None) -> dict[str, Any]:
    return {"name": name, "call": call, "request": request, "error": error} | ({"path": path} if path else {})


def recommend() -> list[dict[str, Any]]:
    """One fact at a time at every edge, companies that a guide describes, drawn profiles, profiles that are none."""
    edges: dict[str, list[Any]] = {
        "accounts": [0, 1, 49, 50, 99, 100, 101, 2**63],
        "csms": [0, 4, 5, 6],
        "regions": [0, 1, 2, 40],
        "product_complexity": LEVELS,
        "contract_value": LEVELS,
        "sales_alignment": LEVELS,
        "stage": STAGES,
        "varying_quality": [True, False],
        "high_touch_accounts": [0, 1],
        "present_model": MODELS,
        "arr": [0, 1000000, "123456789.01", 0.1],
    }
    cases = [case(f"{fact} {value}", "recommend", {fact: value}, recommended) for fact, values in edges.items() for value in values]
    pairs = [(9, 45), (10, 50), (20, 100), (19, 100), (0, 0), (81, 400), (80, 400)]
    cases += [case(f"{high} of {all_} in high touch", "recommend", {"high_touch_accounts": high, "accounts": all_, "csms": 4}, recommended) for high, all_ in pairs]
    cases += [
        case("nothing is known", "recommend", {}, recommended),
        case("a start-up", "recommend", {"accounts": 20, "csms": 2, "product_complexity": "low", "stage": "start_up", "regions": 1, "varying_quality": False}, recommended),
        case("80 accounts, four managers, a simple product", "recommend", {"accounts": 80, "csms": 4, "product_complexity": "low", "sales_alignment": "medium", "regions": 1, "high_touch_accounts": 8, "varying_quality": False}, recommended),
        case("a company that grows", "recommend", {"accounts": 400, "csms": 9, "stage": "growing", "product_complexity": "medium", "varying_quality": True, "present_model": "all_rounder"}, recommended),
        case("enterprise customers", "recommend", {"accounts": 60, "csms": 8, "contract_value": "high", "product_complexity": "high", "stage": "enterprise", "sales_alignment": "high", "high_touch_accounts": 30, "arr": "600000000"}, recommended),
        case("a small company with a simple product, near sales", "recommend", {"accounts": 40, "csms": 3, "stage": "start_up", "product_complexity": "low", "sales_alignment": "high"}, recommended),
        case("all over the world", "recommend", {"accounts": 5000, "csms": 30, "regions": 12, "varying_quality": False, "high_touch_accounts": 0}, recommended),
        case("more high touch than people", "recommend", {"accounts": 200, "csms": 2, "high_touch_accounts": 41, "present_model": "partnership"}, recommended),
        case("no managers: no accounts per manager", "recommend", {"accounts": 10, "csms": 0, "arr": 5}, recommended),
        case("no accounts", "recommend", {"accounts": 0, "csms": 3, "arr": 7}, recommended),
        case("more in high touch than there are", "recommend", {"accounts": 3, "high_touch_accounts": 4}, recommended),
        case("negative revenue", "recommend", {"arr": -1}, recommended),
        case("a zero with a sign", "recommend", {"arr": "-0", "accounts": 3}, recommended),
        case("the only account, in high touch", "recommend", {"high_touch_accounts": 1, "accounts": 1}, recommended),
        refused("a negative count", "recommend", {"accounts": -1}, "invalid_document", "accounts"),
        refused("half an account", "recommend", {"accounts": 1.5}, "invalid_document", "accounts"),
        refused("a level that is none", "recommend", {"product_complexity": "easy"}, "invalid_document", "product_complexity"),
        refused("a stage that is none", "recommend", {"stage": "startup"}, "invalid_document", "stage"),
        refused("a model that is none", "recommend", {"present_model": "allrounder"}, "invalid_document", "present_model"),
        refused("an unknown field", "recommend", {"account": 5}, "invalid_document", "account"),
        refused("an amount in words", "recommend", {"arr": "a lot"}, "invalid_document", "arr"),
        refused("no object", "recommend", 5, "invalid_document", None),
    ]
    random = Random(20261031)
    for at in range(60):
        profile: dict[str, Any] = {}
        for fact, values in edges.items():
            if random.random() < 0.7:
                profile[fact] = random.choice(values[:7])
        if "accounts" in profile:
            profile["accounts"] = random.randint(0, 300)
        cases.append(case(f"drawn {at}", "recommend", profile, recommended))
    return cases


def skills() -> list[dict[str, Any]]:
    """Teams beside what their roles ask for."""
    csm = {"communication": 4, "data_analysis": 3, "product_knowledge": 4}
    ops = {"data_analysis": 5, "project_management": 3}
    aoi = {"name": "Aoi", "role": "csm", "skills": {"communication": 5, "data_analysis": 1, "product_knowledge": 4}}
    ren = {"name": "Ren", "role": "csm", "skills": {"communication": 2, "data_analysis": 3}}
    yui = {"name": "由衣", "role": "ops", "skills": {"data_analysis": 5, "project_management": 3, "chess": 5}}

    def team(name: str, required: Any, people: Any) -> dict[str, Any]:
        return case(name, "skill_gaps", {"required": required, "people": people}, skill_gaps)

    def bad(name: str, required: Any, people: Any, error: str, path: str | None) -> dict[str, Any]:
        return refused(name, "skill_gaps", {"required": required, "people": people}, error, path)

    cases = [
        team("one role, one person", {"csm": csm}, [aoi]),
        team("two people fill each other's gaps", {"csm": csm}, [aoi, ren]),
        team("two roles", {"csm": csm, "ops": ops}, [aoi, ren, yui]),
        team("more skills than people", {"csm": csm, "ops": ops}, [yui]),
        team("nobody at all", {"csm": csm}, []),
        team("nothing is asked for", {}, []),
        team("a role that asks for nothing", {"csm": {}}, [aoi]),
        team("a level of 0 is met by everybody", {"csm": {"communication": 0}}, [ren, {"name": "new", "role": "csm"}]),
        team("a level of 0 that nobody is there for", {"csm": {"communication": 0}}, []),
        team("the widest gap first, equal ones by name", {"csm": {"d": 3, "a": 3, "c": 5, "b": 1}}, [{"name": "new", "role": "csm"}]),
        team("people as asked, skills by code point", {"z": {"é": 1, "z": 1}, "a": {"あ": 1}}, [{"name": "z", "role": "z"}, {"name": "a", "role": "a"}]),
        team("the same person twice", {"csm": csm}, [aoi, ren, aoi]),
        team("a role that nothing is asked of", {"csm": csm}, [aoi, yui]),
        bad("a level above 5", {"csm": {"communication": 6}}, [], "out_of_range", "required.csm.communication"),
        bad("a person's level above 5", {"csm": csm}, [aoi | {"skills": {"communication": 6}}], "out_of_range", "people[0].skills.communication"),
        bad("a level below 0", {"csm": {"communication": -1}}, [], "invalid_document", "required.csm.communication"),
        bad("half a level", {"csm": {"communication": 1.5}}, [], "invalid_document", "required.csm.communication"),
        bad("a person without a role", {"csm": csm}, [{"name": "Aoi"}], "invalid_document", "people[0]"),
        bad("a person without a name", {"csm": csm}, [aoi | {"name": ""}], "invalid_document", "people[0].name"),
        bad("a role without a name", {"": csm}, [], "invalid_document", "required"),
        bad("a skill without a name", {"csm": {"": 1}}, [], "invalid_document", "required.csm"),
        bad("a person's skill without a name", {"csm": csm}, [aoi | {"skills": {"": 1}}], "invalid_document", "people[0].skills"),
        bad("a skill with a NUL", {"csm": {"a\0b": 1}}, [], "invalid_text", "required.csm"),
        bad("an unknown field", {"csm": csm}, [aoi | {"skils": {}}], "invalid_document", "people[0].skils"),
        bad("too many skills", {"csm": {f"s{at}": 1 for at in range(257)}}, [], "limit", "required.csm"),
    ]
    random = Random(20261101)
    names = ["communication", "problem_solving", "data_analysis", "project_management", "industry_knowledge", "product_knowledge"]
    for at in range(20):
        roles = {role: {skill: random.randint(0, 5) for skill in random.sample(names, random.randint(0, 6))} for role in random.sample(["csm", "ops", "onboarding"], random.randint(1, 3))}
        people = [{"name": f"p{number}", "role": random.choice(list(roles)), "skills": {skill: random.randint(0, 5) for skill in random.sample(names, random.randint(0, 6))}} for number in range(random.randint(0, 7))]
        cases.append(team(f"drawn {at}", roles, people))
    return cases


FILES = [recommend, skills]


def main() -> int:
    same = True
    for build in FILES:
        cases = build()
        same &= publish(f"org/{build.__name__}.json", {"room": "org", "count": len(cases), "cases": cases}, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
