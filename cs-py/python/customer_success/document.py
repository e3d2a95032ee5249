"""Documents: JSON with a kind and a version, the same in every language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from .errors import CustomerSuccessError

# More than any number of a document has.
MOST_DIGITS = 64


def to_text(document: Mapping[str, Any] | str) -> str:
    """A document as JSON text. Text stays as it is: the core reads it, so that a field twice is an error."""
    try:
        text = (
            document
            if isinstance(document, str)
            else json.dumps(
                document, allow_nan=False, ensure_ascii=False, separators=(",", ":"), default=plain
            )
        )
        text.encode()
    except UnicodeEncodeError as error:
        raise CustomerSuccessError(f"not a text: {error}", code="invalid_text") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise CustomerSuccessError(f"not a document: {error}", code="invalid_document") from None
    return text


def plain(value: Any) -> Any:
    """What JSON has no word for: a scalar of NumPy, by its shortest text; a day; every digit of a decimal."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MOST_DIGITS:
        return format(value, "f")
    if isinstance(value, date):
        return day(value)
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        return float(str(value)) if value.dtype.kind == "f" else value.item()
    raise TypeError(f"{type(value).__name__} is nothing that a document holds")


def day(value: date) -> str:
    """A day as text; a moment is one only where nothing is lost: at midnight, without a time zone."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.timetz() != time.min:
        raise TypeError(f"a day is needed, no time of day, not {value}")
    return value.date().isoformat()


def read(path: str | Path) -> str:
    """The text of a file.

    Raises:
        CustomerSuccessError: ``invalid_text`` if it is not UTF-8.
        OSError: if it cannot be read.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CustomerSuccessError(
            f"{path}: a document is UTF-8; the byte at offset {error.start} is not", code="invalid_text"
        ) from None
