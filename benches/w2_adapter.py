"""This library as a contender in the peers' W2 script: `python w2_tiers.py 1e7 --ours benches/w2_adapter.py`.

The peers split equal contract values by the order of rows, so the row is the account by which ours are split.
"""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

USED = ["tech", "medium", "high"]
"""Our tiers in the order of the peers' 0, 1, 2."""
PEERS_RANK = np.array([2, 1, 255, 0], np.uint8)
"""The peers' rank of each of ours."""


@dataclass(frozen=True)
class Ranks:
    """Our ranks, which become the peers' when they are looked at: renaming is not part of the work."""

    ours: bytearray

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        return PEERS_RANK[np.frombuffer(self.ours, "u1")]


Answer = tuple[Ranks, list[int], list[float]]


def prepare(number: int, threads: int) -> Callable[[], Answer]:
    import gen  # type: ignore[import-not-found]  # stands beside the peers' script

    import customer_success as cs

    values = gen.load("w2", number)["acv"]
    portfolio = pa.table({"account": np.arange(number), "acv": values})
    policy = cs.TouchPolicy.shares("acv", high=0.2, medium=0.3, tech=0.5, split_ties_by="account")

    def run() -> Answer:
        placement = policy.fit(portfolio, threads=threads).place(portfolio, threads=threads)
        tiers = {tier["tier"]: tier for tier in placement.summary}
        accounts, value = ([tiers[name][what] for name in USED] for what in ("accounts", "value"))
        return Ranks(placement.ranks), accounts, value

    return run


def register(workload: str, number: int, options: Namespace) -> dict[str, Callable[[], Any]]:
    return {"customer-success": lambda: prepare(number, options.threads)} if workload == "W2" else {}
