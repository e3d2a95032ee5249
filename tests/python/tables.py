"""The same portfolio as every kind of table."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import customer_success as cs

AS_OF = date(2026, 10, 31)

CARD = cs.Scorecard(
    {
        "kind": "scorecard",
        "version": 1,
        "name": "every input",
        "indicators": [
            {"name": "logins", "weight": 3, "input": "logins", "scale": {"linear": {"from": 0, "to": 20}}},
            {
                "name": "recency",
                "weight": 2,
                "input": {"days_since": "last_login_on"},
                "scale": {"half_life": {"days": 14, "grace": 2}},
            },
            {
                "name": "plan",
                "input": "plan",
                "scale": {"choices": {"scores": {"basic": 40, "pro": 100}, "otherwise": 20}},
            },
            {"name": "paid", "input": "paid", "scale": {"flag": {"true": 100, "false": 10}}},
            {
                "name": "tickets",
                "input": {"ratio": {"of": "tickets", "per": "seats"}},
                "scale": {"points": [[0, 100], [0.2, 60], [1, 0]]},
            },
        ],
    }
)

ROWS: dict[str, list[Any]] = {
    "account": ["a", "b", "c", "d", "e"],
    "logins": [14.0, None, 0.1, 30.0, None],
    "last_login_on": [date(2026, 10, 30), date(2026, 9, 1), None, date(2026, 10, 31), None],
    "plan": ["pro", "basic", None, "gold", None],
    "paid": [True, True, True, False, None],
    "tickets": [1, 0, 7, 2, 3],
    "seats": [10, 5, 20, 0, 4],
    "note": ["x", None, "y", "z", "ünïcode"],
}

HEALTH = ["health_score", "health_band", "health_coverage", "health_low", "health_high"]


def rank_of(band: str, card: cs.Scorecard) -> int | None:
    """The place of a band among those of its card, the lowest 0; none of the unknown one."""
    return dict(zip(card.bands, range(len(card.bands)), strict=True)).get(band)


def as_polars() -> pl.DataFrame:
    return pl.DataFrame(ROWS)


def as_pandas() -> pd.DataFrame:
    """As people have it: floats with NaN, objects, days as datetime64, an index of their own."""
    frame = pd.DataFrame(ROWS, index=[10, 20, 30, 40, 50])
    return frame.assign(last_login_on=pd.to_datetime(frame["last_login_on"]))


def as_pandas_objects() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in ROWS.items()})


def as_pandas_nullable() -> pd.DataFrame:
    return pd.DataFrame(ROWS).convert_dtypes()


def as_pandas_arrow() -> pd.DataFrame:
    return as_polars().to_pandas(use_pyarrow_extension_array=True)


def as_arrow() -> pa.Table:
    return pa.table(ROWS)


def as_arrow_in_chunks() -> pa.Table:
    """One chunk a row, an empty one between, texts as dictionaries."""
    table = as_arrow()
    table = table.set_column(3, "plan", table["plan"].dictionary_encode())
    return pa.concat_tables([part for row in range(5) for part in (table.slice(row, 1), table.slice(0, 0))])


def as_batch() -> pa.RecordBatch:
    return as_arrow().combine_chunks().to_batches()[0]


def as_relation() -> duckdb.DuckDBPyRelation:
    own = duckdb.connect()
    own.register("rows", as_arrow())
    return own.sql("SELECT * FROM rows")


def as_lists() -> dict[str, Any]:
    return dict(ROWS)


def as_arrays() -> dict[str, Any]:
    """Arrays as they come: other widths, other byte order, steps, read-only."""
    logins = np.array([np.nan if value is None else value for value in ROWS["logins"]])
    days = np.array([value or np.datetime64("NaT") for value in ROWS["last_login_on"]], dtype="M8[D]")
    seats = np.repeat(np.array(ROWS["seats"], dtype=">i2"), 2)[::2]
    tickets = np.array(ROWS["tickets"], dtype="u1")
    tickets.flags.writeable = False
    return {**ROWS, "logins": logins, "last_login_on": days, "seats": seats, "tickets": tickets}


def as_numpy() -> dict[str, Any]:
    """Arrays and nothing else: NaN and NaT for what is missing, objects for texts and flags."""
    floats = {name: np.array(ROWS[name], dtype="f8") for name in ("logins", "tickets", "seats")}
    objects = {name: np.array(ROWS[name], dtype=object) for name in ("account", "plan", "paid", "note")}
    days = np.array([value or np.datetime64("NaT") for value in ROWS["last_login_on"]], dtype="M8[D]")
    own = {**floats, **objects, "last_login_on": days}
    return {name: own[name] for name in ROWS}


class Foreign:
    """A table of a library that nobody heard of; it speaks Arrow."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


def as_foreign() -> Foreign:
    return Foreign(as_arrow())


KINDS: list[Callable[[], Any]] = [
    as_polars,
    as_pandas,
    as_pandas_objects,
    as_pandas_nullable,
    as_pandas_arrow,
    as_arrow,
    as_arrow_in_chunks,
    as_batch,
    as_relation,
    as_lists,
    as_arrays,
    as_numpy,
    as_foreign,
]


def to_lists(table: Any) -> dict[str, list[Any]]:
    """Any kind of table as a dict of lists, None for missing."""
    if isinstance(table, dict):
        return {name: plain(values) for name, values in table.items()}
    if isinstance(table, pd.DataFrame):
        objects = table.astype(object)
        return objects.where(table.notna(), None).to_dict(orient="list")
    if isinstance(table, duckdb.DuckDBPyRelation):
        rows = table.fetchall()
        return {name: [row[at] for row in rows] for at, name in enumerate(table.columns)}
    return table.to_pydict() if isinstance(table, pa.RecordBatch) else pa.table(table).to_pydict()


def plain(values: Any) -> list[Any]:
    """A column of a dict as a list, None for missing."""
    if not isinstance(values, np.ndarray):
        return list(values)
    return [None if value != value else value for value in values.tolist()]
