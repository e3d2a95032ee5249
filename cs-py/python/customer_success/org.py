"""Organisation: how a success team is built, who is needed in it, and what its people can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, TypedDict, cast

from . import _core

Model = Literal["all_rounder", "specialist", "sales_led", "partnership", "area"]
Level = Literal["low", "medium", "high"]
Stage = Literal["start_up", "growing", "enterprise"]


class Label(TypedDict):
    en: str
    ja: str


class Statement(TypedDict):
    """A sentence about a model, with the guide that it comes from."""

    label: Label
    source: str


class ModelEntry(TypedDict):
    """A model with all that the guides say about it; where they disagree, every view stands in `fits`."""

    model: Model
    label: Label
    traits: list[Statement]
    fits: list[Statement]
    merits: list[Statement]
    risks: list[Statement]
    move_on: list[Statement]


class ReasonFor(TypedDict):
    """A signal that speaks for a model or, with points below 0, against it."""

    signal: str
    points: int
    label: Label
    source: str


class Ranked(TypedDict):
    """A model and how well it fits."""

    rank: int
    model: Model
    label: Label
    points: int
    reasons_for: list[ReasonFor]
    reasons_against: list[ReasonFor]
    unknown: list[str]
    views: list[Statement]


# `from` is a keyword, so this one is written as a call.
Step = TypedDict(
    "Step",
    {"signal": str, "from": Model, "to": Model, "holds": bool | None, "label": Label, "source": str},
)


class Recommendation(TypedDict):
    """What follows from a profile: models, the best first; signs of the next step; figures as exact texts."""

    models: list[Ranked]
    next_steps: list[Step]
    accounts_per_csm: str | None
    arr_per_csm: str | None
    arr_per_account: str | None


class Gap(TypedDict):
    """A skill that a person lacks."""

    skill: str
    required: int
    has: int
    missing: int


class PersonGaps(TypedDict):
    """One person beside the role."""

    name: str
    role: str
    met: int
    required: int
    gaps: list[Gap]


class Cover(TypedDict):
    """One skill of one role across the team."""

    role: str
    skill: str
    required: int
    people: int
    covered_by: list[str]
    best: int
    missing: int


class SkillGaps(TypedDict):
    """What a team lacks."""

    people: list[PersonGaps]
    cover: list[Cover]
    uncovered: list[Cover]
    roles_without_people: list[str]
    skills: int
    more_skills_than_people: bool


def recommend(
    *,
    accounts: int | None = None,
    csms: int | None = None,
    arr: int | float | Decimal | str | None = None,
    contract_value: Level | None = None,
    product_complexity: Level | None = None,
    sales_alignment: Level | None = None,
    regions: int | None = None,
    high_touch_accounts: int | None = None,
    varying_quality: bool | None = None,
    stage: Stage | None = None,
    present_model: Model | None = None,
) -> Recommendation:
    """Ranks the five organisation models for a company, with the reasons for and against each.

    Formula: the points of a model are the sum over its signals that hold; a signal counts 2 where a guide
    names it as the condition of the model and 1 where it follows from what the guide says, below 0 when it
    speaks against. What is left out counts 0 and is listed as unknown. Source: guides A and E;
    docs/definitions.md 8.

    Args:
        accounts: accounts that are looked after.
        csms: success managers.
        arr: annual recurring revenue, for the figures per manager and per account.
        contract_value: what an account pays, beside what is usual in the market.
        product_complexity: how much there is to learn and to set up.
        sales_alignment: how close success work is to sales targets.
        regions: regions with customers.
        high_touch_accounts: accounts in high touch.
        varying_quality: whether quality varies from person to person or from team to team.
        stage: where the company stands.
        present_model: the model in use, whose next steps are judged; without it, those of the best.

    Raises:
        CustomerSuccessError: ``invalid_document`` (a word that is none), ``inconsistent`` (more accounts in
            high touch than there are), ``out_of_range`` (negative revenue), with the place.

    >>> import customer_success as cs
    >>> advice = cs.org.recommend(accounts=80, csms=4, product_complexity="low")
    >>> [(one["rank"], one["model"], one["points"]) for one in advice["models"][:3]]
    [(1, 'all_rounder', 2), (2, 'sales_led', 1), (3, 'partnership', 0)]
    >>> [step["label"]["en"] for step in advice["next_steps"] if step["holds"]]
    ['there are 50 accounts or more']
    """
    profile = {name: value for name, value in locals().items() if value is not None}
    return cast(Recommendation, _core.org_recommend(profile))


def models() -> list[ModelEntry]:
    """The five models as data: traits, fit, merits, risks, when to move on, each with its source.

    >>> [model["label"]["ja"] for model in models()][:2]
    ['オールラウンダー型', 'スペシャリスト型']
    """
    return cast(list[ModelEntry], _core.org_models())


def roles() -> list[dict[str, Any]]:
    """The roles of a success team, and how much each model needs them: ``own``, ``shared`` or ``later``.

    >>> [role["role"] for role in roles()]
    ['cco', 'csm', 'onboarding', 'consulting', 'tech_touch', 'ops_enablement']
    """
    return _core.org_roles()


def skills() -> list[dict[str, Any]]:
    """The six skills that guide A names; a skill matrix may use these and any others.

    >>> len(skills())
    6
    """
    return _core.org_skills()


def skill_gaps(
    *, required: Mapping[str, Mapping[str, int]], people: Sequence[Mapping[str, Any]]
) -> SkillGaps:
    """What a team lacks: for each person, ``missing = max(0, required - has)`` of every skill of the role.

    Args:
        required: the level, 0 to 5, that each role asks for, skill by skill.
        people: `name`, `role` and `skills` (levels; a skill that is left out is at level 0) of each person.

    Raises:
        CustomerSuccessError: ``out_of_range`` (a level above 5), ``unknown_name`` (a role that nothing is
            asked of), ``duplicate`` (a person twice), ``invalid_document``, ``limit``, with the place.

    >>> gaps = skill_gaps(
    ...     required={"csm": {"communication": 4, "data_analysis": 3}},
    ...     people=[{"name": "Aoi", "role": "csm", "skills": {"communication": 5, "data_analysis": 1}}],
    ... )
    >>> gaps["people"][0]["gaps"], gaps["more_skills_than_people"]
    ([{'skill': 'data_analysis', 'required': 3, 'has': 1, 'missing': 2}], True)
    """
    return cast(SkillGaps, _core.org_skill_gaps({"required": required, "people": list(people)}))
