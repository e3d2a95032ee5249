"""What a number may be: the type that goes in is the type that comes out."""

from __future__ import annotations

from decimal import Decimal
from typing import SupportsIndex, TypeAlias

Plain: TypeAlias = SupportsIndex | float | str
"""Whole numbers (also NumPy's), floats, and plain decimal texts: the answer is the nearest float."""

Number: TypeAlias = Plain | Decimal
"""A number of any type; a `Decimal` anywhere among the arguments makes the answer an exact `Decimal`."""
