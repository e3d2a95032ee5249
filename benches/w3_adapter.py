"""This library as a contender in the peers' W3 and W4 scripts: `w3_mrr.py --ours benches/w3_adapter.py`."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

MONTHS = 36
LINES = ["new_business", "expansion", "contraction", "churn", "reactivation"]
ACCOUNTS = [f"{what}_accounts" for what in ("new", "expanded", "contracted", "churned", "reactivated")]


def as_result(report: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Our report as the peers give theirs: amounts, counts, closing."""
    amounts = np.stack([report[name].to_numpy() for name in LINES])
    counts = np.stack([report[name].to_numpy() for name in ACCOUNTS])
    return amounts, counts, report["closing"].to_numpy()


def movements(number: int, sparse: bool, threads: int) -> Callable[[], Any]:
    import gen  # type: ignore[import-not-found]  # stands beside the peers' script

    import customer_success as cs

    loaded = gen.load("w3", number)
    ledger = pl.DataFrame(
        {
            "account": loaded["account64" if sparse else "account"],
            "month": loaded["month"],
            "mrr": loaded["mrr"],
        }
    )
    return lambda: as_result(cs.revenue.movements(ledger, threads=threads))


def cohorts(number: int, threads: int) -> Callable[[], Any]:
    import gen

    import customer_success as cs

    loaded = gen.load("w4", number)
    activity = pl.DataFrame({"account": loaded["account"], "month": loaded["month"]})

    def matrix() -> np.ndarray:
        table = cs.revenue.cohorts(activity, mrr=None, threads=threads)
        found = np.zeros((MONTHS, MONTHS), np.int64)
        known = table.filter(pl.col("accounts").is_not_null())
        found[known["cohort"].to_numpy(), known["age"].to_numpy()] = known["accounts"].to_numpy()
        return found

    return matrix


def register(workload: str, number: int, options: Namespace) -> dict[str, Callable[[], Any]]:
    def prepare(threads: int) -> Callable[[], Any]:
        if workload == "W3":
            return movements(number, options.variant == "sparse", threads)
        return cohorts(number, threads)

    if workload not in ("W3", "W4"):
        return {}
    return {
        "customer-success": lambda: prepare(options.threads),
        "customer-success, one thread": lambda: prepare(1),
    }
