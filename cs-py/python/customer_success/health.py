"""The health of one account: score, band, coverage, bounds, and the reasons."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from typing import Any

from . import _core, document, overrides
from .errors import CustomerSuccessError
from .migration import migration
from .number import percent
from .overrides import Override
from .reasons import BridgeStep, Change, ChangePart, Language, PathStep, Reading, ScorePath, spoken
from .rollup import rollup
from .tracker import BandTracker, Tracked
from .trend import Trend, trend, trend_one

__all__ = [
    "BandTracker",
    "BridgeStep",
    "Change",
    "ChangePart",
    "Contribution",
    "GroupScore",
    "Health",
    "PathStep",
    "Reading",
    "ScorePath",
    "Tracked",
    "Trend",
    "migration",
    "rollup",
    "trend",
    "trend_one",
]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One indicator's part in a score.

    Attributes:
        raw: the value that the scale was applied to.
        score: the score on the scale, or the substitute that the missing policy names.
        weight: the effective weight, 0 to 1; all add up to 1 where there is a score. Where points are
            counted, the hundredth of the indicator's points, so that it gains what it lost at 100.
        points: points contributed; with the result's ``adjustment`` they add up to the score before
            exceptions.
        attainable: points at a score of 100.
        lost: attainable less contributed. Where points are counted and their sum leaves 0..100, more than
            the score gains at 100: ``adjustment`` says by how much the sum was cut.
        status: ``scored``, ``faded``, ``missing``, ``stale``, ``errored`` or ``not_applicable``.
    """

    indicator: str
    group: str | None
    raw: Any
    score: float | None
    weight: float
    points: float
    attainable: float
    lost: float
    status: str


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The score of a group of indicators; ``points`` = weight · score, ``lost`` = weight · 100 − points."""

    group: str
    weight: float
    score: float | None
    points: float
    lost: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Health:
    """The health of one account; a value, so it compares, pickles and copies.

    Attributes:
        fingerprint: which card the result is of, to the last letter of its document.
        score: 0 to 100 after exceptions and override; None where too little is known.
        band: name of the band; ``"unknown"`` without a score.
        color: the band's colour.
        whole: the whole number shown to people, kept inside its band.
        shown: the number as the card says to show it (its scale, its decimals); else the whole number.
        reason: the code that says why there is no score.
        coverage: weight present ÷ weight applicable, 0 to 1.
        low: the score before exceptions with every missing indicator at 0.
        high: the same with every missing indicator at 100.
        computed_score: the score before exceptions.
        computed_band: its band.
        adjustment: what rounding and counted points added to the points of the contributions.
        card_score: the score after exceptions, before a manual override.
        card_band: its band.
        override: the manual override in force.
        missing: number of indicators without a value, or with one that is too old.
        errored: number of indicators whose source failed.
        exceptions: reasons of the exceptions that fired.
        groups: score of each group of indicators.
        contributions: each indicator's part; points add up to the score before exceptions.
    """

    card: str
    fingerprint: str
    as_of: date
    score: float | None
    band: str
    color: str | None
    whole: float | None
    shown: float | None
    reason: str | None
    coverage: float
    low: float | None
    high: float | None
    computed_score: float | None
    computed_band: str
    adjustment: float
    card_score: float | None
    card_band: str
    override: Override | None
    missing: int
    errored: int
    exceptions: list[str]
    groups: list[GroupScore]
    contributions: list[Contribution]

    @classmethod
    def of_fields(cls, fields: dict[str, Any]) -> Health:
        """A result from its fields as they stand in JSON."""
        known = {
            "as_of": date.fromisoformat(fields["as_of"]),
            "override": overrides.of_fields(fields["override"]),
            "groups": [GroupScore(**group) for group in fields["groups"]],
            "contributions": [Contribution(**part) for part in fields["contributions"]],
        }
        return cls(**(fields | known))

    def explain(self) -> list[Contribution]:
        """Each indicator's part, in the order of the card."""
        return list(self.contributions)

    def improvements(self) -> list[Contribution]:
        """The indicators that lost points, most points first."""
        return [Contribution(**part) for part in self._explanation()["improvements"]]

    def bridge(self) -> list[BridgeStep]:
        """The steps from 100 to the score, for a waterfall chart; their points add up to score − 100."""
        return [BridgeStep(**step) for step in self._explanation()["bridge"]]

    def sentences(self, language: Language = "en") -> list[str]:
        """The result in words: where it stands, what cost points, what is not known, what moved it.

        >>> import customer_success as cs
        >>> card = cs.scorecards.simple()
        >>> facts = {"nps_answer": 7, "nps_answered_on": "2026-10-30", "last_login_on": "2026-10-30"}
        >>> card.score_one(facts | {"tickets_90d": 5, "seats": 25}, as_of="2026-10-31").sentences()
        ['the score is 76.0, healthy', 'nps 7 cost 12.0 points', 'tickets per seat 0.2 cost 12.0 points']

        Raises:
            CustomerSuccessError: ``invalid_argument`` for another language.
        """
        said: list[str] = spoken(self._explanation()["sentences"], language, "language")
        return said

    def to_json(self) -> str:
        """The result as JSON text, to be kept and compared with later ones."""
        fields = asdict(self) | {
            "as_of": str(self.as_of),
            "override": self.override and self.override.to_dict(),
        }
        return document.to_text(fields)

    @classmethod
    def from_json(cls, text: str) -> Health:
        """Reads a result that was written as JSON, here or in another language.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``duplicate``, ``limit`` or ``invalid_text``.
        """
        return cls.of_fields(_core.health(text))

    def _explanation(self) -> dict[str, Any]:
        return _core.explanation(self.to_json())

    def __repr__(self) -> str:
        """The score, its band and its bounds, then what it is made of."""
        lines = [f"Health {self._headline()}"]
        lines += [f"  because: {reason}" for reason in self._reasons()]
        width = max((len(part.indicator) for part in self.contributions), default=0)
        lines += [f"  {part.indicator:<{width}}  {_points(part)}" for part in self.contributions]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        cells = [
            (part.indicator, _shown(part.raw), _points(part), part.group or "") for part in self.contributions
        ]
        head = "".join(f"<th>{name}</th>" for name in ("indicator", "value", "points", "group"))
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells)
        reasons = "".join(f"<p>because: {escape(reason)}</p>" for reason in self._reasons())
        color = escape(self.color or "#757575", quote=True)
        return (
            f'<p><b style="color:{color}">{escape(self._headline())}</b></p>{reasons}'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _reasons(self) -> list[str]:
        manual = self.override
        said = [f"{manual.reason} ({manual.by}, until {manual.expires_on})"] if manual else []
        return self.exceptions + said

    def _headline(self) -> str:
        known = f"coverage {percent(self.coverage, 0)}, {self.card}, {self.as_of}"
        if self.score is None:
            return f"{self.band} (too little is known, {known})"
        return f"{self.score:.1f} {self.band} ({self.low or 0:.0f} to {self.high or 0:.0f}, {known})"


def written(place: str, health: Health) -> str:
    """A result as JSON text, where nothing else is one."""
    if isinstance(health, Health):
        return health.to_json()
    raise CustomerSuccessError(
        f"{place}: a Health is needed, not {type(health).__name__}", code="type_mismatch", path=place
    )


def _points(part: Contribution) -> str:
    if part.status == "scored" or part.points:
        return f"{part.points:6.2f} of {part.attainable:6.2f} points"
    return part.status.replace("_", " ")


def _shown(raw: Any) -> str:
    return "" if raw is None else f"{raw:.6g}" if isinstance(raw, float) else str(raw)
