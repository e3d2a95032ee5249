"""Tiers of ten million accounts by contract value, top 20 % / next 30 % / rest, with accounts and value per
tier: this library, numpy, polars and rankings, beside one pass that only adds up the column.

Contract values are whole and have many ties; equal ones are split by account id, so that the shares are met
exactly. All get the same columns, run in turn in one process, and are compared by the median of their CPU
time over all threads. Results are compared too: a contender that computes something else fails the run.

    python benches/w2.py [accounts] [rounds]
"""

import math
import sys
from collections.abc import Callable

import numpy as np
import polars as pl
from rounds import OURS, Contender, arguments, contest

Answer = tuple[np.ndarray, list[int], list[float]]
"""Rank of every account's tier (0 high, 1 medium, 3 tech); accounts and value of the three tiers."""


def contract_values(number: int) -> np.ndarray:
    return np.round(np.random.default_rng(102).lognormal(9.5, 1.2, number))


def boundaries(number: int) -> tuple[int, int]:
    """round-half-up(n · 0.2) and round-half-up(n · 0.5)."""
    return math.floor(number * 2 / 10 + 0.5), math.floor(number / 2 + 0.5)


def ids_by_value(values: np.ndarray) -> np.ndarray:
    """Ids in no order of the rows, but in that order among equal values: they split ties as the rows do."""
    ids = np.empty(values.size, np.int64)
    ids[np.argsort(values, kind="stable")] = np.arange(values.size)
    return ids


def ours(values: np.ndarray, ids: np.ndarray, threads: int | None = None) -> Callable[[], Answer]:
    import customer_success as cs

    frame = pl.DataFrame({"value": values, "account": ids})
    policy = cs.TouchPolicy.shares("value", high=0.2, medium=0.3, tech=0.5, split_ties_by="account")

    def run() -> Answer:
        placement = policy.fit(frame, threads=threads).place(frame, threads=threads)
        tiers = [tier for tier in placement.summary if tier["tier"] in ("high", "medium", "tech")]
        ranks = np.frombuffer(placement.ranks, "u1")
        return ranks, [tier["accounts"] for tier in tiers], [tier["value"] for tier in tiers]

    return run


def sums(values: np.ndarray, ranks: np.ndarray) -> Answer:
    counts = np.bincount(ranks, minlength=4)
    totals = np.bincount(ranks, weights=values, minlength=4)
    return ranks, [int(counts[rank]) for rank in (0, 1, 3)], [float(totals[rank]) for rank in (0, 1, 3)]


def with_numpy(values: np.ndarray) -> Callable[[], Answer]:
    def run() -> Answer:
        first, second = boundaries(values.size)
        places = [values.size - second, values.size - first]
        low, high = np.partition(values, places)[places]
        ranks = np.full(values.size, 3, np.uint8)
        ranks[values > low] = 1
        ranks[values > high] = 0
        for edge, end, rank in ((low, second, 1), (high, first, 0)):
            room = end - np.count_nonzero(values > edge)
            ties = np.flatnonzero(values == edge)
            ranks[ties[:room]] = rank
            if rank == 0:
                ranks[ties[room:]] = 1
        return sums(values, ranks)

    return run


def with_polars(values: np.ndarray) -> Callable[[], Answer]:
    frame = pl.DataFrame({"value": values})
    value = pl.col("value")

    def run() -> Answer:
        first, second = boundaries(values.size)
        last = values.size - 1
        at = [(values.size - end) / last for end in (first, second)]
        high, low = frame.select(*[value.quantile(q, "nearest").alias(str(q)) for q in at]).row(0)
        above_high, above_low = frame.select(
            (value > high).sum().alias("a"), (value > low).sum().alias("b")
        ).row(0)
        in_high = (value > high) | ((value == high) & ((value == high).cum_sum() <= first - above_high))
        in_low = (value > low) | ((value == low) & ((value == low).cum_sum() <= second - above_low))
        rank = pl.when(in_high).then(0).when(in_low).then(1).otherwise(3).cast(pl.UInt8).alias("rank")
        out = frame.lazy().with_columns(rank).collect()
        by_rank = out.group_by("rank").agg(pl.len(), value.sum()).sort("rank")
        return out["rank"].to_numpy(), by_rank["len"].to_list(), by_rank["value"].to_list()

    return run


def by_rank(values: np.ndarray, places: Callable[[], np.ndarray]) -> Callable[[], Answer]:
    """Tiers by the rank of every account, from 1, the greatest value first."""

    def run() -> Answer:
        rank, (first, second) = places(), boundaries(values.size)
        return sums(values, np.where(rank <= first, 0, np.where(rank <= second, 1, 3)).astype(np.uint8))

    return run


def rankings(values: np.ndarray) -> dict[str, Contender]:
    import pandas as pd  # type: ignore[import-untyped,unused-ignore]

    series, column = pd.Series(values), pl.Series(values)
    ranks = {
        "pandas rank": lambda: series.rank(method="first", ascending=False).to_numpy(),
        "polars rank": lambda: column.rank("ordinal", descending=True).to_numpy(),
    }
    return {name: Contender(by_rank(values, places)) for name, places in ranks.items()}


def agree(one: Answer, other: Answer) -> bool:
    near = np.allclose(one[2], other[2], rtol=1e-12)
    return bool(near and one[1] == other[1] and (one[0] == other[0]).all())


def main(number: int = 10_000_000, rounds: int = 5) -> int:
    values = contract_values(number)
    rows = np.arange(number)
    contenders = {
        OURS: Contender(ours(values, rows)),
        f"{OURS}, one thread": Contender(ours(values, rows, threads=1)),
        OURS + ", ids in any order": Contender(ours(values, ids_by_value(values))),
        "numpy partition": Contender(with_numpy(values)),
        "polars quantile": Contender(with_polars(values)),
        **rankings(values),
        "reading the column": Contender(lambda: float(values.sum()), None),
    }
    return int(contest(contenders, rounds, agree, accounts=number) > 0)


if __name__ == "__main__":
    sys.exit(main(*arguments()))
