"""`customer-success validate`: is this document one that every language can read?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from customer_success import (
    BandTracker,
    Fitting,
    Scorecard,
    ScorecardSet,
    TouchPolicy,
    document,
    kpi,
    staffing,
)

from .options import kind, load

READERS: dict[str, Any] = {
    "scorecard": Scorecard,
    "scorecard_set": ScorecardSet,
    "scorecard_fitting": Fitting,
    "band_tracker": BandTracker.from_json,
    "touch_policy": TouchPolicy,
    "benchmarks": kpi.Benchmarks,
    "staffing": staffing.Assumptions,
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["en", "ja"]), default="en", help="Language of the advice.")
def validate(file: Path, lang: str) -> None:
    """Checks a document of any kind, and says what it reads.

    Prints the error with its place and exits with 1 if the document is not valid. Of a scorecard it also says
    what is legal but unwise, in English or Japanese; that is advice, and the exit code stays 0. Overrides are
    read beside the card whose bands they name, so they have no check of their own.

    \b
    customer-success validate scorecard.json
    """
    found = load(READERS.get(kind(document.read(file)), Scorecard), file)
    name, facts = getattr(found, "name", None), getattr(found, "facts", ())
    click.echo(
        f"{file}: a valid {type(found).__name__}"
        + (f" {name!r}" if name else "")
        + (f"; reads {', '.join(facts)}" if facts else "")
    )
    for finding in found.lint() if isinstance(found, Scorecard) else ():
        click.echo(f"{finding.place}: {getattr(finding, lang)} [{finding.code}]")
