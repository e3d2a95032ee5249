"""Net promoter score of a hundred million answers kept as bytes: this library, numpy, polars, DuckDB and,
where it is installed, a loop by hand for numba; beside numpy only reading the bytes.

    python benches/w8.py [answers] [rounds]
"""

import sys
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import polars as pl
from rounds import OURS, Contender, arguments, contest, numba

SHARES = [0.03, 0.01, 0.02, 0.02, 0.03, 0.06, 0.08, 0.15, 0.22, 0.2, 0.18]
Counts = tuple[int, int, int]
"""Promoters, detractors, and all who answered."""


def ours(answers: np.ndarray) -> Callable[[], Any]:
    import customer_success as cs

    return lambda: cs.kpi.nps_from_answers(answers, invalid="missing")


def with_numpy(answers: np.ndarray) -> Callable[[], Counts]:
    def run() -> Counts:
        eight, all_of_them = np.count_nonzero(answers <= 8), np.count_nonzero(answers <= 10)
        return int(all_of_them - eight), int(np.count_nonzero(answers <= 6)), int(all_of_them)

    return run


def with_polars(answers: np.ndarray) -> Callable[[], pl.DataFrame]:
    answer = pl.col("answer")
    query = (
        pl.DataFrame({"answer": answers})
        .lazy()
        .select(
            promoters=answer.is_between(9, 10).sum(),
            detractors=(answer <= 6).sum(),
            answers=(answer <= 10).sum(),
        )
    )
    return lambda: query.collect(engine="streaming")


def with_duckdb(answers: np.ndarray) -> Callable[[], Any]:
    connection = duckdb.connect()
    connection.register("given", pl.DataFrame({"answer": answers}).to_arrow())
    connection.execute("CREATE TABLE survey AS SELECT * FROM given")
    query = """SELECT count(*) FILTER (answer BETWEEN 9 AND 10), count(*) FILTER (answer <= 6),
                      count(*) FILTER (answer <= 10) FROM survey"""
    return lambda: connection.execute(query).fetchone()


def with_numba(answers: np.ndarray, numba: Any) -> Callable[[], Counts]:
    @numba.njit  # type: ignore[untyped-decorator,unused-ignore]
    def counted(answers: Any) -> Any:
        promoters, detractors, valid = 0, 0, 0
        for answer in answers:
            promoters += (answer >= 9) & (answer <= 10)
            detractors += answer <= 6
            valid += answer <= 10
        return promoters, detractors, valid

    return lambda: counted(answers)


def main(number: int = 100_000_000, rounds: int = 5) -> int:
    answers = np.random.default_rng(108).choice(11, number, p=SHARES).astype(np.uint8)
    contenders = {
        OURS: Contender(ours(answers), lambda survey: (survey.promoters, survey.detractors, survey.answers)),
        "numpy": Contender(with_numpy(answers)),
        "polars": Contender(with_polars(answers), lambda frame: frame.row(0)),
        "duckdb": Contender(with_duckdb(answers)),
        "reading the bytes": Contender(lambda: int(answers.view(np.uint64).max()), None),
    }
    if module := numba():
        contenders["numba"] = Contender(with_numba(answers, module))
    return int(contest(contenders, rounds, answers=number) > 0)


if __name__ == "__main__":
    sys.exit(main(*arguments()))
