"""Workload W3 as a data scientist would write it with polars, DuckDB and numba today."""

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import polars as pl

MONTHS = 36
LINES = ("new_business", "expansion", "contraction", "churn", "reactivation")
ACCOUNTS = tuple(f"{what}_accounts" for what in ("new", "expanded", "contracted", "churned", "reactivated"))
"""What is asked of everybody, month by month: these amounts and numbers of accounts, and closing revenue."""


def with_polars(ledger: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    mrr, month, account = pl.col("mrr"), pl.col("month"), pl.col("account")
    first = account.ne_missing(account.shift(1))
    carried = ~first & (month.shift(1) == month - 1)
    change, before = pl.col("change"), pl.col("before")
    lines = {
        "new_business": pl.col("first"),
        "expansion": (before > 0) & (change > 0),
        "contraction": (before > 0) & (change < 0),
        "reactivation": ~pl.col("first") & (before == 0),
    }
    counts = dict(zip(LINES, ACCOUNTS, strict=True))
    moves = (
        ledger.lazy()
        .group_by("account", "month")
        .agg(mrr.sum())
        .filter(mrr > 0)
        .sort("account", "month")
        .with_columns(
            first=first,
            before=pl.when(carried).then(mrr.shift(1)).otherwise(0),
            ends=(account.ne_missing(account.shift(-1)) | (month.shift(-1) != month + 1)).fill_null(True),
        )
        .with_columns(change=mrr - before)
        .group_by("month")
        .agg(
            *[change.filter(where).sum().abs().alias(line) for line, where in lines.items()],
            *[where.sum().alias(counts[line]) for line, where in lines.items()],
            closing=mrr.sum(),
            lost=mrr.filter(pl.col("ends")).sum(),
            gone=pl.col("ends").sum(),
        )
        .sort("month")
        .with_columns(
            churn=pl.col("lost").shift(1, fill_value=0),
            churned_accounts=pl.col("gone").shift(1, fill_value=0),
        )
        .select("month", *LINES, *ACCOUNTS, "closing")
    )
    return lambda: moves.collect(engine="streaming")


def with_duckdb(ledger: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """From a table of its own, into polars."""
    connection = duckdb.connect()
    connection.register("given", ledger.to_arrow())
    connection.execute("CREATE TABLE ledger AS SELECT * FROM given")
    query = """
        WITH paid AS (
            SELECT account, month, sum(mrr)::BIGINT AS mrr FROM ledger GROUP BY ALL HAVING sum(mrr) > 0
        ), walked AS (
            SELECT month, mrr, lag(month) OVER own IS NULL AS is_new,
                   CASE WHEN lag(month) OVER own = month - 1 THEN lag(mrr) OVER own ELSE 0 END AS before,
                   coalesce(lead(month) OVER own <> month + 1, true) AS ends
            FROM paid WINDOW own AS (PARTITION BY account ORDER BY month)
        ), sums AS (
            SELECT month, sum(mrr) FILTER (is_new) AS new_business,
                   sum(mrr - before) FILTER (before > 0 AND mrr > before) AS expansion,
                   sum(before - mrr) FILTER (before > 0 AND mrr < before) AS contraction,
                   sum(mrr) FILTER (NOT is_new AND before = 0) AS reactivation,
                   count(*) FILTER (is_new) AS new_accounts,
                   count(*) FILTER (before > 0 AND mrr > before) AS expanded_accounts,
                   count(*) FILTER (before > 0 AND mrr < before) AS contracted_accounts,
                   count(*) FILTER (NOT is_new AND before = 0) AS reactivated_accounts,
                   sum(mrr) AS closing, sum(mrr) FILTER (ends) AS lost, count(*) FILTER (ends) AS gone
            FROM walked GROUP BY month
        )
        SELECT month, new_business, expansion, contraction, reactivation, new_accounts, expanded_accounts,
               contracted_accounts, reactivated_accounts, closing,
               lag(lost) OVER (ORDER BY month) AS churn, lag(gone) OVER (ORDER BY month) AS churned_accounts
        FROM sums ORDER BY month"""
    return lambda: pl.DataFrame(connection.sql(query))


def with_numba(ledger: pl.DataFrame, numba: Any) -> Callable[[], np.ndarray]:
    """A loop by hand over accounts that are numbered from 0; other ids are numbered by pandas."""
    account, month, mrr = (ledger[name].to_numpy() for name in ("account", "month", "mrr"))

    @numba.njit  # type: ignore[untyped-decorator,unused-ignore]
    def walked(code: Any, month: Any, mrr: Any, accounts: int) -> Any:
        cells = np.zeros((accounts, MONTHS), np.int64)
        for row in range(code.size):
            cells[code[row], month[row]] += mrr[row]
        found = np.zeros((11, MONTHS), np.int64)
        for own in range(accounts):
            before, seen = 0, False
            for at in range(MONTHS):
                now = cells[own, at]
                found[10, at] += now
                line, amount = -1, now
                if before == 0 and now > 0:
                    line = 4 if seen else 0
                    seen = True
                elif now > before:
                    line, amount = 1, now - before
                elif now == 0 and before > 0:
                    line, amount = 3, before
                elif now < before:
                    line, amount = 2, before - now
                if line >= 0:
                    found[line, at] += amount
                    found[line + 5, at] += 1
                before = now
        return found

    def run() -> np.ndarray:
        if account.dtype == np.uint32:
            code, accounts = account, int(account.max()) + 1
        else:
            import pandas as pd  # type: ignore[import-untyped,unused-ignore]

            code, ids = pd.factorize(account)
            accounts = ids.size
        found: np.ndarray = walked(code, month, mrr, accounts)
        return found

    return run
