"""pandas, whatever stands behind its columns: NumPy, Arrow or Python objects. pyarrow is not needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from customer_success import _core

from .base import Frame, rows
from .numpy import described


class Pandas(Frame):
    """A `pandas.DataFrame`; its index is kept."""

    def __init__(self, data: Any) -> None:
        """Keeps the frame."""
        self.data = data

    def names(self) -> Sequence[str]:
        """The columns."""
        return list(self.data.columns)

    def select(self, names: Sequence[str]) -> _core.Columns:
        """The columns: NumPy's as buffers, all else by value."""
        return _core.columns(len(self.data), [known(name, self.data[name]) for name in names])

    def values(self, name: str) -> list[Any]:
        """The column."""
        series = self.data[name]
        own: list[Any] = series.astype(object).where(series.notna(), None).tolist()
        return own

    def with_columns(self, columns: _core.Columns) -> Any:
        """A new frame with the same index."""
        return self.data.assign(**{name: to_numpy(columns, name) for name in columns.names})

    def long(self, account: str, columns: _core.Columns) -> Any:
        """A new frame with an index of its own."""
        accounts = self.data[account].iloc[rows(columns)].reset_index(drop=True).rename("account")
        return accounts.to_frame().assign(
            **{name: to_numpy(columns, name) for name in columns.names if name != "row"}
        )

    def groups(self, keys: Sequence[str], columns: _core.Columns) -> Any:
        """A new frame with an index of its own."""
        picked = self.data[list(keys)].iloc[rows(columns)].reset_index(drop=True)
        return picked.assign(**{name: to_numpy(columns, name) for name in columns.names if name != "row"})

    def new(self, columns: _core.Columns) -> Any:
        """A frame with an index of its own."""
        return type(self.data)({name: to_numpy(columns, name) for name in columns.names})


def known(name: str, series: Any) -> tuple[str, str, Any]:
    """A column by its kind; what pandas holds in types of its own goes by value, None for missing."""
    return described(name, series.to_numpy()) if is_of_numpy(series) else by_value(name, series)


def is_column(values: Any) -> bool:
    """Whether this is a column of pandas, or an index."""
    return hasattr(values, "to_frame") and hasattr(values, "isna")


def is_of_numpy(series: Any) -> bool:
    """Whether numbers, flags or moments stand ready in an array of NumPy."""
    dtype = series.dtype
    return dtype.kind in "fiubM" and hasattr(dtype, "itemsize") and not hasattr(dtype, "na_value")


def by_value(name: str, series: Any) -> tuple[str, str, list[Any]]:
    """A column of Python's own values."""
    return name, "list", Pandas(series.to_frame(name)).values(name)


def to_numpy(columns: _core.Columns, name: str) -> Any:
    """A column as an array: NaN for a missing number, NaT for a missing day, None for a missing text."""
    import numpy as np
    import pandas as pd  # type: ignore[import-untyped]

    if (integers := columns.integers(name)) is not None:
        return np.frombuffer(integers, dtype="i8")
    if (floats := columns.floats(name)) is not None:
        return np.frombuffer(floats, dtype="f8")
    if (days := columns.days(name)) is not None:
        return np.frombuffer(days, dtype="M8[D]").astype("M8[s]")
    if (categories := columns.categories(name)) is not None:
        codes, names = categories
        kind = pd.CategoricalDtype(names, ordered=True)
        return pd.Categorical.from_codes(np.frombuffer(codes, dtype="i1"), dtype=kind, validate=False)
    keys, labels = columns.texts(name)
    if not labels:
        return np.array([*columns.values(name), None], dtype=object)[:-1]
    return np.array([*labels, None], dtype=object)[np.frombuffer(keys, dtype="i4")]
