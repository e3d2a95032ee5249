"""Touch policies: who gets a manager, who gets webinars, who helps themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from . import _core, document
from .frames import open_table
from .touch_fitting import TouchFitting
from .touch_form import form
from .touch_previous import gone, previous_tiers
from .touch_result import TIERS, Flow, Move, Movements, Placement, Tier, TierSummary

__all__ = [
    "TIERS",
    "Flow",
    "Move",
    "Movements",
    "Placement",
    "Tier",
    "TierSummary",
    "TouchPolicy",
    "catalogue",
]

Invalid = Literal["error", "missing"]


def catalogue() -> dict[str, Any]:
    """The words of the touch model: `tiers`, `reasons`, `directions`, in English and Japanese.

    >>> import customer_success as cs
    >>> cs.touch.catalogue()["tiers"][0]["label"]
    {'en': 'high touch', 'ja': 'ハイタッチ'}
    """
    return _core.touch_catalogue()


class TouchPolicy:
    """A touch policy that was read, and so is valid; immutable.

    Shares are *fitted* on a portfolio to plain cut-offs; the fitted policy is a document like any other and
    is *applied* row by row, also to accounts that come later.

    >>> import customer_success as cs
    >>> policy = cs.TouchPolicy.shares("annual_contract_value", high=0.2, medium=0.3, tech=0.5)
    >>> portfolio = {"annual_contract_value": [900, 500, 400, 300, 200, 100, 90, 80, 70, 60]}
    >>> policy.fit(portfolio).apply(portfolio)["tier"]
    ['high', 'high', 'medium', 'medium', 'medium', 'tech', 'tech', 'tech', 'tech', 'tech']
    """

    __slots__ = ("_policy",)
    _policy: _core.TouchPolicy

    def __init__(self, document_: Mapping[str, Any] | str) -> None:
        """Reads a document: a mapping, or its JSON text.

        Raises:
            CustomerSuccessError: ``invalid_document``, ``version``, ``duplicate``, ``limit``,
                ``invalid_text`` or ``inconsistent`` (a least above its most), with the place.
        """
        self._policy = _core.TouchPolicy(document.to_text(document_))

    @classmethod
    def load(cls, path: str | Path) -> TouchPolicy:
        """Reads a document from a file."""
        return cls(document.read(path))

    @classmethod
    def shares(
        cls,
        measure: str | Mapping[str, Any],
        *,
        high: float | None = None,
        medium: float | None = None,
        low: float | None = None,
        tech: float | None = None,
        community: float | None = None,
        split_ties_by: str | None = None,
        missing: Tier | None = None,
        stickiness: float | None = None,
        overrides: Sequence[Mapping[str, Any]] = (),
        teams: Mapping[str, Any] | None = None,
        name: str | None = None,
    ) -> TouchPolicy:
        """A policy that gives each tier a share of the portfolio, ranked from the highest measure.

        Args:
            measure: a fact such as the contract value, or another input of a document.
            high: the share of the best tier, and so on; they add up to 1. A tier without a share is not used.
            split_ties_by: the column that names the account, to split accounts of equal measure in its order;
                without it all of them go to the better tier.
            missing: the tier of accounts without a measure; without it they have none.
            stickiness: the share by which a measure must be past a cut-off before an account moves.
            overrides: rules that put accounts in a tier: `when`, `tier`, `reason`; the first that holds wins.
            teams: success managers per tier, as for `capacity`; the summary then states room and shortage.
            name: what the policy is called.
        """
        shares = {"high": high, "medium": medium, "low": low, "tech": tech, "community": community}
        cut: dict[str, Any] = {tier: share for tier, share in shares.items() if share is not None}
        if split_ties_by is not None:
            cut["ties"] = {"split": split_ties_by}
        return cls(form(measure, {"shares": cut}, missing, stickiness, overrides, teams, name))

    @classmethod
    def capacity(
        cls,
        measure: str | Mapping[str, Any],
        *,
        teams: Mapping[str, Any],
        otherwise: Tier = "tech",
        split_ties_by: str | None = None,
        missing: Tier | None = None,
        stickiness: float | None = None,
        overrides: Sequence[Mapping[str, Any]] = (),
        name: str | None = None,
    ) -> TouchPolicy:
        """A policy that fills the tiers from the highest measure down with what their teams can look after.

        Args:
            teams: per tier `csms` (how many success managers) and `accounts_per_csm` (`least` and `most`;
                left out, these are the figures of the tier). Room is `csms` times `most`.
            otherwise: the tier of everybody for whom there is no room, also beyond the room of its own team:
                the summary states the shortage.

        The other arguments are those of `shares`.

        >>> teams = {"high": {"csms": 1, "accounts_per_csm": {"least": 1, "most": 2}}, "tech": {"csms": 1}}
        >>> policy = TouchPolicy.capacity("seats", teams=teams)
        >>> policy.fit({"seats": [5, 9, 7]}).apply({"seats": [5, 9, 7]})["tier"]
        ['tech', 'high', 'high']
        """
        cut: dict[str, Any] = {"otherwise": otherwise}
        if split_ties_by is not None:
            cut["ties"] = {"split": split_ties_by}
        return cls(form(measure, {"capacity": cut}, missing, stickiness, overrides, teams, name))

    @classmethod
    def thresholds(
        cls,
        measure: str | Mapping[str, Any],
        *,
        high: float | None = None,
        medium: float | None = None,
        low: float | None = None,
        tech: float | None = None,
        otherwise: Tier = "tech",
        missing: Tier | None = None,
        stickiness: float | None = None,
        overrides: Sequence[Mapping[str, Any]] = (),
        teams: Mapping[str, Any] | None = None,
        name: str | None = None,
    ) -> TouchPolicy:
        """A policy with plain cut-offs: an account is in the best tier whose least measure it reaches.

        `otherwise` is the tier of the rest; with a cut-off for tech touch it is ``"community"``.

        >>> TouchPolicy.thresholds("seats", high=500, low=50).apply({"seats": [500, 499, 7]})["tier"]
        ['high', 'low', 'tech']
        """
        bounds = {"high": high, "medium": medium, "low": low, "tech": tech}
        cut_offs = [{"tier": tier, "at_least": bound} for tier, bound in bounds.items() if bound is not None]
        cut = {"thresholds": {"cut_offs": cut_offs, "otherwise": otherwise}}
        return cls(form(measure, cut, missing, stickiness, overrides, teams, name))

    @classmethod
    def _of(cls, policy: _core.TouchPolicy) -> TouchPolicy:
        own = cls.__new__(cls)
        own._policy = policy
        return own

    def save(self, path: str | Path) -> None:
        """Writes the document to a file."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    def to_json(self) -> str:
        """The document as JSON text."""
        return self._policy.to_json()

    def to_dict(self) -> dict[str, Any]:
        """The document as a new dict."""
        own: dict[str, Any] = json.loads(self.to_json())
        return own

    @property
    def name(self) -> str:
        """The policy's name."""
        return self._policy.name

    @property
    def facts(self) -> list[str]:
        """Names of the facts (columns) that the policy reads."""
        return self._policy.facts

    @property
    def is_fitted(self) -> bool:
        """Whether it can be applied."""
        return self._policy.is_fitted

    @property
    def without_accounts(self) -> list[Tier]:
        """Tiers that got nobody when the policy was fitted: too few accounts or distinct measures."""
        thresholds: dict[str, Any] = self.to_dict()["cut"].get("thresholds", {})
        tiers: list[Tier] = thresholds.get("without_accounts", [])
        return tiers

    def fit(self, df: Any, *, as_of: date | str | None = None, threads: int | None = None) -> TouchPolicy:
        """The policy with its shares or capacities fitted; one with thresholds comes back as it is.

        A tier for which there were too few accounts, or too few distinct measures, has no cut-off, and
        `without_accounts` names it. Beyond the table, fitting needs about 2 % of its measures as memory, and
        two bytes a row where ties are split by accounts that do not rise from row to row. Pass a table in
        one piece: one of several chunks is joined first, which copies the columns that the policy reads.

        Args:
            df: a table, as for `Scorecard.score`.
            as_of: the day that "today" means; needed where days are counted.
            threads: how many; as many as there are cores when left out. The cut-offs have the same bits.

        Raises:
            UndefinedError: ``no_population`` where no account has a measure.
            CustomerSuccessError: ``missing_column``, ``type_mismatch``, ``non_finite``.
        """
        return self._of(self._policy.fit(open_table(df).needed(self.facts), as_of, threads))

    def fit_part(self, df: Any, *, as_of: date | str | None = None) -> TouchFitting:
        """What a fit needs of a part of the portfolio; parts merge to the whole (see `TouchFitting`).

        Raises:
            CustomerSuccessError: as `fit`.
        """
        return TouchFitting._of(self._policy.fit_part(open_table(df).needed(self.facts), as_of))

    def apply(
        self,
        df: Any,
        *,
        previous: Any = None,
        account: str = "account",
        as_of: date | str | None = None,
        invalid: Invalid = "error",
        threads: int | None = None,
    ) -> Any:
        """Puts every account in its tier.

        Args:
            df: a table, as for `Scorecard.score`.
            previous: the tiers before, to which the policy sticks: the table that `apply` gave then, a
                mapping from account to tier, or the name of a column of `df`.
            account: the column that names the account, to find its previous tier.
            as_of: the day that "today" means; needed where days are counted.
            invalid: what an infinite number gets: an error, or to be missing.
            threads: how many; as many as there are cores when left out. Results have the same bits.

        Returns:
            The same kind of table with ``tier`` (categories in order from ``high`` to ``community``, null for
            none), ``tier_reason`` (text: ``measure``, ``kept``, ``missing`` or the reason of an override) and
            ``tier_measure``.

        Raises:
            CustomerSuccessError: ``not_fitted`` for shares that were not fitted; ``duplicate_account``,
                ``missing_column``, ``type_mismatch``, ``non_finite``.
        """
        frame = open_table(df)
        tiers = previous_tiers(frame, previous, account)
        tiers_now = self._policy.apply(frame.needed(self.facts), tiers, as_of, invalid, threads)
        return frame.with_columns(tiers_now)

    def summary(
        self,
        df: Any,
        *,
        value: str | None = None,
        previous: Any = None,
        account: str = "account",
        as_of: date | str | None = None,
        invalid: Invalid = "error",
    ) -> list[TierSummary]:
        """Accounts, value and success managers per tier; `value` is the measure unless a column is named.

        >>> policy = TouchPolicy.thresholds("seats", high=500)
        >>> [(tier["tier"], tier["accounts"]) for tier in policy.summary({"seats": [500, 7, 9]})]
        [('high', 1), ('medium', 0), ('low', 0), ('tech', 2)]
        """
        return self.place(
            df, value=value, previous=previous, account=account, as_of=as_of, invalid=invalid
        ).summary

    def place(
        self,
        df: Any,
        *,
        value: str | None = None,
        previous: Any = None,
        account: str = "account",
        as_of: date | str | None = None,
        invalid: Invalid = "error",
        threads: int | None = None,
    ) -> Placement:
        """The tiers of `apply` as one byte for each account, and `summary`, in one pass: for millions.

        `numpy.frombuffer(placement.ranks, "u1")` is an array of them without a copy. The arguments are
        those of `summary` and `fit`.

        >>> placement = TouchPolicy.thresholds("seats", high=500).place({"seats": [500, 7, 9]})
        >>> list(placement.ranks), placement.tiers()
        ([0, 3, 3], ['high', 'tech', 'tech'])
        """
        frame = open_table(df)
        tiers = previous_tiers(frame, previous, account)
        columns = self.facts if value is None else [*self.facts, value]
        ranks, summary = self._policy.place(frame.needed(columns), value, tiers, as_of, invalid, threads)
        return Placement(ranks, cast(list[TierSummary], summary))

    def movements(
        self,
        df: Any,
        *,
        previous: Any,
        value: str | None = None,
        account: str = "account",
        as_of: date | str | None = None,
        invalid: Invalid = "error",
    ) -> Movements:
        """Who was promoted and demoted since the previous tiers, and the matrix of tiers before and now.

        The arguments are those of `summary`.

        >>> policy = TouchPolicy.thresholds("seats", high=500)
        >>> table = {"account": ["a", "b"], "seats": [900, 7]}
        >>> moved = policy.movements(table, previous={"a": "tech", "b": "tech", "c": "high"})
        >>> [(move["account"], move["direction"], move["reason"]) for move in moved.moves], moved.gone
        ([('a', 'promoted', 'measure')], ['c'])
        """
        frame = open_table(df)
        tiers = previous_tiers(frame, previous, account) or []
        columns = self.facts if value is None else [*self.facts, value]
        found = self._policy.movements(frame.needed(columns), tiers, value, as_of, invalid)
        names = frame.values(account) if account in frame.names() else None
        return Movements.of(found, names, gone(names or [], previous, account))

    def __repr__(self) -> str:
        """Name, measure and cut."""
        own = self.to_dict()
        state = "" if self.is_fitted else ", to be fitted"
        by, cut = (json.dumps(own[part], ensure_ascii=False) for part in ("by", "cut"))
        return f"TouchPolicy({self.name!r}, by {by}, {cut}{state})"

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal policies."""
        return isinstance(other, TouchPolicy) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[TouchPolicy], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)
