"""Movements of recurring revenue from ten million unsorted ledger rows of 400,000 accounts over 36 months:
this library, polars, DuckDB and, where it is installed, a loop by hand for numba. Accounts are numbered from
0, in a second contest they have hashed ids of 64 bits, and in a third ids that are texts.

    python benches/w3.py [rows] [rounds]
"""

import sys
from collections.abc import Callable

import numpy as np
import polars as pl
from rounds import OURS, Contender, arguments, beside, contest
from w3_peers import ACCOUNTS, LINES, MONTHS, with_duckdb, with_numba, with_polars


def presence(rows: int, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Accounts and months, shuffled: 25 rows an account, some gaps, some months with several rows."""
    accounts = max(1, rows // 25)
    start = chance.integers(0, MONTHS, accounts) * (chance.random(accounts) < 0.6)
    end = start + 1 + chance.geometric(0.02, accounts)
    gap = start + chance.integers(1, MONTHS, accounts)
    back = np.where(chance.random(accounts) < 0.15, gap + chance.integers(1, 5, accounts), gap)
    parts = []
    for month in range(MONTHS):
        there = (start <= month) & (month < end) & ~((gap <= month) & (month < back))
        own = np.flatnonzero(there)
        own = np.concatenate([own, own[chance.random(own.size) < 0.3]])
        parts.append((own, np.full(own.size, month)))
    account, month_of = (np.concatenate(column) for column in zip(*parts, strict=True))
    drawn = chance.permutation(account.size)[:rows]
    drawn = np.concatenate([drawn, chance.integers(0, account.size, rows - drawn.size)])
    return account[drawn].astype(np.uint32), month_of[drawn].astype(np.int32)


def ledger(rows: int) -> pl.DataFrame:
    chance = np.random.default_rng(103)
    account, month = presence(rows, chance)
    base = np.round(chance.lognormal(8.0, 1.0, int(account.max()) + 1)).astype(np.int64) + 100
    mrr = base[account] + chance.integers(0, 4, rows) * (base[account] // 10)
    return pl.DataFrame({"account": account, "month": month, "mrr": mrr})


def hashed(account: pl.Series) -> pl.Series:
    """64-bit ids that look like chance."""
    ids = (account.to_numpy().astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    return pl.Series("account", ids ^ (ids >> np.uint64(29)))


def named(account: pl.Series) -> pl.Series:
    """Ids as texts, as a CRM writes them."""
    return ("acc-" + account.cast(pl.String)).alias("account")


def ours(rows: pl.DataFrame, threads: int | None = None) -> Callable[[], pl.DataFrame]:
    import customer_success as cs

    return lambda: cs.revenue.movements(rows, threads=threads)


def read(report: pl.DataFrame) -> np.ndarray:
    return np.stack([report[name].fill_null(0).to_numpy() for name in (*LINES, *ACCOUNTS, "closing")])


def main(rows: int = 10_000_000, rounds: int = 5) -> int:
    numbered = ledger(rows)
    differ = 0
    for ids, given in (
        ("numbered", numbered),
        ("hashed", numbered.with_columns(hashed(numbered["account"]))),
        ("texts", numbered.with_columns(named(numbered["account"]))),
    ):
        own = {
            f"{OURS}, one thread": Contender(ours(given, threads=1), read),
            OURS: Contender(ours(given), read),
        }
        contenders = beside(own, given, read, with_polars, with_duckdb, with_numba)
        differ += contest(contenders, rounds, np.array_equal, rows=rows, ids=ids)
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main(*arguments()))
