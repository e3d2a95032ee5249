"""Conventions: the same ledger as known tools count it, side by side."""

from __future__ import annotations

from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError
from customer_success.frames import open_table
from customer_success.frames.exact import new_table

from . import options


def conventions(
    df: Any,
    *,
    opening: options.Month,
    closing: options.Month,
    threads: int | None = None,
    **given: Any,
) -> Any:
    """One period under every convention, side by side.

    The same facts make a gross revenue retention of 60 % or of 20 %, by what a period's lines are taken from:

    >>> import customer_success as cs
    >>> ledger = {
    ...     "account": ["A", "B", "C", "A", "D", "A", "C", "D"],
    ...     "month": [0, 0, 0, 1, 1, 2, 2, 2],
    ...     "mrr": [100, 100, 100, 60, 50, 120, 80, 50],
    ... }
    >>> table = cs.revenue.conventions(ledger, opening=0, closing=2)
    >>> dict(zip(table["convention"], table["gross_revenue_retention"]))["snapshot"]
    0.6
    >>> dict(zip(table["convention"], table["gross_revenue_retention"]))["stripe"]
    0.2

    Args:
        df: the ledger, as for `movements`.
        opening: the month at whose end the period opens.
        closing: the month at whose end it closes.
        threads: as for `movements`.
        given: the other arguments of `movements` but for the period.

    Returns:
        The same kind of table, a row for each convention, with the columns of `movements`.

    Raises:
        CustomerSuccessError: as `movements`; ``inconsistent`` where the opening edge does not lie before the
            closing one.

    Source: `convention_catalogue` says what each tool documents, and where.
    """
    frame = open_table(df)
    own = {"mrr": "mrr", **given, "opening": opening, "last": closing}
    try:
        found = _core.revenue_conventions(options.columns(frame, own), options.document(own), threads)
    except CustomerSuccessError as error:
        raise options.renamed(error, "last", "closing") from None
    return new_table(frame, found)


def convention_catalogue() -> list[dict[str, Any]]:
    """What each convention is made of, and what the tool documents; a note without a source is our own.

    >>> [convention["name"] for convention in convention_catalogue()]
    ['snapshot', 'chartmogul', 'stripe', 'profitwell', 'recurly', 'maxio', 'dbt']
    """
    return _core.convention_catalogue()
