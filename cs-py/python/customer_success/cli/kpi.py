"""`customer-success kpi NAME`: one command for each KPI, made from the catalogue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from customer_success import _core, document
from customer_success import kpi as formulas
from customer_success.kpi.report import answered


class Kpis(click.Group):
    """A group whose commands are the rows of the catalogue, in its order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Ids, as they were added."""
        return list(self.commands)


@click.group(cls=Kpis)
def kpi() -> None:
    """Computes a KPI exactly, and compares it with its target.

    \b
    customer-success kpi churn_rate --opening 200 --churned 6
    customer-success kpi churn_rate --opening 200 --churned 6 --period month --segment enterprise
    """


@click.command(short_help="All KPIs of a period, from a file of its figures.")
@click.argument("figures", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The figures of the period before.",
)
@click.option("--period", type=click.Choice(["month", "quarter", "year"]), help="What the figures are of.")
@click.option("--segment", help="Whose targets to compare with.")
@click.option("--currency", help="Of the amounts, such as USD.")
@click.option("--lang", type=click.Choice(["en", "ja"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def report(
    figures: Path,
    previous: Path | None,
    period: Any,
    segment: str | None,
    currency: str | None,
    lang: Any,
    as_json: bool,
) -> None:
    """Computes all KPIs that a period's figures give, with targets, changes, and what is missing.

    FIGURES is a JSON object of numbers by name, such as {"opening_customers": 200, "churned_customers": 6}.
    """
    options = {"period": period, "segment": segment, "currency": currency}
    parts = [f'"figures": {document.read(figures)}']
    if previous is not None:
        parts.append(f'"previous": {document.read(previous)}')
    parts += [f'"{name}": {json.dumps(value)}' for name, value in options.items() if value is not None]
    request = "{" + ", ".join(parts) + "}"
    if as_json:
        click.echo(json.dumps(_core.kpi_report(request), ensure_ascii=False))
        return
    own = answered(request)
    for line in own.lines(lang):
        click.echo("\t".join(line))
    for id, names in own.missing.items():
        click.echo(f"{own[id]['label'][lang]}\t{id}: {', '.join(names)}", err=True)


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


for row in formulas.catalogue():
    kpi.add_command(command(row))
kpi.add_command(report)
