"""A review as text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from customer_success.number import percent


def show(summary: dict[str, Any]) -> str:
    """All parts, one below the other."""
    left_out = f"; {counted(summary['churned'], 'churned ')} left out" if summary["churned"] else ""
    parts = [f"Review of {counted(summary['accounts'])} as of {summary['as_of']}{left_out}"]
    parts.append(
        section(f"Health by {summary['card']}", ["band", "accounts", "share", "value"], health(summary))
    )
    if "tiers" in summary:
        head = ["tier", "accounts", "value", "share of value", "success managers"]
        parts.append(section(f"Touch tiers: {summary['policy']}", head, tiers(summary)))
    risk = summary["at_risk"]
    head = ["account", "name", "value", "score", "points lost by"]
    parts.append(
        section("At risk: lowest band, most value first", head, map(at_risk, risk))
        if risk
        else "Nobody is at risk."
    )
    if summary["kpis"]:
        parts.append(
            section("KPIs against targets", ["KPI", "of", "value", "target"], map(kpi, summary["kpis"]))
        )
    return "\n\n".join(parts)


def counted(accounts: int, kind: str = "") -> str:
    """So many accounts, in words."""
    return f"{accounts} {kind}account" + ("" if accounts == 1 else "s")


def health(summary: dict[str, Any]) -> Iterable[Sequence[str]]:
    """A row for each band that has accounts."""
    total = max(summary["accounts"], 1)
    for band in summary["bands"]:
        if band["accounts"]:
            yield (
                band["band"],
                f"{band['accounts']}",
                percent(band["accounts"] / total, 0),
                amount(band["value"]),
            )


def tiers(summary: dict[str, Any]) -> Iterable[Sequence[str]]:
    """A row for each tier that has accounts."""
    for tier in summary["tiers"]:
        if tier["accounts"]:
            share = "" if tier["share_of_value"] is None else percent(tier["share_of_value"], 0)
            managers = "" if tier["csms_high"] is None else f"{tier['csms_low']} to {tier['csms_high']}"
            yield tier["tier"] or "none", f"{tier['accounts']}", amount(tier["value"]), share, managers


def at_risk(account: dict[str, Any]) -> Sequence[str]:
    """One account and what cost it most points."""
    why = ", ".join(f"{part['indicator']} {part['lost']:.0f}" for part in account["why"])
    name = account["name"] or ""
    return str(account["account"]), name, amount(account["value"]), f"{account['shown']:.0f}", why


def kpi(figure: dict[str, Any]) -> Sequence[str]:
    """One KPI: points as they are, shares in per cent."""
    value = figure["value"]
    shown = (
        figure.get("reason", "")
        if value is None
        else f"{value:.0f}"
        if figure["kpi"] == "nps"
        else percent(value, 1)
    )
    of = ", ".join(part for part in (figure.get("period"), figure.get("segment")) if part)
    return figure["name"], of, shown, figure.get("assessment") or ""


def amount(value: float | None) -> str:
    """Money without its cents."""
    return "" if value is None else f"{value:,.0f}"


def section(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A title and an aligned table; what looks like a number stands right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(width(line[at]) for line in lines) for at in range(len(head))]
    right = [all(is_number(line[at]) for line in lines[1:]) for at in range(len(head))]
    text = []
    for line in lines:
        cells = [pad(cell, size, side) for cell, size, side in zip(line, widths, right, strict=True)]
        text.append("  " + "  ".join(cells).rstrip())
    return "\n".join([title, *text])


def is_number(cell: str) -> bool:
    """Whether a cell is empty or begins as a number does."""
    return not cell or cell.lstrip("-")[:1].isdigit()


def pad(cell: str, size: int, right: bool) -> str:
    """A cell of this many columns of a terminal."""
    space = " " * (size - width(cell))
    return space + cell if right else cell + space


def width(text: str) -> int:
    """Columns of a terminal: Japanese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
