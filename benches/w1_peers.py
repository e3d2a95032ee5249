"""Workload W1 as a data scientist would write it with numpy, polars and DuckDB today."""

from collections.abc import Callable

import duckdb
import numpy as np
import polars as pl
from w1_card import WEIGHTS

Result = tuple[np.ndarray, np.ndarray]
"""Scores (NaN: none) and bands (2 healthy, 1 caution, 0 danger, 255 unknown)."""

POINTS = ([0.0, 10.0, 30.0, 60.0, 100.0], [0.0, 25.0, 50.0, 85.0, 100.0])


def as_polars(columns: dict[str, np.ndarray]) -> pl.DataFrame:
    return pl.DataFrame(
        {name: pl.Series(values).fill_nan(None) for name, values in columns.items()}
    ).rechunk()


def scores_with_numpy(columns: dict[str, np.ndarray], lo: int, hi: int) -> list[np.ndarray]:
    """The score of each indicator in some of the rows."""
    usage, tickets, adoption, meetings, silence, goal, rank, reference = (
        values[lo:hi] for values in columns.values()
    )
    return [
        np.clip((usage - 20) / 60, 0, 1) * 100,
        np.clip((20 - tickets) / 18, 0, 1) * 100,
        np.interp(adoption, *POINTS),
        np.select(
            [meetings >= 7, meetings >= 3, meetings >= 1, meetings < 1], [100.0, 75.0, 40.0, 0.0], np.nan
        ),
        100 * np.exp2(-np.maximum(silence, 0) / 14),
        np.clip(goal / 50, 0, 1) * 100,
        100 - 20 * rank,
        reference * 100,
    ]


def with_numpy(columns: dict[str, np.ndarray], block: int = 16_384) -> Callable[[], Result]:
    """In blocks that stay in cache, numpy's fastest form."""

    def scored(lo: int, hi: int) -> Result:
        total, present = np.zeros(hi - lo), np.zeros(hi - lo)
        for weight, score in zip(WEIGHTS, scores_with_numpy(columns, lo, hi), strict=True):
            there = ~np.isnan(score)
            total += weight * np.where(there, score, 0)
            present += weight * there
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(present >= 50 - 1e-9, total / present, np.nan)
        band = (mean >= 70).astype(np.uint8) + (mean >= 40)
        return mean, np.where(np.isnan(mean), np.uint8(255), band)

    def run() -> Result:
        number = len(columns["usage"])
        score, band = np.empty(number), np.empty(number, np.uint8)
        for lo in range(0, number, block):
            hi = min(number, lo + block)
            score[lo:hi], band[lo:hi] = scored(lo, hi)
        return score, band

    return run


def points_with_numpy(columns: dict[str, np.ndarray], block: int = 16_384) -> Callable[[], list[np.ndarray]]:
    """Points and points lost of each indicator, one behind the other, in the same blocks."""

    def run() -> list[np.ndarray]:
        number = len(columns["usage"])
        answer = [np.empty(number) for _ in range(2 * len(WEIGHTS))]
        for lo in range(0, number, block):
            hi = min(number, lo + block)
            scores = scores_with_numpy(columns, lo, hi)
            weights = [weight * ~np.isnan(score) for weight, score in zip(WEIGHTS, scores, strict=True)]
            with np.errstate(invalid="ignore", divide="ignore"):
                total = np.maximum(sum(weights), 1e-300)
            for at, (weight, score) in enumerate(zip(weights, scores, strict=True)):
                share = weight / total
                points = np.where(weight > 0, share * score, 0)
                answer[2 * at][lo:hi], answer[2 * at + 1][lo:hi] = points, share * 100 - points
        return answer

    return run


def with_polars(columns: dict[str, np.ndarray]) -> Callable[[], pl.DataFrame]:
    frame = as_polars(columns)
    c = pl.col
    adoption = c("adoption").clip(0, 100)
    scores = [
        ((c("usage") - 20) / 60).clip(0, 1) * 100,
        ((20 - c("tickets")) / 18).clip(0, 1) * 100,
        pl.when(adoption >= 60)
        .then(85 + (adoption - 60) * 0.375)
        .when(adoption >= 30)
        .then(50 + (adoption - 30) * (35 / 30))
        .when(adoption >= 10)
        .then(25 + (adoption - 10) * 1.25)
        .otherwise(adoption * 2.5),
        pl.when(c("meetings") >= 7)
        .then(100.0)
        .when(c("meetings") >= 3)
        .then(75.0)
        .when(c("meetings") >= 1)
        .then(40.0)
        .when(c("meetings") < 1)
        .then(0.0),
        100 * (c("silence").clip(lower_bound=0) * (-np.log(2) / 14)).exp(),
        (c("goal") / 50).clip(0, 1) * 100,
        100 - 20 * c("rank"),
        c("reference") * 100,
    ]
    weighted = list(zip(WEIGHTS, scores, strict=True))
    total = sum((score.fill_null(0) * weight for weight, score in weighted), pl.lit(0.0))
    present = sum((score.is_not_null() * weight for weight, score in weighted), pl.lit(0.0))
    band = pl.when(c("score") >= 70).then(2).when(c("score") >= 40).then(1).when(c("score") < 40).then(0)
    query = (
        frame.lazy()
        .select(total=total, present=present)
        .select(score=pl.when(c("present") >= 50 - 1e-9).then(c("total") / c("present")))
        .with_columns(band=band.otherwise(255).cast(pl.UInt8))
    )
    return lambda: query.collect(engine="streaming")


SCORES = (
    "greatest(0, least(1, (usage - 20) / 60)) * 100",
    "greatest(0, least(1, (20 - tickets) / 18)) * 100",
    """CASE WHEN adoption >= 100 THEN 100 WHEN adoption >= 60 THEN 85 + (adoption - 60) * 0.375
       WHEN adoption >= 30 THEN 50 + (adoption - 30) * (35.0 / 30)
       WHEN adoption >= 10 THEN 25 + (adoption - 10) * 1.25
       WHEN adoption >= 0 THEN adoption * 2.5 WHEN adoption < 0 THEN 0 END""",
    """CASE WHEN meetings >= 7 THEN 100 WHEN meetings >= 3 THEN 75 WHEN meetings >= 1 THEN 40
       WHEN meetings < 1 THEN 0 END""",
    "100 * exp(CASE WHEN silence > 0 THEN silence ELSE silence * 0 END * (-ln(2) / 14))",
    "greatest(0, least(1, goal / 50)) * 100",
    "100 - 20 * rank",
    "reference * 100",
)


def with_duckdb(columns: dict[str, np.ndarray]) -> Callable[[], pl.DataFrame]:
    """From a table of its own, into polars."""
    connection = duckdb.connect()
    connection.register("given", as_polars(columns).to_arrow())
    connection.execute("CREATE TABLE accounts AS SELECT * FROM given")
    weighted = list(zip(WEIGHTS, SCORES, strict=True))
    # greatest and least skip NULL, so a missing value is taken out before them.
    known = [(weight, name, score) for (weight, score), name in zip(weighted, columns, strict=True)]
    total = " + ".join(
        f"CASE WHEN {name} IS NULL THEN 0 ELSE {weight} * ({score}) END" for weight, name, score in known
    )
    present = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE {weight} END" for weight, name, _ in known)
    query = f"""
        SELECT score, (CASE WHEN score >= 70 THEN 2 WHEN score >= 40 THEN 1 WHEN score < 40 THEN 0
                       ELSE 255 END)::UTINYINT AS band
        FROM (SELECT CASE WHEN present >= 50 - 1e-9 THEN total / present END AS score
              FROM (SELECT ({total})::DOUBLE AS total, ({present})::DOUBLE AS present FROM accounts))"""
    return lambda: pl.DataFrame(connection.sql(query))


def read_and_write(columns: dict[str, np.ndarray]) -> Callable[[], Result]:
    """Every input read once, every output written once, nothing computed but a sum."""

    def run() -> Result:
        number = len(columns["usage"])
        total = sum(float(values.sum()) for values in columns.values())
        return np.full(number, total), np.full(number, 1, np.uint8)

    return run
