"""The published scorecards score what the handbooks' tables in the guide say, at and around every edge."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import customer_success as cs

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "guides" / "published_cards.md").read_text(encoding="utf-8")
FOLDER = ROOT / "examples" / "published_cards"
CARDS = {name: cs.Scorecard.load(FOLDER / f"{name}.json") for name in ("posthog", "gitlab")}
AS_OF = date(2026, 10, 31)
SCORES = {"posthog": (0, 50, 100), "gitlab": (25, 62.5, 87.5)}
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def rows() -> Iterator[tuple[str, str, list[str]]]:
    """The card, the indicator and the three cells of each measure."""
    for name, text in zip(CARDS, PAGE.split("\n## ")[1:], strict=True):
        for line in text.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if len(cells) == 6 and cells[4].startswith("`"):
                yield name, cells[4].strip("`"), cells[1:4]


ROWS = list(rows())


def holds(cell: str, value: float) -> bool:
    """Whether a value lies in a cell: `>5 days`, `20-40%`, `≥50-<80%`, `2`, `≤1 day`."""
    cell = cell.replace("<=", "≤").replace(" ", "")
    compare = {
        ">": lambda a, b: a > b,
        "<": lambda a, b: a < b,
        "≤": lambda a, b: a <= b,
        "≥": lambda a, b: a >= b,
    }
    parts = cell.split("-")
    bounds = [float(NUMBER.search(part)[0]) for part in parts]  # type: ignore[index]
    signs = [part[0] if part[0] in compare else None for part in parts]
    if len(parts) == 1:
        return compare[signs[0]](value, bounds[0]) if signs[0] else value == bounds[0]
    return compare[signs[0] or "≥"](value, bounds[0]) and compare[signs[1] or "≤"](value, bounds[1])


def expected(cells: list[str], value: float) -> int:
    """The column of a value; a cell that says which end is its own goes before a range that does not."""
    fitting = [at for at, cell in enumerate(cells) if holds(cell, value)]
    stated = [at for at in fitting if re.match(r"[<>≤≥]", cells[at]) or "-" not in cells[at]]
    return (stated or fitting)[0]


def account_of(source: Any, value: float, percent: bool) -> dict[str, Any]:
    """Facts that give an input this value; a percentage decrease is a change downwards."""
    if isinstance(source, str):
        return {source: value}
    [(kind, detail)] = source.items()
    if kind == "days_since":
        return {detail: AS_OF - timedelta(days=int(value))}
    if kind == "change":
        return {detail["now"]: 10_000 - 100 * value, detail["before"]: 10_000}
    return {detail["of"]: round(value * 100, 6), detail["per"]: 10_000 if percent else 100}


@pytest.mark.parametrize(("name", "indicator", "cells"), ROWS, ids=lambda value: str(value)[:40])
def test_every_measure_scores_what_its_row_says(name: str, indicator: str, cells: list[str]) -> None:
    card = CARDS[name]
    (own,) = [one for one in card.to_dict()["indicators"] if one["name"] == indicator]
    percent = any("%" in cell for cell in cells)
    edges = {float(number) for cell in cells for number in NUMBER.findall(cell)}
    whole = not percent and all(edge == int(edge) for edge in edges)
    step = 1 if whole else 0.01
    for edge in edges:
        for value in {max(edge - step, 0), edge, edge + step}:
            account = {"tenure_months": 12, "plan": "ultimate"} | account_of(own["input"], value, percent)
            health = card.score_one(account, as_of=AS_OF)
            (part,) = [one for one in health.contributions if one.indicator == indicator]
            assert part.score == SCORES[name][expected(cells, value)], (value, cells)


def test_every_indicator_stands_in_a_table() -> None:
    for name, card in CARDS.items():
        listed = {indicator for own, indicator, _ in ROWS if own == name}
        by_tenure = {one for one in card.indicators if one.startswith("licences_")}
        assert listed | by_tenure == set(card.indicators)


def test_thresholds_depend_on_tenure() -> None:
    table = re.findall(r"^\| ([<>\d][^|]*%) \| (\w+) \| (\w+) \| (\w+) \|$", PAGE, re.MULTILINE)
    assert len(table) == 4
    colors = dict(zip(("red", "yellow", "green"), SCORES["gitlab"], strict=True))
    for share, row in zip((5, 30, 60, 80), table, strict=True):
        for tenure, color in zip((3, 7, 12), row[1:], strict=True):
            account = {"tenure_months": tenure, "billable_users": share, "licences": 100}
            health = CARDS["gitlab"].score_one(account, as_of=AS_OF)
            scored = [part.score for part in health.contributions if part.status == "scored"]
            assert scored == [colors[color]], (share, tenure)
