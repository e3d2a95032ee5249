"""Tables in memory that narwhals knows: polars, pyarrow, modin, cuDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

from customer_success import _core

from .base import ROW, Frame


class Eager(Frame):
    """A table behind narwhals."""

    def __init__(self, data: nw.DataFrame[Any]) -> None:
        """Keeps the table."""
        self.data = data

    def names(self) -> Sequence[str]:
        """The columns."""
        return self.data.columns

    def select(self, names: Sequence[str]) -> Any:
        """The columns, not copied. One without a type has no values, and polars hands it over malformed."""
        untyped = self.untyped(names)
        if not untyped:
            return self.data.select(names).to_native()
        blank = _core.columns(len(self.data), [(name, "missing", len(self.data)) for name in untyped])
        typed = [name for name in names if name not in untyped]
        return _core.taken(self.select(typed)).beside(blank) if typed else blank

    def untyped(self, names: Sequence[str]) -> list[str]:
        """Columns of the type of polars that has no values; what else narwhals does not know is not blank."""
        if not self.data.implementation.is_polars():
            return []
        types = self.data.to_native().schema
        return [name for name in names if str(types[name]) == "Null"]

    def values(self, name: str) -> list[Any]:
        """The column."""
        return self.data[name].to_list()

    def with_columns(self, columns: _core.Columns) -> Any:
        """A new table that shares the old columns."""
        return self.data.with_columns(*self.own(columns).iter_columns()).to_native()

    def long(self, account: str, columns: _core.Columns) -> Any:
        """A new table."""
        own = self.own(columns)
        accounts = self.picked(account, own[ROW]).alias("account")
        return own.drop(ROW).select(accounts, nw.all()).to_native()

    def groups(self, keys: Sequence[str], columns: _core.Columns) -> Any:
        """A new table."""
        own = self.own(columns)
        picked = [self.picked(key, own[ROW]) for key in keys]
        return own.drop(ROW).select(*picked, nw.all()).to_native()

    def picked(self, name: str, rows: nw.Series[Any]) -> nw.Series[Any]:
        """Rows of a column; pyarrow picks none of views of texts, so these become texts."""
        column = self.data[name]
        if self.data.implementation.is_pyarrow() and str(column.to_native().type) == "string_view":
            column = nw.from_native(column.to_native().cast("large_string"), series_only=True)
        return column[rows].alias(name)

    def new(self, columns: _core.Columns) -> Any:
        """A table of the same library."""
        return self.own(columns).to_native()

    def own(self, columns: _core.Columns) -> nw.DataFrame[Any]:
        """Our columns as a table of the same library: texts as plain texts, categories as it has them."""
        if self.data.implementation.is_polars():
            return nw.from_arrow(columns.for_polars(), backend=self.data.implementation)
        table = nw.from_arrow(columns, backend=self.data.implementation)
        texts = columns.labels
        return table.with_columns(nw.col(*texts).cast(nw.String)) if texts else table
