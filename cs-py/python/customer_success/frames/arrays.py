"""Columns of a result as arrays of NumPy."""

from __future__ import annotations

import sys
from typing import Any

from customer_success import _core


def is_array(values: Any) -> bool:
    """Whether this is an array of NumPy, which is not imported to find out."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(values, numpy.ndarray)


def to_array(columns: _core.Columns, name: str) -> Any:
    """A column as an array over our memory: NaN for a missing number, NaT for a missing day, else objects.

    Texts and `Decimal` are objects, None for missing; equal texts are one object.
    """
    import numpy as np

    if (integers := columns.integers(name)) is not None:
        return np.frombuffer(integers, dtype="i8")
    if (floats := columns.floats(name)) is not None:
        return np.frombuffer(floats, dtype="f8")
    if (days := columns.days(name)) is not None:
        return np.frombuffer(days, dtype="M8[D]")
    keys, labels = columns.texts(name)
    if not labels:
        return np.array([*columns.values(name), None], dtype=object)[:-1]
    return np.array([*labels, None], dtype=object)[np.frombuffer(keys, dtype="i4")]


def to_own_array(columns: _core.Columns, name: str) -> Any:
    """The column as an array that may be written to."""
    values = to_array(columns, name)
    return values if values.flags.writeable else values.copy()
