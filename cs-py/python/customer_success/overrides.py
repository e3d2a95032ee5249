"""What a person says of an account: set, floor or cap the score, why, who says so, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import document
from .errors import CustomerSuccessError


@dataclass(frozen=True, kw_only=True)
class Override:
    """A manual override of one account's score, used while ``as_of`` ≤ ``expires_on``.

    It comes after the card's own exceptions and moves the score as an exception does; what the card gives
    stays in the result as ``card_score`` and ``card_band``.

    Attributes:
        set: exactly this score (0 to 100) or band; one of `set`, `floor` and `cap` is given.
        floor: at least this score or band.
        cap: at most this score or band.
        reason: why, for people.
        by: who says so.
        expires_on: the last day on which it is used.
        account: the account, where overrides of several are given.

    >>> import customer_success as cs
    >>> card = cs.scorecards.simple()
    >>> facts = {"nps_answer": 9, "nps_answered_on": "2026-10-30", "last_login_on": "2026-10-30"}
    >>> manual = cs.Override(cap="caution", reason="the sponsor left", by="Ana", expires_on="2026-12-31")
    >>> health = card.score_one(facts, as_of="2026-10-31", override=manual)
    >>> health.score, health.band, health.card_score, health.card_band
    (70.0, 'caution', 100.0, 'healthy')
    """

    set: float | str | None = None
    floor: float | str | None = None
    cap: float | str | None = None
    reason: str
    by: str
    expires_on: date | str
    account: str | int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The override as it stands in a document."""
        fields = {name: getattr(self, name) for name in ("account", "set", "floor", "cap")}
        known = {name: value for name, value in fields.items() if value is not None}
        return known | {"reason": self.reason, "by": self.by, "expires_on": self._last_day()}

    def _last_day(self) -> str:
        """The last day as text; a scalar of NumPy writes itself as one."""
        try:
            return (
                document.day(self.expires_on) if isinstance(self.expires_on, date) else str(self.expires_on)
            )
        except TypeError as error:
            raise CustomerSuccessError(
                f"expires_on: {error}", code="type_mismatch", path="expires_on"
            ) from None


@dataclass(frozen=True)
class OverriddenScores:
    """A scored portfolio, and what became of its overrides; accounts in the order of the overrides.

    Attributes:
        table: the caller's kind of table with the scores behind its columns.
        used: accounts whose override was used.
        expired: accounts whose override had expired.
        unmatched: accounts of overrides that the table does not have.
    """

    table: Any
    used: list[str | int]
    expired: list[str | int]
    unmatched: list[str | int]


def to_text(override: Override | Mapping[str, Any] | str | None) -> str | None:
    """An override as JSON text."""
    if override is None or isinstance(override, str):
        return override
    return document.to_text(override.to_dict() if isinstance(override, Override) else override)


def of_fields(fields: dict[str, Any] | None) -> Override | None:
    """The override that a result carries."""
    if fields is None:
        return None
    return Override(**(fields | {"expires_on": date.fromisoformat(fields["expires_on"])}))


def list_to_text(overrides: Any) -> str:
    """Several overrides as a document: from one, from its text, or from a list."""
    if isinstance(overrides, str):
        return overrides
    if isinstance(overrides, Mapping):
        return document.to_text(overrides)
    listed = [each.to_dict() if isinstance(each, Override) else each for each in overrides]
    return document.to_text({"kind": "overrides", "version": 1, "overrides": listed})
