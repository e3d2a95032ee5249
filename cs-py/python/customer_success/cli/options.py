"""Options that several commands share, and how files are read and written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from customer_success import Scorecard, scorecards
from customer_success.errors import CustomerSuccessError
from customer_success.frames import open_table

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

SHIPPED = {"b2b_saas": scorecards.b2b_saas, "plg": scorecards.plg, "simple": scorecards.simple}

accounts_argument = click.argument("accounts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
scorecard_option = click.option(
    "--scorecard",
    default="b2b_saas",
    show_default=True,
    metavar="FILE|NAME",
    help=f"A scorecard document, or a shipped one: {', '.join(SHIPPED)}.",
)
invalid_option = click.option(
    "--invalid",
    type=click.Choice(["error", "missing"]),
    default="error",
    show_default=True,
    help="What an infinite number in the data gets.",
)


def as_of_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The day that a calculation is about: given, or taken from the data; never from the clock."""
    day = click.option("--as-of", metavar="YYYY-MM-DD", help='The day that "today" means.')
    column = click.option(
        "--as-of-column", metavar="COLUMN", help="Take the latest day of this column instead of --as-of."
    )
    return day(column(command))


def find_as_of(table: pl.DataFrame, as_of: str | None, column: str | None) -> date:
    """The day by either option."""
    if (as_of is None) == (column is None):
        raise click.UsageError("exactly one of --as-of and --as-of-column is needed")
    if as_of is not None:
        try:
            return date.fromisoformat(as_of)
        except ValueError:
            raise click.BadParameter(
                f"{as_of!r} is not a day such as 2026-10-31", param_hint="--as-of"
            ) from None
    assert column is not None
    latest = table[open_table(table).require(column)].max()
    if type(latest) is not date:
        raise CustomerSuccessError(
            f'column "{column}": a column of days is needed', code="type_mismatch", column=column
        )
    return latest


def find_scorecard(name: str) -> Scorecard:
    """A document, or a shipped card."""
    if name in SHIPPED and not Path(name).exists():
        return SHIPPED[name]()
    return Scorecard.load(name)


def read(path: Path) -> pl.DataFrame:
    """A table from CSV or Parquet, by the file's ending."""
    import polars as pl

    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        if path.suffix == ".csv":
            return untyped(pl.read_csv(path, try_parse_dates=True, infer_schema_length=None))
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise click.ClickException(f"{path}: not a readable {path.suffix[1:]} file: {reason}") from None
    raise click.BadParameter(f"{path}: a .csv or .parquet file is needed", param_hint="accounts")


def untyped(table: pl.DataFrame) -> pl.DataFrame:
    """Columns without a single value lose the type that a CSV cannot have told."""
    import polars as pl

    blank = [column.name for column in table if column.null_count() == len(column)]
    return table.with_columns(pl.col(blank).cast(pl.Null)) if blank else table


def write(table: pl.DataFrame, path: Path) -> None:
    """A table to CSV or Parquet, by the file's ending."""
    import polars as pl

    if path.suffix not in (".parquet", ".csv"):
        raise click.BadParameter(f"{path}: must end in .csv or .parquet", param_hint="--output")
    try:
        if path.suffix == ".parquet":
            table.write_parquet(path)
        else:
            table.write_csv(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise click.ClickException(f"{path}: cannot be written: {str(error).splitlines()[0]}") from None
