"""Where the points of ten million health scores come from, in columns: beside plain scores, and beside numpy.

The accounts and the card are those of `w1.py`. The first contender is plain scoring, so the ratios say how
many times of it an explanation costs. numpy gives points and points lost of every indicator, as the wide
table does.

    python benches/explain.py [accounts] [rounds]
"""

import sys
from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
from rounds import OURS, Contender, arguments, contest
from w1 import accounts
from w1_card import CARD
from w1_peers import as_polars, points_with_numpy

import customer_success as cs

AS_OF = date(2026, 10, 31)


def wide(frame: pl.DataFrame, threads: int | None = None) -> Callable[[], pl.DataFrame]:
    card = cs.Scorecard(CARD)
    return lambda: card.explain(frame, as_of=AS_OF, long=False, threads=threads)


def read(frame: pl.DataFrame) -> list[np.ndarray]:
    return [frame[f"{name}_{what}"].to_numpy() for name in NAMES for what in ("points", "lost")]


def agree(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.allclose(*pair, rtol=0, atol=1e-9) for pair in zip(one, other, strict=True))


NAMES = cs.Scorecard(CARD).indicators


def main(number: int = 10_000_000, rounds: int = 5) -> int:
    columns = accounts(number)
    frame = as_polars(columns).with_columns(pl.col("reference").cast(pl.Boolean))
    card = cs.Scorecard(CARD)
    asked = ["health_score", "health_band"]
    contenders = {
        f"{OURS}, scores alone, one thread": Contender(
            lambda: card.score(frame, as_of=AS_OF, columns=asked, threads=1), None
        ),
        f"{OURS}, scores alone": Contender(lambda: card.score(frame, as_of=AS_OF, columns=asked), None),
        f"{OURS}, wide, one thread": Contender(wide(frame, threads=1), read),
        f"{OURS}, wide": Contender(wide(frame), read),
        "numpy, wide": Contender(points_with_numpy(columns)),
    }
    return int(contest(contenders, rounds, agree, accounts=number) > 0)


if __name__ == "__main__":
    sys.exit(main(*arguments()))
