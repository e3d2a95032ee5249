"""A dict of lists or arrays: in as columns, out as a dict with lists for the new columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from customer_success import _core

from .base import Frame, rows, to_list
from .numpy import described


class Lists(Frame):
    """A mapping from names to columns of equal length."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Keeps the mapping."""
        self.data = data

    def names(self) -> Sequence[str]:
        """The keys."""
        return list(self.data)

    def select(self, names: Sequence[str]) -> _core.Columns:
        """The columns, each by the type of its array or of its first known value."""
        length = len(next(iter(self.data.values()), ()))
        return _core.columns(length, [described(name, self.data[name]) for name in names])

    def values(self, name: str) -> list[Any]:
        """The column."""
        return list(self.data[name])

    def with_columns(self, columns: _core.Columns) -> dict[str, Any]:
        """A new dict."""
        return {**self.data, **{name: to_list(columns, name) for name in columns.names}}

    def long(self, account: str, columns: _core.Columns) -> dict[str, Any]:
        """A new dict of lists."""
        accounts = self.data[account]
        table: dict[str, Any] = {"account": [accounts[row] for row in rows(columns)]}
        return table | {name: to_list(columns, name) for name in columns.names if name != "row"}

    def groups(self, keys: Sequence[str], columns: _core.Columns) -> dict[str, Any]:
        """A new dict of lists."""
        table: dict[str, Any] = {key: [self.data[key][row] for row in rows(columns)] for key in keys}
        return table | {name: to_list(columns, name) for name in columns.names if name != "row"}

    def new(self, columns: _core.Columns) -> dict[str, Any]:
        """A dict of lists."""
        return {name: to_list(columns, name) for name in columns.names}
