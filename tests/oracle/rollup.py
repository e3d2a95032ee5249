"""Writes tests/vectors/rollup/<name>.json: families of accounts. `--check` compares the files instead."""

from __future__ import annotations

import sys
from fractions import Fraction
from random import Random
from typing import Any

from over_time import case, number, publish_all

TOLERANCE = 1e-12


def family(name: Any, children: dict[Any, list[Any]]) -> list[Any]:
    """All accounts below one, the account itself not among them."""
    found = []
    for child in children.get(name, []):
        found += [child, *family(child, children)]
    return found


def expected(one: dict[str, Any]) -> dict[str, list[Any]]:
    """Every account's family by definition: collected anew for each account, summed in fractions."""
    table, request = one["table"], one["request"]
    names = {"account": "account", "parent": "parent", "score": "health_score"} | request
    accounts = table[names["account"]]
    place = {account: row for row, account in enumerate(accounts)}
    children: dict[Any, list[Any]] = {}
    for account, parent in zip(accounts, table[names["parent"]], strict=True):
        if number(parent) is not None and parent in place:
            children.setdefault(parent, []).append(account)
    scores = [number(score) for score in table[names["score"]]]
    values = [number(value) for value in table[request["value"]]] if "value" in request else [None] * len(accounts)
    bands = [band or "unknown" for band in table[request["band"]]] if "band" in request else []
    counted = [band for band in request.get("bands") or dict.fromkeys(bands) if band != "unknown"]
    columns = ["accounts", "scored", "mean", "weighted_mean", "worst", "worst_account"]
    columns += [f"share_{band}" for band in ([*counted, "unknown"] if bands else [])]
    out: dict[str, list[Any]] = {f"rollup_{column}": [] for column in columns}
    for account in accounts:
        members = family(account, children) + ([account] if request.get("include_parent", True) else [])
        rows = [place[member] for member in members]
        scored = [(Fraction(scores[row]), row) for row in rows if scores[row] is not None]
        weighed = [(Fraction(values[row]), score) for score, row in scored if values[row] is not None]
        total = sum(value for value, _ in weighed)
        worst = min(((score, accounts[row]) for score, row in scored), default=(None, None))
        shares = [
            float(Fraction(sum(bands[row] == band for row in rows), len(rows))) if rows else None
            for band in ([*counted, "unknown"] if bands else [])
        ]
        answers = [
            len(rows),
            len(scored),
            float(sum(score for score, _ in scored) / len(scored)) if scored else None,
            float(sum(value * score for value, score in weighed) / total) if total else None,
            None if worst[0] is None else float(worst[0]),
            worst[1],
            *shares,
        ]
        for column, answer in zip(out.values(), answers, strict=True):
            column.append(answer)
    return out


def rolled(name: str, columns: dict[str, list[Any]], error: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
    return case(name, {"request": request, "table": columns}, expected, **(error or {}))


GROUP: dict[str, list[Any]] = {
    "account": ["group", "north", "south", "shop 1", "shop 2", "alone"],
    "parent": [None, "group", "group", "north", "north", ""],
    "health_score": [90, 55.5, None, 80, 20, 40],
    "health_band": ["healthy", "caution", None, "healthy", "danger", "caution"],
    "arr": [100, 300, 50, None, 200, 10.5],
}  # fmt: skip


def families() -> list[dict[str, Any]]:
    """Means, weights, the worst, shares; the parent in and out; parents that are not there."""
    flat = GROUP | {"parent": [None] * 6}
    numbered = GROUP | {"account": [1, 20, -3, 40, 50, 60], "parent": [None, 1, 1, 20, 20, None]}
    outside = GROUP | {"parent": [None, "group", "holding", "north", "north", "holding"]}
    ties = {"account": ["top", "b", "a", "c"], "parent": [None, "top", "top", "top"], "health_score": [70, 30, 30, 30]}
    weightless = ties | {"arr": [0, 0, 0, 0]}
    scoreless = ties | {"health_score": [None, "NaN", None, None], "arr": [1, 2, 3, 4]}
    bands = ["danger", "caution", "healthy", "unknown"]
    return [
        rolled("the parent counts", GROUP, value="arr", band="health_band"),
        rolled("the parent does not count", GROUP, value="arr", band="health_band", include_parent=False),
        rolled("bands in a given order", GROUP, band="health_band", bands=["danger", "caution", "healthy"]),
        rolled("bands that nobody is in", GROUP, band="health_band", bands=["lost", *bands]),
        rolled("neither values nor bands", GROUP),
        rolled("nobody has a parent", flat, value="arr"),
        rolled("nobody has a parent and it does not count", flat, value="arr", include_parent=False, band="health_band"),
        rolled("accounts are numbers", numbered, value="arr", band="health_band"),
        rolled("parents that are not there are no parents", outside, value="arr", unknown_parent="root"),
        rolled("the worst of equal ones is the first by name", ties),
        rolled("no value is above zero", weightless, value="arr"),
        rolled("nobody has a score", scoreless, value="arr"),
        rolled("nobody", {name: [] for name in GROUP}, value="arr", band="health_band"),
        rolled("one", {"account": ["a"], "parent": [None], "health_score": [12.25]}),
        rolled("columns by other names", {"id": ["x", "y"], "of": [None, "x"], "points": [1, 2]}, account="id", parent="of", score="points"),
    ]  # fmt: skip


def drawn() -> list[dict[str, Any]]:
    """Drawn forests: chains, stars and all between, rows in any order."""
    random, cases = Random(19), []
    for at in range(16):
        count = random.randint(2, 40)
        names: list[Any] = [f"a{number}" for number in range(count)] if at % 2 else [number * 3 - 9 for number in range(count)]
        reach = random.choice([1, 3, count])
        parents = [None if row == 0 or random.random() < 0.1 else names[max(0, row - random.randint(1, reach))] for row in range(count)]
        rows = list(zip(names, parents, strict=True))
        random.shuffle(rows)
        columns: dict[str, list[Any]] = {"account": [row[0] for row in rows], "parent": [row[1] for row in rows]}
        columns["health_score"] = [random.choice([None, random.randint(0, 800) / 8, random.randint(0, 800) / 8]) for _ in rows]
        columns["health_band"] = [random.choice(["danger", "caution", "healthy", "unknown"]) for _ in rows]
        columns["arr"] = [random.choice([None, 0, random.randint(0, 10**6) / 4]) for _ in rows]
        cases.append(rolled(f"drawn {at}", columns, value="arr", band="health_band", include_parent=bool(at % 3)))
    return cases


def refused() -> list[dict[str, Any]]:
    """Circles, parents and accounts that are not what they should be."""

    def bad(name: str, code: str, changed: dict[str, Any], request: dict[str, Any] | None = None, **place: Any) -> dict[str, Any]:
        return rolled(name, GROUP | changed, {"error": code, **place}, **(request or {}))

    parents = GROUP["parent"]
    return [
        bad("a circle of two", "cycle", {"parent": ["north", "group", "group", "north", "north", None]}, column="parent", row=0),
        bad("an account that is its own parent", "cycle", {"parent": [*parents[:5], "alone"]}, column="parent", row=5),
        bad("a circle below the top", "cycle", {"parent": [None, "shop 2", "group", "north", "shop 1", None]}, column="parent", row=1),
        bad("a parent that is not there", "unknown_name", {"parent": [*parents[:5], "holding"]}, column="parent", row=5),
        bad("an account twice", "duplicate_account", {"account": ["group", "north", "south", "north", "shop 2", "alone"]}, column="account", row=3),
        bad("an account without a name", "type_mismatch", {"account": ["group", "north", None, "shop 1", "shop 2", "alone"]}, column="account", row=2),
        bad("an infinite score", "non_finite", {"health_score": [1, 2, 3, "Infinity", 5, 6]}, column="health_score", row=3),
        bad("a negative value", "out_of_range", {"arr": [1, 2, 3, 4, -5, 6]}, {"value": "arr"}, column="arr", row=4),
        bad("values whose sum is too large", "overflow", {"arr": [1, 1.7e308, 3, 1.7e308, 5, 6]}, {"value": "arr"}, column="health_score", row=3),
        bad("a band that is not listed", "invalid_argument", {}, {"band": "health_band", "bands": ["danger", "healthy"]}, column="health_band", row=1),
        bad("a band listed twice", "duplicate", {}, {"band": "health_band", "bands": ["a", "a"]}, path="bands[1]"),
        bad("no such column", "missing_column", {}, {"value": "mrr"}, column="mrr"),
        bad("scores in text", "type_mismatch", {"health_score": ["a"] * 6}, column="health_score"),
        bad("bands that are numbers", "type_mismatch", {"health_band": [1.5] * 6}, {"band": "health_band"}, column="health_band"),
    ]  # fmt: skip


if __name__ == "__main__":
    files = {"drawn": drawn(), "families": families(), "refused": refused()}
    sys.exit(not publish_all("rollup", files, TOLERANCE))
