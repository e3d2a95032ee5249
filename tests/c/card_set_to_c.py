"""Writes the portfolios of the room `card_set` as C tables: `card_set_to_c.py tests/vectors > card_sets.h`.

One table for each case, and one object of all columns that a set must give for it. Nothing is computed.
"""

import json
import sys
from pathlib import Path

from c_text import c_text
from over_time_to_c import column, day


def main() -> None:
    rows, at = [], 0
    for file in sorted((Path(sys.argv[1]) / "card_set").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        assert len(document["cases"]) == document["count"], file
        for case in document["cases"]:
            if "columns" not in case:
                continue  # refused before a table is looked at: test_vectors.c has these
            own = []
            for name, values in case["columns"].items():
                kind, c_type, listed = column(name, values)
                print(f"static const {c_type} column_{at}[] = {{{', '.join(listed)}}};")
                own.append(f"{{{c_text(name)}, {c_text(kind)}, column_{at}, {len(values)}}}")
                at += 1
            expected = {
                f"{score}_{field}": values
                for score, columns in case["expected"].items()
                for field, values in columns.items()
            }
            wanted = json.dumps(list(expected))
            texts = [case["name"], json.dumps(case["set"]), wanted, json.dumps(expected, ensure_ascii=False)]
            numbers = [document["tolerance"], day(case["as_of"]), len(expected)]
            fields = [*map(c_text, texts), *map(str, numbers)]
            rows.append(f"    {{{', '.join(fields)}, {{{', '.join(own)}, {{NULL, NULL, NULL, 0}}}}}},")
    print("static const portfolio_case portfolios[] = {", *rows, "};", sep="\n")


main()
