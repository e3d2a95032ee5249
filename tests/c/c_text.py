"""Texts as C reads them, for what writes vectors as C tables."""

import itertools
from typing import Any

LONGEST = 4095  # of a literal that every C99 compiler takes
NUMBERS = itertools.count()
shown_values = 0


def literal(text: str | bytes) -> str:
    """The text as a literal, whatever stands in it."""
    data = text.encode() if isinstance(text, str) else text
    plain = (chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}" for byte in data)
    return f'"{"".join(plain)}"'


def c_text(text: str | bytes | None) -> str:
    """The text as a pointer: a literal; of a longer text the name of an array, which is printed at once."""
    if text is None:
        return "NULL"
    data = text.encode() if isinstance(text, str) else text
    if len(data) <= LONGEST:
        return literal(data)
    name = f"long_{next(NUMBERS)}"
    signed = ", ".join(str(byte - 256 * (byte > 127)) for byte in data)
    print(f"static const char {name}[] = {{{signed}, 0}};")
    return name


def shown(case: dict[str, Any]) -> str | None:
    """What the error of a case shows, "" where it shows nothing; None where the case leaves it open."""
    global shown_values
    if "error" not in case or "shows" not in case:
        return None
    shown_values += case["shows"] is not None
    return case["shows"] or ""


def count_shown() -> None:
    """How many of the written cases show a value."""
    print(f"enum {{ SHOWN = {shown_values} }};")
