"""The command `customer-success`: score, review, kpi, validate."""

from __future__ import annotations

import sys


def main(name: str | None = None) -> None:
    """Runs the command, which is called so; says what to install where its libraries are not there."""
    try:
        import click  # noqa: F401
        import polars  # noqa: F401
    except ImportError as missing:
        sys.exit(f"customer-success: {missing.name} is not installed; pip install 'customer-success[cli]'")
    from .command import command

    command(prog_name=name)
