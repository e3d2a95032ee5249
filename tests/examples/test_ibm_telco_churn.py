"""The example on 7,043 customers: published churn figures are met, and a better band leaves less often."""

import csv
import itertools
from fractions import Fraction

import polars as pl
import pytest

import ibm_telco_churn as example


@pytest.fixture(scope="module")
def facts(published) -> pl.DataFrame:
    return example.account_facts(published("ibm_telco_churn"))


@pytest.fixture(scope="module")
def reviewed(facts: pl.DataFrame) -> pl.DataFrame:
    return example.review(facts)


def test_meets_the_churn_of_customers(facts: pl.DataFrame) -> None:
    assert (facts["churned"].sum(), facts.height) == (1869, 7043)
    assert example.churn(facts) == pytest.approx(0.26537, abs=5e-6)


def test_meets_the_churn_of_revenue(facts: pl.DataFrame) -> None:
    lost, all_of_it = Fraction(0), Fraction(0)
    for charge, churned in facts.select("monthly_charge", "churned").iter_rows():
        all_of_it += Fraction(charge)
        lost += Fraction(charge) * churned
    assert float(example.revenue_churn(facts)) == pytest.approx(float(lost / all_of_it), abs=1e-15)
    assert float(example.revenue_churn(facts)) == pytest.approx(0.3050335156, abs=5e-11)


def score_by_definition(row: dict[str, str]) -> Fraction:
    """The weighted mean of the card, from the file's own cells and in exact fractions."""
    tenure, corners = int(row["tenure"]), [(0, 0), (12, 45), (24, 65), (48, 90), (72, 100)]
    (x0, y0), (x1, y1) = next(pair for pair in itertools.pairwise(corners) if tenure <= pair[1][0])
    parts = [
        (30, {"Month-to-month": 10, "One year": 75, "Two year": 100}[row["Contract"]]),
        (25, y0 + Fraction((tenure - x0) * (y1 - y0), x1 - x0)),
        (10, 100 if "automatic" in row["PaymentMethod"] else 30),
    ]
    if row["InternetService"] != "No":
        add_ons = sum(row[name] == "Yes" for name in example.ADD_ONS)
        parts += [(20, min(25 * add_ons, 100)), (15, 100 if row["TechSupport"] == "Yes" else 20)]
    return Fraction(sum(weight * score for weight, score in parts), sum(weight for weight, _ in parts))


def test_scores_are_those_of_the_definition(published, reviewed: pl.DataFrame) -> None:
    path = published("ibm_telco_churn") / "Telco-Customer-Churn.csv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = {row["customerID"]: float(score_by_definition(row)) for row in csv.DictReader(file)}
    scores = dict(reviewed.select("account", "health_score").iter_rows())
    assert scores == pytest.approx(expected, abs=1e-9)


def test_every_customer_gets_a_score_a_band_and_a_tier(reviewed: pl.DataFrame) -> None:
    assert reviewed.height == 7043
    for column in ("health_score", "health_band", "tier"):
        assert reviewed[column].null_count() == 0, column


def test_the_worse_the_band_the_more_customers_left(reviewed: pl.DataFrame) -> None:
    worst_first = example.churn_by(reviewed, "health_band")
    assert worst_first["health_band"].to_list() == ["danger", "caution", "healthy"]
    assert worst_first["customers"].sum() == 7043
    danger, _, healthy = worst_first["churn_rate"]
    assert danger > 4 * healthy


def test_the_top_fifth_is_touched_most(reviewed: pl.DataFrame) -> None:
    share = reviewed.filter(pl.col("tier") == "high").height / reviewed.height
    assert 0.2 <= share < 0.21, "ties at the cut-off all go to the better tier"


def test_runs_as_a_script(facts: pl.DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    example.main()
    assert "churn of customers 0.26537, of revenue 0.30503" in capsys.readouterr().out
