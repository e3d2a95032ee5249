"""Touch policies: who gets a manager, who gets webinars, who helps themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypedDict, cast

from . import _core, document
from .accounts import unique
from .frames import Frame, open_table

Invalid = Literal["error", "missing"]
Tier = Literal["high", "medium", "low", "tech", "community"]


class TierSummary(TypedDict):
    """One tier of a portfolio; `csms_low` to `csms_high` success managers look after its accounts."""

    tier: Tier | None
    accounts: int
    value: float
    share_of_value: float | None
    csms_low: int | None
    csms_high: int | None
    promoted: int
    demoted: int


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
            CustomerSuccessError: ``invalid_document``, ``version``, ``duplicate``, ``limit`` or
                ``invalid_text``, with the place in the document.
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
            name: what the policy is called.
        """
        shares = {"high": high, "medium": medium, "low": low, "tech": tech, "community": community}
        cut: dict[str, Any] = {tier: share for tier, share in shares.items() if share is not None}
        if split_ties_by is not None:
            cut["ties"] = {"split": split_ties_by}
        return cls(_form(measure, {"shares": cut}, missing, stickiness, overrides, name))

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
        return cls(_form(measure, cut, missing, stickiness, overrides, name))

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

    def fit(self, df: Any, *, as_of: date | str | None = None) -> TouchPolicy:
        """The policy with its shares fitted on a portfolio; one with thresholds comes back as it is.

        Args:
            df: a table, as for `Scorecard.score`.
            as_of: the day that "today" means; needed where days are counted.

        Raises:
            UndefinedError: ``no_population`` where no account has a measure.
            CustomerSuccessError: ``missing_column``, ``type_mismatch``, ``non_finite``.
        """
        return self._of(self._policy.fit(open_table(df).needed(self.facts), as_of))

    def apply(
        self,
        df: Any,
        *,
        previous: Any = None,
        account: str = "account",
        as_of: date | str | None = None,
        invalid: Invalid = "error",
    ) -> Any:
        """Puts every account in its tier.

        Args:
            df: a table, as for `Scorecard.score`.
            previous: the tiers before, to which the policy sticks: the table that `apply` gave then, a
                mapping from account to tier, or the name of a column of `df`.
            account: the column that names the account, to find its previous tier.
            as_of: the day that "today" means; needed where days are counted.
            invalid: what an infinite number gets: an error, or to be missing.

        Returns:
            The same kind of table with ``tier`` (null for none), ``tier_reason`` (``measure``, ``kept``,
            ``missing`` or the reason of an override) and ``tier_measure``.

        Raises:
            CustomerSuccessError: ``not_fitted`` for shares that were not fitted; ``duplicate_account``,
                ``missing_column``, ``type_mismatch``, ``non_finite``.
        """
        frame = open_table(df)
        tiers = _previous(frame, previous, account)
        return frame.with_columns(self._policy.apply(frame.needed(self.facts), tiers, as_of, invalid))

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
        frame = open_table(df)
        tiers = _previous(frame, previous, account)
        columns = self.facts if value is None else [*self.facts, value]
        tables = self._policy.summary(frame.needed(columns), value, tiers, as_of, invalid)
        return cast(list[TierSummary], tables)

    def __repr__(self) -> str:
        """Name, measure and cut."""
        form = self.to_dict()
        state = "" if self.is_fitted else ", to be fitted"
        return f"TouchPolicy({self.name!r}, by {json.dumps(form['by'])}, {json.dumps(form['cut'])}{state})"

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal policies."""
        return isinstance(other, TouchPolicy) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[TouchPolicy], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)


def _form(
    measure: str | Mapping[str, Any],
    cut: Mapping[str, Any],
    missing: Tier | None,
    stickiness: float | None,
    overrides: Sequence[Mapping[str, Any]],
    name: str | None,
) -> dict[str, Any]:
    """A document in which what was left out is left out."""
    form: dict[str, Any] = {
        "kind": "touch_policy",
        "version": 1,
        "name": name or f"by {measure if isinstance(measure, str) else 'measure'}",
        "by": {"input": measure},
        "cut": cut,
    }
    optional = {"missing": missing, "stickiness": stickiness, "overrides": list(overrides) or None}
    return form | {field: value for field, value in optional.items() if value is not None}


def _previous(frame: Frame, previous: Any, account: str) -> list[Any] | None:
    """The previous tier of each row, None for none."""
    if previous is None:
        return None
    if isinstance(previous, str):
        return frame.values(frame.require(previous))
    accounts = unique(frame.values(frame.require(account)), account)
    if isinstance(previous, Mapping) and "tier" not in previous:
        return [previous.get(name) for name in accounts]
    earlier = open_table(previous)
    known = unique(earlier.values(earlier.require(account)), account)
    tiers = dict(zip(known, earlier.values(earlier.require("tier")), strict=True))
    return [tiers.get(name) for name in accounts]
