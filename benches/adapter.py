"""This library as a contender in the peers' scripts: `python w1_scoring.py 1e7 --ours benches/adapter.py`.

W1: the peers' script names its columns i0 to i7, in the order of our card. A score within 1e-9 below the
bound of a band counts as on the bound, because sums of floats fall that short of exact arithmetic; the
peers compare plainly, which puts some three of two million accounts one band lower. Their digest counts
bands exactly and says `agrees: false` then; benches/w1.py compares row by row, and lets bands differ
there alone.

W7 (`w7_single.py`): one account with a card made ready, its facts as a tuple and as a dict; one KPI.
"""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import customer_success as cs

sys.path.insert(0, str(Path(__file__).parent))
from w1 import as_result, ours
from w1_card import CARD


@dataclass(frozen=True)
class Answer:
    """A scored frame that the peers' digest can read: score and band by name, made when asked for."""

    frame: pl.DataFrame

    def __getitem__(self, name: str) -> pl.Series:
        score, band = as_result(self.frame)
        return pl.Series(score if name == "score" else band)


def prepare(number: int, threads: int) -> Callable[[], Answer]:
    import gen  # type: ignore[import-not-found]  # stands beside the peers' script

    loaded: dict[str, np.ndarray] = gen.load("w1", number)
    names = [indicator["input"] for indicator in CARD["indicators"]]
    score = ours({name: loaded[f"i{at}"] for at, name in enumerate(names)}, threads)
    return lambda: Answer(score())


def repeated(call: Callable[[], Any], body: Callable[[int], None]) -> Callable[[int], None]:
    body.value = call()  # type: ignore[attr-defined]  # what the peers' script prints
    return body


def one_account(kind: type) -> Callable[[], Callable[[int], None]]:
    def prepare() -> Callable[[int], None]:
        ready = cs.Scorecard(CARD).ready(as_of=date(2026, 10, 31))
        facts = dict(zip(ready.facts, (55.0, 6.0, 42.0, 3.5, 9.0, 47.0, 2.0, True), strict=True))
        account = facts if kind is dict else tuple(facts.values())
        score = ready.score

        def run(times: int) -> None:
            for _ in range(times):
                score(account)

        return repeated(lambda: score(account), run)

    return prepare


def one_kpi() -> Callable[[int], None]:
    retention = cs.kpi.net_revenue_retention
    given = {"opening": 1000.0, "expansion": 120.0, "contraction": 30.0, "churned": 50.0}

    def run(times: int) -> None:
        for _ in range(times):
            retention(**given)

    return repeated(lambda: retention(**given), run)


def register(workload: str, number: int, options: Namespace) -> dict[str, Callable[[], Any]]:
    match workload:
        case "W1":
            return {
                "customer-success": lambda: prepare(number, options.threads),
                "customer-success, one thread": lambda: prepare(number, 1),
            }
        case "W7_score":
            return {f"customer-success, {kind.__name__}": one_account(kind) for kind in (tuple, dict)}
        case "W7_kpi":
            return {"customer-success": one_kpi}
        case _:
            return {}
