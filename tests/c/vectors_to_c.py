"""Writes the vectors as C tables: `vectors_to_c.py tests/vectors include/customer_success_ffi.h > vectors.h`.

A KPI case runs twice: by id with its inputs as JSON, and through its own function wherever the inputs have its types
(a count of -1 has not). Nothing is computed here.
"""

import json
import re
import sys
from decimal import Decimal
from pathlib import Path

vectors, header = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8")
FUNCTIONS = {
    name: re.findall(r"(uint64_t|uint32_t|const cs_decimal \*)\s*(\w+)", arguments)
    for name, arguments in re.findall(r"cs_status cs_kpi_(\w+)\(([^;]*)cs_decimal \*result\);", header)
}
CHOICES = {name: int(number) for name, number in re.findall(r"CS_(?:PERIOD|TIMING)_(\w+) = (\d+)", header)}


def c_text(text: str | None) -> str:
    return "NULL" if text is None else '"' + "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}" for byte in text.encode()
    ) + '"'


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


def kpi_cases(files: list[Path]) -> None:
    rows, count = [], 0
    for file in files:
        document = json.loads(file.read_text(encoding="utf-8"))
        cases = [case for case in document.get("cases", []) if "inputs" in case]
        for case in cases:
            function = "NULL"
            if (typed := call(case["kpi"], case["inputs"])) is not None:
                function = f"kpi_{count}"
                print(f"static cs_status {function}(cs_decimal *result) {{")
                print(f"{typed[0]}    return cs_kpi_{case['kpi']}({typed[1]});\n}}")
            texts = [case["name"], case["kpi"], json.dumps(case["inputs"])]
            texts += [case.get("expected"), case.get("error"), case.get("place")]
            rows.append(f"    {{{', '.join(map(c_text, texts))}, {function}}},")
            count += 1
    print("static const kpi_case kpi_cases[] = {", *rows, "};", sep="\n")


def assess_cases(file: Path) -> None:
    print("static const assess_case assess_cases[] = {")
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
        period = CHOICES[case["period"].upper()] if case.get("period") else 0
        expected = case.get("expected", {})
        texts = [case["kpi"], case.get("segment"), expected.get("verdict"), expected.get("by"), case.get("error")]
        print(f"    {{{', '.join(map(c_text, texts))}, {c_decimal(case['value'])}, {period}}},")
    print("};")


kpi_cases(sorted((vectors / "kpi").glob("*.json")))
assess_cases(vectors / "kpi" / "assess.json")
