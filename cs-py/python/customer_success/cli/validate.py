"""`customer-success validate`: is this document one that every language can read?"""

from __future__ import annotations

import json

import click

from customer_success import Scorecard, TouchPolicy, document

READERS: dict[str, type[Scorecard | TouchPolicy]] = {"scorecard": Scorecard, "touch_policy": TouchPolicy}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def validate(file: str) -> None:
    """Checks a document, and says what it reads.

    Prints the error with its place and exits with 1 if the document is not valid.

    \b
    customer-success validate scorecard.json
    """
    text = document.read(file)
    found = READERS.get(kind(text), Scorecard)(text)
    what = type(found).__name__
    click.echo(f"{file}: a valid {what} {found.name!r}; reads {', '.join(found.facts)}")


def kind(text: str) -> str:
    """The kind that a document says it is; what is wrong with the text is for the core to say."""
    try:
        return str(json.loads(text)["kind"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
