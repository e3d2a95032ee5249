"""The example on 2,831 passengers: published figures are met, and blanks are no promoters."""

import csv
from collections import Counter
from fractions import Fraction

import polars as pl
import pytest

import customer_success as cs
import sfo_nps_2017 as example


@pytest.fixture(scope="module")
def survey(published) -> pl.DataFrame:
    return example.answers(published("sfo_nps_2017"))


@pytest.fixture(scope="module")
def rows(published) -> list[dict[str, str]]:
    path = published("sfo_nps_2017") / example.FILE
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_meets_the_score_with_blanks_left_out(survey: pl.DataFrame) -> None:
    nps = example.score(survey)
    assert nps.score == pytest.approx(39.83976693, abs=5e-9)
    assert (nps.answers, nps.invalid, nps.missing) == (2746, 84, 1)


def test_counting_the_code_11_as_a_promoter_would_give_more(survey: pl.DataFrame) -> None:
    clamped = survey["answer"].clip(upper_bound=10)
    assert cs.kpi.nps_from_answers(clamped).score == pytest.approx(41.6254, abs=5e-5)


def test_refuses_the_code_11_unless_it_is_told(survey: pl.DataFrame) -> None:
    with pytest.raises(cs.CustomerSuccessError) as caught:
        cs.kpi.nps_from_answers(survey["answer"])
    assert caught.value.code == "out_of_range"
    assert survey["answer"][caught.value.row] == 11


def test_weighs_by_the_definition(survey: pl.DataFrame, rows: list[dict[str, str]]) -> None:
    sums: Counter[str] = Counter()
    squares = Fraction(0)
    for row in rows:
        answer = float(row["NETPRO"] or 11)
        if answer <= 10:
            weight = Fraction(row["WEIGHT"])
            sums["promoter" if answer >= 9 else "passive" if answer >= 7 else "detractor"] += weight
            squares += weight**2
    everybody = sum(sums.values())
    weighted = cs.kpi.nps_from_answers(survey["answer"], weights=survey["weight"], invalid="missing")
    assert weighted.score == float(100 * (sums["promoter"] - sums["detractor"]) / everybody)
    assert weighted.effective_answers == pytest.approx(float(everybody**2 / squares), rel=1e-12)


def test_areas_add_up_to_all(survey: pl.DataFrame) -> None:
    areas = example.by_area(survey)
    assert areas["nps"].is_sorted(descending=True)
    assert areas["nps_reason"].null_count() == areas.height == survey["area"].n_unique()


def test_runs_as_a_script(survey: pl.DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    example.main()
    assert "NPS 39.83976693 (" in capsys.readouterr().out
