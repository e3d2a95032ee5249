"""Sets of scorecards: several cards, one chosen for each account, and several scores of one account."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from . import _core, document
from .frames import open_table
from .health import Health
from .scorecard import Scorecard

Invalid = Literal["error", "missing"]


@dataclass(frozen=True)
class SetHealth:
    """One score of one account, and which card gave it.

    Attributes:
        name: the name of the score.
        card: the card; None where no rule holds and there is no other card.
        reason: the reason of the rule that chose it; None where it is the card for all others.
        health: the result.
    """

    name: str
    card: str | None
    reason: str | None
    health: Health | None


class ScorecardSet:
    """A set of scorecards that was read, and so is valid; immutable.

    Each of its scores chooses a card for each account: the first rule that holds, else the card that
    ``otherwise`` names, or none. A card may extend one further up, or a shipped one, and then names only what
    differs: ``indicators`` and ``groups`` are matched by name, ``null`` takes a field away, ``without``
    leaves indicators out; bands and exceptions are given as whole lists.

    >>> import customer_success as cs
    >>> cards = cs.ScorecardSet({
    ...     "kind": "scorecard_set", "version": 1, "name": "segments",
    ...     "cards": [
    ...         {"name": "all", "shipped": "simple"},
    ...         {"name": "small", "extends": "all", "without": ["nps"]},
    ...     ],
    ...     "scores": [{"name": "health", "otherwise": "all", "choose": [
    ...         {"when": {"fact": "seats", "below": 10}, "card": "small", "reason": "fewer than 10 seats"},
    ...     ]}],
    ... })
    >>> cards.card("small").indicators
    ['last_login', 'tickets_per_seat']
    >>> facts = {"last_login_on": "2026-10-30", "tickets_90d": 1, "seats": 5}
    >>> found = cards.score_one(facts, as_of="2026-10-31")["health"]
    >>> found.card, found.reason, round(found.health.score, 1)  # (40 · 100 + 30 · 60) ÷ 70
    ('small', 'fewer than 10 seats', 82.9)
    """

    __slots__ = ("_set",)
    _set: _core.ScorecardSet

    def __init__(self, document_: Mapping[str, Any] | str) -> None:
        """Reads a document: a mapping, or its JSON text.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version``, ``duplicate``, ``limit``,
                ``unknown_name`` or ``invalid_text``, with the place in the document.
        """
        self._set = _core.ScorecardSet(document.to_text(document_))

    @classmethod
    def load(cls, path: str | Path) -> ScorecardSet:
        """Reads a document from a file."""
        return cls(document.read(path))

    def save(self, path: str | Path) -> None:
        """Writes the document to a file."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    def to_json(self) -> str:
        """The document as JSON text; cards stand there as they were written, with only what differs."""
        return self._set.to_json()

    def to_dict(self) -> dict[str, Any]:
        """The document as a new dict."""
        own: dict[str, Any] = json.loads(self.to_json())
        return own

    @property
    def name(self) -> str:
        """The set's name."""
        return self._set.name

    @property
    def facts(self) -> list[str]:
        """Names of the facts (columns) that rules and cards read."""
        return self._set.facts

    @property
    def scores(self) -> list[str]:
        """Names of the scores."""
        return self._set.scores

    @property
    def cards(self) -> list[str]:
        """Names of the cards."""
        return self._set.cards

    def card(self, name: str) -> Scorecard:
        """The card of this name, whole; ``unknown_name`` where there is none."""
        return Scorecard._of(self._set.card(name))

    def score_one(
        self, facts: Mapping[str, Any], *, as_of: date | str, invalid: Invalid = "error"
    ) -> dict[str, SetHealth]:
        """The scores of one account by name, each with the card that was chosen and why.

        Raises:
            CustomerSuccessError: as `Scorecard.score_one`, of the chosen cards only.
        """
        found = self._set.score_one(facts, as_of, invalid)
        made = ({**one, "health": one["health"] and Health.of_fields(one["health"])} for one in found)
        return {one["name"]: SetHealth(**one) for one in made}

    def score(
        self,
        df: Any,
        *,
        as_of: date | str,
        invalid: Invalid = "error",
        threads: int | None = None,
        columns: Sequence[str] | None = None,
    ) -> Any:
        """Scores every row of a table, each to the same bits as `score_one`.

        Args:
            df: a table, as for `Scorecard.score`.
            as_of: the day that "today" means.
            invalid: what an infinite number gets: an error, or to be missing.
            threads: at most so many threads; all cores if left out. The result does not depend on it.
            columns: the columns that are computed, in this order; those below if left out. There are also
                ``<name>_band_rank``, ``<name>_missing``, ``<name>_errored`` and ``<name>_shown``, which say
                of the chosen card what they say in `Scorecard.score`.

        Returns:
            The same kind of table, its columns kept, and behind them for each score ``<name>_score``,
            ``<name>_band``, ``<name>_coverage``, ``<name>_low``, ``<name>_high``, ``<name>_card`` and
            ``<name>_reason`` (of the rule that chose the card).

        Raises:
            CustomerSuccessError: as `Scorecard.score`; a row's values are judged only by the card that is
                chosen for it.

        >>> import customer_success as cs
        >>> cards = cs.ScorecardSet({
        ...     "kind": "scorecard_set", "version": 1, "name": "one",
        ...     "cards": [{"name": "all", "shipped": "simple"}],
        ...     "scores": [{"name": "health", "otherwise": "all"}],
        ... })
        >>> accounts = {name: [None] for name in cards.facts} | {"seats": [5], "tickets_90d": [1]}
        >>> some = ["health_card", "health_missing"]
        >>> cards.score(accounts, as_of="2026-10-31", columns=some)["health_missing"]
        [2]
        """
        frame = open_table(df)
        wanted = None if columns is None else list(columns)
        return frame.with_columns(self._set.score(frame.needed(self.facts), as_of, invalid, threads, wanted))

    def __repr__(self) -> str:
        """Name, scores and cards."""
        scores, cards = ", ".join(self.scores), ", ".join(self.cards)
        return f"ScorecardSet({self.name!r}, scores {scores}, cards {cards})"

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal sets."""
        return isinstance(other, ScorecardSet) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[ScorecardSet], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)
