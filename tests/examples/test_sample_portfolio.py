"""The committed sample is what its generator writes, and holds the cases it promises."""

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "examples" / "sample_portfolio"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (SAMPLE / "accounts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_is_what_the_generator_writes(tmp_path: Path) -> None:
    again = tmp_path / "accounts.csv"
    subprocess.run([sys.executable, SAMPLE / "generate.py", again], check=True)
    assert again.read_bytes() == (SAMPLE / "accounts.csv").read_bytes()


def test_has_500_accounts_with_a_key_of_their_own(rows: list[dict[str, str]]) -> None:
    assert len({row["account"] for row in rows}) == len({row["name"] for row in rows}) == len(rows) == 500


@pytest.mark.parametrize(
    ("case", "holds"),
    [
        ("missing usage", lambda row: row["active_users"] == ""),
        ("missing contract value", lambda row: row["annual_contract_value"] == ""),
        ("stale survey", lambda row: row["nps_answered_on"] != "" and row["nps_answered_on"] < "2026-05-04"),
        ("new account", lambda row: row["started_on"] > "2026-10-01" and row["active_users_before"] == ""),
        ("churned account", lambda row: row["churned_on"] != "" and row["notice_given"] == "true"),
        ("churned in October", lambda row: row["churned_on"] >= "2026-10-01"),
    ],
)
def test_has_the_cases_that_portfolios_have(rows: list[dict[str, str]], case: str, holds) -> None:
    assert any(holds(row) for row in rows), case


def test_holds_no_fact_from_after_the_day_it_describes(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for column in ("started_on", "churned_on", "last_login_on", "nps_answered_on"):
            assert row[column] <= "2026-10-31", (row["account"], column)
        assert date.fromisoformat(row["renewal_on"]) > date(2026, 10, 31), row["account"]


def test_counts_fit_together(rows: list[dict[str, str]]) -> None:
    for row in rows:
        if row["active_users"]:
            assert int(row["active_users"]) <= int(row["seats"]), row["account"]
            assert int(row["core_features_used"]) <= int(row["core_features_available"]), row["account"]
            assert (row["active_users"] == "0") == (row["logins_30d"] == "0"), row["account"]
