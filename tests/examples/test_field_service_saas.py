"""The example on a whole company's tables: the published score is met, the facts are those of the tables."""

import csv
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

import field_service_saas as example


@pytest.fixture(scope="module")
def folder(published) -> Path:
    return published("field_service_saas")


@pytest.fixture(scope="module")
def facts(folder: Path) -> pl.DataFrame:
    return example.account_facts(folder)


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def health(folder: Path) -> pl.DataFrame:
    return example.published_health(folder)


def test_meets_the_published_score_of_every_account_month(folder: Path, health: pl.DataFrame) -> None:
    assert health.height == len(read(folder, "account_health_history")) == 1160
    assert health["health_score"].null_count() == 0
    assert (health["health_score"] - health["published_score"]).abs().max() <= 0.01


def test_meets_the_published_segment_of_every_account_month(health: pl.DataFrame) -> None:
    assert health["health_band"].cast(pl.String).to_list() == health["health_segment"].to_list()


def test_has_one_row_of_facts_per_paying_account(folder: Path, facts: pl.DataFrame) -> None:
    paying = sorted(row["account_id"] for row in read(folder, "subscriptions"))
    assert sorted(facts["account"]) == paying
    assert len(paying) == 83


def test_contract_values_add_up_to_the_items_in_force(folder: Path, facts: pl.DataFrame) -> None:
    in_force = sum(
        Fraction(row["mrr_eur"])
        for row in read(folder, "subscription_items")
        if row["effective_start"] <= "2026-06-30" <= (row["effective_end"] or "9999")
    )
    assert facts["annual_contract_value"].sum() == pytest.approx(float(12 * in_force), abs=0.5)


def test_kpis_are_those_of_the_tables(folder: Path, facts: pl.DataFrame) -> None:
    kpis = example.kpis(folder, facts)
    answers = [int(row["nps_score"]) for row in read(folder, "nps_responses")]
    promoters, detractors = sum(a >= 9 for a in answers), sum(a <= 6 for a in answers)
    assert kpis["nps"].score == pytest.approx(float(Fraction(100 * (promoters - detractors), len(answers))))

    ended = [
        row["ended_date"]
        for row in read(folder, "subscriptions")
        if row["subscription_start_date"] <= "2025-06-30" < (row["ended_date"] or "9999")
    ]
    assert kpis["churn_rate"] == pytest.approx(float(Fraction(sum(day != "" for day in ended), len(ended))))

    tasks = [row["task_status"] for row in read(folder, "onboarding_tasks")]
    done = Fraction(tasks.count("completed"), len(tasks))
    assert kpis["onboarding_completion_rate"] == pytest.approx(float(done))


def test_runs_as_a_script(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example.main()
    assert "published health reproduced on 1160 account-months" in capsys.readouterr().out
