"""How long accounts stay, and how long they take: retention curves from durations, some still running."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from . import _core, document
from .errors import CustomerSuccessError
from .frames import open_table

TimeUnit = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of durations; an end that is not reached is None.

    Attributes:
        time: the first time at which the share left is as small as asked for.
        lower: the first time at which the curve's lower end is.
        upper: the first time at which its upper end is.
    """

    time: float | None
    lower: float | None
    upper: float | None


class KaplanMeier:
    """The Kaplan–Meier curve: which share is still there after so long, those still running counted right.

    ::

        S(t)  = product over times u ≤ t of (1 − events ÷ at risk)
        V(t)  = sum over times u ≤ t of events ÷ (at risk · (at risk − events)); standard error = S · √V
        lower = S^θ, upper = S^(1 ÷ θ), θ = exp(z · √V ÷ |ln S|)

    At a time u, accounts with entry < u ≤ duration are at risk; events come before censorings.

    An account that enters at u is at risk after it.

    >>> import customer_success as cs
    >>> days, reached = [3, 5, 8, 12, 20, 30, 45], [1, 1, 1, 1, 1, 0, 0]
    >>> km = cs.retention.KaplanMeier(unit="day").fit(days, reached)
    >>> km.median
    12.0
    >>> km
    KaplanMeier(7 accounts, 5 events, median 12.0 days)

    Args:
        unit: what durations count: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
        level: confidence level of the intervals.

    Attributes:
        accounts: accounts that were observed.
        events: those of them that ended.
        median: the time by which half have ended; None where more than half are left at the end.

    Source: docs/definitions.md 12; Kaplan and Meier (1958); Greenwood (1926); Brookmeyer and Crowley (1982).
    """

    def __init__(self, *, unit: TimeUnit = "month", level: float = 0.95) -> None:
        self.unit = unit
        self.level = level
        self._curve: _core.KaplanMeierCurve | None = None

    def fit(self, durations: Any, events: Any, *, entry: Any = None) -> KaplanMeier:
        """Fits columns of equal length: lists, or columns of NumPy, pandas, polars or pyarrow.

        Args:
            durations: how long each account was observed, 0 or more.
            events: whether it ended: flags, or 1 and 0.
            entry: since when each account was observed; from the beginning unless said otherwise.

        Returns:
            The estimator itself.

        Raises:
            UndefinedError: ``no_population`` where there are no accounts.
            CustomerSuccessError: ``length_mismatch``, ``type_mismatch``, ``non_finite`` (a value is missing
                or infinite), ``out_of_range``, ``inconsistent`` (entry ≥ duration), with column and row.
        """
        columns = {"duration": durations, "event": events}
        request: dict[str, Any] = {"unit": self.unit, "level": self.level}
        if entry is not None:
            columns["entry"], request["entry"] = entry, "entry"
        table = open_table(columns).needed(columns)
        self._curve = _core.KaplanMeierCurve(table, document.to_text(request))
        return self

    @property
    def _fitted(self) -> _core.KaplanMeierCurve:
        if self._curve is None:
            raise CustomerSuccessError("call fit first", code="not_fitted")
        return self._curve

    @property
    def accounts(self) -> int:
        """Accounts that were observed."""
        return self._fitted.accounts

    @property
    def events(self) -> int:
        """Those of them that ended."""
        return self._fitted.events

    @property
    def median(self) -> float | None:
        """The time by which half have ended; None where more than half are left at the end."""
        return self.quantile(0.5).time

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """The interval of the median; an end that is not reached is None."""
        found = self.quantile(0.5)
        return found.lower, found.upper

    def quantile(self, share: float) -> Quantile:
        """The time by which a share of accounts has ended, with its interval; 0.5 is the median.

        Raises:
            CustomerSuccessError: ``out_of_range`` unless the share lies between 0 and 1; ``not_fitted``.

        >>> KaplanMeier().fit([1, 2, 2, 3], [1, 0, 1, 0]).quantile(0.25).time
        1.0
        """
        return Quantile(**self._fitted.quantile(share))

    def survival(self, time: float) -> float:
        """The share that is still there after a time.

        Raises:
            CustomerSuccessError: ``out_of_range`` for a time below 0 or NaN; ``not_fitted``.

        >>> KaplanMeier().fit([1, 2, 2, 3], [1, 0, 1, 0]).survival(1.5)
        0.75
        """
        return self._fitted.survival(time)

    @property
    def curve(self) -> dict[str, list[Any]]:
        """The curve, a list for each column, one entry for each distinct time.

        ``time``, ``at_risk``, ``events``, ``censored``, ``survival``, ``standard_error`` (None where survival
        is 0), ``lower`` and ``upper`` (None where it is 1 or 0: there is no log-log interval).
        """
        return dict(self._fitted.columns())

    def __repr__(self) -> str:
        if self._curve is None:
            return f"KaplanMeier(unit={self.unit!r}, level={self.level})"
        median = "not reached" if self.median is None else f"{self.median} {self.unit}s"
        return f"KaplanMeier({self.accounts} accounts, {self.events} events, median {median})"
