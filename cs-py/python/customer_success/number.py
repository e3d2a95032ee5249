"""What a number may be: the type that goes in is the type that comes out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, SupportsIndex, TypeAlias

from . import _core

Plain: TypeAlias = SupportsIndex | float | str
"""Whole numbers (also NumPy's), floats, and plain decimal texts: the answer is the nearest float."""

Number: TypeAlias = Plain | Decimal
"""A number of any type; a `Decimal` anywhere among the arguments makes the answer an exact `Decimal`."""


def percent(share: float, digits: int) -> str:
    """A share as people read it, with so many digits after the point.

    >>> percent(0.114, 1)
    '11.4 %'
    """
    return f"{share * 100:.{digits}f} %"


def written(place: str, value: Any) -> Any:
    """A number as JSON takes it, with the digits that functions read; None and texts as they are.

    Raises:
        CustomerSuccessError: ``type_mismatch``, ``overflow`` or ``non_finite`` at this place.
    """
    return value if value is None or isinstance(value, str) else _core.number_text(place, value)
