"""Tables known only by the Arrow they speak, batches of pyarrow, and DuckDB's relations, run once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError

from .base import Frame


class Arrow(Frame):
    """Anything with `__arrow_c_stream__`; what comes back speaks Arrow too."""

    def __init__(self, data: Any) -> None:
        """Takes all columns, once."""
        self.data = data
        self.table = _core.taken(data)

    def names(self) -> Sequence[str]:
        """The columns."""
        return self.table.names

    def select(self, names: Sequence[str]) -> _core.Columns:
        """The whole table: nothing is copied, and only these columns are read."""
        del names
        return self.table

    def values(self, name: str) -> list[Any]:
        """Only a library of tables can tell."""
        raise CustomerSuccessError(
            "a table of polars, pandas, pyarrow or DuckDB, or a dict of lists or arrays, is needed here",
            code="type_mismatch",
        )

    def with_columns(self, columns: _core.Columns) -> Any:
        """A new table that shares the old columns."""
        return self.back(self.table.beside(columns))

    def long(self, account: str, columns: _core.Columns) -> Any:
        """A new table."""
        return self.back(self.table.long(account, columns))

    def groups(self, keys: Sequence[str], columns: _core.Columns) -> Any:
        """A new table."""
        return self.back(self.table.groups(keys, columns))

    def new(self, columns: _core.Columns) -> Any:
        """The columns."""
        return self.back(columns)

    def back(self, columns: _core.Columns) -> Any:
        """The columns as they are."""
        return columns


class Batch(Arrow):
    """A `pyarrow.RecordBatch`; so is the result."""

    def values(self, name: str) -> list[Any]:
        """The column."""
        values: list[Any] = self.data.column(name).to_pylist()
        return values

    def back(self, columns: _core.Columns) -> Any:
        """The columns in one batch, which is there without rows too."""
        import pyarrow as pa

        table = pa.table(columns).combine_chunks()
        arrays = [column.chunk(0) if column.num_chunks else pa.array([], column.type) for column in table]
        return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


class DuckDB(Arrow):
    """A `duckdb.DuckDBPyRelation`; the result is a relation of the same connection."""

    def values(self, name: str) -> list[Any]:
        """The column."""
        row = self.names().index(name)
        return [values[row] for values in self.data.fetchall()]

    def back(self, columns: _core.Columns) -> Any:
        """A relation over our columns."""
        reviewed = columns  # noqa: F841  (DuckDB finds it by the name of the variable)
        return self.data.query("unused", "SELECT * FROM reviewed")
