"""A scorecard made ready for accounts one at a time, as they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .scorecard import Invalid, Scorecard

Facts = Mapping[str, Any] | tuple[Any, ...]


class ReadyCard:
    """A card that has found its facts once, for as many accounts as come; made by `Scorecard.ready`.

    ``score`` takes the facts of an account, by name or as a tuple in the order of ``facts``, and gives the
    score (None where too little is known) and the name of the band, to the bits of `Scorecard.score_one`,
    which also says why. Facts that are None, NaN or, by name, absent are missing.

    ``score`` raises a CustomerSuccessError: those of `Scorecard.score_one`, and ``length_mismatch`` for a
    tuple of another length.

    >>> import customer_success as cs
    >>> card = cs.scorecards.simple()
    >>> ready = card.ready(as_of="2026-10-31")
    >>> ready.facts[0], ready.score({})
    ('nps_answer', (None, 'unknown'))
    >>> ready.score({"nps_answer": 9, "nps_answered_on": "2026-10-30", "last_login_on": "2026-10-30"})[1]
    'healthy'
    """

    __slots__ = ("_made_of", "facts", "score")

    facts: list[str]
    score: Callable[[Facts], tuple[float | None, str]]
    _made_of: tuple[Scorecard, date | str, Invalid]

    def __init__(self, card: Scorecard, as_of: date | str, invalid: Invalid) -> None:
        """Finds the facts of the card."""
        self._made_of = (card, as_of, invalid)
        self.facts = card.facts
        # The native method itself: a call through Python would cost as much as the scoring.
        self.score = card._card.ready(as_of, invalid).score

    def __repr__(self) -> str:
        """The card and the day."""
        card, as_of, _ = self._made_of
        return f"ReadyCard({card.name!r}, {as_of}, {len(self.facts)} facts)"

    def __reduce__(self) -> tuple[type[ReadyCard], tuple[Scorecard, date | str, Invalid]]:
        """Travels as the card it was made of."""
        return ReadyCard, self._made_of
