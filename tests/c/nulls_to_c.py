"""Writes calls of every function, each with one pointer NULL.

    nulls_to_c.py include/customer_success.h > nulls.h

All other arguments are usable. What may be NULL is what the header says: an input of which "NULL is" a
number, and what is freed.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FUNCTION = re.compile(r"/\*\*((?:(?!\*/).)*)\*/\s*cs_status\s+(cs_\w+)\(([^;]*?)\);", re.DOTALL)
PLAIN = {"cs_day": "CARD_DAY", "cs_invalid": "0", "double": "1", "cs_status": "0"}
PLAIN |= dict.fromkeys(["uint64_t", "uint32_t", "int64_t"], "1")
NO_OVERRIDES = '{"kind": "overrides", "version": 1, "overrides": []}'
# Texts that are read before other pointers are looked at; elsewhere an empty object is usable.
TEXTS = {
    "cs_kpi_table_arrow query": '{"kpi": "arr"}',
    "cs_nps_arrow request": '{"answers": "logins"}',
    "cs_scorecard_score_arrow_columns columns": '["health_score"]',
    "cs_scorecard_score_overridden_arrow overrides": NO_OVERRIDES,
    "cs_scorecard_score_overridden_arrow_columns columns": '["health_score"]',
    "cs_scorecard_score_overridden_arrow_columns overrides": NO_OVERRIDES,
    "cs_scorecard_set_score_arrow_columns columns": "[]",
    "cs_staffing_books_arrow columns": '{"account": "plan", "hours": "logins"}',
    "cs_staffing_books_arrow rules": '{"csms": []}',
    "cs_staffing_portfolio_arrow columns": '{"tier": "plan"}',
}
RESULTS = ("health", "before", "after", "rescored")  # what scoring an account gave


@dataclass(frozen=True)
class Argument:
    kind: str
    name: str
    usable: str
    structure: int | None = (
        None  # of a table that goes in: the first one's array and schema, then the second one's
    )


def arguments(function: str, text: str) -> Iterator[Argument]:
    structures, length = 0, ""
    for each in text.split(","):
        kind, name = re.fullmatch(r"(.*?)\s*(\w+)", " ".join(each.split())).groups()
        if kind in PLAIN:
            yield Argument(kind, name, PLAIN[kind])
        elif kind == "size_t":
            yield Argument(kind, name, length)
        elif kind == "const char *" and name in RESULTS:
            yield Argument(kind, name, "health")
            length = "strlen(health)"
        elif kind == "const char *":
            own = TEXTS.get(f"{function} {name}", "{}")
            yield Argument(kind, name, '"{}"'.format(own.replace('"', '\\"')))
            length = str(len(own))
        elif kind.startswith("struct Arrow") and not name.startswith("out"):
            part = "table" if kind == "struct ArrowArray *" else "schema"
            yield Argument(kind, name, f"&tables[{structures // 2}].{part}", structures)
            structures += 1
        elif kind == "const cs_decimal *":
            yield Argument(kind, name, "&one")
        elif kind.startswith("const "):
            yield Argument(kind, name, f"some.{kind[len('const cs_') : -2]}")
        else:  # two structures come out, and each has a place of its own
            yield Argument(kind, name, f"({kind})&out[{int(name == 'out_schema')}]")


def main() -> None:
    rows = []
    for comment, function, text in FUNCTION.findall(Path(sys.argv[1]).read_text(encoding="utf-8")):
        given = list(arguments(function, text))
        for at, own in enumerate(given):
            if not own.kind.endswith("*"):
                continue
            call = [one.usable for one in given]
            call[at] = "NULL"
            if own.kind == "const char *":
                call[at + 1] = "1"  # with length 0 it would be the empty text
            fine = function.endswith("_free") or re.search(rf"- {own.name}: [^\n]*NULL is", comment)
            moved = sum(1 << one.structure for one in given if one.structure is not None and one is not own)
            name = f"null_{len(rows)}"
            print(f"static cs_status {name}(void) {{\n    return {function}({', '.join(call)});\n}}")
            rows.append(f'    {{"{function}", "{own.name}", {name}, {int(bool(fine))}, {moved}}},')
    print("static const null_case null_cases[] = {", *rows, "};", sep="\n")


if __name__ == "__main__":
    main()
