"""Options that several commands share, and how files are read and written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from customer_success import Scorecard, ScorecardSet, _core, document
from customer_success.errors import CustomerSuccessError
from customer_success.frames import open_table

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

Document = TypeVar("Document")

SHIPPED = ("b2b_saas", "plg", "simple")

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


def csv_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How the fields of a CSV are written."""
    separator = click.option(
        "--separator", default=",", show_default=True, callback=one_byte, help="What parts a CSV's fields."
    )
    comma = click.option("--decimal-comma", is_flag=True, help="Decimals of the CSV are written 0,5.")
    return separator(comma(command))


def one_byte(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """The separator; a tab may be written \\t."""
    found = "\t" if value == "\\t" else value
    if len(found.encode()) != 1:
        raise click.BadParameter("one character is needed, such as ;", ctx=context, param=parameter)
    return found


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
    if Path(name).exists() or Path(name).suffix:
        return load(Scorecard, Path(name))
    return Scorecard._of(_core.Scorecard.shipped(name))


def find_cards(name: str) -> Scorecard | ScorecardSet:
    """As `find_scorecard`; the document may also be of a set."""
    path = Path(name)
    if path.is_file() and load(kind, path) == "scorecard_set":
        return load(ScorecardSet, path)
    return find_scorecard(name)


def kind(text: str) -> str:
    """The kind that a document says it is; what is wrong with the text is for the core to say."""
    try:
        return str(json.loads(text)["kind"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def load(reader: Callable[[str], Document], path: Path) -> Document:
    """A document by what reads its text; what is wrong with it is said with the name of its file."""
    try:
        return reader(document.read(path))
    except CustomerSuccessError as error:
        raise click.ClickException(f"{path}: {error} [{error.code}]") from None


def read(path: Path, separator: str = ",", decimal_comma: bool = False) -> pl.DataFrame:
    """A table from CSV or Parquet, by the file's ending."""
    import polars as pl

    kind = path.suffix.lower()
    try:
        if kind == ".parquet":
            return pl.read_parquet(path)
        if kind == ".csv":
            with path.open("rb") as file:
                if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                    raise click.ClickException(f"{path}: a CSV is UTF-8, and this one UTF-16")
            options: dict[str, Any] = {"separator": separator, "decimal_comma": decimal_comma}
            table = pl.read_csv(path, infer_schema_length=None, **options)
            return untyped(with_days(parted(path, table, separator)))
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise click.ClickException(f"{path}: not a readable {kind[1:]} file: {reason}") from None
    raise click.BadParameter(f"{path}: a .csv or .parquet file is needed", param_hint="accounts")


def parted(path: Path, table: pl.DataFrame, separator: str) -> pl.DataFrame:
    """The table, unless its lines are not in parts because something else parts them."""
    if table.width == 1:
        (header,) = table.columns
        for other in ",;\t|":
            if other != separator and other in header:
                raise click.ClickException(
                    f"{path}: one column, with {other!r} in its name: try --separator {other!r}"
                )
    return table


def with_days(table: pl.DataFrame) -> pl.DataFrame:
    """Columns of texts YYYY-MM-DD as days. Nothing else is: 09/10/2026 is a day of two months."""
    import polars as pl

    texts = table.select(pl.selectors.string())
    days = texts.select(pl.all().str.to_date("%Y-%m-%d", strict=False))
    written = texts.select((pl.all().str.len_bytes() == 10).all())
    whole = [
        name
        for name in texts.columns
        if days[name].null_count() == texts[name].null_count() < table.height and written[name].item()
    ]
    return table.with_columns(days.select(whole))


def untyped(table: pl.DataFrame) -> pl.DataFrame:
    """Columns without a single value lose the type that a CSV cannot have told."""
    import polars as pl

    blank = [column.name for column in table if column.null_count() == len(column)]
    return table.with_columns(pl.col(blank).cast(pl.Null)) if blank else table


def write(table: pl.DataFrame, path: Path) -> None:
    """A table to CSV or Parquet, by the file's ending."""
    import polars as pl

    kind = path.suffix.lower()
    if kind not in (".parquet", ".csv"):
        raise click.BadParameter(f"{path}: must end in .csv or .parquet", param_hint="--output")
    try:
        if kind == ".parquet":
            table.write_parquet(path)
        else:
            table.write_csv(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise click.ClickException(f"{path}: cannot be written: {str(error).splitlines()[0]}") from None
