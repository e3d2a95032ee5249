"""Scorecards: documents that turn facts into a health score."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Literal, SupportsFloat

from . import _core, document, overrides
from .fitting import Fitting
from .frames import open_table
from .health import Health, written
from .lint import Finding
from .overrides import OverriddenScores, Override
from .ready import ReadyCard
from .reasons import Change, ScorePath

Invalid = Literal["error", "missing"]


class Scorecard:
    """A scorecard that was read, and so is valid; immutable.

    >>> import customer_success as cs
    >>> card = cs.Scorecard({
    ...     "kind": "scorecard", "version": 1, "name": "logins",
    ...     "indicators": [
    ...         {"name": "logins", "input": "logins_30d", "scale": {"linear": {"from": 0, "to": 20}}},
    ...     ],
    ... })
    >>> card.score_one({"logins_30d": 14}, as_of="2026-10-31")
    Health 70.0 healthy (70 to 70, coverage 100 %, logins, 2026-10-31)
      logins   70.00 of 100.00 points
    >>> card.score({"logins_30d": [14, None]}, as_of="2026-10-31")["health_band"]
    ['healthy', 'unknown']
    """

    __slots__ = ("_card",)
    _card: _core.Scorecard

    def __init__(self, document_: Mapping[str, Any] | str) -> None:
        """Reads a document: a mapping, or its JSON text.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version``, ``duplicate``, ``limit`` or
                ``invalid_text``, with the place in the document.
        """
        self._card = _core.Scorecard(document.to_text(document_))

    @classmethod
    def load(cls, path: str | Path) -> Scorecard:
        """Reads a document from a file."""
        return cls(document.read(path))

    @classmethod
    def _of(cls, card: _core.Scorecard) -> Scorecard:
        own = cls.__new__(cls)
        own._card = card
        return own

    def save(self, path: str | Path) -> None:
        """Writes the document to a file."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    def lint(self) -> list[Finding]:
        """What is legal in the card but unwise; the card stays as it is.

        ======================  ============================================================================
        ``two_bands``           one indicator alone can take an account from below a band to above it
        ``one_fact``            indicators that read one fact hold more than 60 % of the weight
        ``unreachable_band``    no score, and no exception's target, lies in the band
        ``overlapping_inputs``  two indicators measure the same fact, for the same accounts
        ``no_stakeholder``      no name of an indicator or group speaks of people
        ``no_effect``           an indicator moves the total by less than one point
        ``ignored_weights``     weights differ where only the worst or the best part counts
        ======================  ============================================================================

        Source: docs/definitions.md 3.7.

        >>> import customer_success as cs
        >>> for finding in cs.scorecards.simple().lint():
        ...     print(finding)
        indicators[1]: last_login alone moves the score by up to 40 points, from danger to healthy [two_bands]
        """
        return [Finding(**fields) for fields in self._card.lint()]

    def to_json(self) -> str:
        """The document as JSON text: reading it gives an equal card, writing that gives equal text."""
        return self._card.to_json()

    def to_dict(self) -> dict[str, Any]:
        """The document as a new dict."""
        own: dict[str, Any] = json.loads(self.to_json())
        return own

    @property
    def name(self) -> str:
        """The card's name."""
        return self._card.name

    @property
    def facts(self) -> list[str]:
        """Names of the facts (columns) that the card reads."""
        return self._card.facts

    @property
    def indicators(self) -> list[str]:
        """Names of the indicators."""
        return self._card.indicators

    @property
    def bands(self) -> list[str]:
        """Names of the bands, from the lowest up."""
        return [name for name, _ in self._card.bands]

    def score_one(
        self,
        facts: Mapping[str, Any],
        *,
        as_of: date | str,
        invalid: Invalid = "error",
        override: Override | Mapping[str, Any] | None = None,
    ) -> Health:
        """Scores one account.

        Args:
            facts: values by name: numbers, flags, days, texts; None, NaN and absent ones are missing.
            as_of: the day that "today" means.
            invalid: what an infinite number gets: an error, or to be missing and counted as errored.
            override: what a person says of the account.

        Raises:
            CustomerSuccessError: ``type_mismatch``, ``invalid_date``, ``non_finite`` or ``overflow``, with
                the fact; ``not_fitted`` while a percentile waits for `fit`; ``invalid_document`` where the
                override names a band that the card does not have.
        """
        return Health.of_fields(self._card.score_one(facts, as_of, invalid, overrides.to_text(override)))

    def ready(self, *, as_of: date | str, invalid: Invalid = "error") -> ReadyCard:
        """Makes the card ready for accounts one at a time: facts are found once, answers are short.

        Args:
            as_of: the day that "today" means, for all of them.
            invalid: what an infinite number gets.

        Raises:
            CustomerSuccessError: ``not_fitted`` while a percentile waits for `fit`.
        """
        return ReadyCard(self, as_of, invalid)

    def path_to(self, health: Health, target: float | str) -> ScorePath:
        """The fewest indicators that, at 100, would bring a result of this card to a score or into a band.

        The score is the one before exceptions and override. Only indicators that count now are on the way:
        one that is missing and whose weight went to the others has lost no points. (``no_inflation`` counts
        it as 50, and where points are counted it adds none: there it may be on the way.)

        >>> import customer_success as cs
        >>> card = cs.scorecards.simple()
        >>> facts = {"nps_answer": 7, "nps_answered_on": "2026-10-30", "last_login_on": "2026-08-01"}
        >>> path = card.path_to(card.score_one(facts, as_of="2026-10-31"), "healthy")
        >>> [step.indicator for step in path.steps], path.is_fewest
        (['last_login'], True)

        Raises:
            CustomerSuccessError: ``no_score`` where too little is known for a score before exceptions,
                ``inconsistent`` for a result of another card, ``invalid_document`` for a target that is no
                score and no band.
        """
        return ScorePath.of_fields(self._card.path(written("health", health), _target(target)))

    def change(self, before: Health, after: Health, *, rescored: Health | None = None) -> Change:
        """Splits the difference between two results of an account into what caused it.

        What `before` says is replaced by what `after` says, one indicator at a time: those measured both
        times, then those that have appeared, then those that are gone; each part is by how much the score
        moves. Then come exceptions and override. The parts add up to ``after − before``.

        Args:
            before: an earlier result.
            after: a later result of this card.
            rescored: where the card has changed between them, the account of `before` scored with this card;
                the difference between these two is the change of the card.

        Raises:
            CustomerSuccessError: ``no_score`` where a result has none, ``inconsistent`` for a result of
                another card.
        """
        again = None if rescored is None else written("rescored", rescored)
        first, last = written("before", before), written("after", after)
        return Change.of_fields(self._card.change(first, last, again))

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
            df: a table of polars, pandas, pyarrow or DuckDB, anything that speaks Arrow, or a dict of lists
                or of NumPy arrays.
            as_of: the day that "today" means.
            invalid: what an infinite number gets: an error, or to be missing.
            threads: at most so many threads; all cores if left out. The result does not depend on it.
            columns: the columns that are computed, in this order; the five below if left out.
                ``health_missing`` and ``health_errored`` count the indicators without a value (or with one
                that is too old), and those whose source failed; ``health_shown`` is the score on the card's
                scale, with its decimals (of a card without one, the whole number inside the band);
                ``health_band_rank`` is the band's place in `bands`, a byte, null where it is unknown.

        Returns:
            The same kind of table, its columns kept, and behind them ``health_score``, ``health_band``,
            ``health_coverage``, ``health_low`` and ``health_high``; null where there is no score.

        Raises:
            CustomerSuccessError: ``missing_column``, ``type_mismatch``, ``non_finite``, ``overflow`` or
                ``invalid_date``, with column and row; ``unknown_name`` or ``duplicate`` for `columns`.

        >>> import customer_success as cs
        >>> card = cs.scorecards.simple()
        >>> accounts = {name: [None] for name in card.facts}
        >>> scored = card.score(accounts, as_of="2026-10-31", columns=["health_band", "health_missing"])
        >>> scored["health_band"], scored["health_missing"]
        (['unknown'], [3])
        """
        frame = open_table(df)
        wanted = None if columns is None else list(columns)
        scores = self._card.score(frame.needed(self.facts), as_of, invalid, threads, wanted)
        return frame.with_columns(scores)

    def score_overridden(
        self,
        df: Any,
        listed: Sequence[Override | Mapping[str, Any]] | Mapping[str, Any] | str,
        *,
        as_of: date | str,
        account: str = "account",
        invalid: Invalid = "error",
        threads: int | None = None,
        columns: Sequence[str] | None = None,
    ) -> OverriddenScores:
        """Scores every row of a table of which people say something, each to the same bits as `score_one`.

        Args:
            df: a table, as for `score`.
            listed: overrides that each name their account, or a document of kind ``overrides``.
            as_of: the day that "today" means.
            account: the column that names the account.
            invalid: what an infinite number gets.
            threads: as for `score`.
            columns: those of `score`, as there.

        Returns:
            The table with the columns of `score` (score, band, rank and shown number with overrides), behind
            them ``health_card_score`` and ``health_card_band`` (without), ``health_override`` (the reason of
            the one that was used) and ``health_override_by``; and the accounts whose overrides were used, had
            expired, or are not in the table.

        >>> import customer_success as cs
        >>> card = cs.scorecards.simple()
        >>> seen = ["2026-10-30", "2026-10-30"]
        >>> portfolio = {"account": ["a-1", "a-2"], "nps_answer": [9, 9], "nps_answered_on": seen,
        ...     "last_login_on": seen, "tickets_90d": [0, 0], "seats": [9, 9]}
        >>> notice = cs.Override(cap=30, reason="notice", by="Ana", expires_on="2026-12-31", account="a-2")
        >>> found = card.score_overridden(portfolio, [notice], as_of="2026-10-31")
        >>> found.table["health_score"], found.table["health_card_score"], found.unmatched
        ([100.0, 30.0], [100.0, 100.0], [])

        Raises:
            CustomerSuccessError: as `score`; ``duplicate_account`` where two overrides or two rows are of one
                account, ``invalid_document`` where an override names no account or a band that is not there.
        """
        frame = open_table(df)
        frame.require(account)
        needed = frame.needed([*self.facts, account])
        text = overrides.list_to_text(listed)
        wanted = None if columns is None else list(columns)
        scores, report = self._card.score_overridden(needed, as_of, text, account, invalid, threads, wanted)
        return OverriddenScores(frame.with_columns(scores), **report)

    def explain(
        self,
        df: Any,
        *,
        as_of: date | str,
        account: str = "account",
        long: bool = True,
        invalid: Invalid = "error",
        threads: int | None = None,
    ) -> Any:
        """Explains every score: what each indicator measured, contributed and lost.

        Args:
            df: a table, as for `score`.
            as_of: the day that "today" means.
            account: the column that names the account, for the long table.
            long: one row for each account and indicator; otherwise the table with two columns more for each
                indicator, ``<indicator>_points`` and ``<indicator>_lost``.
            invalid: what an infinite number gets.
            threads: as for `score`.

        Returns:
            The same kind of table. Long: ``account``, ``indicator``, ``group``, ``raw`` (a number, flags as 1
            and 0), ``raw_text`` (a text), ``score``, ``weight``, ``points``, ``lost``, ``status``.
        """
        frame = open_table(df)
        if long:
            frame.require(account)
        columns = self._card.explain(frame.needed(self.facts), as_of, invalid, threads, long)
        return frame.long(account, columns) if long else frame.with_columns(columns)

    def fit(self, df: Any, *, as_of: date | str) -> Scorecard:
        """A card whose percentiles are fitted on a reference portfolio, so that rows score on their own."""
        return self._of(self._card.fit(open_table(df).needed(self.facts), as_of))

    def fit_part(self, df: Any, *, as_of: date | str) -> Fitting:
        """What a fit needs of a part of the portfolio; parts merge to the whole (see `Fitting`).

        Raises:
            CustomerSuccessError: ``missing_column``, ``type_mismatch``, ``non_finite``, with column and row.
        """
        return Fitting._of(self._card.fit_part(open_table(df).needed(self.facts), as_of))

    def __repr__(self) -> str:
        """Name, indicators and bands."""
        return f"Scorecard({self.name!r}, {len(self.indicators)} indicators, bands {' < '.join(self.bands)})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(part['name'])}</td><td>{escape(part.get('group') or '')}</td>"
            f"<td>{part.get('weight', 1):g}</td><td><code>{_written(part['input'])}</code></td>"
            f"<td><code>{_written(part['scale'])}</code></td></tr>"
            for part in self.to_dict()["indicators"]
        )
        head = "".join(f"<th>{name}</th>" for name in ("indicator", "group", "weight", "input", "scale"))
        return f"<p><b>{escape(self.name)}</b></p><table><tr>{head}</tr>{rows}</table>"

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal cards."""
        return isinstance(other, Scorecard) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[Scorecard], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)


def _written(part: Any) -> str:
    """A part of the document as it stands there, for HTML."""
    return escape(json.dumps(part, ensure_ascii=False))


def _target(target: float | str) -> str:
    """A score or the name of a band as JSON text."""
    number = isinstance(target, SupportsFloat) and not isinstance(target, bool)
    return _core.number_text("target", target) if number else json.dumps(target)
