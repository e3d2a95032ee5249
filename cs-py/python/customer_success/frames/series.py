"""Columns of pandas on their way in: arrays, masks and categories where they lie, Python objects by value."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from .numpy import contiguous, described

Column = tuple[str, str, Any]


def is_column(values: Any) -> bool:
    """Whether this is a column of pandas, or an index."""
    return hasattr(values, "to_frame") and hasattr(values, "isna")


def column(values: Any) -> Any:
    """An array of pandas, which may lack values behind a mask, as a column; all else as it is."""
    is_own = hasattr(values, "isna") and hasattr(values, "dtype") and not hasattr(values, "to_frame")
    return sys.modules["pandas"].Series(values, copy=False) if is_own else values


def known(name: str, series: Any, of_array: Callable[[str, Any], Column] = described) -> Column:
    """A column by its kind; arrays of NumPy, behind a mask too, as `of_array` reads them."""
    dtype = series.dtype
    if is_of_numpy(series):
        return of_array(name, series.to_numpy())
    if is_of_arrow(dtype):
        return arrow(name, series, of_array)
    if hasattr(dtype, "numpy_dtype"):
        return masked(name, series, of_array)
    if hasattr(dtype, "categories") and hasattr(series.array, "codes"):
        return coded(name, series, of_array)
    return by_value(name, series)


def is_of_numpy(series: Any) -> bool:
    """Whether numbers, flags or moments stand ready in an array of NumPy."""
    dtype = series.dtype
    return dtype.kind in "fiubM" and hasattr(dtype, "itemsize") and not hasattr(dtype, "na_value")


def is_of_arrow(dtype: Any) -> bool:
    """Whether values stand ready in an array of pyarrow: of `ArrowDtype`, or texts that are kept there."""
    return hasattr(dtype, "pyarrow_dtype") or str(getattr(dtype, "storage", "")).startswith("pyarrow")


def arrow(name: str, series: Any, of_array: Callable[[str, Any], Column]) -> Column:
    """A column that pandas keeps in pyarrow, not copied; moments as NumPy has them."""
    if (pa := sys.modules.get("pyarrow")) is None:
        return by_value(name, series)
    values = series.array.__arrow_array__()
    if pa.types.is_timestamp(values.type) and values.type.tz is None:
        return of_array(name, series.to_numpy())
    table = pa.table({name: values})
    if hasattr(table, "__arrow_c_stream__") and not pa.types.is_decimal256(values.type):
        return name, "arrow", table
    return by_value(name, series)


def masked(name: str, series: Any, of_array: Callable[[str, Any], Column]) -> Column:
    """A column of one of pandas' nullable types: an array, and where its values are missing."""
    dtype, missing = series.dtype.numpy_dtype, series.array.isna()
    if dtype.kind == "f":
        return of_array(name, series.array.to_numpy(dtype=dtype, na_value=dtype.type("nan")))
    if not missing.any():
        return of_array(name, series.array.to_numpy(dtype=dtype))
    _, kind, values = of_array(name, series.array.to_numpy(dtype=dtype, na_value=dtype.type(0)))
    return name, "masked", (kind, values, contiguous(missing.view("u1")))


def coded(name: str, series: Any, of_array: Callable[[str, Any], Column]) -> Column:
    """A column of categories, which are read once; those that are neither texts nor numbers go by value."""
    categories = series.dtype.categories
    if categories.inferred_type == "string":
        kind, values = "list", list(categories)
    elif is_of_numpy(categories) and categories.dtype.kind in "fiub":
        _, kind, values = of_array(name, categories.to_numpy())
    else:
        return by_value(name, series)
    return name, "coded", (kind, values, contiguous(series.array.codes.astype("i4")))


def by_value(name: str, series: Any) -> Column:
    """A column of Python's own values, None for missing."""
    return name, "list", listed(series)


def listed(series: Any) -> list[Any]:
    """Python's own values, None for missing; texts and None and nothing else are so already."""
    own: list[Any] = series.tolist() if series.dtype == object else []
    if not own or not set(map(type, own)) <= {str, type(None)}:
        own = series.astype(object).where(series.notna(), None).tolist()
    return own
