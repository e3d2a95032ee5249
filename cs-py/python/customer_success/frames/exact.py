"""Ledgers in and results out: numbers keep their digits, moments without a time zone count by their day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from customer_success import _core
from customer_success.errors import CustomerSuccessError

from .base import Frame
from .lists import Lists, ordered
from .numpy import contiguous, days, halves, unmasked
from .pandas import Pandas
from .series import column, is_column, known


def needed(frame: Frame, names: Iterable[str]) -> Any:
    """The columns of these names that are there, as something that speaks Arrow, without loss."""
    have, wanted = set(frame.names()), list(dict.fromkeys(names))
    return frame.hinted(selected(frame, [name for name in wanted if name in have]), wanted)


def selected(frame: Frame, names: Sequence[str]) -> Any:
    """The columns of these names."""
    if isinstance(frame, Pandas):
        return _core.columns(len(frame.data), [series(name, frame.data[name]) for name in names])
    if isinstance(frame, Lists):
        return _core.columns(len(frame), [own(name, frame.data[name]) for name in names])
    return frame.select(names)


def new_table(frame: Frame, columns: _core.Columns) -> Any:
    """A result as a new table of the caller's kind."""
    if isinstance(frame, Pandas):
        return type(frame.data)({name: filled(columns.values(name)) for name in columns.names})
    return frame.new(columns)


def filled(values: Sequence[Any]) -> Any:
    """A column for pandas: NaN for a missing number, a moment for a day."""
    import pandas as pd  # type: ignore[import-untyped]

    first = next((value for value in values if value is not None), None)
    if isinstance(first, float | int) or first is None:
        missing = any(value is None for value in values)
        return pd.Series(
            [float("nan") if value is None else value for value in values], dtype="f8" if missing else None
        )
    if hasattr(first, "isoformat"):
        return pd.to_datetime(pd.Series(values))
    return pd.Series(values, dtype=None if isinstance(first, str) else object)


def own(name: str, values: Any) -> tuple[str, str, Any]:
    """A column of a mapping."""
    values = column(values)
    return series(name, values) if is_column(values) else array(name, ordered(name, values))


def series(name: str, values: Any) -> tuple[str, str, Any]:
    """A column of pandas: where its memory lies, all else by value."""
    name, kind, own = known(name, values, array)
    return listed(name, own) if kind == "list" else (name, kind, own)


def array(name: str, values: Any) -> tuple[str, str, Any]:
    """A column as name, kind and values: buffers of NumPy, lists of exact numbers, days, texts."""
    dtype = getattr(values, "dtype", None)
    kind = getattr(dtype, "kind", None)
    if dtype is None or not hasattr(values, "astype") or getattr(values, "ndim", 0) != 1:
        return listed(name, values.to_pylist() if hasattr(values, "to_pylist") else values)
    if hasattr(values, "filled"):
        return array(name, unmasked(values))
    if kind == "u" and dtype.itemsize == 8:
        return name, "unsigned", contiguous(values.astype("u8", copy=False))
    if kind in ("i", "u"):
        return name, "integer", contiguous(values.astype("i8", copy=False))
    if kind == "f" and dtype.itemsize == 4:
        return name, "single", contiguous(values.astype("f4", copy=False))
    if kind == "f" and dtype.itemsize == 2:
        return name, "half", halves(values)
    if kind == "f":
        return name, "float", contiguous(values.astype("f8", copy=False))
    if kind == "M" and dtype.str[4] in "YMWD":  # NumPy wraps what is too far away
        return name, "day", contiguous(days(name, values))
    if kind == "M":
        return name, "day", contiguous(values.astype("M8[D]").astype("i8"))
    return listed(name, values.tolist())


def listed(name: str, values: Any) -> tuple[str, str, Any]:
    """A column of Python's own values."""
    values = list(values)
    kinds = set(map(type, values)) - {type(None)}
    if kinds and kinds <= {int, Decimal}:
        return name, "exact", values
    if any(issubclass(kind, datetime) for kind in kinds):
        return name, "list", [day(name, row, value) for row, value in enumerate(values)]
    return name, "list", values


def day(name: str, row: int, value: Any) -> Any:
    """The day of a moment; one with a time zone is in two months at once around midnight, and refused."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is not None:
        raise CustomerSuccessError(
            f'column "{name}", row {row}: a moment without a time zone is needed, not {value} '
            "(make days of it first, in the time zone that your months begin in)",
            code="type_mismatch",
            column=name,
            row=row,
            value=str(value),
        )
    return value.date()
