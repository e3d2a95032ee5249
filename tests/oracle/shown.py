"""What an error shows of the value that was refused, by what the case itself holds.

- What stands at the place in a document: a text in quotes, a number by its shortest text, a flag or `null`; nothing
  where a list or an object stands there.
- The name of a field that no document has, in quotes; of what is beyond a limit its length.
- What stands in a column's row. A column of another type: its first text, of texts that should be numbers the first that is
  none, else what it holds. A column of another length: its length.
- Nothing where a value does not exist, was computed, or is missing.

An oracle says `shows` itself where that is not so.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from typing import Any

LONGEST = 64
NOTHING = object()
# No value is to blame, or it was computed.
SILENT = {"zero_denominator", "no_losses", "no_population", "too_young", "no_score", "not_fitted", "missing_column", "cycle"}
# Fields that no document has: slips and inventions of the cases.
SLIPS = set(
    "exeptions wieght wihtin at_last raeson at_leest liner form day_since off colour_of_the_sky hihgest clamp yes atleast"
    " until segments min_coverge exceptoins applies_wen skils margins mmr accuonts openning_customers utilization premium"
    " skill mid gold sticky share".split()
)
# What the rules above do not say, by room and name, or by room and place.
BY_HAND: dict[tuple[str, str | None], str | None] = {
    ("fault", "a list where a scale's object belongs"): "a list",
    ("fault", "a list where an indicator belongs"): "a list",
    ("fault", "a fact that is a list"): "a list",
    ("fault", "a fact that is an object"): "an object",
    ("fault", "9 levels of groups"): None,  # how deep is not counted
    ("path", "no target: [70]"): "a list",
    ("path", "no target: {'score': 70}"): "an object",
    ("card_set", "a name inherited"): '"all"',
    ("card_set", "inherited groups that do not fit"): '"usage"',  # the group that is not there any more
    ("scale", "one number in two spellings"): "0",
    ("scale", "a flag and its number"): "1",
    ("rule", "between one end"): "a list of 1",
    ("rule", "between a number and a text"): '"x"',
    ("org", "a skill with a NUL"): r'"a\0b"',
    ("org", "account"): '"account"',
    ("migration", "a band twice"): '"a"',
    ("touch", "a measure of no kind"): '"inputs"',
    ("touch", "ratios the wrong way round"): "5",  # the most
    ("staffing", "least above most"): "5",
    ("staffing", "ARR least above most"): "5",
    ("migration", "an amount of more digits than can be kept"): "1000000000000000000000000000000",
    ("trend", "more readings in a window than are compared"): "2049",
    ("kpi", "a figure twice"): '"mrr"',
    ("kpi", "an unknown field"): '"periods"',
    ("revenue", "movements without amounts"): None,  # null is none
    ("revenue", "F28 a float beyond 64 bits of its last place"): "100000000000000000",
    ("revenue", "F55 a calendar's month where months are numbers"): "2025-01",
    ("revenue", "F43 a contract whose first day is empty"): None,  # it is missing
    ("revenue", "a result of more than 1200 months"): None,
    ("revenue", "a contract of more than 1200 months"): None,
    ("revenue", "a rate twice"): '"USD"',
    ("revenue", "a rate is missing"): "JPY, 2025-02",
    ("revenue", "F42 more places than amounts have"): "13",
    ("revenue", "more places than amounts have, asked for"): "13",
    ("revenue", "more than 1200 months"): "1201",
}
# Left open: a day is given as a date in Python and as a number elsewhere, and Python refuses 38 digits before it divides them.
OPEN = {("revenue", "F49 a day of the year 1899"), ("revenue", "F30 a price beyond every digit, in twelfths")}
# A text that is a number, and was read as one.
MEASURED = {"out_of_range", "inconsistent", "missing_rate"}
PLURALS = {"number": "numbers", "integer": "numbers", "flag": "flags", "day": "days", "text": "texts", "dictionary": "texts"}
LEDGER = {"integer": "whole numbers", "unsigned": "whole numbers", "float": "floats", "decimal": "decimals", "day": "days"}


def quoted(text: str) -> str:
    """A text in quotes; what cannot be seen stands there by its number."""
    named = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
    seen = (
        named.get(mark) or (mark if unicodedata.category(mark)[0] not in "CM" else f"\\u{{{ord(mark):x}}}")
        for mark in text
    )
    return f'"{"".join(seen)}"'


def number(value: float) -> str:
    """The shortest text that gives the number back; one that its zeros would make too long by its power of ten."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value).replace("nan", "NaN")
    text = format(Decimal(repr(value)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if len(text) <= LONGEST or isinstance(value, int):
        return text
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    first, *rest = map(str, digits)
    point = f".{''.join(rest)}" if rest else ""
    return f"{'-' * sign}{first}{point}e{int(exponent) + len(digits) - 1}"


def plain(value: Any) -> str | None:
    """A text, a number, a flag or null; nothing for lists and objects."""
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return number(value) if isinstance(value, int | float) else None


def cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST else f"{text[:LONGEST]}…"


def at(document: Any, path: str) -> Any:
    """What stands at a place such as `indicators[2].scale`."""
    for step in re.findall(r"[^.\[\]]+|\[\d+\]", path):
        try:
            document = document[int(step[1:-1])] if step.startswith("[") else document[step]
        except (KeyError, IndexError, TypeError):
            return NOTHING
    return document


def in_document(document: Any, path: str, code: str) -> str | None:
    """What an error at this place of a document shows."""
    last = re.split(r"[.\]]", path)[-1]
    value = at(document, path)
    if last in SLIPS and value is not NOTHING and "[" not in last:
        return quoted(last)
    if value is NOTHING:
        return None
    if re.search(r"\.points\[\d+\]$", path) and isinstance(value, list):
        # Of a point, its score where that lies outside, else its x where it is too far away.
        return number(value[1]) if not 0 <= value[1] <= 100 else number(value[0]) if abs(value[0]) > 1e300 else None
    if code in MEASURED and isinstance(value, str) and is_number(value):
        return number_text(value)
    if code == "inconsistent" and isinstance(value, str) and is_day(value):
        return value
    if code == "limit" and isinstance(value, list | dict):
        return str(len(value))
    if code == "limit" and isinstance(value, str):
        return str(len(value.encode()))
    return plain(value)


def cell(value: Any) -> str | None:
    """What a row of a column shows; JSON has the names of NaN and the infinities as texts."""
    named = {"Infinity": "inf", "-Infinity": "-inf", "inf": "inf", "-inf": "-inf", "NaN": "NaN"}
    if value is None:
        return None
    return named.get(value) or plain(value) if isinstance(value, str) else plain(value)


def is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is not None


def is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text) is not None


def number_text(text: str) -> str:
    """The canonical text of a number that came as a text."""
    return format(Decimal(text).normalize(), "f")


def document_text(case: dict[str, Any]) -> str | None:
    """The document as a text, where the case has it so."""
    if "parts" in case:
        return "".join(part * times for part, times in case["parts"])
    names = ("text",) if "options" in case else ("text", "report", "effects", "compare")  # a ledger's report is a name
    texts = [case[name] for name in names if isinstance(case.get(name), str)]
    return texts[0] if texts else None


def parsed(text: str) -> Any:
    """What a document says; nothing where it is no JSON."""

    def refuse(_: str) -> Any:
        raise ValueError

    try:
        document = json.loads(text, parse_constant=refuse)
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return NOTHING
    return document


def of_column(values: list[Any], kind: str | None, plurals: dict[str, str]) -> str:
    """What an error of a whole column shows: its type is not the one that is wanted."""
    known = [value for value in values if value is not None]
    texts = [value for value in known if isinstance(value, str)]
    if kind in ("text", "dictionary") or (kind is None and texts):
        return quoted(next((text for text in texts if not is_number(text)), texts[0]))
    if kind is None:
        kind = "flag" if isinstance(known[0], bool) else "number"
    return plurals[kind]


def document_of(room: str, case: dict[str, Any]) -> Any:
    """The document whose places an error of the case names, as its language of paths has it."""
    if room == "scale":
        return {"indicators": [{"name": "x", "input": "x", "scale": case["scale"]}]}
    if room == "rule":
        return {"exceptions": [{"when": case["rule"], "cap": 100, "reason": "yes"}]}
    if room == "override":
        return case["override"] | {"override": case["override"]} if isinstance(case["override"], dict) else case["override"]
    if room in ("override_table", "path"):
        return case
    if room == "tracker":
        return case["request"] | case["tracker"]
    text = document_text(case)
    if text is not None:
        return parsed(text)
    names = ("document", "set", "policy", "request", "query", "options", "report", "effects", "compare")
    return next((case[name] for name in names if name in case), NOTHING)


def column_of(case: dict[str, Any], name: str) -> tuple[list[Any], str | None] | None:
    """The values of a column, and its type where the case says it."""
    if "accounts" in case:
        return case["accounts"], "text"
    if "accounts" in case.get("request", {}):
        accounts = case["request"]["accounts"]
        return [account.get(name) for account in accounts], None
    parts = [case.get("path", "").split(".")[0], "columns", "table", "before", "after", "previous", "weighed"]
    tables = [case.get(part, {}) for part in parts]
    tables.append({fact: [value] for fact, value in case.get("facts", {}).items()})
    for table in tables:
        if isinstance(table, dict) and name in table:
            column = table[name]
            if isinstance(column, list):
                if len(column) <= case.get("row", -1):
                    continue
                return column, case.get("types", {}).get(name)
            values = column["values"]
            if "keys" in column:
                # A key outside its dictionary is the value.
                values = [values[key] if 0 <= key < len(values) else key for key in column["keys"]]
            return values, column["type"]
    return None


def in_column(room: str, case: dict[str, Any], values: list[Any], kind: str | None) -> str | None:
    """What an error in a column shows."""
    code = case["error"]
    if code == "overflow":
        return None  # it was computed
    if code == "mixed_currencies":
        return ", ".join(dict.fromkeys(values))
    if "row" in case:
        value = values[case["row"]]
        if value == "NaN" or (value == "" and code == "type_mismatch"):
            return None  # it is missing
        if code == "inconsistent" and isinstance(value, str) and is_day(value):
            return value
        if code in MEASURED and isinstance(value, str) and is_number(value):
            return number_text(value)
        return cell(value)
    if code == "length_mismatch":
        return str(len(values))
    return of_column(values, kind, LEDGER if room == "revenue" else PLURALS) if code == "type_mismatch" else None


def shows(room: str, case: dict[str, Any]) -> str | None:
    """What the error of a case shows."""
    code, path, name = case["error"], case.get("path"), case.get("column")
    for key in ((room, case["name"]), (room, path)):
        if key in BY_HAND:
            return BY_HAND[key]
    if code in SILENT:
        return None
    text = document_text(case)
    if text is not None and len(text.encode()) > 1 << 20 and code == "limit" and path is None:
        return str(len(text.encode()))
    if text is not None and code == "duplicate":
        return quoted(re.split(r"[.]", path)[-1]) if path else None
    found = column_of(case, name) if name is not None else None
    if found is not None:
        return cut(in_column(room, case, *found))
    if path == "previous" and code == "length_mismatch":
        return str(len(case["previous"]))
    if path == "accounts" and "row" in case:
        return quoted(case["request"]["accounts"][case["row"]]["account"])
    document = document_of(room, case)
    if path is None:
        shapes = {list: "a list"}
        return None if isinstance(document, dict) or document is NOTHING else shapes.get(type(document)) or plain(document)
    return cut(in_document(document, path, code))


def complete(path: str, document: dict[str, Any]) -> dict[str, Any]:
    """The vectors of a file with what each error shows, and how many show something."""
    room, shown = path.split("/")[0], 0
    for part in document.values():
        for case in part if isinstance(part, list) else []:
            if "error" in case:
                # A fingerprint is what the library makes of a card: what it is stays open.
                is_open = case.get("path", "").endswith(".fingerprint") or (room, case.get("name")) in OPEN
                if "shows" not in case and not is_open:
                    case["shows"] = shows(room, case)
                shown += case.get("shows") is not None
    head = {name: value for name, value in document.items() if not isinstance(value, list)}
    return head | ({"shown": shown} if shown else {}) | document
