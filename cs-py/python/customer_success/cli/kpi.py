"""`customer-success kpi NAME`: one command for each KPI, made from the catalogue."""

from __future__ import annotations

import json
from typing import Any

import click

from customer_success import _core
from customer_success import kpi as formulas


class Kpis(click.Group):
    """A group whose commands are the rows of the catalogue."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Ids, in the order of the catalogue."""
        return [row["id"] for row in formulas.catalogue()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a KPI."""
        row = next((row for row in formulas.catalogue() if row["id"] == cmd_name), None)
        return None if row is None else command(row)


@click.group(cls=Kpis)
def kpi() -> None:
    """Computes a KPI exactly, and compares it with its target.

    \b
    customer-success kpi churn_rate --opening 200 --churned 6
    customer-success kpi churn_rate --opening 200 --churned 6 --period month --segment enterprise
    """


def command(row: dict[str, Any]) -> click.Command:
    """The command of a row: an option for each input."""
    names = [parameter["name"] for parameter in row["inputs"]]

    def run(period: str | None, segment: str | None, as_json: bool, **inputs: str | None) -> None:
        value = _core.kpi(row["id"], *(inputs[name] for name in names))
        target = None
        if period is not None or segment is not None:
            target = formulas.assess(row["id"], value, period=period, segment=segment)  # type: ignore[arg-type]
        if as_json:
            fields = {"kpi": row["id"], "value": value, "unit": row["unit"]}
            fields |= {} if target is None else {"verdict": target.verdict, "target": target.target}
            click.echo(json.dumps(fields, ensure_ascii=False))
            return
        click.echo(value)
        if target is not None:
            click.echo(target)

    options: list[click.Parameter] = [option(parameter) for parameter in row["inputs"]]
    options += [
        click.Option(
            ["--period"], type=click.Choice(["month", "quarter", "year"]), help="What the value is per."
        ),
        click.Option(["--segment"], help="Whose target to compare with."),
        click.Option(["--json", "as_json"], is_flag=True, help="For machines."),
    ]
    formula = f"{row['id']} = {row['formula']}\nunit: {row['unit']}; source: {row['source']}"
    text = f"{row['summary']}\n\n\b\n{formula}"
    return click.Command(row["id"], params=options, callback=run, help=text, short_help=row["summary"])


def option(parameter: dict[str, Any]) -> click.Option:
    """The option of an input."""
    return click.Option(
        [f"--{parameter['name'].replace('_', '-')}", parameter["name"]],
        required=parameter["default"] is None,
        type=click.Choice(parameter["choices"]) if parameter["choices"] else str,
        help=f"{parameter['meaning']}."
        + (f" Default: {parameter['default']}." if parameter["default"] else ""),
    )
