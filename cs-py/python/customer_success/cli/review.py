"""`customer-success review`: the health, tiers and KPIs of a portfolio."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from customer_success import CustomerSuccessError, Scorecard, TouchPolicy
from customer_success.accounts import unique
from customer_success.frames import open_table

from .figures import kpis
from .options import (
    accounts_argument,
    as_of_options,
    csv_options,
    find_as_of,
    find_scorecard,
    invalid_option,
    load,
    read,
    scorecard_option,
    write,
)
from .page import show

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

VALUE = "annual_contract_value"
"""The column of an account's worth; a review does without it where nobody named another."""

REASONS = 3
"""Indicators named per account at risk."""


@click.command()
@accounts_argument
@scorecard_option
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A touch policy document. Without it the top 20 % of --value are high, 30 % medium, the rest tech.",
)
@as_of_options
@click.option("--account", default="account", show_default=True, help="The column that names the account.")
@click.option("--value", default=VALUE, show_default=True, help="The column of an account's worth.")
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="tiers.csv of the last review: accounts near a cut-off keep their tier.",
)
@click.option(
    "--top", type=click.IntRange(0), default=10, show_default=True, help="How many at risk are listed."
)
@click.option(
    "--out-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Writes scored, tiers and reasons as tables, and review.json, into this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Prints the review for machines.")
@invalid_option
@csv_options
def review(
    accounts: Path,
    scorecard: str,
    policy: Path | None,
    as_of: str | None,
    as_of_column: str | None,
    account: str,
    value: str,
    previous: Path | None,
    top: int,
    out_dir: Path | None,
    as_json: bool,
    invalid: str,
    separator: str,
    decimal_comma: bool,
) -> None:
    """Reviews a portfolio: bands, tiers, who is at risk and why, KPIs against targets.

    ACCOUNTS is a CSV or Parquet export with one row per account. Accounts whose churned_on is not after the
    day of the review count for the KPIs only. The KPIs use the columns started_on, churned_on, segment,
    seats, active_users, onboarding_completed and nps_answer, as far as they are there.

    \b
    customer-success review accounts.csv --scorecard card.json --policy policy.json --as-of 2026-10-31
    """
    table = read(accounts, separator, decimal_comma)
    if value != VALUE:
        open_table(table).require(value)
    check_types(table, value)
    if account in table.columns:
        unique(table[account].to_list(), account)
    day = find_as_of(table, as_of, as_of_column)
    card, live = find_scorecard(scorecard), still_there(table, day)
    scored: pl.DataFrame = card.score(live, as_of=day, invalid=invalid)  # type: ignore[arg-type]
    reasons: pl.DataFrame = card.explain(live, as_of=day, account=account, invalid=invalid)  # type: ignore[arg-type]
    summary: dict[str, Any] = {
        "as_of": day.isoformat(),
        "card": card.name,
        "accounts": live.height,
        "churned": table.height - live.height,
        "bands": bands(card, scored, value),
    }
    tables = {"scored": scored, "reasons": reasons}
    if policy is not None or value in live.columns:
        rules = (
            load(TouchPolicy, policy) if policy else TouchPolicy.shares(value, high=0.2, medium=0.3, tech=0.5)
        )
        fitted = rules.fit(live, as_of=day)
        before = None if previous is None else read(previous)
        options: dict[str, Any] = {"previous": before, "account": account, "as_of": day, "invalid": invalid}
        tiers = fitted.apply(live, **options)
        tables["tiers"] = tiers.select(account, "tier", "tier_reason", "tier_measure")
        summary["policy"] = fitted.name
        summary["tiers"] = fitted.summary(live, value=value if value in live.columns else None, **options)
    summary["at_risk"] = at_risk(card, day, scored, reasons, account=account, value=value, top=top)
    summary["kpis"] = kpis(table, live, day)
    if out_dir is not None:
        save(out_dir, accounts.suffix, tables, summary)
    click.echo(json.dumps(summary, ensure_ascii=False, indent=2) if as_json else show(summary))


def check_types(table: pl.DataFrame, value: str) -> None:
    """Refuses types that the review itself cannot compute with; documents are the core's to check."""
    import polars as pl

    numbers = pl.selectors.numeric()
    needed = {
        "started_on": ("days", pl.selectors.date()),
        "churned_on": ("days", pl.selectors.date()),
        "segment": ("texts", pl.selectors.string(include_categorical=True)),
        "onboarding_completed": ("flags", pl.selectors.boolean() | numbers),
        "seats": ("numbers", numbers),
        "active_users": ("numbers", numbers),
        value: ("numbers", numbers),
    }
    for name in filter(needed.__contains__, table.columns):
        kind, fitting = needed[name]
        own = table.select(name)
        if own[name].dtype != pl.Null and own.select(fitting).width == 0:
            raise CustomerSuccessError(
                f'column "{name}": a column of {kind} is needed', code="type_mismatch", column=name
            )


def still_there(table: pl.DataFrame, day: date) -> pl.DataFrame:
    """The accounts that did not churn up to the day."""
    import polars as pl

    if "churned_on" not in table.columns:
        return table
    return table.filter(pl.col("churned_on").is_null() | (pl.col("churned_on") > day))


def bands(card: Scorecard, scored: pl.DataFrame, value: str) -> list[dict[str, Any]]:
    """Accounts and value per band, the best band first."""
    rows = []
    for band in [*reversed(card.bands), "unknown"]:
        own = scored.filter(scored["health_band"] == band)
        worth = own[value].sum() if value in own.columns else None
        rows.append({"band": band, "accounts": own.height, "value": worth})
    return rows


def at_risk(
    card: Scorecard,
    day: date,
    scored: pl.DataFrame,
    reasons: pl.DataFrame,
    *,
    account: str,
    value: str,
    top: int,
) -> list[dict[str, Any]]:
    """The accounts of the lowest band, those worth most first, and what cost them most points."""
    import polars as pl

    worst = scored.filter(pl.col("health_band") == card.bands[0])
    order = [pl.col(value) if value in scored.columns else -pl.col("health_score"), -pl.col("health_score")]
    rows = []
    for row in (
        worst.sort(order, descending=True, nulls_last=True, maintain_order=True)
        .head(top)
        .iter_rows(named=True)
    ):
        own = reasons.filter(pl.col("account") == row[account], pl.col("lost") > 0)
        why = own.sort("lost", descending=True, maintain_order=True).head(REASONS)
        fields = {"account": row[account], "name": row.get("name"), "value": row.get(value)}
        shown = card.score_one(row, as_of=day, invalid="missing").whole  # kept inside its band
        fields |= {"score": row["health_score"], "shown": shown, "coverage": row["health_coverage"]}
        rows.append(fields | {"why": why.select("indicator", "lost").to_dicts()})
    return rows


def save(folder: Path, suffix: str, tables: dict[str, pl.DataFrame], summary: dict[str, Any]) -> None:
    """Tables in the format of the input, the summary as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        write(table, folder / f"{name}{suffix}")
    text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
    (folder / "review.json").write_text(text, encoding="utf-8")
