"""Writes the portfolios of tests/vectors/touch as C tables: `touch_to_c.py tests/vectors > touch_vectors.h`.

A column is what an Arrow producer would hold: values, a bit for each that is known, offsets of texts.
Nothing is computed.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from c_text import c_text, count_shown, shown

folder = Path(sys.argv[1]) / "touch"
NAMED = {"NaN": "NAN", "Infinity": "INFINITY", "-Infinity": "-INFINITY"}


def is_number(value: Any) -> bool:
    return value in NAMED or (isinstance(value, int | float) and not isinstance(value, bool))


def array(kind: str, name: str, values: list[str]) -> str:
    """Declares an array, which C wants to have something in it, and gives its name."""
    print(f"static const {kind} {name}[] = {{{', '.join(values or ['0'])}}};")
    return name


def bits(flags: list[bool]) -> str:
    eights = [flags[at : at + 8] for at in range(0, len(flags), 8)] or [[]]
    return ", ".join(str(sum(flag << at for at, flag in enumerate(eight))) for eight in eights)


def column(prefix: str, name: str, values: list[Any]) -> str:
    """Declares the buffers of a column and gives its entry."""
    known = [value is not None for value in values]
    print(f"static const uint8_t {prefix}_known[] = {{{bits(known)}}};")
    offsets = "NULL"
    present = [value for value in values if value is not None]
    if name == "account" and present and all(type(value) is int for value in present):
        form, kind, text = "l", "int64_t", ", ".join(f"INT64_C({value or 0})" for value in values)
    elif all(isinstance(value, bool) for value in present) and present:
        form, kind, text = "b", "uint8_t", bits([bool(value) for value in values])
    elif all(map(is_number, present)):
        numbers = ("NAN" if v is None else NAMED[v] if isinstance(v, str) else repr(float(v)) for v in values)
        form, kind, text = "g", "double", ", ".join(numbers)
    else:
        texts = [value or "" for value in values]
        ends = [sum(len(text.encode()) for text in texts[:at]) for at in range(len(texts) + 1)]
        print(f"static const int32_t {prefix}_offsets[] = {{{', '.join(map(str, ends))}}};")
        offsets, form, kind = f"{prefix}_offsets", "u", "char"
        text = ", ".join([*(str(byte - 256 * (byte > 127)) for byte in "".join(texts).encode()), "0"])
    print(f"static const {kind} {prefix}_values[] = {{{text or '0'}}};")
    return f"{{{c_text(name)}, {c_text(form)}, {prefix}_known, {offsets}, {prefix}_values}}"


rows, number = [], 0
for file in sorted(folder.glob("*.json")):
    document = json.loads(file.read_text(encoding="utf-8"))
    assert len(document["cases"]) == document["count"], file
    for case in document["cases"]:
        prefix = f"t{number}"
        number += 1
        columns = dict(case.get("columns", {}))
        count = len(next(iter(columns.values()), []))
        expected, error = case.get("expected"), case.get("error")
        if case.get("path") in ("as_of", "previous"):
            # C always gives a day, and a column fits its table.
            rows.append(f"    {{{c_text(case['name'])}, NOT_IN_C}},")
            continue
        if "previous" in case:
            columns["previous tier"] = case["previous"]
        entries = [column(f"{prefix}_{at}", *named) for at, named in enumerate(columns.items())]
        array("touch_column", f"{prefix}_columns", entries or ["{NULL, NULL, NULL, NULL, NULL}"])
        tiers = reasons = "NULL"
        if expected:
            words = {rule["reason"]: "override" for rule in case["policy"].get("overrides", [])}
            assert not words.keys() & {"measure", "kept", "missing"}
            tiers = array("char *const", f"{prefix}_tiers", list(map(c_text, expected["tier"])))
            reasons = array("char *const", f"{prefix}_reasons", list(map(c_text, expected["reason"])))
        cut = expected and {"thresholds": {key: expected[key] for key in ("cut_offs", "otherwise")}}
        if cut and expected["without_accounts"]:
            cut["thresholds"]["without_accounts"] = expected["without_accounts"]
        texts = {
            "policy": json.dumps(case["policy"]),
            "cut": cut and json.dumps({"cut": cut}),
            "summary": json.dumps(expected["summary"]) if expected and "summary" in expected else None,
            "movements": json.dumps(expected["movements"]) if expected and "movements" in expected else None,
        }
        named = {key: c_text(text) for key, text in texts.items()}
        day = (date.fromisoformat(case.get("as_of", "2026-10-31")) - date(1970, 1, 1)).days
        numbers = [count, len(columns) if "columns" in case else 0, day]
        numbers += [int(case.get("invalid") == "missing"), int(case.get("fit", True)), case.get("row", -1)]
        rest = [case.get("summed"), "previous tier" if "previous" in case else None]
        refusal = [error, shown(case), case.get("path", "" if "column" in case else None), case.get("column")]
        fields = [c_text(case["name"]), "IN_C", f"{prefix}_columns", tiers, reasons, *named.values()]
        fields += [*map(c_text, rest), *map(c_text, refusal), *map(str, numbers)]
        rows.append(f"    {{{', '.join(fields)}}},")
print("static const touch_case touch_cases[] = {", *rows, "};", sep="\n")
count_shown()
