"""The command: what it prints and writes, and that bad input is a sentence and an exit code."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

import customer_success as cs
from customer_success.cli.command import command

SAMPLE = Path(__file__).parents[2] / "examples" / "sample_portfolio"
ACCOUNTS = str(SAMPLE / "accounts.csv")
DAY = ("--as-of", "2026-10-31")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)


def done(*words: str | Path) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return pl.read_csv(ACCOUNTS, try_parse_dates=True)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_score_writes_what_the_library_gives(suffix: str, table: pl.DataFrame, tmp_path: Path) -> None:
    source, output = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}"
    if suffix == ".csv":
        table.write_csv(source)
    else:
        table.write_parquet(source)
    done("score", source, "--scorecard", "simple", *DAY, "-o", output)
    found = pl.read_csv(output, try_parse_dates=True) if suffix == ".csv" else pl.read_parquet(output)
    expected = cs.scorecards.simple().score(table, as_of="2026-10-31")
    assert found["health_score"].to_list() == expected["health_score"].to_list()
    assert found.columns == expected.columns


def test_the_day_may_come_from_the_data(table: pl.DataFrame, tmp_path: Path) -> None:
    words = ("score", ACCOUNTS, "-o", tmp_path / "out.csv")
    done(*words, "--as-of-column", "last_login_on")
    found = pl.read_csv(tmp_path / "out.csv")["health_score"]
    latest = table["last_login_on"].max()
    assert found.to_list() == cs.scorecards.b2b_saas().score(table, as_of=latest)["health_score"].to_list()


def test_review_counts_every_account_once(table: pl.DataFrame, tmp_path: Path) -> None:
    policy = ("--policy", SAMPLE / "policy.json")
    review = json.loads(done("review", ACCOUNTS, *policy, *DAY, "--json", "--out-dir", tmp_path))
    live = table.filter(pl.col("churned_on").is_null() | (pl.col("churned_on") > pl.date(2026, 10, 31)))
    assert review["accounts"] == live.height
    assert review["accounts"] + review["churned"] == table.height
    for part in ("bands", "tiers"):
        assert sum(row["accounts"] for row in review[part]) == live.height
        worth = sum(row["value"] for row in review[part])
        assert worth == pytest.approx(live["annual_contract_value"].sum(), abs=0.01)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "reasons.csv",
        "review.json",
        "scored.csv",
        "tiers.csv",
    ]
    assert json.loads((tmp_path / "review.json").read_text()) == review
    scored, tiers = (pl.read_csv(tmp_path / name) for name in ("scored.csv", "tiers.csv"))
    assert scored.height == tiers.height == live.height
    assert tiers.columns == ["account", "tier", "tier_reason", "tier_measure"]


def test_review_refuses_an_account_named_twice(table: pl.DataFrame, tmp_path: Path) -> None:
    source = tmp_path / "twice.csv"
    pl.concat([table, table[3:4]]).write_csv(source)
    result = run("review", source, *DAY)
    assert result.exit_code != 0
    name = table["account"][3]
    assert f'column "account", row 500: row 3 carries the same account: "{name}"' in result.output


def test_review_says_who_is_at_risk_and_why(table: pl.DataFrame) -> None:
    review = json.loads(done("review", ACCOUNTS, *DAY, "--json", "--top", "3"))
    risk = review["at_risk"]
    assert len(risk) == 3
    assert [row["value"] for row in risk] == sorted((row["value"] for row in risk), reverse=True)
    facts = {row["account"]: row for row in table.iter_rows(named=True)}
    for row in risk:
        health = cs.scorecards.b2b_saas().score_one(facts[row["account"]], as_of="2026-10-31")
        assert (health.band, health.score) == ("danger", row["score"])
        assert row["shown"] < 40
        expected = [(part.indicator, part.lost) for part in health.improvements()[:3]]
        assert [(part["indicator"], part["lost"]) for part in row["why"]] == expected


def test_review_computes_churn_by_its_definition(table: pl.DataFrame) -> None:
    review = json.loads(done("review", ACCOUNTS, *DAY, "--json"))
    year = next(figure for figure in review["kpis"] if figure["period"] == "year")
    there = [
        row
        for row in table.select("started_on", "churned_on").iter_rows(named=True)
        if str(row["started_on"]) <= "2025-10-31" < str(row["churned_on"] or "9999")
    ]
    left = [row for row in there if row["churned_on"] and str(row["churned_on"]) <= "2026-10-31"]
    assert year["inputs"] == {"opening": len(there), "churned": len(left)}
    assert year["value"] == len(left) / len(there)


def test_review_reads_well_on_a_terminal() -> None:
    text = done("review", ACCOUNTS, "--policy", SAMPLE / "policy.json", *DAY)
    for title in ("Review of ", "Health by ", "Touch tiers: ", "At risk: ", "KPIs against targets"):
        assert re.search(f"^{title}", text, re.MULTILINE), title
    assert max(map(len, text.splitlines())) <= 110


def test_tiers_stick_to_those_of_the_last_review(tmp_path: Path) -> None:
    done("review", ACCOUNTS, *DAY, "--out-dir", tmp_path)
    again = json.loads(done("review", ACCOUNTS, *DAY, "--previous", tmp_path / "tiers.csv", "--json"))
    assert all(tier["promoted"] == tier["demoted"] == 0 for tier in again["tiers"])


def test_every_kpi_has_a_command_with_help() -> None:
    names = [row["id"] for row in cs.kpi.catalogue()]
    listed = done("kpi", "--help")
    for name in names:
        assert re.search(rf"^  {name} ", listed, re.MULTILINE)
        assert "source: " in done("kpi", name, "--help")


def test_kpi_prints_the_value_and_its_target() -> None:
    churn = ("kpi", "churn_rate", "--opening", "200", "--churned", "6")
    assert done(*churn) == "0.03\n"
    assert done(*churn, "--period", "month", "--segment", "enterprise").startswith(
        "0.03\nworse than < 1 %, by 2 %"
    )
    assert json.loads(done(*churn, "--json"))["value"] == 0.03
    compound = ("kpi", "compound", "--rate", "0.08", "--from-period", "month", "--to-period", "year")
    assert done(*compound).startswith("0.632")


SET = {
    "kind": "scorecard_set",
    "version": 1,
    "name": "one",
    "cards": [{"name": "all", "shipped": "simple"}],
    "scores": [{"name": "health", "otherwise": "all"}],
}


def test_score_reads_a_set_too(tmp_path: Path) -> None:
    export, output = tmp_path / "one.csv", tmp_path / "scored.csv"
    export.write_text(
        "seats,tickets_90d,last_login_on,nps_answer,nps_answered_on\n5,1,2026-10-30,9,2026-10-30\n"
    )
    own = document(tmp_path, json.dumps(SET))
    said = done("score", export, "--scorecard", own, "--as-of", "2026-10-31", "-o", output)
    assert said == f"1 account by one: {output}\n"
    scored = pl.read_csv(output)
    assert scored["health_card"].to_list() == ["all"]
    alone = cs.ScorecardSet(SET).score(pl.read_csv(export, try_parse_dates=True), as_of="2026-10-31")
    assert scored["health_score"].to_list() == alone["health_score"].to_list()


STAFFING = {
    "kind": "staffing",
    "version": 1,
    "name": "one tier",
    "tiers": {"high": {"touches": [{"name": "review", "per_month": 0.5, "hours": 6}]}},
    "hours": {"amount": 40, "per": "week"},
}


def test_validate_names_what_it_found(tmp_path: Path) -> None:
    percentile = cs.Scorecard(
        {
            "kind": "scorecard",
            "version": 1,
            "name": "size",
            "indicators": [{"name": "seats", "input": "seats", "scale": {"percentile": {}}}],
        }
    )
    ours: list[Any] = [
        cs.scorecards.plg(),
        cs.ScorecardSet(SET),
        percentile.fit_part({"seats": [1, 2]}, as_of="2026-10-31"),
        cs.BandTracker(margin=3),
        cs.TouchPolicy.shares("seats", high=0.5, tech=0.5),
        cs.kpi.Benchmarks.shipped(),
        cs.staffing.Assumptions(STAFFING),
    ]
    kinds = {json.loads(each.to_json())["kind"] for each in ours}
    schemas = Path(__file__).parents[2] / "docs" / "schemas"
    assert kinds | {"overrides", "revenue_options"} == {path.stem for path in schemas.glob("*.json")}
    for each in ours:
        file = document(tmp_path, each.to_json())
        assert f"{file}: a valid {type(each).__name__}" in done("validate", file)


def document(folder: Path, text: str) -> Path:
    path = folder / "document.json"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "not well-formed JSON"),
        ('{"kind": "playbook", "version": 1}', "kind: "),
        ('{"kind": "scorecard", "version": 1, "name": "x", "indicators": [{}]}', "indicators[0]"),
    ],
)
def test_validate_prints_the_place_and_exits_with_1(text: str, line: str, tmp_path: Path) -> None:
    file = document(tmp_path, text)
    result = run("validate", file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {file}: {line}")
    assert result.stderr.count("\n") == 1


def broken(folder: Path) -> Path:
    path = folder / "broken.parquet"
    path.write_bytes(b"PAR1 no parquet")
    return path


def test_a_csv_may_be_one_of_a_country_with_decimal_commas(table: pl.DataFrame, tmp_path: Path) -> None:
    halves = table.with_columns(pl.col("seats") + 0.5)
    halves.write_csv(tmp_path / "point.csv")
    halves.write_csv(tmp_path / "comma.CSV", separator=";", decimal_comma=True)
    for name, words in {"point.csv": (), "comma.CSV": ("--separator", ";", "--decimal-comma")}.items():
        done("score", tmp_path / name, *DAY, *words, "-o", tmp_path / f"scored.{name}")
    assert (tmp_path / "scored.point.csv").read_text() == (tmp_path / "scored.comma.CSV").read_text()


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_csv_with_another_separator_is_told_apart(
    separator: str, table: pl.DataFrame, tmp_path: Path
) -> None:
    table.write_csv(tmp_path / "other.csv", separator=separator)
    result = run("score", tmp_path / "other.csv", *DAY, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert f"try --separator {separator!r}" in result.stderr
    written = "\\t" if separator == "\t" else separator
    done("score", tmp_path / "other.csv", *DAY, "--separator", written, "-o", tmp_path / "out.csv")


def test_a_csv_in_utf_16_is_told_apart(table: pl.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text(table.write_csv(), encoding="utf-16")
    assert "UTF-16" in run("score", tmp_path / "wide.csv", *DAY, "-o", tmp_path / "out.csv").stderr


@pytest.mark.parametrize("day", ["09/10/2026", "9.10.2026", "2026-10-09 00:00:00", "2026/10/09", "2026-10-9"])
def test_a_day_is_not_guessed(day: str, table: pl.DataFrame, tmp_path: Path) -> None:
    """09/10/2026 was once read as the ninth of October, which it is not everywhere."""
    text = table.with_columns(pl.lit(day).alias("last_login_on"))
    text.write_csv(tmp_path / "days.csv")
    result = run("score", tmp_path / "days.csv", *DAY, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert 'column "last_login_on", row 0: a day is YYYY-MM-DD' in result.stderr


def test_a_value_that_makes_texts_of_a_column_is_named(table: pl.DataFrame, tmp_path: Path) -> None:
    seats = table["seats"].cast(pl.String).scatter(7, "n/a")
    table.with_columns(seats).write_csv(tmp_path / "text.csv")
    result = run("score", tmp_path / "text.csv", *DAY, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert 'column "seats": ' in result.stderr and 'not "n/a" (see row 7)' in result.stderr


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("score", ACCOUNTS, *DAY, "--scorecard", "b2b-saas", "-o", "out.csv"), 'did you mean "b2b_saas"?'),
        (("score", ACCOUNTS, *DAY, "--scorecard", "ours", "-o", "out.csv"), "known are b2b_saas, "),
        (("review", ACCOUNTS, *DAY, "--policy", ACCOUNTS), "accounts.csv: not well-formed JSON"),
        (("review", ACCOUNTS, *DAY, "--value", "seat"), 'did you mean "seats"?'),
        (("kpi", "churn_rat"), "Did you mean 'churn_rate'?"),
    ],
)
def test_a_slip_gets_a_hint(words: tuple[str, ...], hint: str) -> None:
    result = run(*words)
    assert result.exit_code != 0
    assert hint in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("review", ACCOUNTS), 2),
        (("review", ACCOUNTS, *DAY, "--as-of-column", "started_on"), 2),
        (("review", ACCOUNTS, "--as-of", "31.10.2026"), 2),
        (("review", ACCOUNTS, "--as-of-column", "absent"), 1),
        (("review", ACCOUNTS, "--as-of-column", "name"), 1),
        (("review", ACCOUNTS, *DAY, "--account", "absent"), 1),
        (("review", ACCOUNTS, *DAY, "--scorecard", "absent.json"), 1),
        (("review", "absent.csv", *DAY), 2),
        (("review", SAMPLE / "policy.json", *DAY), 2),
        (("review", ACCOUNTS, *DAY, "--top", "-1"), 2),
        (("score", ACCOUNTS, *DAY), 2),
        (("score", ACCOUNTS, *DAY, "--separator", ";;", "-o", "out.csv"), 2),
        (("score", ACCOUNTS, *DAY, "-o", "out.xlsx"), 2),
        (("kpi", "churn_rate", "--opening", "0", "--churned", "0"), 1),
        (("kpi", "churn_rate", "--opening", "ten", "--churned", "0"), 1),
        (("kpi", "churn_rate", "--opening", "10"), 2),
        (("kpi", "absent"), 2),
        (("absent",), 2),
    ],
    ids=lambda value: (
        " ".join(str(word).rsplit("/", 1)[-1] for word in value) if isinstance(value, tuple) else ""
    ),
)
def test_bad_input_is_an_exit_code_and_one_sentence(words: tuple[str, ...], code: int) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert re.search(r"^Error: .+$", result.stderr, re.MULTILINE)
    assert "Traceback" not in result.stderr


def test_a_file_that_is_none_is_an_error(tmp_path: Path) -> None:
    result = run("score", broken(tmp_path), *DAY, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "not a readable parquet file" in result.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_place_that_cannot_be_written_is_named(suffix: str, tmp_path: Path) -> None:
    output = tmp_path / "absent" / f"out{suffix}"
    result = run("score", ACCOUNTS, "--scorecard", "simple", *DAY, "-o", output)
    assert result.exit_code == 1
    assert f"{output}: cannot be written" in result.stderr


def test_columns_without_a_value_have_no_type(table: pl.DataFrame, tmp_path: Path) -> None:
    nobody_left = table.with_columns(churned_on=pl.lit(None), last_login_on=pl.lit(None))
    nobody_left.write_csv(tmp_path / "blank.csv")
    nobody_left.write_parquet(tmp_path / "blank.parquet")
    reviews = [
        json.loads(done("review", tmp_path / f"blank.{end}", *DAY, "--json")) for end in ("csv", "parquet")
    ]
    assert reviews[0] == reviews[1]
    assert (reviews[0]["accounts"], reviews[0]["churned"]) == (table.height, 0)


def test_an_export_without_accounts_has_nobody_to_rank(table: pl.DataFrame, tmp_path: Path) -> None:
    table.clear().write_csv(tmp_path / "header.csv")
    result = run("review", tmp_path / "header.csv", *DAY)
    assert result.exit_code == 1
    assert "[no_population]" in result.stderr


@pytest.mark.parametrize(
    "column", ["churned_on", "started_on", "annual_contract_value", "seats", "onboarding_completed"]
)
def test_a_column_of_another_type_is_named(column: str, table: pl.DataFrame, tmp_path: Path) -> None:
    table.with_columns(pl.lit("text").alias(column)).write_csv(tmp_path / "text.csv")
    result = run("review", tmp_path / "text.csv", "--scorecard", "simple", *DAY)
    assert result.exit_code == 1
    assert f'column "{column}"' in result.stderr and "[type_mismatch]" in result.stderr


def test_kpi_report_says_values_and_what_is_missing(tmp_path: Path) -> None:
    figures, before = tmp_path / "figures.json", tmp_path / "before.json"
    month = {"opening_customers": 200, "churned_customers": 6, "mrr": 12500.1}
    figures.write_text(json.dumps(month), encoding="utf-8")
    before.write_text('{"opening_customers": 200, "churned_customers": 8}', encoding="utf-8")
    words = ("kpi", "report", figures, "--previous", before, "--period", "month", "--segment", "smb")
    result = run(*words)
    assert "churn rate\t3.00 %\t-0.01\twithin 3 % to 7 %" in result.stdout.splitlines()
    assert "average revenue per account (ARPA)\tarpa: accounts" in result.stderr.splitlines()
    assert any(line.startswith("解約率\t") for line in run(*words, "--lang", "ja").stdout.splitlines())
    rows = {row["id"]: row for row in json.loads(done(*words, "--json"))["kpis"]}
    assert (rows["churn_rate"]["value"], rows["arr"]["value"]) == ("0.03", "150001.2")
    figures.write_text('{"opening_customers": 1, "opening_customers": 2}', encoding="utf-8")
    assert run("kpi", "report", figures).exit_code != 0


def test_runs_as_a_module_too() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "customer_success", "kpi", "churn_rate", "--opening", "200", "--churned", "6"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.startswith("0.03")
    usage = subprocess.run(
        [sys.executable, "-m", "customer_success", "-h"], capture_output=True, text=True, check=True
    )
    assert usage.stdout.startswith("Usage: python -m customer_success ")
