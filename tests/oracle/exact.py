"""Exact fractions and the one rounding of the library, by definition: half to even, at most 28 digits."""

from __future__ import annotations

import json
import sys
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

from shown import complete

DIGITS = 28
VECTORS = Path(__file__).resolve().parent.parent / "vectors"


class Refused(Exception):
    """A value that does not exist or an input that is refused: the code, the place, and what is shown of the value."""

    def __init__(self, code: str, place: str | None = None, shows: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.shows = shows


def rounded(value: Fraction) -> str:
    """The text of a value rounded once; without trailing zeros."""
    whole = int(abs(value))
    places = DIGITS - (len(str(whole)) if whole else 0)
    if places < 0:
        raise Refused("overflow")
    scaled = round(value * 10**places)  # Python rounds a fraction half to even
    if abs(scaled) >= 10 ** (DIGITS + 1) or (places == 0 and abs(scaled) >= 10**DIGITS):
        raise Refused("overflow")
    return plain(Fraction(scaled, 10**places))


def plain(value: Fraction) -> str:
    """A fraction with a finite decimal text, written out."""
    with localcontext() as context:
        context.prec = 100
        text = format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def by_line(document: dict[str, Any]) -> str:
    """The document with each of its cases on a line of its own."""
    head = json.dumps({key: value for key, value in document.items() if key != "cases"})
    cases = ",\n".join(json.dumps(case, ensure_ascii=False) for case in document["cases"])
    return f'{head[:-1]}, "cases": [\n{cases}\n]}}\n'


def publish(path: str, document: dict[str, Any], lines: bool = False) -> bool:
    """Writes a vector file, or with --check compares it; True when the file holds what it should."""
    document = complete(path, document)
    text = by_line(document) if lines else json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    file = VECTORS / path
    if "--check" in sys.argv:
        same = file.exists() and file.read_text(encoding="utf-8") == text
        if not same:
            print(f"{path} differs from its oracle", file=sys.stderr)
        return same
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return True
