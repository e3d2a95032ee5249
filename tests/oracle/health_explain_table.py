"""Writes tests/vectors/explain_table/<name>.json: where the scores of a portfolio come from, account by account.

Each account is explained alone, by definition, and what is said of it is laid out in columns. `--check` compares the
files instead.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import product
from random import Random
from typing import Any

from exact import publish
from health import AS_OF, GROUPS, NESTED, NESTING, TOLERANCE, card, indicator
from health_definitions import health

FIELDS = ["score", "weight", "points", "lost", "status"]
FADE = {"observed_on": "asked_on", "half_life_days": 60}
SIX = (
    indicator("logins", 3, group="usage", scale={"linear": {"from": 0, "to": 20}}),
    indicator("trained", 1, group="usage", scale={"flag": {"true": 100, "false": 20}}),
    indicator("beta", 2, group="usage", applies_when={"fact": "in_beta", "is": True}),
    indicator("plan", 2, scale={"choices": {"scores": {"pro": 100, "basic": 40}}}),
    indicator("nps", 1, group="satisfaction", valid_for_days=180, observed_on="asked_on"),
    indicator("recency", 2, group="usage", input={"days_since": "last_login_on"}, scale={"linear": {"from": 60, "to": 0}}),
)
PORTFOLIO: dict[str, list[Any]] = {
    "account": ["full", "missing", "errored", "stale", "in beta", "nothing"],
    "logins": [14, None, 20, 0, 33.5, None],
    "trained": [True, False, None, True, True, None],
    "beta": [90, 12, None, 50, 62.5, None],
    "in_beta": [False, False, None, False, True, False],
    "plan": ["basic", None, "gold", "pro", "pro", None],
    "nps": [35, None, 80, 100, 7, None],
    "asked_on": ["2026-10-01", "2026-10-01", None, "2026-05-03", "2026-05-04", None],
}
ON = ["2026-10-31", "2026-08-01", None, "2026-09-30", "2026-10-29", None]
WITHOUT_DAYS = SIX[:5]


def raw(value: Any) -> float | None:
    """The number that a scale is applied to."""
    return None if value is None or isinstance(value, str) else float(value)


def explained(document: Mapping[str, Any], table: Mapping[str, list[Any]], long: bool) -> dict[str, list[Any]]:
    rows = range(len(table["account"]))
    told = [health(document, {name: values[row] for name, values in table.items()}, AS_OF)["contributions"] for row in rows]
    if not long:
        names = [config["name"] for config in document["indicators"]]
        wide = product(enumerate(names), ("points", "lost"))
        return {f"{name}_{what}": [parts[at][what] for parts in told] for (at, name), what in wide}
    parts = [(row, part) for row, parts in enumerate(told) for part in parts]
    return {
        "row": [row for row, _ in parts],
        "indicator": [part["indicator"] for _, part in parts],
        "group": [part["group"] for _, part in parts],
        "raw": [raw(part["raw"]) for _, part in parts],
        "raw_text": [part["raw"] if isinstance(part["raw"], str) else None for _, part in parts],
    } | {field: [part[field] for _, part in parts] for field in FIELDS}


def both(name: str, document: dict[str, Any], table: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """The long columns and the wide ones."""
    start = {"card": document, "as_of": str(AS_OF), "table": table}
    layouts = (("long", True), ("wide", False))
    return [
        {"name": f"{name}, {layout}"} | start | {"request": {"long": long}, "expected": explained(document, table, long)}
        for layout, long in layouts
    ]


def portfolios() -> list[dict[str, Any]]:
    """What is known, missing, errored, stale, and what does not apply, under each policy."""
    cases = []
    for policy in ("redistribute", "keep_weight", {"as_score": 30}, "refuse"):
        document = card(*WITHOUT_DAYS, missing=policy, min_coverage=0)
        cases += both(f"every status, {policy}", document, PORTFOLIO)
    own = card(SIX[0], SIX[3] | {"group": "satisfaction", "missing": {"as_score": 75}}, SIX[4] | {"missing": "keep_weight"}, groups=GROUPS, min_coverage=0.9)
    cases += both("each its own policy, too little known for some scores", own, PORTFOLIO)
    days = {name: PORTFOLIO[name] for name in ("account", "logins")} | {"last_login_on": ON}
    cases += both("days since", card(SIX[0], SIX[5]), days)
    faded = card(indicator("nps", 1, fade=FADE, valid_for_days=90, observed_on="asked_on"), indicator("logins", 3), no_inflation=True, min_coverage=0)
    asked = ["2026-10-31", "2026-09-01", "2026-08-02", "2026-08-01", None, "2026-10-01"]
    return cases + both("faded, and no inflation", faded, {name: PORTFOLIO[name] for name in ("account", "logins", "nps")} | {"asked_on": asked})


def trees() -> list[dict[str, Any]]:
    """Groups within groups, in every way that they combine, over more rows than are explained at once."""
    random = Random(20261031)
    names = "abcdefg"
    table: dict[str, list[Any]] = {"account": list(range(70))}
    table |= {name: [random.choice([None, 0, 100, random.randint(0, 400) / 4]) for _ in range(70)] for name in names}
    first = {name: values[:6] for name, values in table.items()}
    cases = []
    for combine, policy in product(("weighted_mean", "worst", "best", "geometric"), ("redistribute", "keep_weight")):
        document = card(*NESTING, groups=NESTED, combine=combine, missing=policy, min_coverage=0)
        cases += both(f"groups within groups, {combine}, {policy}", document, first)
    return cases + both("seventy accounts", card(*NESTING, groups=NESTED, min_coverage=0.4), table)


def refused() -> list[dict[str, Any]]:
    """Tables that cannot be explained."""
    start = {"card": card(*WITHOUT_DAYS), "as_of": str(AS_OF)}
    lacking = {name: values for name, values in PORTFOLIO.items() if name != "nps"}
    wrong = PORTFOLIO | {"logins": ["many", None, "few", None, "none", None]}
    return [
        {"name": f"{name}, {layout}"} | start | {"table": table, "request": {"long": layout == "long"}} | error
        for name, table, error in (
            ("no such column", lacking, {"error": "missing_column", "column": "nps"}),
            ("texts for numbers", wrong, {"error": "type_mismatch", "column": "logins"}),
        )
        for layout in ("long", "wide")
    ]


def main() -> int:
    same = True
    for build in (portfolios, refused, trees):
        cases = build()
        document = {"room": "explain_table", "count": len(cases), "tolerance": TOLERANCE, "cases": cases}
        same &= publish(f"explain_table/{build.__name__}.json", document, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
