"""`customer-success score`: an export in, the same with health columns out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from customer_success.errors import CustomerSuccessError

from .options import (
    accounts_argument,
    as_of_options,
    csv_options,
    find_as_of,
    find_cards,
    invalid_option,
    read,
    scorecard_option,
    write,
)
from .page import counted

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from customer_success import Scorecard, ScorecardSet

LONG = 1_000_000  # rows from which people wait, and rows between two looks at the bar


@click.command()
@accounts_argument
@scorecard_option
@as_of_options
@invalid_option
@csv_options
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the table goes: .csv or .parquet.",
)
def score(
    accounts: Path,
    scorecard: str,
    as_of: str | None,
    as_of_column: str | None,
    invalid: str,
    separator: str,
    decimal_comma: bool,
    output: Path,
) -> None:
    """Scores every account of a CSV or Parquet export.

    The output holds all columns of ACCOUNTS and health_score, health_band, health_coverage, health_low and
    health_high. The document may also be of a scorecard set; then there are such columns for each of its
    scores, and which card was chosen and why. On a terminal, long work shows its progress.

    \b
    customer-success score accounts.parquet --scorecard card.json --as-of 2026-10-31 -o scored.parquet
    """
    card = find_cards(scorecard)
    table = read(accounts, separator, decimal_comma)
    scored = scored_with_progress(card, table, find_as_of(table, as_of, as_of_column), invalid)
    write(scored, output)
    click.echo(f"{counted(scored.height)} by {card.name}: {output}")


def scored_with_progress(
    card: Scorecard | ScorecardSet, table: pl.DataFrame, as_of: date, invalid: Any
) -> pl.DataFrame:
    """The scored table, in parts where somebody watches: rows do not know each other, so nothing changes."""
    import polars as pl

    if table.height <= LONG or not sys.stderr.isatty():
        whole: pl.DataFrame = card.score(table, as_of=as_of, invalid=invalid)
        return whole
    parts = []
    with click.progressbar(length=table.height, label="scoring", file=sys.stderr) as bar:
        for start in range(0, table.height, LONG):
            part = table.slice(start, LONG)
            try:
                parts.append(card.score(part, as_of=as_of, invalid=invalid))
            except CustomerSuccessError:
                # Raises the same error with the row of the whole table.
                card.score(table, as_of=as_of, invalid=invalid)
                raise
            bar.update(part.height)
    joined: pl.DataFrame = pl.concat(parts)
    return joined
