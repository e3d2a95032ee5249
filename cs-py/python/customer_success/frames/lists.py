"""A dict of lists, arrays or columns.

New ones are columns of polars where all of the caller's are, arrays where all are of polars or NumPy, else
lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set, Sized
from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError

from .arrays import is_array, to_own_array
from .base import ROW, Frame, rows
from .numpy import described
from .polars import is_series, lent, picked, to_series
from .series import column, is_column, known, listed


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
        values = column(self.data[name])
        return listed(values) if is_column(values) else list(values)

    def with_columns(self, columns: _core.Columns) -> dict[str, Any]:
        """A new dict."""
        return {**self.data, **self.new(columns)}

    def long(self, account: str, columns: _core.Columns) -> dict[str, Any]:
        """A new dict."""
        return {"account": self.picked(account, columns), **self.own(columns, but=ROW)}

    def groups(self, keys: Sequence[str], columns: _core.Columns) -> dict[str, Any]:
        """A new dict."""
        return {**{key: self.picked(key, columns) for key in keys}, **self.own(columns, but=ROW)}

    def new(self, columns: _core.Columns) -> dict[str, Any]:
        """A new dict."""
        return self.own(columns)

    def own(self, columns: _core.Columns, but: str | None = None) -> dict[str, Any]:
        """The columns but for one, of the kind that the caller's have."""
        names = [name for name in columns.names if name != but]
        if self.are(is_series):
            return to_series(columns, names)
        make = to_own_array if self.are_held() else _core.Columns.values
        return {name: make(columns, name) for name in names}

    def picked(self, name: str, columns: _core.Columns) -> Any:
        """The values of a column in the rows that are counted."""
        places, values = rows(columns), self.data[name]
        if not self.are_held():
            own = self.values(name)
            return [own[place] for place in places]
        return picked(values, places) if is_series(values) else values[places]

    def are_held(self) -> bool:
        """Whether the columns are arrays of NumPy or columns of polars, every one of them."""
        return self.are(lambda values: is_array(values) or is_series(values))

    def are(self, kind: Callable[[Any], bool]) -> bool:
        """Whether there are columns, and all of this kind."""
        return bool(self.data) and all(map(kind, self.data.values()))


def own(name: str, values: Any) -> tuple[str, str, Any]:
    """A column of the mapping by its kind: one of polars or pandas, an array of NumPy, a list."""
    if is_series(values):
        return lent(name, values)
    values = column(values)
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
