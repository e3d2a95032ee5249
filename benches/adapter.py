"""This library as a contender in the peers' W1 script: `python w1_scoring.py 1e7 --ours benches/adapter.py`.

The peers' script names its columns i0 to i7, in the order of our card.
"""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

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


def prepare(number: int) -> Callable[[], Answer]:
    import gen  # type: ignore[import-not-found]  # stands beside the peers' script

    loaded: dict[str, np.ndarray] = gen.load("w1", number)
    names = [indicator["input"] for indicator in CARD["indicators"]]
    score = ours({name: loaded[f"i{at}"] for at, name in enumerate(names)})
    return lambda: Answer(score())


def register(workload: str, number: int, _options: Namespace) -> dict[str, Callable[[], Any]]:
    return {"customer-success": lambda: prepare(number)} if workload == "W1" else {}
