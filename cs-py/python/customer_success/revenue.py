"""Recurring revenue over time: from the rows of a ledger to movements and retention, exactly.

>>> import customer_success as cs
>>> ledger = {
...     "account": ["a", "b", "c", "a", "b"],
...     "month": ["2025-01", "2025-01", "2025-01", "2025-02", "2025-02"],
...     "mrr": [100, 50, 30, 120, 20],
... }
>>> moves = cs.revenue.movements(ledger)
>>> moves["month"], moves["expansion"], moves["churn"], moves["closing"]
(['2025-01', '2025-02'], [0, 20], [0, 30], [180, 140])
>>> moves["net_revenue_retention"]
[None, 0.7777777777777778]
"""

from __future__ import annotations

import json
from typing import Any, Literal

from . import _core
from .frames import open_table
from .frames.exact import needed, new_table

__all__ = ["Movements", "movements"]

Period = Literal["month", "quarter", "year"]
Month = str | int


class Movements:
    """Movements of all accounts of a ledger or of a part of them; parts are added up with `merge`, exactly.

    Every part needs the same `first` and `last`, because nothing is known of a part after its own last month.

    >>> import customer_success as cs
    >>> whole = {"account": [1, 2, 1], "month": [0, 0, 1], "mrr": [10, 9, 15]}
    >>> one = {"account": [1, 1], "month": [0, 1], "mrr": [10, 15]}
    >>> other = {"account": [2], "month": [0], "mrr": [9]}
    >>> parts = [cs.revenue.Movements.of(part, first=0, last=1) for part in (one, other)]
    >>> parts[0].merge(parts[1]) == cs.revenue.Movements.of(whole, first=0, last=1)
    True
    """

    __slots__ = ("_movements",)
    _movements: _core.Movements

    def __init__(self, document: str) -> None:
        """Reads what `to_json` wrote."""
        self._movements = _core.Movements.from_json(document)

    @classmethod
    def of(
        cls,
        df: Any,
        *,
        account: str = "account",
        month: str = "month",
        mrr: str = "mrr",
        places: int | None = None,
        period: Period = "month",
        year_begins: int = 1,
        first: Month | None = None,
        last: Month | None = None,
    ) -> Movements:
        """Sums a ledger; the arguments are those of `movements`."""
        given = {
            "account": account,
            "month": month,
            "mrr": mrr,
            "places": places,
            "period": period,
            "year_begins": year_begins,
            "first": first,
            "last": last,
        }
        return cls._of(_core.Movements.of(needed(open_table(df), [account, month, mrr]), _options(given)))

    @classmethod
    def _of(cls, movements: _core.Movements) -> Movements:
        own = cls.__new__(cls)
        own._movements = movements
        return own

    def merge(self, other: Movements) -> Movements:
        """The movements of the accounts of both parts, which share no account.

        Raises:
            CustomerSuccessError: ``inconsistent`` where the parts have other periods.
        """
        return self._of(self._movements.merge(other._movements))

    def table(self, like: Any = None) -> Any:
        """The report, a row for each period; the same kind of table as `like`, a dict of lists without it."""
        return new_table(open_table({} if like is None else like), self._movements.table())

    def to_json(self) -> str:
        """The sums as a document, for other machines."""
        return self._movements.to_json()

    def __repr__(self) -> str:
        """Periods and the last closing."""
        table = self.table()
        if not table["month"]:
            return "Movements(no periods)"
        return f"Movements({table['month'][0]} to {table['month'][-1]}, closing {table['closing'][-1]})"

    def __eq__(self, other: object) -> bool:
        """Equal sums make equal movements."""
        return isinstance(other, Movements) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[Movements], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)


def movements(
    df: Any,
    *,
    account: str = "account",
    month: str = "month",
    mrr: str = "mrr",
    places: int | None = None,
    period: Period = "month",
    year_begins: int = 1,
    first: Month | None = None,
    last: Month | None = None,
) -> Any:
    """What moved monthly recurring revenue (MRR), period by period.

    ::

        opening + new_business + reactivation + expansion − contraction − churn + fx + transfer = closing

    With p an account's MRR at the opening edge of a period and c at the closing one: new business is c where
    p = 0 and there was none before, reactivation is c where p = 0 and there was, expansion is c − p,
    contraction is p − c where something is left, churn is p where nothing is. Rows of one account and month
    are summed first. A month without rows is 0, and nothing churns after the last month.

    Args:
        df: the ledger, one or more rows for each account and month, in any order: polars, pandas, pyarrow,
            DuckDB, or a dict of lists.
        account: the column that names the account: whole numbers or texts.
        month: the column with the month: days, moments without a time zone, texts ``"2025-01"``, or whole
            numbers that count months one by one.
        mrr: the column with the amount: whole minor units, decimals or floats.
        places: digits behind the point; for whole numbers 0 unless given (2: they are cents), for floats
            required.
        period: ``"month"``, ``"quarter"`` or ``"year"``; longer ones are taken at their own edges, not added
            up. One that the ledger does not reach the end of is left out.
        year_begins: the month of the year, 1 to 12, that quarters and years begin in.
        first: the first month of the result; earlier rows still count as history. The ledger's first unless
            given.
        last: the last month of the result, up to which the ledger is complete. The ledger's last unless
            given.

    Returns:
        The same kind of table with a row for each period: ``month`` (the last of the period), the lines
        above, accounts for each line, ``gross_revenue_retention`` = (opening − contraction − churn) ÷
        opening, ``net_revenue_retention`` = (opening + expansion − contraction − churn) ÷ opening,
        ``quick_ratio`` = (new_business + expansion) ÷ (contraction + churn), ``logo_churn_rate`` = churned ÷
        opening accounts, ``arr`` = 12 · closing, ``arpa`` = closing ÷ closing accounts; null where
        undefined. Amounts are of the kind that came in; decimals get decimal ratios.

    Raises:
        CustomerSuccessError: ``missing_column``; ``type_mismatch``, ``invalid_date``, ``non_finite`` or
            ``out_of_range`` with column and row; ``inconsistent`` where the amounts of an account and month
            add up to less than 0; ``overflow``, ``limit``.

    Source: docs/definitions.md 5.
    """
    movements = Movements.of(
        df,
        account=account,
        month=month,
        mrr=mrr,
        places=places,
        period=period,
        year_begins=year_begins,
        first=first,
        last=last,
    )
    return movements.table(df)


def _options(given: dict[str, Any]) -> str:
    """The options as a document, in which what was left out is left out."""
    return json.dumps({name: value for name, value in given.items() if value is not None})
