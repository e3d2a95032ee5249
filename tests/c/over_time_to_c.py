"""Writes the vectors of scores over time and of explained tables as C tables.

    python over_time_to_c.py tests/vectors > over_time.h

Columns become what a producer in C would hold: texts, doubles (NAN for missing), 64-bit integers, days,
bytes for yes and no (-1 for missing). Nothing is computed.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from c_text import c_text, count_shown, shown

vectors = Path(sys.argv[1])
ROOMS = {
    "explain_table": ["table"],
    "fitting": ["before", "after"],
    "migration": ["before", "after"],
    "retention": ["table"],
    "rollup": ["table"],
    "tracker": ["table", "previous"],
    "trend": ["table"],
}
# What a column holds whose values are all missing; numbers if it is not here.
UNKNOWN_OF = {"tracked_band": "u", "tracked_held": "u", "tracked_since": "tdD", "tracked_on": "tdD"}
EPOCH = date(1970, 1, 1).toordinal()




def day(value: Any) -> int | None:
    try:
        return date.fromisoformat(value).toordinal() - EPOCH
    except (TypeError, ValueError):
        return None


def column(name: str, values: list[Any]) -> tuple[str, str, list[str]]:
    """The format in Arrow, the type in C, the values."""
    names = {"NaN": "NAN", "Infinity": "INFINITY", "-Infinity": "-INFINITY"}
    if UNKNOWN_OF.get(name) == "u":
        return "u", "char *const", [c_text(value) for value in values]
    if any(isinstance(value, bool) for value in values):
        return "b", "int8_t", [str(-1 if value is None else int(value)) for value in values]
    if values and all(isinstance(value, int) for value in values):
        return "l", "int64_t", [f"INT64_C({value})" for value in values]
    is_number = all(value is None or isinstance(value, int | float) or value in names for value in values)
    if is_number and name not in UNKNOWN_OF:
        return "g", "double", ["NAN" if v is None else names.get(v) or repr(float(v)) for v in values]
    if all(value is None or day(value) is not None for value in values):
        return "tdD", "int32_t", ["MISSING_DAY" if value is None else str(day(value)) for value in values]
    return "u", "char *const", [c_text(value) for value in values]


def main() -> None:
    cases, at = [], 0
    for room, tables in ROOMS.items():
        for file in sorted((vectors / room).glob("*.json")):
            document = json.loads(file.read_text(encoding="utf-8"))
            assert len(document["cases"]) == document["count"], file
            for case in document["cases"]:
                named = []
                for columns in (case[table] for table in tables if case[table]):
                    own = []
                    for name, values in columns.items():
                        kind, c_type, listed = column(name, values)
                        if listed:
                            print(f"static const {c_type} column_{at}[] = {{{', '.join(listed)}}};")
                        pointer = f"column_{at}" if listed else "NULL"
                        own.append(f"{{{c_text(name)}, {c_text(kind)}, {pointer}, {len(values)}}}")
                        at += 1
                    named.append(f"{{{', '.join(own)}, {{NULL, NULL, NULL, 0}}}}")
                expected = json.dumps(case["expected"], ensure_ascii=False) if "expected" in case else None
                texts = [f"{file.stem}: {case['name']}", room, json.dumps(case["request"]), expected]
                texts += [case.get("error"), shown(case), case.get("path", ""), case.get("column", "")]
                texts += [json.dumps(case.get("tracker", case.get("card")))]
                as_of = day(case.get("as_of", "2026-10-31"))
                numbers = [case.get("row", -1), document.get("tolerance", 0), as_of, len(named)]
                fields = [*map(c_text, texts), *map(str, numbers), f"{{{', '.join(named)}}}"]
                cases.append(f"    {{{', '.join(fields)}}},")
    print("static const over_time_case cases[] = {", *cases, "};", sep="\n")
    count_shown()


if __name__ == "__main__":
    main()
