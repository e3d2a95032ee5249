"""Band trackers: a band is left only when the score is past its bound by more than a margin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from . import _core, document
from .errors import CustomerSuccessError
from .frames import open_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """The band of an account after a reading, which is also the state for the next one.

    Attributes:
        band: the band; ``unknown`` without a score.
        held: the band that the margin counts from: the last one that was known.
        since: the day on which the account came into its band.
        as_of: the day of the reading.
    """

    band: str
    held: str | None
    since: date
    as_of: date

    def to_json(self) -> str:
        """The state as JSON text."""
        return json.dumps(asdict(self), default=date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> Tracked:
        """The state that `to_json` wrote; its band is checked when it is used.

        Raises:
            CustomerSuccessError: ``invalid_document``.
        """
        try:
            return cls(**_dated(json.loads(text)))
        except (KeyError, TypeError, ValueError) as error:
            raise CustomerSuccessError(f"not the state of a band: {error}", code="invalid_document") from None


class BandTracker:
    """Bands and a margin; immutable. The state of an account goes in and the next one comes out.

    An account stays in its band until the score is past the bound by more than the margin, and then moves to
    the band of the score. Without a score it is unknown, and the band that it held is remembered.

    >>> import customer_success as cs
    >>> tracker = cs.BandTracker()
    >>> healthy = tracker.step(None, 71, as_of="2026-08-31")
    >>> still = tracker.step(healthy, 67.5, as_of="2026-09-30")
    >>> tracker.step(still, 66.5, as_of="2026-10-31").band
    'caution'
    >>> (still.band, still.since.isoformat())
    ('healthy', '2026-08-31')
    """

    __slots__ = ("_tracker",)
    _tracker: _core.BandTracker

    def __init__(
        self, *, bands: Iterable[Mapping[str, Any]] | None = None, margin: float | None = None
    ) -> None:
        """A tracker of these bands.

        Args:
            bands: bands as in a scorecard's document: ``{"name": "green", "at_least": 60}``; danger, caution
                from 40 and healthy from 70 unless said otherwise.
            margin: points that a score must be past a bound; 3 unless said otherwise.

        Raises:
            CustomerSuccessError: ``invalid_document`` (bands that are none; a margin below 0, or one that
                keeps a band from ever being entered), ``duplicate``, ``limit``.
        """
        choices = {
            "bands": None
            if bands is None
            else [dict(band) if isinstance(band, Mapping) else band for band in bands],
            "margin": margin,
        }
        form = {name: given for name, given in choices.items() if given is not None}
        self._tracker = _core.BandTracker(document.to_text(form))

    @classmethod
    def from_json(cls, text: str) -> BandTracker:
        """Reads a document of kind ``band_tracker``."""
        own = cls.__new__(cls)
        own._tracker = _core.BandTracker(text)
        return own

    @classmethod
    def load(cls, path: str | Path) -> BandTracker:
        """Reads a document from a file."""
        return cls.from_json(document.read(path))

    def to_json(self) -> str:
        """The document as JSON text."""
        return self._tracker.to_json()

    @property
    def bands(self) -> list[str]:
        """Names of the bands, from the lowest up."""
        return self._tracker.bands

    @property
    def margin(self) -> float:
        """Points that a score must be past a bound."""
        return self._tracker.margin

    def step(self, previous: Tracked | None, score: float | None, *, as_of: date | str) -> Tracked:
        """The band of one account after a reading.

        Args:
            previous: what the last reading gave; None for the first.
            score: the score; None or NaN where there is none.
            as_of: the day of the reading.

        Raises:
            CustomerSuccessError: ``non_finite``, ``out_of_range`` (a score outside 0 to 100),
                ``inconsistent`` (a day before the last reading), ``invalid_argument`` (a band of the state
                that the tracker does not have).
        """
        if not isinstance(previous, Tracked | None):
            raise CustomerSuccessError(
                f"previous: a Tracked is needed, not {type(previous).__name__}",
                code="type_mismatch",
                path="previous",
            )
        state = None if previous is None else previous.to_json()
        return Tracked(**_dated(self._tracker.step(state, score, as_of)))

    def track(
        self,
        df: Any,
        *,
        as_of: date | str,
        previous: Any = None,
        account: str = "account",
        score: str = "health_score",
    ) -> Any:
        """The bands of a table's accounts after a reading; one account at a time gives the same.

        >>> tracker = BandTracker()
        >>> first = tracker.track({"account": ["a"], "health_score": [71]}, as_of="2026-09-30")
        >>> today = {"account": ["a", "b"], "health_score": [67.5, 67.5]}
        >>> tracker.track(today, previous=first, as_of="2026-10-31")["tracked_band"]
        ['healthy', 'caution']

        Args:
            df: a table with one row for each account, as `Scorecard.score` gives it.
            as_of: the day of the reading.
            previous: the table that `track` gave last time; accounts that are not in it begin anew.
            account: the column that names the account: texts or whole numbers.
            score: the column of scores.

        Returns:
            The same kind of table with ``tracked_band``, ``tracked_held`` (null for none), ``tracked_since``
            and ``tracked_on``.

        Raises:
            CustomerSuccessError: ``missing_column``, ``type_mismatch``, ``duplicate_account``,
                ``non_finite``, ``out_of_range``, ``invalid_argument``, ``invalid_date``, ``inconsistent``;
                what is wrong in the table of last time lies under ``previous``.
        """
        frame = open_table(df)
        request = document.to_text({"account": account, "score": score})
        earlier = None if previous is None else open_table(previous).needed([account, *STATE])
        columns = [score] if previous is None else [account, score]
        return frame.with_columns(self._tracker.track(frame.needed(columns), earlier, request, as_of))

    def __repr__(self) -> str:
        """Bands and margin."""
        return f"BandTracker({' < '.join(self.bands)}, margin {self.margin:g})"

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal trackers."""
        return isinstance(other, BandTracker) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        """Pickles as the document."""
        return BandTracker.from_json, (self.to_json(),)


STATE = ("tracked_band", "tracked_held", "tracked_since", "tracked_on")


def _dated(fields: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(fields[name]) for name in ("since", "as_of")}
    return fields | days
