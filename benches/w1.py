"""Health score and band of ten million accounts from eight indicators: this library, numpy, polars, DuckDB.

All get the same accounts in the memory format they like best, run in turn in one process, and are compared
by the median of their CPU time over all threads. Results are compared too: a contender that computes
something else fails the run. The last line is a limit rather than a contender: what it costs numpy only to
read the eight columns once and to write two.

    python benches/w1.py [accounts] [rounds]
"""

import sys
from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
from rounds import OURS, Contender, arguments, contest
from w1_card import CARD
from w1_peers import Result, as_polars, read_and_write, with_duckdb, with_numpy, with_polars


def accounts(number: int) -> dict[str, np.ndarray]:
    """Eight columns, each missing in 5 % of the accounts; 2 % of the accounts lack most of them."""
    chance = np.random.default_rng(20261031)
    columns = {
        "usage": chance.normal(55, 25, number),
        "tickets": chance.gamma(2.0, 4.0, number),
        "adoption": chance.uniform(-5, 110, number),
        "meetings": chance.exponential(4.0, number),
        "silence": chance.exponential(20.0, number),
        "goal": chance.normal(45, 15, number),
        "rank": chance.integers(0, 6, number).astype(float),
        "reference": (chance.random(number) < 0.8).astype(float),
    }
    sparse = chance.random(number) < 0.02
    for values in columns.values():
        absent = chance.random(number)
        values[(absent < 0.05) | (sparse & (absent < 0.75))] = np.nan
    return columns


def ours(columns: dict[str, np.ndarray], threads: int | None = None) -> Callable[[], pl.DataFrame]:
    import customer_success as cs

    card = cs.Scorecard(CARD)
    frame = as_polars(columns).with_columns(pl.col("reference").cast(pl.Boolean))
    # What the others compute, and no more.
    asked = ["health_score", "health_band_rank"]
    return lambda: card.score(frame, as_of=date(2026, 10, 31), columns=asked, threads=threads)


def as_result(frame: pl.DataFrame) -> Result:
    """Our answer as the others give theirs; not timed."""
    ranks = frame["health_band_rank"].fill_null(255)
    return frame["health_score"].fill_null(np.nan).to_numpy(), ranks.to_numpy()


def agree(one: Result, other: Result) -> bool:
    """Scores to 1e-9; bands except where a score sits on a bound within that."""
    near = np.isclose(one[0], other[0], rtol=0, atol=1e-9, equal_nan=True)
    on_bound = np.isclose(one[0], 40, rtol=0, atol=1e-9) | np.isclose(one[0], 70, rtol=0, atol=1e-9)
    return bool(near.all() and ((one[1] == other[1]) | on_bound).all())


def read(frame: pl.DataFrame) -> Result:
    return frame["score"].fill_null(np.nan).to_numpy(), frame["band"].to_numpy()


def main(number: int = 10_000_000, rounds: int = 5) -> int:
    columns = accounts(number)
    contenders = {
        OURS: Contender(ours(columns), as_result),
        f"{OURS}, one thread": Contender(ours(columns, threads=1), as_result),
        "numpy": Contender(with_numpy(columns)),
        "polars": Contender(with_polars(columns), read),
        "duckdb": Contender(with_duckdb(columns), read),
        "read and write alone": Contender(read_and_write(columns), None),
    }
    return int(contest(contenders, rounds, agree, accounts=number) > 0)


if __name__ == "__main__":
    sys.exit(main(*arguments()))
