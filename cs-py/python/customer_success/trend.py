"""Trends: whether a score rises or falls, robust against single bad readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from . import _core, document
from .errors import CustomerSuccessError
from .frames import open_table

Direction = Literal["rising", "steady", "falling", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The trend of one account.

    Attributes:
        trend: ``rising``, ``steady``, ``falling``, or ``unknown`` where there are too few readings.
        slope: points per 30 days; None where the trend is unknown.
        points: readings in the window that have a score.
        span_days: days from the first to the last of them.
        last_on: the last day with a score, in the window or before it.
        last_score: the score on that day; the mean where there are several.
        change: that score less the one on the day with a score before it.
    """

    trend: Direction
    slope: float | None
    points: int
    span_days: int
    last_on: date | None
    last_score: float | None
    change: float | None


def trend(
    df: Any,
    *,
    as_of: date | str,
    account: str = "account",
    day: str = "day",
    score: str = "health_score",
    window_days: int | None = None,
    tolerance: float | None = None,
    min_points: int | None = None,
) -> Any:
    """The trend of every account of a history: the Theil–Sen slope of its scores in points per 30 days.

    ::

        slope = median of 30 · (score − earlier score) ÷ days between, over every two readings on different
                days; of an even number of slopes the mean of the middle two
        trend = rising where slope > tolerance, falling where slope < −tolerance, else steady

    >>> import customer_success as cs
    >>> history = {
    ...     "account": ["a", "b", "a", "a"],
    ...     "day": ["2026-09-01", "2026-09-01", "2026-10-01", "2026-10-31"],
    ...     "health_score": [80, 50, 77, 74],
    ... }
    >>> trends = cs.health.trend(history, as_of="2026-10-31")
    >>> trends["account"], trends["trend"], trends["slope"]
    (['a', 'b'], ['falling', 'unknown'], [-3.0, None])

    Args:
        df: a table with one row for each reading, in any order, as for `Scorecard.score`.
        as_of: the day that "today" means; later readings are not there yet.
        account: the column that names the account: texts or whole numbers.
        day: the column with the day of the reading.
        score: the column with the score; readings without one are left out.
        window_days: the slope is that of the readings after `as_of` − so many days; 90 unless said otherwise.
        tolerance: points per 30 days up to which a score is steady; 2 unless said otherwise.
        min_points: readings that a trend needs; 3 unless said otherwise.

    Returns:
        The same kind of table with one row for each account, by first appearance: ``account``, ``trend``,
        ``slope``, ``points``, ``span_days``, ``last_on``, ``last_score`` and ``change`` (see `Trend`).

    Raises:
        CustomerSuccessError: ``missing_column``, ``type_mismatch`` (also a row without an account),
            ``invalid_date`` (also a score without a day), ``non_finite``, ``overflow``, ``limit`` (more than
            2,048 readings of an account in the window), ``out_of_range`` (a setting).

    Source: docs/definitions.md 3.4; H. Theil (1950), P. K. Sen (1968).
    """
    frame = open_table(df)
    frame.require(account)
    columns = {"account": account, "day": day, "score": score}
    request = _request(columns, window_days, tolerance, min_points)
    return frame.long(account, _core.trends(frame.needed(columns.values()), request, as_of))


def trend_one(
    readings: Iterable[tuple[date | str, float | None]],
    *,
    as_of: date | str,
    window_days: int | None = None,
    tolerance: float | None = None,
    min_points: int | None = None,
) -> Trend:
    """The trend of one account, of its readings as pairs of day and score; see `trend`.

    >>> trend_one([("2026-09-01", 70), ("2026-10-01", 73), ("2026-10-31", 76)], as_of="2026-10-31").trend
    'rising'
    """
    pairs = [_pair(at, reading) for at, reading in enumerate(readings)]
    history = {
        "account": ["one"] * len(pairs),
        "day": [day for day, _ in pairs],
        "health_score": [score for _, score in pairs],
    }
    request = _request({}, window_days, tolerance, min_points)
    found = _core.trends(open_table(history).needed(history), request, as_of)
    fields = {name: (found.values(name) or [None])[0] for name in found.names if name != "row"}
    if not pairs:
        fields |= {"trend": "unknown", "points": 0, "span_days": 0}
    return Trend(**fields)


def _pair(at: int, reading: Any) -> tuple[Any, Any]:
    try:
        day, score = reading
    except (TypeError, ValueError):
        place = f"readings[{at}]"
        raise CustomerSuccessError(
            f"{place}: a day and a score are needed", code="type_mismatch", path=place
        ) from None
    return day, score


def _request(
    columns: dict[str, str], window_days: int | None, tolerance: float | None, min_points: int | None
) -> str:
    settings = {"window_days": window_days, "tolerance": tolerance, "min_points": min_points}
    return document.to_text(columns | {name: value for name, value in settings.items() if value is not None})
