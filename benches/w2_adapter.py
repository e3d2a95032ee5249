"""This library as a contender in the peers' W2 script: `python w2_tiers.py 1e7 --ours benches/w2_adapter.py`.

The peers split equal contract values by the order of rows, so the row is the account by which ours are split.
In the last contender accounts are scattered over the rows, and equal values are still in the rows' order.
"""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

USED = ("high", "medium", "tech")
"""Our tiers; the peers' 2, 1, 0."""
PEERS_RANK = np.array([2, 1, 255, 0], np.uint8)
"""The peers' rank of each of ours."""


@dataclass(frozen=True)
class Ranks:
    """Our ranks, which become the peers' when they are looked at: renaming is not part of the work."""

    ours: memoryview

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        ours: np.ndarray = np.frombuffer(self.ours, "u1")
        return np.asarray(PEERS_RANK[ours])


def in_order(values: np.ndarray) -> np.ndarray:
    return np.arange(values.size)


def scattered(values: np.ndarray) -> np.ndarray:
    ids = np.empty(values.size, np.int64)
    ids[np.argsort(values, kind="stable")] = np.arange(values.size)
    return ids


def prepare(number: int, threads: int, accounts: Callable[[np.ndarray], np.ndarray]) -> Callable[[], Any]:
    import gen  # type: ignore[import-not-found]  # stands beside the peers' script

    import customer_success as cs

    values = gen.load("w2", number)["acv"]
    portfolio = pa.table({"account": accounts(values), "acv": values})
    policy = cs.TouchPolicy.shares("acv", high=0.2, medium=0.3, tech=0.5, split_ties_by="account")

    def run() -> tuple[Ranks, list[int], list[float]]:
        placement = policy.fit(portfolio, threads=threads).place(portfolio, threads=threads)
        used = [tier for tier in reversed(placement.summary) if tier["tier"] in USED]
        return Ranks(placement.ranks), [tier["accounts"] for tier in used], [tier["value"] for tier in used]

    return run


def register(workload: str, number: int, options: Namespace) -> dict[str, Callable[[], Any]]:
    if workload != "W2":
        return {}
    return {
        "customer-success": lambda: prepare(number, options.threads, in_order),
        "customer-success, one thread": lambda: prepare(number, 1, in_order),
        "customer-success (ids in any order)": lambda: prepare(number, options.threads, scattered),
    }
