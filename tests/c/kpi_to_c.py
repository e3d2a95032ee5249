"""Writes the vectors of KPIs of tables as C arrays: `kpi_to_c.py tests/vectors > tables.h`."""

import itertools
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from c_text import c_text, count_shown, literal, shown


def cases(file: Path) -> list[dict]:
    """The cases of a file, as many as it says."""
    document = json.loads(file.read_text(encoding="utf-8"))
    assert len(document["cases"]) == document["count"], file
    return document["cases"]


def column_of(prefix: str, name: str, column: dict) -> str:
    """The structure of a column; its buffers are printed. Under a cleared bit lies what would be refused."""
    values, kind = column["values"], column["type"]
    known = [0] * (len(values) // 8 + 1)
    for row, value in enumerate(values):
        known[row // 8] |= (value is not None) << (row % 8)
    print(f"static const uint8_t {prefix}_known[] = {{{', '.join(map(str, known))}}};")
    offsets = "NULL"
    if kind == "text":
        cells = [(value if value is not None else "?").encode() for value in values]
        ends = list(itertools.accumulate(map(len, cells), initial=0))
        print(f"static const int32_t {prefix}_offsets[] = {{{', '.join(map(str, ends))}}};")
        print(f"static const char {prefix}[] = {literal(b''.join(cells))};")
        shape, offsets = "u", f"{prefix}_offsets"
    elif kind == "integer":
        cells = [f"INT64_C({-1 if value is None else value})" for value in values]
        print(f"static const int64_t {prefix}[] = {{{', '.join(cells) or '0'}}};")
        shape = "l"
    elif kind == "float":
        named = {"inf": "INFINITY", "-inf": "-INFINITY", "NaN": "NAN", None: "INFINITY"}
        cells = [named[value] if value in named else repr(float(value)) for value in values]
        print(f"static const double {prefix}[] = {{{', '.join(cells) or '0'}}};")
        shape = "g"
    elif kind == "flag":
        bits = [0] * (len(values) // 8 + 1)
        for row, value in enumerate(values):
            bits[row // 8] |= (value is not False) << (row % 8)
        print(f"static const uint8_t {prefix}[] = {{{', '.join(map(str, bits))}}};")
        shape = "b"
    elif kind == "day":
        cells = [str(2**31 - 1 if value is None else day_number(value)) for value in values]
        print(f"static const int32_t {prefix}[] = {{{', '.join(cells) or '0'}}};")
        shape = "tdD"
    else:
        whole = [2**126 if value is None else int(Decimal(value).scaleb(column["scale"])) for value in values]
        halves = [f"UINT64_C({half})" for value in whole for half in (value % 2**64, (value >> 64) % 2**64)]
        print(f"static const uint64_t {prefix}[] = {{{', '.join(halves) or '0'}}};")
        shape = f"d:38,{column['scale']}"
    return f"{{{c_text(name)}, {c_text(shape)}, {prefix}, {prefix}_known, {offsets}}}"


def day_number(text: str) -> int:
    """Days since 1970-01-01."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def key_text(key: Any, kind: str) -> str | None:
    """A key as the test writes the cell that it reads."""
    if key is None:
        return None
    return str(int(key)) if kind == "flag" else str(day_number(key)) if kind == "day" else str(key)


def table_cases(file: Path) -> None:
    rows = []
    for count, case in enumerate(cases(file)):
        prefix = f"table_{count}"
        columns = [column_of(f"{prefix}_{at}", *each) for at, each in enumerate(case["columns"].items())]
        print(f"static const table_column {prefix}[] = {{{', '.join(columns)}}};")
        expected = case.get("expected", {})
        keys = expected.get("keys", {})
        names = [None if value is None else str(value) for value in expected.get("numbers", [])]
        floats = ["NAN" if value is None else repr(float(value)) for value in expected.get("numbers", [])]
        cells = [*names, *expected.get("reasons", [])]
        kinds = {name: column["type"] for name, column in case["columns"].items()}
        cells += [key_text(key, kinds[name]) for name, column in keys.items() for key in column]
        print(f"static const char *const {prefix}_cells[] = {{{', '.join(map(c_text, cells)) or 'NULL'}}};")
        print(f"static const double {prefix}_floats[] = {{{', '.join(floats) or '0'}}};")
        length = len(next(iter(case["columns"].values()))["values"])
        left_out = sum(expected.get("left_out", [])) if "left_out" in expected else -1
        texts = [case["name"], json.dumps(case["query"]), case.get("error"), shown(case)]
        texts.append(case.get("path", ""))
        texts += [case.get("column", "")]
        numbers = [case.get("row", -1), length, len(case["columns"]), len(names), len(keys), left_out]
        row = [*map(c_text, texts), *map(str, numbers), prefix, f"{prefix}_cells", f"{prefix}_floats"]
        rows.append(f"    {{{', '.join(row)}}},")
    print("static const table_case table_cases[] = {", *rows, "};", sep="\n")


def survey_cases(file: Path) -> list[dict]:
    """Surveys, single answers and changes as requests, with what must be found in the answer."""
    document = json.loads(file.read_text(encoding="utf-8"))
    names = ("promoters", "passives", "detractors")
    found = []
    for case in document["surveys"]:
        expected = case["expected"]
        shares = zip(("promoter_share", "passive_share", "detractor_share"), expected["shares"], strict=True)
        ends = {
            name: dict(zip(("low", "high"), expected[name], strict=True))
            for name in ("wald", "adjusted_wald")
        }
        own = {"score": expected["score"], **dict(shares), "standard_error": expected["standard_error"]}
        own |= {"bands": {name: {"id": band} for name, band in expected["bands"].items()}, "intervals": ends}
        request = {name: case[name] for name in (*names, "level")}
        found.append({"name": case["name"], "survey": request, "expected": own})
    for case in document["answers"]:
        own = {key: value for key, value in case.get("expected", {}).items() if key not in names}
        own |= {"counts": [case["expected"][name] for name in names]} if own else {}
        request = {"answers": case["answers"], "weights": None, "invalid": case["invalid"]}
        place = {"column": "answers"} if "row" in case else {}
        found.append(case | {"weighed": request} | place | ({"expected": own} if own else {}))
    for case in document["changes"]:
        now, before = (dict(zip(names, case[when], strict=True)) for when in ("now", "before"))
        expected = case["expected"] | {
            "interval": dict(zip(("low", "high"), case["expected"]["interval"], strict=True))
        }
        request = now | {"level": case["level"], "earlier": before}
        found.append({"name": case["name"], "survey": request, "expected": {"change": expected}})
    assert len(found) == document["count"], file
    return found


def json_cases(all_cases: list[dict]) -> None:
    """Requests in JSON with what must be found in the answer; of a report, row by row."""
    rows = []
    for count, case in enumerate(all_cases):
        kind = next(kind for kind in ("report", "effects", "compare", "weighed", "survey") if kind in case)
        request, expected = case[kind], case.get("expected")
        found = {} if expected is None else expected if kind == "report" else {"": expected}
        if kind == "weighed":
            answers, weights = request["answers"], request["weights"]
            named = {None: "NAN", "inf": "INFINITY", "-inf": "-INFINITY"}
            values = (*answers, *(weights or answers))
            cells = [named[value] if value in named else repr(float(value)) for value in values]
            print(f"static const double json_{count}_cells[] = {{{', '.join(cells) or '0'}}};")
            if expected is not None and "interval" in expected:
                low, high = expected.pop("interval")
                expected["intervals"] = {"adjusted_wald": {"low": low, "high": high}}
            length = len(answers)
            own = {"weights": "weights"} if weights else {}
            if "earlier" in case:
                earlier = {name: case["earlier"][name] for name in ("score", "standard_error")}
                own |= {"level": case["level"], "earlier": earlier}
            request = {"answers": "answers", **own, "invalid": request["invalid"]}
        for at, (id, value) in enumerate(found.items()):
            texts = [case["name"], kind, request if isinstance(request, str) else json.dumps(request)]
            texts += [id, json.dumps(value, ensure_ascii=False), None, None, "", ""]
            numbers = [f"json_{count}_cells", str(length)] if kind == "weighed" else ["NULL", "0"]
            rows.append(f"    {{{', '.join([*map(c_text, texts), '-1', *numbers, str(int(at == 0))])}}},")
        if not found:
            texts = [case["name"], kind, request if isinstance(request, str) else json.dumps(request)]
            texts += ["", None, case["error"], shown(case), case.get("path", ""), case.get("column", "")]
            numbers = [f"json_{count}_cells", str(length)] if kind == "weighed" else ["NULL", "0"]
            row = str(case.get("row", -1))
            rows.append(f"    {{{', '.join([*map(c_text, texts), row, *numbers, '1'])}}},")
    print("static const json_case json_cases[] = {", *rows, "};", sep="\n")


table_cases(Path(sys.argv[1]) / "kpi" / "columns.json")
folder = Path(sys.argv[1]) / "kpi"
json_cases([*cases(folder / "report.json"), *survey_cases(folder / "nps.json")])
count_shown()
