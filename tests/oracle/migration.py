"""Writes tests/vectors/migration/<name>.json: who moved between bands. `--check` compares the files instead."""

from __future__ import annotations

import sys
from fractions import Fraction
from random import Random
from typing import Any

from over_time import case, number, publish_all

BANDS = ["danger", "caution", "healthy"]


def expected(one: dict[str, Any]) -> dict[str, list[Any]]:
    """The matrix by definition: for every pair of places, the accounts that were in one and are in the other."""
    request = one["request"]
    names = {"account": "account", "band": "health_band"} | request
    bands = request.get("bands", BANDS)
    places: list[Any] = [*bands, "unknown", None]
    sides = []
    for side in (one["before"], one["after"]):
        rows = range(len(side[names["account"]]))
        band = {side[names["account"]][row]: side[names["band"]][row] or "unknown" for row in rows}
        amounts = side[request["value"]] if "value" in request else [0 for _ in rows]
        amount = {side[names["account"]][row]: Fraction(str(number(amounts[row]) or 0)) for row in rows}
        sides.append((band, amount))
    (was, before), (now, after) = sides
    out: dict[str, list[Any]] = {"from": [], "to": [], "move": [], "accounts": [], "value_before": [], "value_after": []}
    for source in places:
        for target in places:
            if source is None and target is None:
                continue
            found = [one for one in {**was, **now} if was.get(one) == source and now.get(one) == target]
            values = [float(sum(side.get(one, Fraction(0)) for one in found)) for side in (before, after)]
            for column, value in zip(out.values(), [source, target, move(source, target, bands), len(found), *values], strict=True):
                column.append(value)
    if "value" not in request:
        del out["value_before"], out["value_after"]
    return out


def move(source: Any, target: Any, bands: list[str]) -> str:
    if source is None:
        return "new"
    if target is None:
        return "gone"
    if source == target:
        return "stayed"
    if source == "unknown":
        return "became_known"
    if target == "unknown":
        return "became_unknown"
    return "improved" if bands.index(target) > bands.index(source) else "worsened"


def moved(name: str, before: dict[str, Any], after: dict[str, Any], error: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
    return case(name, {"request": request, "before": before, "after": after}, expected, **(error or {}))


EARLY: dict[str, list[Any]] = {
    "account": ["a", "b", "c", "d", "e", "f"],
    "health_band": ["healthy", "healthy", "caution", "danger", "unknown", None],
    "arr": [1000, 2000.5, 300, 40.25, 5, None],
}  # fmt: skip
LATE: dict[str, list[Any]] = {
    "account": ["g", "f", "d", "c", "b", "h"],
    "health_band": ["healthy", "caution", "unknown", "healthy", "danger", None],
    "arr": [7, 60.1, 40.25, 310.2, 2100, 0.3],
}  # fmt: skip


def matrices() -> list[dict[str, Any]]:
    """New and gone accounts, unknown ones, bands of other names, exact sums."""
    nobody: dict[str, list[Any]] = {"account": [], "health_band": [], "arr": []}
    green = {"danger": "red", "caution": "yellow", "healthy": "green"}
    coloured = [side | {"health_band": [green.get(band, band) for band in side["health_band"]]} for side in (EARLY, LATE)]
    cents = {"account": [f"a{at}" for at in range(10)], "health_band": ["healthy"] * 10, "arr": [0.1] * 10}
    large = {"account": ["x", "y", "z"], "health_band": ["danger"] * 3, "arr": [1e15, 0.1, -1e15]}
    numbered = [side | {"account": ["abcdefgh".index(name) * 5 for name in side["account"]]} for side in (EARLY, LATE)]
    minor = [side | {"arr": [100 * at - 50 for at in range(6)]} for side in (EARLY, LATE)]
    return [
        moved("accounts and money", EARLY, LATE, value="arr"),
        moved("accounts only", EARLY, LATE),
        moved("backwards", LATE, EARLY, value="arr"),
        moved("nothing changed", EARLY, EARLY, value="arr"),
        moved("everybody is new", nobody, LATE, value="arr"),
        moved("everybody is gone", EARLY, nobody, value="arr"),
        moved("nobody", nobody, nobody, value="arr"),
        moved("bands of other names", *coloured, value="arr", bands=["red", "yellow", "green"]),
        moved("one band", *(side | {"health_band": ["only"] * 6} for side in (EARLY, LATE)), bands=["only"]),
        moved("accounts are numbers", *numbered, value="arr"),
        moved("amounts in minor units", *minor, value="arr"),
        moved("ten times 0.1 are 1", cents, cents, value="arr"),
        moved("a tenth is not lost beside a thousand million millions", large, large, value="arr"),
    ]  # fmt: skip


def drawn() -> list[dict[str, Any]]:
    """Drawn portfolios in any order."""
    random, cases = Random(23), []
    for at in range(8):
        sides = []
        for _ in range(2):
            names = [f"a{number}" for number in random.sample(range(60), random.randint(1, 50))]
            bands = [random.choice([*BANDS, "unknown", None]) for _ in names]
            amounts = [random.choice([None, random.randint(0, 10**7) / 100]) for _ in names]
            sides.append({"account": names, "health_band": bands, "arr": amounts})
        cases.append(moved(f"drawn {at}", *sides, value="arr"))
    return cases


def refused() -> list[dict[str, Any]]:
    """Portfolios that are none."""

    def bad(name: str, code: str, early: dict[str, Any], late: dict[str, Any], request: dict[str, Any] | None = None, **place: Any) -> dict[str, Any]:
        return moved(name, EARLY | early, LATE | late, {"error": code, **place}, **(request or {"value": "arr"}))

    twice = ["a", "b", "c", "b", "e", "f"]
    return [
        bad("an account twice before", "duplicate_account", {"account": twice}, {}, path="before", column="account", row=3),
        bad("an account twice after", "duplicate_account", {}, {"account": twice}, path="after", column="account", row=3),
        bad("an account without a name", "type_mismatch", {}, {"account": ["g", None, "d", "c", "b", "h"]}, path="after", column="account", row=1),
        bad("a band that is not listed", "invalid_argument", {}, {"health_band": ["helthy"] * 6}, path="after", column="health_band", row=0),
        bad("an infinite amount", "non_finite", {"arr": [1, 2, "Infinity", 4, 5, 6]}, {}, path="before", column="arr", row=2),
        bad("an amount of more digits than can be kept", "overflow", {}, {"arr": [1, 2, 3, 4, 5, 1e30]}, path="after", column="arr", row=5),
        bad("amounts in text", "type_mismatch", {"arr": ["a"] * 6}, {}, path="before", column="arr"),
        bad("no such column before", "missing_column", {}, {}, {"value": "mrr"}, path="before", column="mrr"),
        bad("a band twice", "duplicate", {}, {}, {"bands": ["a", "b", "a"]}, path="bands[2].name"),
        bad("no bands", "invalid_document", {}, {}, {"bands": []}, path="bands"),
        bad("a band that is called unknown", "invalid_document", {}, {}, {"bands": ["danger", "unknown"]}, path="bands[1].name"),
        bad("more bands than a card has", "limit", {}, {}, {"bands": [f"b{at}" for at in range(13)]}, path="bands"),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(not publish_all("migration", {"drawn": drawn(), "matrices": matrices(), "refused": refused()}, 0))
