"""The group of commands, and what all of them do with errors."""

from __future__ import annotations

from typing import Any

import click

from customer_success.errors import CustomerSuccessError

from .kpi import kpi
from .review import review
from .score import score
from .validate import validate


class Command(click.Group):
    """Turns refused input into one line and exit code 1; all else is a defect and keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command."""
        try:
            return super().invoke(ctx)
        except CustomerSuccessError as error:
            raise click.ClickException(f"{error} [{error.code}]") from None
        except OSError as error:
            raise click.ClickException(f"{error.filename}: {error.strerror}") from None


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="customer-success")
def command() -> None:
    """Customer-success numbers, exact and explained: health scores, touch tiers, KPIs.

    Nothing is sent anywhere, and no clock is read: "today" is what --as-of says.
    """


for part in (score, review, kpi, validate):
    command.add_command(part)
