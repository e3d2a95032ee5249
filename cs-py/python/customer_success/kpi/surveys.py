"""Net promoter scores of surveys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple

from customer_success import _core
from customer_success.frames.numpy import described
from customer_success.number import Number

Scale = Literal["five_steps", "bain"]
Method = Literal["adjusted_wald", "wald"]


class Interval(NamedTuple):
    """A confidence interval."""

    low: float
    high: float


class Change(NamedTuple):
    """The difference of two surveys of different people."""

    points: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Nps:
    """The net promoter score of a survey.

    Attributes:
        score: 100 · (promoters − detractors) ÷ answers, −100 to 100, unrounded.
        promoter_share: promoters as a share of the answers; so the other two.
        missing: answers left out because they were blank.
        invalid: answers left out because they were no whole number from 0 to 10.
    """

    score: float | Decimal
    promoters: int
    passives: int
    detractors: int
    answers: int
    promoter_share: float | Decimal
    passive_share: float | Decimal
    detractor_share: float | Decimal
    missing: int = 0
    invalid: int = 0

    @property
    def _counts(self) -> tuple[int, int, int]:
        return self.promoters, self.passives, self.detractors

    @property
    def band(self) -> str:
        """The band of the guide: below 0, from 0, from 30, from 70."""
        return self.band_of("five_steps")

    def band_of(self, scale: Scale) -> str:
        """The band on a scale of bands."""
        return _core.nps_band(self._counts, scale)

    @property
    def standard_error(self) -> float:
        """Standard error of the score, in points."""
        return _core.nps_standard_error(self._counts)

    def interval(self, *, level: float = 0.95, method: Method = "adjusted_wald") -> Interval:
        """A confidence interval within ±100; the plain one (`wald`) collapses when all answers agree."""
        return Interval(*_core.nps_interval(self._counts, level, method))

    def since(self, earlier: Nps, *, level: float = 0.95) -> Change:
        """The change from an earlier survey of other people, with standard error and interval."""
        return Change(*_core.nps_change(self._counts, earlier._counts, level))


def nps(*, promoters: Number, passives: Number, detractors: Number) -> Nps:
    """The net promoter score from counts: promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6.

    Raises:
        UndefinedError: ``no_population`` where nobody answered.
        CustomerSuccessError: ``out_of_range`` for what is no count.

    >>> survey = nps(promoters=50, passives=30, detractors=20)
    >>> survey.score, survey.band
    (30.0, 'excellent')
    >>> interval = survey.interval()
    >>> round(interval.low, 1), round(interval.high, 1)
    (14.1, 44.2)
    """
    return Nps(**_core.nps(promoters, passives, detractors))


def nps_from_answers(answers: Iterable[Any], *, invalid: Literal["error", "missing"] = "error") -> Nps:
    """The net promoter score of answers from 0 to 10: a list, an array, or a column of a table.

    Args:
        answers: None and NaN are blanks: left out and counted in `missing`.
        invalid: what 11, −1 or 7.5 gets: an error with its row, or to be left out and counted in `invalid`.

    >>> survey = nps_from_answers([10, 9, 8, 3, None, 99], invalid="missing")
    >>> survey.score, survey.answers, survey.missing, survey.invalid
    (25.0, 4, 1, 1)
    """
    return Nps(**_core.nps_from_answers(*described("answers", plain(answers))[1:], invalid))


def plain(answers: Any) -> Any:
    """A column of a table as an array where NumPy is there, else as a list."""
    if hasattr(answers, "astype") or not hasattr(answers, "to_numpy"):
        return answers
    return answers.to_numpy() if find_spec("numpy") else answers.to_list()
