"""A dict of lists or arrays: in as columns, out as a dict with lists for the new columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set, Sized
from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError

from .base import Frame, rows, to_list
from .numpy import described
from .pandas import by_value, is_column, known


class Lists(Frame):
    """A mapping from names to columns of equal length."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Keeps the mapping."""
        self.data = data

    def __len__(self) -> int:
        """The number of rows: all columns have that of the first."""
        return next((len(ordered(name, values)) for name, values in self.data.items()), 0)

    def names(self) -> Sequence[str]:
        """The keys."""
        return list(self.data)

    def select(self, names: Sequence[str]) -> _core.Columns:
        """The columns, each by the type of its array or of its first known value."""
        return _core.columns(len(self), [own(name, self.data[name]) for name in names])

    def values(self, name: str) -> list[Any]:
        """The column."""
        values = self.data[name]
        return by_value(name, values)[2] if is_column(values) else list(values)

    def with_columns(self, columns: _core.Columns) -> dict[str, Any]:
        """A new dict."""
        return {**self.data, **{name: to_list(columns, name) for name in columns.names}}

    def long(self, account: str, columns: _core.Columns) -> dict[str, Any]:
        """A new dict of lists."""
        accounts = self.values(account)
        table: dict[str, Any] = {"account": [accounts[row] for row in rows(columns)]}
        return table | {name: to_list(columns, name) for name in columns.names if name != "row"}

    def groups(self, keys: Sequence[str], columns: _core.Columns) -> dict[str, Any]:
        """A new dict of lists."""
        picked = {key: self.values(key) for key in keys}
        table: dict[str, Any] = {key: [picked[key][row] for row in rows(columns)] for key in keys}
        return table | {name: to_list(columns, name) for name in columns.names if name != "row"}

    def new(self, columns: _core.Columns) -> dict[str, Any]:
        """A dict of lists."""
        return {name: to_list(columns, name) for name in columns.names}


def own(name: str, values: Any) -> tuple[str, str, Any]:
    """A column of the mapping by its kind: one of pandas, an array of NumPy, a list."""
    return known(name, values) if is_column(values) else described(name, ordered(name, values))


def ordered(name: str, values: Any) -> Any:
    """The values, unless they are no rows in an order, as those of pandas' `to_dict()`: `type_mismatch`."""
    unordered = isinstance(values, Mapping | Set | str | bytes)
    if isinstance(values, Iterable) and isinstance(values, Sized) and not unordered:
        return values
    raise CustomerSuccessError(
        f'column "{name}": a list or an array is needed, not {type(values).__name__}',
        code="type_mismatch",
        column=name,
    )
