"""Movements of recurring revenue, period by period."""

from __future__ import annotations

from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError
from customer_success.frames import open_table
from customer_success.frames.exact import new_table

from . import options


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
    def of(cls, df: Any, *, threads: int | None = None, **given: Any) -> Movements:
        """Sums a ledger; the arguments are those of `movements`."""
        own = {"mrr": "mrr", **given}
        rows = options.columns(open_table(df), own)
        return cls._of(_core.Movements.of(rows, options.document(own), threads))

    @classmethod
    def _of(cls, movements: _core.Movements) -> Movements:
        own = cls.__new__(cls)
        own._movements = movements
        return own

    def merge(self, other: Movements) -> Movements:
        """The movements of the accounts of both parts, which share no account.

        Raises:
            CustomerSuccessError: ``inconsistent`` where the parts have other periods; or, where segments or
                products are told apart, amounts with other places: give every part the same `places`.
        """
        if not isinstance(other, Movements):
            raise TypeError(f"movements are merged with movements, not with {type(other).__name__}")
        return self._of(self._movements.merge(other._movements))

    def table(self, like: Any = None) -> Any:
        """The report, a row for each period; the same kind of table as `like`, a dict of lists without it."""
        return new_table(open_table({} if like is None else like), self._movements.table())

    def to_json(self) -> str:
        """The sums as a document, for other machines."""
        return self._movements.to_json()

    def __repr__(self) -> str:
        """Periods and the last closing."""
        return f"Movements({self._movements})"

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
    period: options.Period = "month",
    year_begins: int = 1,
    first: options.Month | None = None,
    last: options.Month | None = None,
    by: options.By = None,
    product: str | None = None,
    gap_tolerance: int = 0,
    reactivation_window: int | None = None,
    convention: options.Convention = "snapshot",
    currency: str | None = None,
    reporting_currency: str | None = None,
    rates: options.Rates = None,
    row_id: str | None = None,
    contracts: options.Contracts | None = None,
    threads: int | None = None,
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
            DuckDB, or a dict of lists or of NumPy arrays.
        account: the column that names the account: whole numbers or texts.
        month: the column with the month: days, moments without a time zone, texts ``"2025-01"``, or whole
            numbers that count months one by one.
        mrr: the column with the amount: whole minor units, decimals or floats.
        places: digits behind the point; for whole numbers 0 unless given (2: they are cents), for floats
            required; decimals bring their own, and may be given more.
        period: ``"month"``, ``"quarter"`` or ``"year"``; longer ones are taken at their own edges, not added
            up. One that the ledger does not reach the end of is left out.
        year_begins: the month of the year, 1 to 12, that quarters and years begin in.
        first: the first month of the result; earlier rows still count as history. The ledger's first, unless
            given.
        last: the last month of the result, up to which the ledger is complete; its last unless given.
        by: columns that split the result into segments. What an account loses in one segment and gains in
            another is a transfer; transfers add up to 0 over all.
        product: the column with the product family; expansion is split into ``upsell`` (a family that the
            account had at the opening edge) and ``cross_sell`` (one that it had not).
        gap_tolerance: gaps of up to so many months, closed within the ledger, are filled in.
        reactivation_window: who comes back after more months without revenue counts as new.
        convention: how it is counted; see `convention_catalogue`.
        currency: the column with each row's ISO 4217 code. Whole minor units without `places` are those of
            their currency: 100 is one euro, or a hundred yen.
        reporting_currency: the currency of the result, where rows have several.
        rates: triples of currency, month and what one unit was worth in the reporting currency. A period's
            opening revenue is revalued to the rates of its closing edge; that is the line ``fx``, and
            everything else is counted at these rates.
        row_id: a column that names each row: two rows of one name are refused.
        contracts: columns of contracts, where rows are contracts rather than months; `mrr` then is the price
            of a billing period. It is normalised exactly: 2000 a year is 2000 ÷ 12 a month, summed as a
            fraction, rounded half to even to the places. Days and weeks: 30.436875 and 4.348125 a month,
            unless the convention has others.
        threads: at most so many threads; all cores if left out. The result does not depend on it.

    Returns:
        The same kind of table with a row for each period, or for each segment and period: ``month`` (the last
        of the period), the lines above, accounts for each line, ``gross_revenue_retention`` =
        (opening − contraction − churn) ÷ opening, ``net_revenue_retention`` = (opening + expansion −
        contraction − churn) ÷ opening, ``quick_ratio`` = (new_business + expansion) ÷ (contraction + churn),
        the same with reactivation among the gains, ``logo_churn_rate`` = churned ÷ opening accounts,
        ``arr`` = 12 · closing, ``arpa`` = closing ÷ closing accounts, ``convention``; null where undefined.
        With ``fx``, opening stands for opening + fx in the ratios. Amounts are of the kind that came in;
        decimals get decimal ratios. Where they are fractions (contracts, rates), opening and closing are
        rounded half to even, the lines between them by largest remainder, so that they add up to the closing.

    Raises:
        CustomerSuccessError: ``missing_column``; ``type_mismatch``, ``invalid_date``, ``non_finite``,
            ``out_of_range``, ``duplicate_row``, ``unknown_currency`` or ``mixed_currencies`` with column and
            row; ``missing_rate``; ``inconsistent`` where the amounts of an account and month add up to less
            than 0 (in one currency, or at an edge in one segment), a contract ends before it starts, or
            `first` lies after `last`; ``duplicate`` where a column of `by` is named twice or as one of the
            result; ``overflow``, ``limit``.

    Source: docs/definitions.md 5.
    """
    return Movements.of(
        df,
        account=account,
        month=month,
        mrr=mrr,
        places=places,
        period=period,
        year_begins=year_begins,
        first=first,
        last=last,
        by=by,
        product=product,
        gap_tolerance=gap_tolerance,
        reactivation_window=reactivation_window,
        convention=convention,
        currency=currency,
        reporting_currency=reporting_currency,
        rates=rates,
        row_id=row_id,
        contracts=contracts,
        threads=threads,
    ).table(df)


def retention_between(df: Any, *, opening: options.Month, closing: options.Month, **given: Any) -> Any:
    """Gross and net revenue retention, logo churn and every line between any two months: one period.

    >>> import customer_success as cs
    >>> ledger = {"account": ["a", "b", "a"], "month": ["2024-12"] * 2 + ["2025-12"], "mrr": [100, 50, 120]}
    >>> year = cs.revenue.retention_between(ledger, opening="2024-12", closing="2025-12")
    >>> year["net_revenue_retention"], year["gross_revenue_retention"], year["logo_churn_rate"]
    ([0.8], [0.6666666666666666], [0.5])

    Args:
        df: the ledger, as for `movements`.
        opening: the month at whose end the period opens.
        closing: the month at whose end it closes.
        given: the other arguments of `movements` but for the period.

    Returns:
        The same kind of table with one row, or one for each segment, with the columns of `movements`.

    Raises:
        CustomerSuccessError: as `movements`; ``inconsistent`` where the opening edge does not lie before the
            closing one.

    Source: docs/definitions.md 5.
    """
    options.check_edges(opening, closing)
    try:
        return Movements.of(df, **given, opening=opening, last=closing).table(df)
    except CustomerSuccessError as error:
        raise options.renamed(error, "last", "closing") from None


def account_movements(df: Any, *, threads: int | None = None, **given: Any) -> Any:
    """Every single movement of every account: a row each.

    >>> import customer_success as cs
    >>> table = cs.revenue.account_movements({"account": [7, 7], "month": [0, 1], "mrr": [10, 12]})
    >>> list(zip(table["account"], table["month"], table["movement"], table["amount"]))
    [(7, 0, 'new_business', 10), (7, 1, 'expansion', 2)]

    Args:
        df: the ledger, as for `movements`.
        threads: as for `movements`.
        given: the other arguments of `movements` but for `by`.

    Returns:
        The same kind of table: ``account``, ``month``, ``movement`` (the name of the line), ``opening``,
        ``amount``, ``closing``, in the order of accounts and months. Revaluation is a row ``fx``; its amount
        has its sign, its ``closing`` is the opening revenue at the closing edge's rates, with which the
        account's other row begins.

    Raises:
        CustomerSuccessError: as `movements`.

    Source: docs/definitions.md 5.
    """
    frame = open_table(df)
    own = {"mrr": "mrr", **given}
    rows = options.columns(frame, own)
    return new_table(frame, _core.revenue_details(rows, options.document(own), threads))
