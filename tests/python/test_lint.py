"""Lint from Python: the vectors, and the command line that prints what is found."""

from pathlib import Path
from typing import Any

import pytest
import vectors
from click.testing import CliRunner

import customer_success as cs
from customer_success.cli.command import command

CASES = vectors.room("lint")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cards_are_told_what_is_unwise(case: dict[str, Any]) -> None:
    found = [
        {"code": finding.code, "place": finding.place, "value": finding.value}
        for finding in cs.Scorecard(case["card"]).lint()
    ]
    vectors.assert_near(found, case["expected"], case["tolerance"])


@pytest.mark.parametrize(("language", "word"), [("en", "alone moves"), ("ja", "動き")])
def test_validate_prints_findings_in_both_languages(language: str, word: str, tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    cs.scorecards.simple().save(path)
    result = CliRunner().invoke(command, ["validate", str(path), "--lang", language])
    assert result.exit_code == 0
    assert word in result.output
    assert "indicators[1]" in result.output
    assert "[two_bands]" in result.output


def test_every_concern_is_typed() -> None:
    typed = set(cs.lint.Concern.__args__)  # type: ignore[attr-defined]
    assert typed == {finding["code"] for case in CASES for finding in case["expected"]}
