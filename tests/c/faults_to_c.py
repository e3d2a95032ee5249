"""Writes the vectors of bad input as C tables: `faults_to_c.py tests/vectors > faults.h`.

Documents stay in pieces and how often each is repeated, so that the tables stay small. Under a cleared bit of
a column lies what would be refused. Nothing is computed.

Not here: `account.json`, because no function of C asks for unique names alone (rollups, migrations, trackers
and touch policies have cases of their own), and the column that is longer than its table, which the C Data
Interface allows.
"""

import itertools
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from c_text import c_text, count_shown, literal, shown

vectors = Path(sys.argv[1])
EPOCH = date(1970, 1, 1)
UNEXPRESSED = "a column too long"


def sized(text: str | bytes) -> str:
    """A text and its length; a NUL may stand in it."""
    data = text.encode() if isinstance(text, str) else text
    return f"{c_text(data)}, {len(data)}"


def read(name: str) -> dict[str, Any]:
    """A file of vectors, whose lines hold as many cases as it says."""
    document = json.loads((vectors / "fault" / f"{name}.json").read_text(encoding="utf-8"))
    assert len(document["cases"]) == document["count"], name
    return document


def place(case: dict[str, Any]) -> list[str]:
    """Error, what it shows, path, column and row."""
    texts = [case.get("error"), shown(case), case.get("path", ""), case.get("column", "")]
    return [*map(c_text, texts), str(case.get("row", -1))]


def documents() -> None:
    rows = []
    for at, case in enumerate(read("document")["cases"]):
        if "document" in case:
            # Where two fields exclude each other, the first is named: the vectors have them sorted.
            pieces: list[tuple[str | bytes, int]] = [(json.dumps(case["document"], sort_keys=True), 1)]
        elif "hex" in case:
            pieces = [(bytes.fromhex(case["hex"]), 1)]
            case = case | {"path": "document"}  # what is no text has no place but its argument
        else:
            pieces = [(text, times) for text, times in case["parts"]]
        listed = [f"{{{sized(text)}, {times}}}" for text, times in pieces]
        print(f"static const piece document_{at}[] = {{{', '.join([*listed, '{NULL, 0, 0}'])}}};")
        hint = f'did you mean "{case["hint"]}"?' if "hint" in case else ""
        fields = [c_text(case["name"]), f"document_{at}", *place(case), c_text(hint)]
        rows.append(f"    {{{', '.join(fields)}}},")
    print("static const document_case document_cases[] = {", *rows, "};", sep="\n")


def facts() -> None:
    document = read("facts")
    rows = []
    for case in document["cases"]:
        text = case["text"] if "text" in case else json.dumps(case["facts"])
        rows.append(f"    {{{', '.join([c_text(case['name']), sized(text), *place(case)])}}},")
    head("facts", document)
    print("static const facts_case facts_cases[] = {", *rows, "};", sep="\n")


def numbers() -> None:
    rows = []
    for case in read("number")["cases"]:
        texts = [case.get("expected"), case.get("error"), shown(case)]
        rows.append(f"    {{{', '.join([c_text(case['name']), sized(case['text']), *map(c_text, texts)])}}},")
    print("static const number_case number_cases[] = {", *rows, "};", sep="\n")


def head(name: str, document: dict[str, Any]) -> None:
    """The card and the day that the cases of a file share."""
    day = (date.fromisoformat(document["as_of"]) - EPOCH).days
    print(f"static const char {name}_card[] = {literal(json.dumps(document['card']))};")
    print(f"enum {{ {name}_as_of = {day} }};")


FORMATS = {"number": "g", "integer": "l", "day": "tdD", "flag": "b", "text": "u", "dictionary": "i"}
WIDTHS = {"number": "double", "integer": "int64_t", "flag": "uint8_t"}
NAMED = {"NaN": "NAN", "inf": "INFINITY", "-inf": "-INFINITY", None: "INFINITY"}


def texts(name: str, values: list[str | None]) -> None:
    cells = [("?" if value is None else value).encode() for value in values]
    ends = itertools.accumulate(map(len, cells), initial=0)
    print(f"static const int32_t {name}_offsets[] = {{{', '.join(map(str, ends))}}};")
    print(f"static const char {name}[] = {literal(b''.join(cells))};")


def bits(rows: list[bool]) -> str:
    """A bit a row; those beyond the last row are set, and nobody may look at them."""
    padded = [*rows, *[True] * (8 - len(rows) % 8)]
    octets = [sum(bit << at for at, bit in enumerate(padded[of : of + 8])) for of in range(0, len(padded), 8)]
    return ", ".join(map(str, octets))


def column(name: str, own: dict[str, Any], prefix: str) -> str:
    """The structure of a column; its buffers are printed."""
    values, kind = own.get("keys", own["values"]), own["type"]
    print(f"static const uint8_t {prefix}_known[] = {{{bits([value is not None for value in values])}}};")
    offsets = labels = "NULL"
    if kind == "text":
        texts(prefix, values)
        offsets = f"{prefix}_offsets"
    else:
        if kind == "flag":
            cells = bits([value is not False for value in values])
        elif kind == "number":
            cells = ", ".join(NAMED[value] if value in NAMED else repr(float(value)) for value in values)
        else:
            # 2^31 - 1 is no day and no key
            whole = [2**31 - 1 if value is None else value for value in values]
            cells = ", ".join("INT32_MIN" if value == -(2**31) else str(value) for value in whole)
        print(f"static const {WIDTHS.get(kind, 'int32_t')} {prefix}[] = {{{cells or '0'}}};")
    if kind == "dictionary":
        texts(f"{prefix}_labels", own["values"])
        offsets, labels = f"{prefix}_labels_offsets", f"{prefix}_labels"
    fields = [c_text(name), c_text(FORMATS[kind]), str(len(values)), prefix, f"{prefix}_known", offsets]
    return f"{{{', '.join([*fields, labels, str(len(own['values']))])}}}"


def tables() -> None:
    document = read("table")
    rows = []
    for at, case in enumerate(document["cases"]):
        if case["name"] == UNEXPRESSED:
            continue
        named = [column(name, own, f"table_{at}_{name}") for name, own in case["columns"].items()]
        print(f"static const fault_column table_{at}[] = {{{', '.join(named)}}};")
        expected = None
        if "expected" in case:
            columns = {f"health_{name}": values for name, values in case["expected"].items()}
            del columns["health_errored_rows"]
            expected = json.dumps(columns)
        fields = [c_text(case["name"]), str(case["rows"]), str(len(named)), f"table_{at}"]
        fields += [f"CS_INVALID_{case['invalid'].upper()}"]
        rows.append(f"    {{{', '.join([*fields, c_text(expected), *place(case)])}}},")
    head("table", document)
    print(f"static const double table_tolerance = {document['tolerance']};")
    print("static const table_case table_cases[] = {", *rows, "};", sep="\n")


documents()
facts()
numbers()
tables()
count_shown()
