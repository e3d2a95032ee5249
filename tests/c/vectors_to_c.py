"""Writes the vectors as C tables: `vectors_to_c.py tests/vectors include/customer_success_ffi.h > vectors.h`.

A KPI case runs twice: by id with its inputs as JSON, and through its own function wherever the inputs have
its types (a count of -1 has not). Scales and rules become cards as tests/vectors/README.md says. Nothing is
computed.
"""

import json
import re
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from c_text import c_text, count_shown, shown

vectors, header = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8")
FUNCTIONS = {
    name: re.findall(r"(uint64_t|uint32_t|const cs_decimal \*)\s*(\w+)", arguments)
    for name, arguments in re.findall(r"cs_status cs_kpi_(\w+)\(([^;]*)cs_decimal \*result\);", header)
}
CHOICES = {name: int(number) for name, number in re.findall(r"CS_(?:PERIOD|TIMING)_(\w+) = (\d+)", header)}




def c_decimal(text: str) -> str | None:
    """The number as a struct; None where it has more digits than the struct holds."""
    number = Decimal(text)
    scale = max(0, -number.as_tuple().exponent)
    mantissa = int(number.scaleb(scale)) if len(number.as_tuple().digits) <= 28 else 2**127
    if not -(2**127) <= mantissa < 2**127:
        return None
    low, high = mantissa % 2**64, (mantissa >> 64)
    return f"{{UINT64_C({low}), INT64_C({high}), {scale}}}"


def call(kpi: str, inputs: dict[str, str]) -> tuple[str, str] | None:
    """Declarations and the call; None where C's types do not hold the inputs."""
    if kpi not in FUNCTIONS or not inputs.keys() <= {name for _, name in FUNCTIONS[kpi]}:
        return None
    declarations, arguments = "", []
    for kind, name in FUNCTIONS[kpi]:
        text = inputs.get(name)
        if kind == "uint64_t":
            if text is None or not text.isdecimal() or int(text) >= 2**64:
                return None
            arguments.append(f"UINT64_C({text})")
        elif kind == "uint32_t":
            number = CHOICES.get((text or "").upper(), text)
            if number is None or not str(number).isdecimal():
                return None
            arguments.append(str(number))
        elif text is None:
            arguments.append("NULL")
        else:
            if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text) or (number := c_decimal(text)) is None:
                return None
            declarations += f"    cs_decimal {name} = {number};\n"
            arguments.append(f"&{name}")
    return declarations, ", ".join([*arguments, "result"])


def cases(file: Path) -> list[dict]:
    """The cases of a file, as many as it says."""
    document = json.loads(file.read_text(encoding="utf-8"))
    assert len(document["cases"]) == document["count"], file
    return [{"tolerance": document.get("tolerance", 0), **case} for case in document["cases"]]


def kpi_cases(files: list[Path]) -> None:
    rows, count = [], 0
    for file in files:
        for case in cases(file):
            function = "NULL"
            if (typed := call(case["kpi"], case["inputs"])) is not None:
                function = f"kpi_{count}"
                print(f"static cs_status {function}(cs_decimal *result) {{")
                print(f"{typed[0]}    return cs_kpi_{case['kpi']}({typed[1]});\n}}")
            texts = [case["name"], case["kpi"], json.dumps(case["inputs"])]
            texts += [case.get("expected"), case.get("error"), shown(case), case.get("place")]
            rows.append(f"    {{{', '.join(map(c_text, texts))}, {function}}},")
            count += 1
    print("static const kpi_case kpi_cases[] = {", *rows, "};", sep="\n")


def assess_cases(file: Path) -> None:
    print("static const assess_case assess_cases[] = {")
    for case in cases(file):
        period = CHOICES[case["period"].upper()] if case.get("period") else 0
        expected = case.get("expected", {})
        texts = [case["kpi"], case.get("segment"), expected.get("verdict"), expected.get("by")]
        texts += [case.get("error"), shown(case)]
        print(f"    {{{', '.join(map(c_text, texts))}, {c_decimal(case['value'])}, {period}}},")
    print("};")


HEAD = {"kind": "scorecard", "version": 1, "name": "vector"}


def scale_case(case: dict) -> dict:
    indicator = {"name": "x", "input": "x", "scale": case["scale"]}
    expected = {"status": case.get("status"), "score": case.get("expected")}
    return case | {
        "card": HEAD | {"min_coverage": 0, "indicators": [indicator]},
        "facts": {"x": case.get("value")},
        "expected": {"contributions": [expected]},
    }


def rule_case(case: dict) -> dict:
    base = {"name": "base", "input": "base", "scale": {"linear": {"from": 0, "to": 100}}}
    asked = [(case["rule"], "yes"), ({"not": case["rule"]}, "no")]
    return case | {
        "card": HEAD
        | {"indicators": [base]}
        | {"exceptions": [{"when": rule, "cap": 100, "reason": reason} for rule, reason in asked]},
        "expected": {"exceptions": {True: ["yes"], False: ["no"], None: []}[case.get("expected")]},
    }


def card_cases(room: str, prepared: Callable[[dict], dict]) -> None:
    rows = []
    for file in sorted((vectors / room).glob("*.json")):
        for case in map(prepared, cases(file)):
            day = date.fromisoformat(case.get("as_of", "2026-10-31"))
            card = case["shipped"] if "shipped" in case else json.dumps(case["card"])
            expected = None if "error" in case else json.dumps(case["expected"], ensure_ascii=False)
            texts = [f"{file.stem}: {case['name']}", card, json.dumps(case["facts"]), expected]
            path = case.get("path", "" if "column" in case else None)
            texts += [case.get("error"), shown(case), path, case.get("column", "")]
            texts.append(json.dumps(case["override"], ensure_ascii=False) if "override" in case else None)
            reference = ["NAN" if x is None else repr(float(x)) for x in case.get("reference", [])]
            numbers = [case.get("row", -1), case["tolerance"], (day - date(1970, 1, 1)).days, len(reference)]
            rest = [*map(str, numbers), f"{{{', '.join(reference) or '0'}}}"]
            rows.append(f"    {{{', '.join([*map(c_text, texts), *rest])}}},")
    print(f"static const card_case {room}_cases[] = {{", *rows, "};", sep="\n")


def epoch(account: dict) -> str:
    return str((date.fromisoformat(account.get("as_of", "2026-10-31")) - date(1970, 1, 1)).days)


def told_cases(room: str) -> None:
    """Cases of results that are scored first and then asked: one account, or two."""
    rows = []
    for file in sorted((vectors / room).glob("*.json")):
        for case in cases(file):
            first = case.get("before", case)
            last = case.get("after", case)
            cards = [case["card"], case.get("card_before"), case.get("card_after")]
            texts = [f"{file.stem}: {case['name']}", *(card and json.dumps(card) for card in cards)]
            for account in (first, case.get("after", {})):
                parts = [account.get("facts"), account.get("override")]
                texts += [None if part is None else json.dumps(part) for part in parts]
            texts.append(json.dumps(case["target"]) if "target" in case else None)
            texts.append(json.dumps(case["expected"], ensure_ascii=False) if "expected" in case else None)
            texts += [case.get("error"), shown(case), case.get("path", "")]
            rest = [epoch(first), epoch(last), str(int(case.get("rescore", True))), str(case["tolerance"])]
            rows.append(f"    {{{', '.join([*map(c_text, texts), *rest])}}},")
    print(f"static const told_case {room}_cases[] = {{", *rows, "};", sep="\n")
def questions() -> None:
    """Each question with the function of its name, of the rooms that answer a request as JSON."""
    rows = []
    for file in [*sorted((vectors / "staffing").glob("*.json")), *sorted((vectors / "roi").glob("*.json"))]:
        for case in cases(file):
            expected = json.dumps(case["expected"], ensure_ascii=False) if "expected" in case else None
            request = json.dumps(case["request"], ensure_ascii=False)
            name = f"{file.parent.name}/{file.stem}: {case['name']}"
            texts = [name, request, expected, case.get("error"), shown(case), case.get("path")]
            by_room = {"staffing": f"cs_staffing_{case['call']}_json", "roi": f"cs_roi_{case['call']}_json"}
            function = by_room[file.parent.name]
            rows.append(f"    {{{', '.join([*map(c_text, texts), function, str(case['tolerance'])])}}},")
    print("static const question_case question_cases[] = {", *rows, "};", sep="\n")


def lint_cases(file: Path) -> None:
    print("static const lint_case lint_cases[] = {")
    for case in cases(file):
        texts = [case["name"], json.dumps(case["card"], ensure_ascii=False), json.dumps(case["expected"])]
        print(f"    {{{', '.join(map(c_text, texts))}}},")
    print("};")


def org_cases() -> None:
    rows = []
    for file in sorted((vectors / "org").glob("*.json")):
        for case in cases(file):
            expected = json.dumps(case["expected"], ensure_ascii=False) if "expected" in case else None
            texts = [f"{file.stem}: {case['name']}", case["call"], json.dumps(case["request"])]
            rows.append([*texts, expected, case.get("error"), shown(case), case.get("path")])
    entries = [f"    {{{', '.join(map(c_text, row))}}}," for row in rows]
    print("static const org_case org_cases[] = {", *entries, "};", sep="\n")


def set_cases() -> None:
    """Each account of a portfolio with the scores that it gets, or a set that is refused."""
    rows = []
    for file in sorted((vectors / "card_set").glob("*.json")):
        for case in cases(file):
            title, document = c_text(f"{file.stem}: {case['name']}"), c_text(json.dumps(case["set"]))
            for row in range(len(next(iter(case["columns"].values()))) if "columns" in case else 1):
                facts = {name: values[row] for name, values in case.get("columns", {}).items()}
                expected = []
                for name, columns in case.get("expected", {}).items():
                    of = {field: values[row] for field, values in columns.items()}
                    health = {field: of[field] for field in ("score", "band", "coverage", "low", "high")}
                    chosen = {"name": name, "card": of["card"], "reason": of["reason"]}
                    expected.append(chosen | {"health": None if of["card"] is None else health})
                texts = [json.dumps(facts), None if "error" in case else json.dumps(expected)]
                texts += [case.get("error"), shown(case), case.get("path", "")]
                rest = [title, document, *map(c_text, texts), str(case["tolerance"])]
                rows.append(f"    {{{', '.join(rest)}}},")
    print("static const set_case set_cases[] = {", *rows, "};", sep="\n")


kpi_cases([vectors / f"kpi/{family}.json" for family in ("customers", "sentiment", "revenue", "lifetime")])
assess_cases(vectors / "kpi" / "assess.json")
questions()
card_cases("scale", scale_case)
card_cases("rule", rule_case)
card_cases("health", dict)
card_cases("override", dict)
set_cases()
for told in ("path", "change", "explain"):
    told_cases(told)
lint_cases(vectors / "lint" / "cards.json")
org_cases()
count_shown()
