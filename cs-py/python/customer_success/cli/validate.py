"""`customer-success validate`: is this document one that every language can read?"""

from __future__ import annotations

import json

import click

from customer_success import Scorecard, TouchPolicy, document

READERS: dict[str, type[Scorecard | TouchPolicy]] = {"scorecard": Scorecard, "touch_policy": TouchPolicy}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--lang", type=click.Choice(["en", "ja"]), default="en", help="Language of the advice.")
def validate(file: str, lang: str) -> None:
    """Checks a document, and says what it reads.

    Prints the error with its place and exits with 1 if the document is not valid. Of a scorecard it also says
    what is legal but unwise, in English or Japanese; that is advice, and the exit code stays 0.

    \b
    customer-success validate scorecard.json
    """
    text = document.read(file)
    found = READERS.get(kind(text), Scorecard)(text)
    what = type(found).__name__
    click.echo(f"{file}: a valid {what} {found.name!r}; reads {', '.join(found.facts)}")
    for finding in found.lint() if isinstance(found, Scorecard) else ():
        click.echo(f"{finding.place}: {getattr(finding, lang)} [{finding.code}]")


def kind(text: str) -> str:
    """The kind that a document says it is; what is wrong with the text is for the core to say."""
    try:
        return str(json.loads(text)["kind"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
