"""Documents: JSON with a kind and a version, the same in every language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import CustomerSuccessError


def to_text(document: Mapping[str, Any] | str) -> str:
    """A document as JSON text. Text stays as it is: the core reads it, so that a field twice is an error."""
    try:
        text = (
            document
            if isinstance(document, str)
            else json.dumps(document, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        )
        text.encode()
    except UnicodeEncodeError as error:
        raise CustomerSuccessError(f"not a text: {error}", code="invalid_text") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise CustomerSuccessError(f"not a document: {error}", code="invalid_document") from None
    return text


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
