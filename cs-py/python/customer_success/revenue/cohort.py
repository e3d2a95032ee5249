"""Cohorts: accounts by their first month, followed by age."""

from __future__ import annotations

from typing import Any

from customer_success import _core
from customer_success.frames import open_table
from customer_success.frames.exact import new_table

from . import options


class Cohorts:
    """Cohorts of all accounts of a ledger or of a part of them; parts are added up with `merge`, exactly.

    Every part needs the same `first` and `last`, because nothing is known of a part after its own last month.
    """

    __slots__ = ("_cohorts",)
    _cohorts: _core.Cohorts

    def __init__(self, document: str) -> None:
        """Reads what `to_json` wrote."""
        self._cohorts = _core.Cohorts.from_json(document)

    @classmethod
    def of(cls, df: Any, *, threads: int | None = None, **given: Any) -> Cohorts:
        """Follows the accounts of a ledger; the arguments are those of `cohorts`."""
        own = {"mrr": "mrr", **given}
        rows = options.columns(open_table(df), own)
        return cls._of(_core.Cohorts.of(rows, options.document(own), threads))

    @classmethod
    def _of(cls, cohorts: _core.Cohorts) -> Cohorts:
        own = cls.__new__(cls)
        own._cohorts = cohorts
        return own

    def merge(self, other: Cohorts) -> Cohorts:
        """The cohorts of the accounts of both parts, which share no account.

        Raises:
            CustomerSuccessError: ``inconsistent`` where the parts have other months.
        """
        if not isinstance(other, Cohorts):
            raise TypeError(f"cohorts are merged with cohorts, not with {type(other).__name__}")
        return self._of(self._cohorts.merge(other._cohorts))

    def table(self, like: Any = None) -> Any:
        """A row for each cohort and age; the same kind of table as `like`, a dict of lists without it."""
        return new_table(open_table({} if like is None else like), self._cohorts.table())

    def averages(self, like: Any = None) -> Any:
        """A row for each age, all cohorts together, each weighed by its size.

        Columns: ``age``, ``cohorts`` observed at that age, their ``opening_accounts``, ``accounts`` and
        ``account_retention`` = accounts ÷ opening_accounts, and the same of revenue. A cohort that nobody is
        left of counts as 0.

        >>> import customer_success as cs
        >>> activity = {"account": [1, 2, 3, 2], "month": [0, 1, 1, 2]}
        >>> cs.revenue.Cohorts.of(activity, mrr=None).averages()["account_retention"]
        [1.0, 0.3333333333333333, 0.0]
        """
        return new_table(open_table({} if like is None else like), self._cohorts.averages())

    def to_json(self) -> str:
        """The counts and sums as a document, for other machines."""
        return self._cohorts.to_json()

    def __repr__(self) -> str:
        """How many accounts there are."""
        return f"Cohorts({self._cohorts})"

    def __eq__(self, other: object) -> bool:
        """Equal counts and sums make equal cohorts."""
        return isinstance(other, Cohorts) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[Cohorts], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)


def cohorts(
    df: Any,
    *,
    account: str = "account",
    month: str = "month",
    mrr: str | None = "mrr",
    places: int | None = None,
    first: options.Month | None = None,
    last: options.Month | None = None,
    threads: int | None = None,
    **given: Any,
) -> Any:
    """Accounts by their first month, followed by age: who is still active, and with how much revenue.

    >>> import customer_success as cs
    >>> table = cs.revenue.cohorts({"account": [1, 2, 1, 3], "month": [0, 0, 1, 1], "mrr": [10, 20, 15, 5]})
    >>> list(zip(table["cohort"], table["age"], table["accounts"], table["account_retention"]))
    [(0, 0, 2, 1.0), (0, 1, 1, 0.5), (1, 0, 1, 1.0), (1, 1, None, None)]

    Args:
        df: the ledger, one or more rows for each account and month, in any order, as for `movements`.
        account: the column that names the account.
        month: the column with the month.
        mrr: the column with the amount: an account is active in a month where they add up to more than 0.
            None: it is active where it has a row.
        places: digits behind the point, as for `movements`.
        first: the first cohort; accounts that began earlier are left out.
        last: the last month, up to which the ledger is complete.
        threads: at most so many threads, as for `movements`.
        given: currencies, rates, row names and contracts, as for `movements`.

    Returns:
        The same kind of table with a row for each cohort and age in months: ``cohort``, ``age``,
        ``accounts``, ``account_retention`` = accounts ÷ accounts at age 0, ``mrr``, ``revenue_retention``;
        null, not 0, where the month is not yet observed.

    Raises:
        CustomerSuccessError: as `movements`.

    Source: docs/definitions.md 5.
    """
    own = {"account": account, "month": month, "mrr": mrr, "places": places, "first": first, "last": last}
    return Cohorts.of(df, threads=threads, **own, **given).table(df)
