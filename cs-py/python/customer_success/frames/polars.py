"""Columns of polars in a dict; polars itself is not imported to find out."""

from __future__ import annotations

import sys
from array import array
from typing import Any

from customer_success import _core

# Types that are handed over where they lie; all others go by value.
LENT = frozenset(
    {"Boolean", "String", "Date", "Categorical", "Enum", "Decimal", "Float32", "Float64"}
    | {f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)}
)


def is_series(values: Any) -> bool:
    """Whether this is a column of polars."""
    polars = sys.modules.get("polars")
    return polars is not None and isinstance(values, polars.Series)


def lent(name: str, series: Any) -> tuple[str, str, Any]:
    """A column as name, kind and values: not copied where its type allows it, else Python's own values."""
    if str(series.dtype.base_type()) in LENT:
        return name, "arrow", series.to_frame(name)
    return name, "list", series.to_list()


def to_series(columns: _core.Columns, names: list[str]) -> dict[str, Any]:
    """Columns of a result as polars has them."""
    import narwhals.stable.v2 as nw

    table = nw.from_arrow(columns.for_polars(), backend="polars").to_native()
    return {name: table[name] for name in names}


def picked(series: Any, rows: array[int]) -> Any:
    """The values of these rows."""
    return series.gather(sys.modules["polars"].Series(rows))
