"""Writes tests/vectors/override/<name>.json: accounts of which a person says something, by definition.

An override is used while as_of ≤ expires_on, after the exceptions, and moves the score as an exception does.
`--check` compares the files instead.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import health_dialects as dialects
from exact import publish
from health import AS_OF, CAP, EXCLUSIVE, FLOOR, NO_SCORE, SET_BAND, TOLERANCE, card, indicator
from health_definitions import bands_of, excepted, health, name_of, plain, rank, whole

WHY = {"reason": "the sponsor has left", "by": "Ana", "expires_on": "2026-12-31"}


def overridden(document: Mapping[str, Any], facts: Mapping[str, Any], as_of: date, manual: Mapping[str, Any]) -> dict[str, Any]:
    """What the library must say of an account with an override."""
    given = health(document, facts, as_of)
    bands = bands_of(document)
    score = None if given["score"] is None else Fraction(given["score"])
    at = None if given["band"] == "unknown" else next(at for at, band in enumerate(bands) if band["name"] == given["band"])
    used = as_of <= date.fromisoformat(manual["expires_on"])
    if used:
        score, at = moved(bands, manual, score, at)
    return {
        "score": plain(score),
        "band": name_of(bands, at),
        "whole": whole(bands, score, at),
        "reason": "no_score" if score is None else None,
        "card_score": given["score"],
        "card_band": given["band"],
        "computed_score": given["computed_score"],
        "exceptions": given["exceptions"],
        "override": dict(manual) if used else None,
    }


def moved(bands: Any, manual: Mapping[str, Any], score: Fraction | None, at: int | None) -> tuple[Fraction | None, int | None]:
    """As an exception moves what stands; a band that an exception gave without a score stays."""
    if score is None:
        return excepted(bands, [manual], None) if "set" in manual else (None, at)
    if at != rank(bands, score):
        # An exception put the account on the bound of a band: the band decides, not the score.
        word = next(word for word in ("set", "floor", "cap") if word in manual)
        to_score, to_rank = excepted(bands, [{"set": manual[word]}], score)
        now, to = (at, to_rank) if isinstance(manual[word], str) else (score, to_score)
        moves = word == "set" or (now < to if word == "floor" else now > to)
        return (to_score, to_rank) if moves else (score, at)
    return excepted(bands, [manual], score)


def case(name: str, document: dict[str, Any], facts: dict[str, Any], manual: dict[str, Any], as_of: date = AS_OF) -> dict[str, Any]:
    start = {"name": name, "card": document, "facts": facts, "as_of": str(as_of), "override": manual}
    return start | {"expected": overridden(document, facts, as_of, manual)}


def refused(name: str, manual: Any, code: str, path: str | None, document: dict[str, Any] | None = None) -> dict[str, Any]:
    start = {"name": name, "card": document or card(indicator("a")), "facts": {"a": 50}, "as_of": str(AS_OF), "override": manual}
    return start | {"error": code} | ({"path": path} if path else {})


def effects() -> list[dict[str, Any]]:
    cases = []
    one = card(indicator("a"))
    for word in ("set", "floor", "cap"):
        for target in (0, 39.5, 55, 69.9999999995, 70, 100, "danger", "caution", "healthy"):
            cases += [case(f"{word} {target}, computed {score}", one, {"a": score}, {word: target} | WHY) for score in (5, 40, 55, 69.7, 70, 95)]
            cases.append(case(f"{word} {target}, nothing computed", one, {}, {word: target} | WHY))
    opened = card(indicator("a"), bands=EXCLUSIVE)
    cases += [case(f"{word} yellow, whose ends are open and closed, computed {score}", opened, {"a": score}, {word: "yellow"} | WHY) for word in ("set", "floor", "cap") for score in (10, 50, 60, 75, 90)]
    excepting = card(indicator("a"), exceptions=[CAP, FLOOR, SET_BAND, NO_SCORE])
    for flag in ("overdue", "strategic", "lost"):
        cases += [case(f"{flag}, then {word} {target}", excepting, {"a": score, flag: True}, {word: target} | WHY) for score in (20, 90) for word in ("set", "floor", "cap") for target in (50, "caution", "healthy")]
    cases += [case(f"an exception scores what is unknown, then {word} {target}", excepting, {}, {word: target} | WHY) for word in ("set", "floor", "cap") for target in (20, 60, "danger")]
    return cases


def expiry() -> list[dict[str, Any]]:
    one, facts = card(indicator("a")), {"a": 80}
    cases = [case(f"{days} days before it expires", one, facts, {"cap": 30} | WHY, date(2026, 12, 31) - timedelta(days)) for days in (365, 1, 0, -1, -365)]
    cases.append(case("an override of an account by name", one, facts, {"account": "a-1", "cap": 30} | WHY))
    return cases


def bad() -> list[dict[str, Any]]:
    good = {"cap": 30} | WHY
    lacking = [{name: value for name, value in good.items() if name != gone} for gone in good]
    return [
        refused("no effect", lacking[0], "invalid_document", None),
        refused("no reason", lacking[1], "invalid_document", None),
        refused("nobody", lacking[2], "invalid_document", None),
        refused("for ever", lacking[3], "invalid_document", None),
        refused("two effects", good | {"floor": 20}, "invalid_document", None),
        refused("an empty reason", good | {"reason": " "}, "invalid_document", "reason"),
        refused("an empty name", good | {"by": ""}, "invalid_document", "by"),
        refused("a score above 100", good | {"cap": 100.5}, "invalid_document", "cap"),
        refused("a score below 0", {"set": -1} | WHY, "invalid_document", "set"),
        refused("no such band", {"floor": "haelthy"} | WHY, "invalid_document", "override.floor"),
        refused("the band unknown", {"set": "unknown"} | WHY, "invalid_document", "override.set"),
        refused("no such day", good | {"expires_on": "2026-02-30"}, "invalid_date", "expires_on"),
        refused("a day of another form", good | {"expires_on": "2026-2-3"}, "invalid_date", "expires_on"),
        refused("an account without a name", good | {"account": ""}, "invalid_document", "account"),
        refused("an unknown field", good | {"until": "2026-12-31"}, "invalid_document", "until"),
        refused("no object", 7, "invalid_document", None),
    ]


def table(name: str, document: dict[str, Any], columns: dict[str, list[Any]], listed: list[dict[str, Any]], as_of: date = AS_OF) -> dict[str, Any]:
    """A portfolio with overrides by account: each account is one of its own."""
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    by_account = {one["account"]: one for one in listed}
    found, result = set(), {word: [] for word in ("score", "band", "shown", "card_score", "card_band", "override")}
    for row in rows:
        facts = {key: value for key, value in row.items() if key != "account"}
        manual = by_account.get(row["account"])
        found |= {row["account"]} if manual else set()
        one = overridden(document, facts, as_of, manual or {"cap": 100, "expires_on": "1900-01-01"})
        for word in ("score", "band", "card_score", "card_band"):
            result[word].append(one[word])
        score = None if one["score"] is None else Fraction(one["score"])
        result["shown"].append(plain(dialects.shown(document, score)) if "shown" in document else one["whole"])
        result["override"].append(one["override"] and one["override"]["reason"])
    live = {one["account"]: as_of <= date.fromisoformat(one["expires_on"]) for one in listed}
    result |= {
        "used": [account for account in live if account in found and live[account]],
        "expired": [account for account in live if account in found and not live[account]],
        "unmatched": [account for account in live if account not in found],
    }
    return {"name": name, "card": document, "columns": columns, "overrides": listed, "as_of": str(as_of), "expected": result}


def portfolios() -> list[dict[str, Any]]:
    one = card(indicator("a"), exceptions=[CAP])
    accounts = {"account": ["a-1", "a-2", None, "a-3", "", "a-4"], "a": [80, 55, 10, None, 95, 30], "overdue": [True, False, None, True, False, True]}
    capped, lifted, fixed = ({word: target} | WHY for word, target in (("cap", 30), ("floor", "healthy"), ("set", 62.5)))
    ended = WHY | {"expires_on": "2026-10-30", "reason": "a pilot that is over"}
    several = [lifted | {"account": "a-4"}, capped | {"account": "a-1"}, fixed | {"account": "a-3"}, {"set": 5} | ended | {"account": "a-2"}, capped | {"account": "a-9"}, ended | {"floor": 1, "account": "b-1"}]
    long = {"account": [f"n{at}" for at in range(150)], "a": [at % 101 for at in range(150)], "overdue": [at % 7 == 0 for at in range(150)]}
    some = [({"cap": "danger"} if at % 2 else {"floor": 88}) | WHY | {"account": f"n{at}"} for at in (0, 3, 63, 64, 65, 127, 128, 149, 150)]
    start = {"card": one, "columns": accounts, "as_of": str(AS_OF)}
    twice = accounts | {"account": ["a-1", "a-2", None, "a-3", "a-1", "a-4"]}
    first = capped | {"account": "a-1"}
    return [
        table("several", one, accounts, several),
        table("none", one, accounts, []),
        table("on the last day, and the day after", one, accounts, several, date(2026, 12, 31)),
        table("all have expired", one, accounts, several, date(2027, 1, 1)),
        table("across tiles of 64 rows", one, long, some),
        table("accounts by whole number", one, accounts | {"account": [7, 3, 12, -1, None, 9007199254740993]}, [capped | {"account": at} for at in (12, 9007199254740993, 8)]),
        table("shown on a scale of ten", card(indicator("a"), exceptions=[CAP], shown={"highest": 10, "places": 1}), accounts | {"a": [80.44, 55.55, 10.05, None, 95, 30]}, several),
        table("no rows", one, {name: [] for name in accounts}, several),
        {"name": "two of one account"} | start | {"overrides": [first, lifted | {"account": "a-2"}, first], "error": "duplicate_account", "path": "overrides[2].account"},
        {"name": "one without an account"} | start | {"overrides": [first, capped], "error": "invalid_document", "path": "overrides[1].account"},
        {"name": "a band that the card does not have"} | start | {"overrides": [first, {"cap": "green"} | WHY | {"account": "a-2"}], "error": "invalid_document", "path": "overrides[1].cap"},
        {"name": "no day"} | start | {"overrides": [first | {"expires_on": "soon"}], "error": "invalid_date", "path": "overrides[0].expires_on"},
        {"name": "an account in two rows"} | start | {"columns": twice, "overrides": [first], "error": "duplicate_account", "column": "account", "row": 4},
        {"name": "two rows of an account without an override"} | start | {"columns": twice, "overrides": [], "expected": {"used": [], "unmatched": []}},
        {"name": "accounts are texts or whole numbers"} | start | {"columns": accounts | {"account": [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]}, "overrides": [first], "error": "type_mismatch", "column": "account"},
        {"name": "no such column"} | start | {"columns": {"a": [1.0], "overdue": [True]}, "overrides": [first], "error": "missing_column", "column": "account"},
    ]


FILES = [effects, expiry, bad]


def main() -> int:
    same = True
    for build in FILES:
        cases = build()
        document = {"room": "override", "count": len(cases), "tolerance": TOLERANCE, "cases": cases}
        same &= publish(f"override/{build.__name__}.json", document, lines=True)
    cases = portfolios()
    document = {"room": "override_table", "count": len(cases), "tolerance": TOLERANCE, "cases": cases}
    same &= publish("override_table/portfolios.json", document, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
