"""A real survey: 2,831 passengers of an airport, with blanks coded as 11 and with weights.

The script computes the net promoter score with and without weights, shows what counting the code 11 as an
answer would do, and compares the boarding areas.

    python examples/sfo_nps_2017.py                  # data: see examples/data.py
"""

from pathlib import Path

import polars as pl

import customer_success as cs
import data

FILE = "2017_SFO_Customer_Survey_20250817.csv"


def answers(folder: Path) -> pl.DataFrame:
    """Answer, weight (an exact decimal) and boarding area of every passenger."""
    weight = {"WEIGHT": pl.String, "NETPRO": pl.Float64}
    survey = pl.read_csv(folder / FILE, schema_overrides=weight, infer_schema_length=None)
    return survey.select(answer="NETPRO", weight=pl.col("WEIGHT").cast(pl.Decimal(38, 12)), area="BAREA")


def score(survey: pl.DataFrame) -> cs.kpi.Nps:
    """The score; the code 11 is no answer."""
    return cs.kpi.nps_from_answers(survey["answer"], invalid="missing")


def by_area(survey: pl.DataFrame) -> pl.DataFrame:
    """The score of each boarding area, best first."""
    answer = pl.col("answer")
    counts = survey.filter(answer <= 10).select(
        "area",
        promoters=(answer >= 9).cast(pl.Int64),
        passives=answer.is_between(7, 8).cast(pl.Int64),
        detractors=(answer <= 6).cast(pl.Int64),
    )
    scores: pl.DataFrame = cs.kpi.table("nps", counts, by="area")
    return scores.sort("nps", descending=True)


def main() -> None:
    survey = answers(data.folder("sfo_nps_2017"))
    nps = score(survey)
    low, high = nps.interval()
    print(f"NPS {nps.score:.8f} ({low:.1f} to {high:.1f}), {nps.band}; {nps.answers} answers")
    print(f"left out: {nps.invalid} with code 11, {nps.missing} empty")
    weighted = cs.kpi.nps_from_answers(survey["answer"], weights=survey["weight"], invalid="missing")
    print(f"weighted {weighted.score:.4f}; as good as {weighted.effective_answers:.0f} equal answers")
    print(by_area(survey))


if __name__ == "__main__":
    main()
