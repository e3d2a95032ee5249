"""`customer-success score`: an export in, the same with health columns out."""

from __future__ import annotations

from pathlib import Path

import click

from .options import (
    accounts_argument,
    as_of_options,
    find_as_of,
    find_scorecard,
    invalid_option,
    read,
    scorecard_option,
    write,
)


@click.command()
@accounts_argument
@scorecard_option
@as_of_options
@invalid_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the table goes: .csv or .parquet.",
)
def score(
    accounts: Path, scorecard: str, as_of: str | None, as_of_column: str | None, invalid: str, output: Path
) -> None:
    """Scores every account of a CSV or Parquet export.

    The output holds all columns of ACCOUNTS and health_score, health_band, health_coverage, health_low and
    health_high.

    \b
    customer-success score accounts.parquet --scorecard card.json --as-of 2026-10-31 -o scored.parquet
    """
    card = find_scorecard(scorecard)
    table = read(accounts)
    scored = card.score(table, as_of=find_as_of(table, as_of, as_of_column), invalid=invalid)  # type: ignore[arg-type]
    write(scored, output)
    click.echo(f"{scored.height} accounts by {card.name}: {output}")
