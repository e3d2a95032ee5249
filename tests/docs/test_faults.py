"""docs/faults.md has every row of the catalogue, and each place, test and case that it names is there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "faults.md"
ROW = re.compile(r"^\| ([FT]\d+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
PLACE = re.compile(r"`([^`]+)`: (.+)")
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))
PLACES = [(row, place) for row, _, _, shown in ROWS if shown != "—" for place in shown.split(" · ")]


def names(value: Any) -> set[str]:
    """Names of cases, however deep."""
    if isinstance(value, dict):
        return {value.get("name", "")}.union(*map(names, value.values()))
    return set().union(*map(names, value)) if isinstance(value, list) else set()


def test_every_row_of_the_catalogue_stands_once() -> None:
    found = [row for row, *_ in ROWS]
    assert found == [f"F{number}" for number in range(1, 141)] + [f"T{number}" for number in range(1, 22)]


def test_every_line_of_the_tables_is_read() -> None:
    lines = re.findall(r"^\| [FT]\d", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == len(ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if row[3] == "—"], ids=lambda row: row[0])
def test_what_is_not_shown_does_not_arise(row: tuple[str, ...]) -> None:
    assert row[2].startswith("does not arise: ")


@pytest.mark.parametrize(("row", "place"), PLACES, ids=lambda text: text[:60])
def test_every_place_is_there(row: str, place: str) -> None:
    parts = PLACE.fullmatch(place)
    assert parts, f"{row}: {place} is no place"
    named = parts[2].split("; ")
    vectors = ROOT / "tests" / "vectors" / f"{parts[1]}.json"
    if vectors.is_file():
        cases = names(json.loads(vectors.read_text(encoding="utf-8")))
        assert [name for name in named if name not in cases] == []
    else:
        text = (ROOT / parts[1]).read_text(encoding="utf-8")
        assert [name for name in named if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)] == []
