"""Writes tests/vectors/card_set/<name>.json: cards that extend each other, chosen by rule, by definition.

A card is made whole here by its sentences: fields replace those that are inherited, null takes one away, indicators and
groups are matched by name. `--check` compares the files instead.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from exact import publish
from health import AS_OF, CARDS, TOLERANCE, card, indicator
from health_definitions import health
from rule_definitions import Account, holds

WORDS = ("card", "reason", "score", "band", "coverage", "low", "high", "missing", "errored", "shown")


def whole(entry: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The whole document of a card of a set."""
    document: dict[str, Any] = {"kind": "scorecard", "version": 1}
    if "shipped" in entry:
        document |= json.loads((CARDS / f"{entry['shipped']}.json").read_text(encoding="utf-8"))
    if "extends" in entry:
        document |= deepcopy(next(dict(one) for one in before if one["name"] == entry["extends"]))
    for name in entry.get("without", []):
        document["indicators"] = [one for one in document["indicators"] if one["name"] != name]
    for field, value in entry.items():
        if field in ("extends", "shipped", "without"):
            continue
        if field in ("indicators", "groups") and field in document:
            value = by_name(document[field], value)
        document |= {field: value}
    return {field: value for field, value in document.items() if value is not None}


def by_name(known: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    changed = {one["name"]: one for one in own}
    kept = [one | changed.pop(one["name"], {}) for one in known]
    return [{field: value for field, value in one.items() if value is not None} for one in [*kept, *changed.values()]]


def case(name: str, document: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What each account of a portfolio gets of each score."""
    cards: list[dict[str, Any]] = []
    for entry in document["cards"]:
        cards.append(whole(entry, cards))
    found: dict[str, dict[str, list[Any]]] = {}
    for score in document["scores"]:
        columns: dict[str, list[Any]] = {word: [] for word in WORDS}
        for facts in rows:
            account = Account(facts, AS_OF)
            rule = next((one for one in score.get("choose", []) if holds(account, one["when"])), None)
            chosen = rule["card"] if rule else score.get("otherwise")
            result: dict[str, Any] = {"band": "unknown", "coverage": 0, "missing": 0, "errored": 0, "shown": None}
            if chosen is not None:
                result = health(next(one for one in cards if one["name"] == chosen), facts, AS_OF)
                result = {"shown": result["whole"]} | result
            result |= {"card": chosen, "reason": rule and rule["reason"]}
            for word, column in columns.items():
                column.append(result.get(word))
        found[score["name"]] = columns
    names = list(dict.fromkeys(name for facts in rows for name in facts))
    columns = {name: [facts.get(name) for facts in rows] for name in names}
    return {"name": name, "set": document, "columns": columns, "as_of": str(AS_OF), "expected": found, "cards": cards}


def made(cards: list[Any], scores: list[Any] | None = None, **fields: Any) -> dict[str, Any]:
    scores = scores if scores is not None else [{"name": "health", "otherwise": "all"}]
    return {"kind": "scorecard_set", "version": 1, "name": "vector", "cards": cards, "scores": scores} | fields


def entry(name: str, *indicators: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"name": name, **({"indicators": list(indicators)} if indicators else {})} | fields


def when(card: str, **rule: Any) -> dict[str, Any]:
    return {"when": rule, "card": card, "reason": f"{card} it is"}


ALL = entry("all", indicator("a", 3, group="usage"), indicator("b", 1, group="usage"), indicator("c", 2, group="satisfaction", applies_when={"fact": "live", "is": True}), min_coverage=0)
BIG = {"fact": "segment", "equals": "enterprise"}
SEGMENTS = [{"name": "health", "choose": [when("enterprise", **BIG), when("new", days_since="started_on", below=90)], "otherwise": "all"}]
ROWS = [
    {"segment": segment, "started_on": started, "live": live, "a": a, "b": b, "c": c}
    for at, (segment, started) in enumerate([("enterprise", "2020-01-01"), ("smb", "2026-10-01"), ("enterprise", "2026-10-01"), ("smb", None), (None, "2026-10-01"), (None, None), ("smb", "2026-08-02"), ("smb", "2026-08-03")])
    for live, a, b, c in [(True, 10 + at, 90, 40), (False, 80, None, 20 + at), (None, None, 30, None)]
]
LETTERS = [{"name": "B", "at_least": 0}, {"name": "A", "at_least": 50}]


def sets() -> list[dict[str, Any]]:
    weights = entry("enterprise", {"name": "a", "weight": 1}, {"name": "c", "weight": 10}, extends="all")
    other = entry("new", indicator("d", 5, input="a"), extends="all", without=["a", "c"], missing="keep_weight")
    chained = entry("new", {"name": "b", "scale": {"linear": {"from": 100, "to": 0}}}, extends="enterprise")
    lettered = entry("enterprise", extends="all", bands=LETTERS, exceptions=[{"when": {"fact": "live", "is": False}, "cap": "B", "reason": "not live"}])
    tenths = entry("enterprise", extends="all", shown={"highest": 10, "places": 2})
    removed = entry("enterprise", {"name": "c", "applies_when": None, "group": None}, extends="all", min_coverage=None)
    grouped = entry("all", indicator("a", 3, group="usage"), indicator("c", 2, group="people"), groups=[{"name": "usage", "weight": 3}, {"name": "people"}], min_coverage=0)
    regrouped = entry("enterprise", extends="all", groups=[{"name": "people", "weight": 9}, {"name": "more", "within": "people", "combine": "worst"}], indicators=[indicator("b", 1, group="more")])
    bare = entry("new", extends="all")
    full = card(indicator("c"), min_coverage=0) | {"name": "new"}
    fit = entry("fit", indicator("b", 2), indicator("a", 1, scale={"linear": {"from": 50, "to": 0}}), min_coverage=0, bands=LETTERS)
    two = [*SEGMENTS, {"name": "expansion", "choose": [when("fit", fact="live", **{"is": True})]}, {"name": "again", "otherwise": "enterprise"}]
    big_only = [{"name": "health", "choose": [when("enterprise", **BIG)]}]
    shipped = [entry("all", shipped="simple"), entry("light", {"name": "nps", "weight": 0}, extends="all")]
    by_seats = [{"name": "health", "choose": [when("light", fact="seats", below=50)], "otherwise": "all"}]
    people = [{"nps_answer": nps, "nps_answered_on": "2026-10-01", "last_login_on": "2026-10-20", "tickets_90d": 3, "seats": seats} for nps in (10, 7, None) for seats in (20, 80)]
    return [
        case("one card for all", made([ALL]), ROWS),
        case("other weights", made([ALL, weights, bare], SEGMENTS), ROWS),
        case("indicators left out and put in", made([ALL, weights, other], SEGMENTS), ROWS),
        case("a card that extends one that extends another", made([ALL, weights, chained], SEGMENTS), ROWS),
        case("bands and exceptions of their own", made([ALL, lettered, bare], SEGMENTS), ROWS),
        case("numbers shown on scales of their own", made([ALL, tenths, bare], SEGMENTS), ROWS),
        case("fields that are taken away", made([ALL, removed, bare], SEGMENTS), ROWS),
        case("groups by name", made([grouped, regrouped, bare], SEGMENTS), ROWS),
        case("a whole card beside one that extends", made([ALL, weights, full], SEGMENTS), ROWS),
        case("two scores and a third", made([ALL, weights, bare, fit], two), ROWS),
        case("accounts that no card is for", made([ALL, weights], big_only), ROWS),
        case("the first rule that holds", made([ALL, weights, bare], [SEGMENTS[0] | {"choose": SEGMENTS[0]["choose"][::-1]}]), ROWS),
        case("shipped, and one weight less", made(shipped, by_seats), people),
        case("across tiles of 64 rows", made([ALL, weights, other], SEGMENTS), [ROWS[at * 7 % len(ROWS)] for at in range(150)]),
    ]  # fmt: skip


def bad() -> list[dict[str, Any]]:
    def refused(name: str, document: Any, code: str, path: str | None = None) -> dict[str, Any]:
        return {"name": name, "set": document, "error": code} | ({"path": path} if path else {})

    score = {"name": "health", "otherwise": "all"}
    broken = entry("more", {"name": "a", "scale": {"linear": {"from": 1, "to": 1}}}, extends="all")
    return [
        refused("no card", made([]), "invalid_document", "cards"),
        refused("no score", made([ALL], []), "invalid_document", "scores"),
        refused("another kind", made([ALL], kind="scorecard"), "version", "kind"),
        refused("a later version", made([ALL], version=2), "version", "version"),
        refused("a field too many", made([ALL], segments=[]), "invalid_document", "segments"),
        refused("a card that is a text", made(["all"]), "invalid_document", "cards[0]"),
        refused("a name twice", made([ALL, ALL]), "duplicate", "cards[1].name"),
        refused("a name inherited", made([ALL, {"extends": "all"}]), "duplicate", "cards[1].name"),
        refused("extends a card further down", made([entry("more", extends="all"), ALL]), "invalid_document", "cards[0].extends"),
        refused("extends itself", made([ALL, entry("more", extends="more")]), "invalid_document", "cards[1].extends"),
        refused("extends what is no name", made([ALL, entry("more", extends=["all"])]), "invalid_document", "cards[1].extends"),
        refused("extends two", made([ALL, entry("more", extends="all", shipped="plg")]), "invalid_document", "cards[1].shipped"),
        refused("no such shipped card", made([entry("all", shipped="simpel")]), "unknown_name", "cards[0].shipped"),
        refused("leaves out what is not there", made([ALL, entry("more", extends="all", without=["z"])]), "invalid_document", "cards[1].without[0]"),
        refused("leaves out everything", made([ALL, entry("more", extends="all", without=["a", "b", "c"])]), "invalid_document", "cards[1].extends"),
        refused("a scale that is none", made([ALL, broken]), "invalid_document", "cards[1].indicators[0].scale.linear"),
        refused("a typo in what differs", made([ALL, entry("more", {"name": "b", "wieght": 2}, extends="all")]), "invalid_document", "cards[1].indicators[0].wieght"),
        refused("a new indicator without a scale", made([ALL, entry("more", {"name": "z", "input": "z"}, extends="all")]), "invalid_document", "cards[1].indicators[0]"),
        refused("a typo in a card's field", made([ALL, entry("more", extends="all", min_coverge=0.1)]), "invalid_document", "cards[1].min_coverge"),
        refused("takes away what no card has", made([ALL, entry("more", extends="all", exceptoins=None)]), "invalid_document", "cards[1].exceptoins"),
        refused("takes away what no indicator has", made([ALL, entry("more", {"name": "b", "applies_wen": None}, extends="all")]), "invalid_document", "cards[1].indicators[0].applies_wen"),
        refused("a share above 1", made([ALL, entry("more", extends="all", min_coverage=1.5)]), "invalid_document", "cards[1].min_coverage"),
        refused("inherited groups that do not fit", made([ALL, entry("more", extends="all", groups=[{"name": "x"}])]), "invalid_document", "cards[1].extends"),
        refused("chooses a card that is not there", made([ALL], [score | {"choose": [when("al", fact="a", above=1)]}]), "invalid_document", "scores[0].choose[0].card"),
        refused("otherwise a card that is not there", made([ALL], [score | {"otherwise": "none"}]), "invalid_document", "scores[0].otherwise"),
        refused("no rule and no card", made([ALL], [{"name": "health"}]), "invalid_document", "scores[0].otherwise"),
        refused("no reason", made([ALL], [score | {"choose": [when("all", fact="a", above=1) | {"reason": " "}]}]), "invalid_document", "scores[0].choose[0].reason"),
        refused("a rule about the score", made([ALL], [score | {"choose": [when("all", computed="score", above=1)]}]), "invalid_document", "scores[0].choose[0].when"),
        refused("two scores of one name", made([ALL], [score, score]), "duplicate", "scores[1].name"),
        refused("too many cards", made([ALL] * 65), "limit", "cards"),
        refused("too many scores", made([ALL], [score | {"name": f"s{at}"} for at in range(17)]), "limit", "scores"),
    ]  # fmt: skip


def main() -> int:
    same = True
    for build in (sets, bad):
        cases = build()
        document = {"room": "card_set", "count": len(cases), "tolerance": TOLERANCE, "cases": cases}
        same &= publish(f"card_set/{build.__name__}.json", document, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
