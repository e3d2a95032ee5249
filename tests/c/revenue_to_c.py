"""Writes the vectors of the room `revenue` as C tables: `revenue_to_c.py tests/vectors > revenue.h`.

Columns become the buffers of Arrow arrays, and expected amounts the kind of number that the ledger has: whole
minor units, decimals or the nearest floats. Nothing else is computed.
"""

import itertools
import json
import sys
from datetime import date
from decimal import Context, Decimal
from pathlib import Path

from c_text import c_text, count_shown, shown

LARGE = Context(prec=60)
FORMATS = {"integer": "l", "unsigned": "L", "float": "g", "day": "tdD", "text": "u"}
TYPES = {"integer": "int64_t", "unsigned": "uint64_t", "float": "double", "day": "int32_t"}


def c_number(kind: str, value: object) -> str:
    """One value of a buffer; what is missing has any."""
    if kind == "day":
        return str((date.fromisoformat(str(value)) - date(1970, 1, 1)).days if value else 0)
    if kind == "float":
        named = {"NaN": "NAN", "Infinity": "INFINITY", "-Infinity": "-INFINITY"}
        return named.get(str(value)) or repr(float(str(value or 0)))
    least = value == -(2**63)
    suffix = "UINT64_C" if kind == "unsigned" else "INT64_C"
    return "INT64_MIN" if least else f"{suffix}({value or 0})"


def buffer(name: str, kind: str, values: list) -> tuple[str, str, str]:
    """Prints the buffers of a column; gives format, offsets and values."""
    if kind == "text":
        data = [(value or "").encode() for value in values]
        offsets = [0, *itertools.accumulate(map(len, data))]
        print(f"static const int32_t {name}_offsets[] = {{{', '.join(map(str, offsets))}}};")
        whole = b"".join(data).decode()
        print(f"static const char *const {name} = {c_text(whole)};")
        return "u", f"{name}_offsets", name
    if kind == "decimal":
        places = max((len(value.partition(".")[2]) for value in values if value), default=0)
        whole = [int(Decimal(value or 0).scaleb(places, LARGE)) for value in values]
        pairs = [f"UINT64_C({number % 2**64}), UINT64_C({(number >> 64) % 2**64})" for number in whole]
        print(f"static const uint64_t {name}[] = {{{', '.join([*pairs, '0'])}}};")
        return f"d:38,{places}", "NULL", name
    numbers = [c_number(kind, value) for value in values]
    print(f"static const {TYPES[kind]} {name}[] = {{{', '.join([*numbers, '0'])}}};")
    return FORMATS[kind], "NULL", name


RATIOS = {"gross_revenue_retention", "net_revenue_retention", "quick_ratio", "quick_ratio_with_reactivation"}
RATIOS |= {"logo_churn_rate", "account_retention", "revenue_retention"}
PRICES = {"arpa"}
NAMES = {"account", "month", "cohort", "movement", "convention", "currency", "segment"}


def in_columns(case: dict) -> str:
    """What the case expects of the report as Arrow columns, as JSON: decimals stay texts."""
    options = case["options"]
    kind = case["types"].get(options.get("mrr", "mrr") or "", "integer")
    expected = case["expected"]["table"] if case["report"] == "cohorts" else case["expected"]

    def cell(name: str, value: object) -> object:
        if name in {*NAMES, *options.get("by", [])} or not isinstance(value, str) or kind == "decimal":
            return value
        number = Decimal(value) if name in RATIOS else Decimal(value).scaleb(case.get("minor", 0), LARGE)
        return float(number) if kind == "float" or name in RATIOS | PRICES else int(number)

    def column(name: str, values: list) -> list:
        cells = [cell(name, value) for value in values]
        amounts = [value for value in cells if isinstance(value, int) and name not in NAMES]
        beyond = any(not -(2**63) <= value < 2**63 for value in amounts)  # decimals then
        return [None if value is None else str(value) for value in cells] if beyond else cells

    return json.dumps({name: column(name, values) for name, values in expected.items()})


def ledger_cases(room: Path) -> None:
    rows = []
    for file in sorted(room.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        assert len(document["cases"]) == document["count"], file
        for case in document["cases"]:
            columns = []
            for at, (name, values) in enumerate(case["columns"].items()):
                own = f"revenue_{len(rows)}_{at}"
                form, offsets, data = buffer(own, case["types"][name], values)
                eights = [values[start : start + 8] for start in range(0, len(values), 8)]
                bits = [
                    sum((value is not None) << bit for bit, value in enumerate(eight)) for eight in eights
                ]
                print(f"static const uint8_t {own}_known[] = {{{', '.join(map(str, [*bits, 0]))}}};")
                columns.append(f"{{{c_text(name)}, {c_text(form)}, {own}_known, {offsets}, {data}}}")
            expected = None if "error" in case else c_text(json.dumps(case["expected"], ensure_ascii=False))
            print(f"static const ledger_column revenue_{len(rows)}[] = {{{', '.join(columns)}}};")
            texts = [c_text(f"{file.stem}: {case['name']}"), c_text(json.dumps(case["options"]))]
            texts += [expected or "NULL", "NULL" if "error" in case else c_text(in_columns(case))]
            texts.append(c_text(case["report"]))
            refusal = [case.get("error"), shown(case), case.get("path", ""), case.get("column", "")]
            texts += map(c_text, refusal)
            length = len(next(iter(case["columns"].values())))
            numbers = [case.get("row", -1), length, len(columns)]
            rows.append(f"    {{{', '.join([*texts, *map(str, numbers), f'revenue_{len(rows)}'])}}},")
    print("static const ledger_case revenue_cases[] = {", *rows, "};", sep="\n")
    count_shown()


ledger_cases(Path(sys.argv[1]) / "revenue")
