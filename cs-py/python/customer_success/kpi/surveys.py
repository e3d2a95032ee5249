"""Net promoter scores of surveys."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple, overload

from customer_success import _core
from customer_success.errors import CustomerSuccessError
from customer_success.frames import open_table
from customer_success.number import Number

Scale = Literal["five_steps", "bain"]
Method = Literal["adjusted_wald", "wald"]
Invalid = Literal["error", "missing"]


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
        """The change from an earlier survey of other people, with standard error and interval.

        Raises:
            CustomerSuccessError: ``type_mismatch`` for what is no `Nps`; ``out_of_range`` for the level.
        """
        compared(earlier, Nps)
        return Change(*_core.nps_change(self._counts, earlier._counts, level))


def compared(earlier: Any, *kinds: type) -> None:
    """Refuses what is no survey of these kinds: `type_mismatch`."""
    if not isinstance(earlier, kinds):
        names = " or ".join(kind.__name__ for kind in kinds)
        sentence = f"earlier: a survey ({names}) is needed, not {type(earlier).__name__}"
        raise CustomerSuccessError(sentence, code="type_mismatch", path="earlier")


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


@dataclass(frozen=True, kw_only=True)
class WeightedNps:
    """The net promoter score of a survey whose answers carry weights.

    Attributes:
        score: 100 · (weight of promoters − weight of detractors) ÷ weight of all, unrounded.
        promoter_share: the promoters' weight as a share of all; so the other two.
        weight: the sum of the weights.
        answers: answers that count.
        effective_answers: (sum of weights)² ÷ sum of squares: so many answers of equal weight say as much.
        missing: rows left out because answer or weight is missing.
        invalid: answers left out because they were no whole number from 0 to 10.
    """

    score: float | Decimal
    promoter_share: float | Decimal
    passive_share: float | Decimal
    detractor_share: float | Decimal
    weight: float | Decimal
    answers: int
    effective_answers: float
    missing: int = 0
    invalid: int = 0

    @property
    def band(self) -> str:
        """The band of the guide: below 0, from 0, from 30, from 70."""
        return self.band_of("five_steps")

    def band_of(self, scale: Scale) -> str:
        """The band on a scale of bands."""
        return _core.nps_band_of(self.score, scale)

    def _spread(self, level: float, method: Method) -> tuple[float, float, float]:
        shares = float(self.promoter_share), float(self.detractor_share)
        return _core.nps_weighted_interval(shares, self.effective_answers, level, method)

    @property
    def standard_error(self) -> float:
        """Standard error of the score, in points, of as many answers as are effective."""
        return self._spread(0.95, "wald")[2]

    def interval(self, *, level: float = 0.95, method: Method = "adjusted_wald") -> Interval:
        """A confidence interval within ±100, of as many answers as are effective (Kish, 1965)."""
        low, high, _ = self._spread(level, method)
        return Interval(low, high)

    def since(self, earlier: WeightedNps | Nps, *, level: float = 0.95) -> Change:
        """The change from an earlier survey of other people, with standard error and interval.

        Points are the difference of the two scores as they stand here, rounded to a float. Scores that are
        `Decimal` have 28 digits; scores that are floats were themselves rounded, so that points are within
        5e-14 of the exact change.

        Raises:
            CustomerSuccessError: ``type_mismatch`` for what is no survey; ``out_of_range`` for the level.

        >>> before = nps_from_answers([10, 8, 0, 0], weights=[1, 1, 1, 1])
        >>> change = nps_from_answers([10, 8, 0, 9], weights=[1, 1, 1, 1]).since(before)
        >>> change.points, round(change.standard_error, 4)
        (50.0, 58.6302)
        """
        compared(earlier, WeightedNps, Nps)
        scores = (earlier.score, earlier.standard_error), (self.score, self.standard_error)
        return Change(*_core.nps_change_between(*scores, level))


@overload
def nps_from_answers(answers: Iterable[Any], *, invalid: Invalid = "error") -> Nps: ...
@overload
def nps_from_answers(
    answers: Iterable[Any], *, weights: Iterable[Any], invalid: Invalid = "error"
) -> WeightedNps: ...
def nps_from_answers(
    answers: Iterable[Any], *, weights: Iterable[Any] | None = None, invalid: Invalid = "error"
) -> Nps | WeightedNps:
    """The net promoter score of answers from 0 to 10: a list, an array, or a column of a table.

    Columns of bytes (NumPy, polars, pyarrow) are counted where they lie, as fast as they can be read.

    Args:
        answers: None and NaN are blanks: left out and counted in `missing`.
        weights: a number from 0 up for each answer, so that the sample stands for everybody.
        invalid: what 11, −1 or 7.5 gets: an error with its row, or to be left out and counted in `invalid`.

    Raises:
        UndefinedError: ``no_population`` where no answer counts.
        CustomerSuccessError: ``out_of_range``, ``non_finite``, ``type_mismatch``, ``length_mismatch``.

    >>> survey = nps_from_answers([10, 9, 8, 3, None, 99], invalid="missing")
    >>> survey.score, survey.answers, survey.missing, survey.invalid
    (25.0, 4, 1, 1)
    >>> nps_from_answers([10, 8, 0], weights=[1.5, 0.5, 0.5]).score
    40.0
    """
    in_order("answers", answers)
    if weights is not None:
        in_order("weights", weights)
        weights = plain(weights)
        decimals = isinstance(weights, list | tuple) and any(isinstance(each, Decimal) for each in weights)
        table = open_table({"answers": plain(answers), "weights": weights}).select(["answers", "weights"])
        return WeightedNps(**_core.nps_weighted(table, invalid, decimals))
    if is_bytes(answers):
        return Nps(**_core.nps_from_bytes(answers, invalid))
    return Nps(**_core.nps_from_answers(column(answers), invalid))


def in_order(name: str, values: Any) -> None:
    """Refuses what has names or counts beside its values, which would be passed over: `type_mismatch`."""
    if isinstance(values, Mapping | Set) or hasattr(values, "columns"):
        raise CustomerSuccessError(
            f"{name}: a list, an array or one column is needed, not {type(values).__name__}",
            code="type_mismatch",
            path=name,
        )


def is_bytes(answers: Any) -> bool:
    """Whether this is an array of NumPy whose bytes lie side by side, none of them hidden by a mask."""
    dtype = getattr(answers, "dtype", None)
    flags = getattr(answers, "flags", None)
    whole = getattr(flags, "c_contiguous", False) is True and not hasattr(answers, "filled")
    return whole and getattr(dtype, "str", "") == "|u1"


def column(answers: Any) -> Any:
    """Answers as a table of one column that speaks Arrow; columns of polars and pyarrow are not copied."""
    if hasattr(getattr(answers, "dtype", None), "categories") and hasattr(answers, "isna"):
        return open_table({"answers": answers}).select(["answers"])
    if hasattr(answers, "to_frame") and hasattr(frame := answers.to_frame(), "__arrow_c_stream__"):
        return frame if hasattr(answers, "astype") else open_table(frame).select(frame.columns)
    if (pyarrow := sys.modules.get("pyarrow")) and isinstance(answers, pyarrow.Array | pyarrow.ChunkedArray):
        return pyarrow.table({"answers": answers})
    return open_table({"answers": plain(answers)}).select(["answers"])


def plain(answers: Any) -> Any:
    """A column of a table as an array where NumPy is there, else as a list; an iterator as a list."""
    if hasattr(answers, "to_numpy") and not hasattr(answers, "astype"):
        return answers.to_numpy() if find_spec("numpy") else answers.to_list()
    return answers if hasattr(answers, "astype") else list(answers)
