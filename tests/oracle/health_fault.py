"""Writes tests/vectors/fault/<name>.json: documents, facts, tables and numbers that are refused, and their like that are not.

`--check` compares the files instead. Codes and places are written by hand, from the fault catalogue and docs/definitions.md 3.
"""

from __future__ import annotations

import json
import sys
from copy import deepcopy
from datetime import date
from math import isnan
from typing import Any

from exact import publish
from health_definitions import health
from shown import quoted

AS_OF = date(2026, 10, 31)
LINE = {"linear": {"from": 0, "to": 100}}
INDICATOR = {"name": "a", "input": "a", "scale": LINE}
BASE: dict[str, Any] = {"kind": "scorecard", "version": 1, "name": "base", "indicators": [INDICATOR]}
TEXT = json.dumps(BASE)
EXCEPTION = {"when": {"fact": "x", "is": True}, "cap": 39, "reason": "x"}
BROKEN, LIMIT, DUPLICATE = "invalid_document", "limit", "duplicate"


def card(**fields: Any) -> dict[str, Any]:
    return deepcopy(BASE) | fields


def one(**fields: Any) -> dict[str, Any]:
    """A card of one indicator with these fields."""
    return card(indicators=[INDICATOR | fields])


def many(count: int) -> list[dict[str, Any]]:
    return [INDICATOR | {"name": f"i{at}"} for at in range(count)]


def excepted(**fields: Any) -> dict[str, Any]:
    """A card with one exception; a field of None is left out."""
    exception = {name: value for name, value in (EXCEPTION | fields).items() if value is not None}
    return card(exceptions=[exception])


def grouped(*groups: Any, group: str = "g") -> dict[str, Any]:
    return card(indicators=[INDICATOR | {"group": group}], groups=list(groups))


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != name}


def parts(text: str, *cut: str) -> list[list[Any]]:
    """The base document's text with one place replaced: pieces and how often each is repeated."""
    start, end = TEXT.split(text, 1)
    return [[start, 1], *([piece, 1] for piece in cut), [end, 1]]


Row = tuple[str, str, Any, str, str | None] | tuple[str, str, Any, str, str | None, str]
NESTED = [{"name": f"g{at}"} | ({"within": f"g{at - 1}"} if at else {}) for at in range(9)]
DOCUMENTS: list[Row] = [
    ("F61", "all weights 0", one(weight=0), BROKEN, "indicators"),
    ("F61", "all groups of weight 0", grouped({"name": "g", "weight": 0}), BROKEN, "groups"),
    ("F61", "all weights of a group 0", card(indicators=[INDICATOR | {"group": "g", "weight": 0}], groups=[{"name": "g"}]), BROKEN, "indicators"),
    ("F62", "a negative weight", one(weight=-1), BROKEN, "indicators[0].weight"),
    ("F62", "a group of negative weight", grouped({"name": "g", "weight": -0.5}), BROKEN, "groups[0].weight"),
    ("F63", "a weight is a text", one(weight="3"), BROKEN, "indicators[0].weight"),
    ("F63", "a weight is null", one(weight=None), BROKEN, "indicators[0].weight"),
    ("F63", "weights beyond the largest float", card(indicators=[INDICATOR | {"weight": 1.7e308}]), "overflow", "indicators"),
    ("F66", "two of one name", card(indicators=[INDICATOR, INDICATOR]), DUPLICATE, "indicators[1].name"),
    ("F66", "two of one name but for case", card(indicators=[*many(2), INDICATOR | {"name": "I1"}]), DUPLICATE, "indicators[2].name"),
    ("F66", "two of one name but for how the accent is written", card(indicators=[INDICATOR | {"name": "caf\u00e9"}, INDICATOR | {"name": "Cafe\u0301"}]), DUPLICATE, "indicators[1].name"),
    ("F66", "two of one name in kana", card(indicators=[INDICATOR | {"name": "\u304c"}, INDICATOR | {"name": "\u304b\u3099"}]), DUPLICATE, "indicators[1].name"),
    ("F66", "two groups of one name", grouped({"name": "g"}, {"name": "G"}), DUPLICATE, "groups[1].name"),
    ("F67", "an empty name", one(name=""), BROKEN, "indicators[0].name"),
    ("F67", "a name with a line end", one(name="a\nb"), "invalid_text", "indicators[0].name"),
    ("F67", "a name with a NUL", one(name="a\u0000b"), "invalid_text", "indicators[0].name"),
    ("F67", "a name of 257 bytes", one(name="é" * 128 + "x"), LIMIT, "indicators[0].name"),
    ("F67", "a card without name", card(name=""), BROKEN, "name"),
    ("F67", "a fact without name", one(input=""), BROKEN, "indicators[0].input"),
    ("F67", "a group without name", one(group=""), BROKEN, "indicators[0].group"),
    ("F68", "a slip in the card", card(exeptions=[]), BROKEN, "exeptions", "exceptions"),
    ("F68", "a slip in an indicator", one(wieght=2), BROKEN, "indicators[0].wieght", "weight"),
    ("F68", "a slip in a group", grouped({"name": "g", "wihtin": "h"}), BROKEN, "groups[0].wihtin", "within"),
    ("F68", "a slip in a band", card(bands=[{"name": "all", "at_last": 0}]), BROKEN, "bands[0].at_last", "at_least"),
    ("F68", "a slip in an exception", excepted(raeson="x"), BROKEN, "exceptions[0].raeson", "reason"),
    ("F68", "a slip in a rule", excepted(when={"fact": "x", "at_leest": 5}), BROKEN, "exceptions[0].when.at_leest", "at_least"),
    ("F68", "a slip in a scale's name", one(scale={"liner": {"from": 0, "to": 1}}), BROKEN, "indicators[0].scale.liner", "linear"),
    ("F68", "a slip in a scale", one(scale={"linear": {"form": 0, "to": 1}}), BROKEN, "indicators[0].scale.linear.form", "from"),
    ("F68", "a slip in an input's name", one(input={"day_since": "on"}), BROKEN, "indicators[0].input.day_since", "days_since"),
    ("F68", "a slip in an input", one(input={"ratio": {"off": "a", "per": "b"}}), BROKEN, "indicators[0].input.ratio.off", "of"),
    ("F68", "a slip in a policy", card(missing="redistibute"), BROKEN, "missing", "redistribute"),
    ("F68", "a slip in a combination", card(combine="wurst"), BROKEN, "combine", "worst"),
    ("F68", "a name unlike any", card(colour_of_the_sky=1), BROKEN, "colour_of_the_sky"),
    ("F69", "no kind", without(BASE, "kind"), BROKEN, None),
    ("F69", "no version", without(BASE, "version"), BROKEN, None),
    ("F69", "no indicators", without(BASE, "indicators"), BROKEN, None),
    ("F69", "an empty list of indicators", card(indicators=[]), BROKEN, "indicators"),
    ("F69", "an indicator without input", card(indicators=[without(INDICATOR, "input"), INDICATOR]), BROKEN, "indicators[0]"),
    ("F69", "an indicator without scale", card(indicators=[*many(1), without(INDICATOR, "scale")]), BROKEN, "indicators[1]"),
    ("F69", "an exception without reason", excepted(reason=None), BROKEN, "exceptions[0]"),
    ("F69", "an exception without rule", excepted(when=None), BROKEN, "exceptions[0]"),
    ("F69", "a list where a scale's object belongs", one(scale={"linear": [0, 20]}), BROKEN, "indicators[0].scale.linear"),
    ("F69", "a list where an indicator belongs", card(indicators=[["a", 1]]), BROKEN, "indicators[0]"),
    ("F69", "null for a field that could be left out", one(group=None), BROKEN, "indicators[0].group"),
    ("F69", "null for a field of the card that could be left out", card(min_coverage=None), BROKEN, "min_coverage"),
    ("F67", "a group of an empty name", grouped({"name": ""}), BROKEN, "groups[0].name"),
    ("F72", "257 choices", one(scale={"choices": {"scores": {f"c{at}": 1 for at in range(257)}}}), LIMIT, "indicators[0].scale.choices.scores"),
    ("", "another choice below 0", one(scale={"choices": {"scores": {"pro": 1}, "otherwise": -1}}), BROKEN, "indicators[0].scale.choices.otherwise"),
    ("", "another choice far below 0", one(scale={"choices": {"scores": {"pro": 1}, "otherwise": -(2**40)}}), BROKEN, "indicators[0].scale.choices.otherwise"),
    ("", "another choice is a flag", one(scale={"choices": {"scores": {"pro": 1}, "otherwise": True}}), BROKEN, "indicators[0].scale.choices.otherwise"),
    ("F69", "a group without a name", grouped({"weight": 1}), BROKEN, "groups[0]"),
    ("F70", "two bands at one score", card(bands=[{"name": "a", "at_least": 0}, {"name": "b", "at_least": 50}, {"name": "c", "above": 50}]), BROKEN, "bands"),
    ("F70", "no band", card(bands=[]), BROKEN, "bands"),
    ("F70", "no band from 0", card(bands=[{"name": "a", "at_least": 10}]), BROKEN, "bands"),
    ("F70", "no band at 0", card(bands=[{"name": "a", "above": 0}]), BROKEN, "bands"),
    ("F70", "a bound beyond 100", card(bands=[{"name": "a", "at_least": 0}, {"name": "b", "above": 100.5}]), BROKEN, "bands[1].above"),
    ("F70", "a bound below 0", card(bands=[{"name": "a", "at_least": -1}]), BROKEN, "bands[0].at_least"),
    ("F70", "two bounds in one band", card(bands=[{"name": "a", "at_least": 0, "above": 0}, {"name": "b", "at_least": 5}]), BROKEN, "bands[0]"),
    ("F70", "a band without bound", card(bands=[{"name": "a", "at_least": 0}, {"name": "b"}]), BROKEN, "bands[1]"),
    ("F66", "two bands of one name but for case", card(bands=[{"name": "a", "at_least": 0}, {"name": "A", "at_least": 5}]), DUPLICATE, "bands[1].name"),
    ("F70", "two bands of one name", card(bands=[{"name": "a", "at_least": 0}, {"name": "a", "at_least": 5}]), DUPLICATE, "bands[1].name"),
    ("F67", "a band without a name", card(bands=[{"name": "", "at_least": 0}]), BROKEN, "bands[0].name"),
    ("F67", "a NUL in the name of a band", card(bands=[{"name": "a", "at_least": 0}, {"name": "b\0", "at_least": 5}]), "invalid_text", "bands[1].name"),
    ("F70", "a band called unknown", card(bands=[{"name": "unknown", "at_least": 0}]), BROKEN, "bands[0].name"),
    ("F72", "13 bands", card(bands=[{"name": f"b{at}", "at_least": at} for at in range(13)]), LIMIT, "bands"),
    ("F72", "257 indicators", card(indicators=many(257)), LIMIT, "indicators"),
    ("F72", "257 groups", grouped(*({"name": f"g{at}"} for at in range(257)), group="g0"), LIMIT, "groups"),
    ("F72", "65 exceptions", card(exceptions=[EXCEPTION] * 65), LIMIT, "exceptions"),
    ("F72", "9 levels of groups", grouped(*NESTED, group="g8"), LIMIT, "groups"),
    ("F82", "a newer version", card(version=2, colour="#fff"), "version", "version"),
    ("F82", "version 0", card(version=0), "version", "version"),
    ("F82", "a negative version", card(version=-1), BROKEN, "version"),
    ("F82", "a version in a text", card(version="1"), BROKEN, "version"),
    ("F82", "another kind", card(kind="touch_policy"), "version", "kind"),
    ("F82", "a kind that is no text", card(kind=5), BROKEN, "kind"),
    ("F85", "a rule on an unknown indicator", excepted(when={"indicator": "b", "below": 5}), BROKEN, "exceptions[0].when.indicator"),
    ("F85", "an unknown group", grouped({"name": "usage"}, group="usgae"), BROKEN, "indicators[0].group", "usage"),
    ("F85", "a group within an unknown one", grouped({"name": "g", "within": "product"}), BROKEN, "groups[0].within"),
    ("F85", "a group within itself", grouped({"name": "g", "within": "g"}), BROKEN, "groups"),
    ("F85", "groups in a circle", grouped({"name": "g", "within": "h"}, {"name": "h", "within": "g"}), BROKEN, "groups"),
    ("F85", "a group that no indicator names", grouped({"name": "g"}, {"name": "h"}), BROKEN, "groups[1]"),
    ("F85", "an indicator outside all groups", card(groups=[{"name": "g"}]), BROKEN, "indicators[0].group"),
    ("F85", "an exception into an unknown band", excepted(cap="yellow"), BROKEN, "exceptions[0].cap"),
    ("F68", "an unknown dialect", card(dialect="gainsigth"), BROKEN, "dialect", "gainsight"),
    ("F68", "a slip in a stage", card(shown={"rounded": ["grup"]}), BROKEN, "shown.rounded[0]", "group"),
    ("F68", "a slip in what is shown", card(shown={"hihgest": 10}), BROKEN, "shown.hihgest", "highest"),
    ("", "shown as 0", card(shown={"highest": 0}), BROKEN, "shown.highest"),
    ("", "shown as 1000", card(shown={"highest": 1000}), None, None),
    ("", "shown beyond 1000", card(shown={"highest": 1001}), BROKEN, "shown.highest"),
    ("", "shown to 7 places", card(shown={"places": 7}), BROKEN, "shown.places"),
    ("", "shown to -1 places", card(shown={"places": -1}), BROKEN, "shown.places"),
    ("", "a highest number that is not shown exactly", card(shown={"highest": 2.5}), BROKEN, "shown.highest"),
    ("", "a highest number with as many places", card(shown={"highest": 2.5, "places": 1}), None, None),
    ("F66", "a stage twice", card(shown={"rounded": ["group", "group"]}), DUPLICATE, "shown.rounded[1]"),
    ("", "points from beyond 100", card(points={"start": 101}), BROKEN, "points.start"),
    ("", "points of no neutral score", card(points={"neutral": -1}), BROKEN, "points.neutral"),
    ("", "points in groups", grouped({"name": "g"}) | {"points": {}}, BROKEN, "groups"),
    ("", "points of the worst", card(points={}, combine="worst"), BROKEN, "combine"),
    ("", "points not inflated", card(points={}, no_inflation=True), BROKEN, "no_inflation"),
    ("", "points where an indicator does not apply", one(applies_when={"fact": "x", "is": True}) | {"points": {}}, BROKEN, "indicators[0].applies_when"),
    ("", "validity without a day of observation", one(valid_for_days=5), BROKEN, "indicators[0].valid_for_days"),
    ("", "a day of observation without validity", one(observed_on="on"), BROKEN, "indicators[0].observed_on"),
    ("", "a negative validity", one(valid_for_days=-1, observed_on="on"), BROKEN, "indicators[0].valid_for_days"),
    ("", "a validity in parts of days", one(valid_for_days=1.5, observed_on="on"), BROKEN, "indicators[0].valid_for_days"),
    ("", "a day of observation without name", one(valid_for_days=5, observed_on=""), BROKEN, "indicators[0].observed_on"),
    ("", "fading within no day", one(fade={"observed_on": "on", "half_life_days": 0}), BROKEN, "indicators[0].fade.half_life_days"),
    ("", "fading backwards", one(fade={"observed_on": "on", "half_life_days": -14}), BROKEN, "indicators[0].fade.half_life_days"),
    ("", "fading to beyond 100", one(fade={"observed_on": "on", "half_life_days": 14, "toward": 100.5}), BROKEN, "indicators[0].fade.toward"),
    ("", "fading since a day without name", one(fade={"observed_on": "", "half_life_days": 14}), BROKEN, "indicators[0].fade.observed_on"),
    ("", "coverage beyond all", card(min_coverage=1.5), BROKEN, "min_coverage"),
    ("", "coverage below none", card(min_coverage=-0.1), BROKEN, "min_coverage"),
    ("", "a substitute beyond 100", card(missing={"as_score": 150}), BROKEN, "missing.as_score"),
    ("", "an indicator's substitute below 0", one(missing={"as_score": -1}), BROKEN, "indicators[0].missing.as_score"),
    ("", "a set beyond 100", excepted(cap=None, set=101), BROKEN, "exceptions[0].set"),
    ("", "a floor below 0", excepted(cap=None, floor=-1), BROKEN, "exceptions[0].floor"),
    ("", "two effects", excepted(floor=5), BROKEN, "exceptions[0]"),
    ("", "no effect", excepted(cap=None), BROKEN, "exceptions[0]"),
    ("", "a blank reason", excepted(reason="  "), BROKEN, "exceptions[0].reason"),
    ("", "a rule on results before there are any", one(applies_when={"computed": "score", "above": 5}), BROKEN, "indicators[0].applies_when"),
    ("", "a sum of nothing", one(input={"sum": []}), BROKEN, "indicators[0].input.sum"),
    ("", "an input of two kinds", one(input={"days_since": "a", "days_until": "b"}), BROKEN, "indicators[0].input"),
    ("", "a scale of two kinds", one(scale=LINE | {"flag": {"true": 1, "false": 0}}), BROKEN, "indicators[0].scale.flag"),
    ("", "a scale that is a text", one(scale="linear"), BROKEN, "indicators[0].scale"),
]  # fmt: skip
TEXTS: list[Row] = [
    ("F63", "a weight of NaN", parts('"input"', '"weight": NaN, "input"'), BROKEN, "indicators[0].weight"),
    ("F63", "an infinite weight", parts('"input"', '"weight": Infinity, "input"'), BROKEN, "indicators[0].weight"),
    ("F63", "a weight of 1e400", parts('"input"', '"weight": 1e400, "input"'), BROKEN, "indicators[0].weight"),
    ("F67", "a name of a million bytes", [*parts('"base"', '"')[:2], ["x", 1_000_000], ['"', 1], parts('"base"')[-1]], LIMIT, "name"),
    ("F71", "a bound of NaN", parts("}]}", '}], "bands": [{"name": "a", "at_least": NaN}]}'), BROKEN, "bands[0].at_least"),
    ("F72", "ten thousand indicators", [parts("]}")[0], [", " + json.dumps(INDICATOR), 10_000], ["]}", 1]], LIMIT, "indicators"),
    ("F74", "33 levels", [["[", 33]], LIMIT, None),
    ("F74", "128 levels", [['{"a":', 128], ["1", 1], ["}", 128]], LIMIT, None),
    ("F74", "a million levels", [["[", 1_000_000]], LIMIT, None),
    ("F75", "one byte beyond a mebibyte", [[TEXT, 1], [" ", (1 << 20) + 1 - len(TEXT)]], LIMIT, None),
    ("F76", "a number of a million digits", [*parts('"input"', '"weight": 1')[:2], ["0", 1_000_000], [', "input"', 1], parts('"input"')[-1]], LIMIT, None),
    ("F78", "a byte order mark", [["\ufeff", 1], [TEXT, 1]], "invalid_text", None),
    ("F79", "nothing", [], BROKEN, None),
    ("F79", "blanks", [[" \n", 3]], BROKEN, None),
    *(("F79", f"{text} at the top", [[text, 1]], BROKEN, None) for text in ("null", "[]", "7", '"scorecard"', "true")),
    ("F80", "letters behind the document", [[TEXT, 1], [" x", 1]], BROKEN, None),
    ("F80", "two documents", [[TEXT, 2]], BROKEN, None),
    ("F80", "a comma at the end", parts("]}", ",]}"), BROKEN, "indicators"),
    ("F80", "half a document", [[TEXT[:-2], 1]], BROKEN, "indicators[0]"),
    ("F81", "a field twice", parts('"version"', '"name": "x", "version"'), DUPLICATE, "name"),
    ("F81", "a field of an indicator twice", parts('"input"', '"weight": 1, "weight": 1, "input"'), DUPLICATE, "indicators[0].weight"),
    ("F81", "a choice twice", parts(json.dumps(LINE), '{"choices": {"scores": {"pro": 1, "pro": 2, "basic": 3}}}'), DUPLICATE, "indicators[0].scale.choices.scores.pro"),
    ("F81", "a choice twice, the last", parts(json.dumps(LINE), '{"choices": {"scores": {"pro": 1, "basic": 3, "pro": 2}}}'), DUPLICATE, "indicators[0].scale.choices.scores.pro"),
    ("F81", "half of a character pair", parts('"base"', '"\\ud800"'), BROKEN, "name"),
]  # fmt: skip
BYTES: list[Row] = [
    ("F78", "a byte that is no UTF-8", "7b226b696e64ff223a31", "invalid_text", None),
    ("F78", "UTF-16", "fffe7b007d00", "invalid_text", None),
]
GOOD: list[tuple[str, str, dict[str, Any]]] = [
    ("F66", "an accent tells names apart", {"document": card(indicators=[INDICATOR | {"name": "cafe"}, INDICATOR | {"name": "caf\u00e9"}])}),
    ("F73", "one band", {"document": card(bands=[{"name": "all", "at_least": 0}])}),
    ("F64", "weights that add up to anything", {"document": card(indicators=[INDICATOR | {"name": f"i{at}", "weight": at / 7} for at in range(9)])}),
    ("F72", "256 choices", {"document": one(scale={"choices": {"scores": {f"c{at}": 1 for at in range(256)}}})}),
    ("F72", "256 indicators", {"document": card(indicators=many(256))}),
    ("F72", "64 exceptions", {"document": card(exceptions=[EXCEPTION] * 64)}),
    ("F72", "8 levels: the total and 7 groups", {"document": grouped(*NESTED[:7], group="g6")}),
    ("F67", "a name of 256 bytes", {"document": one(name="é" * 128)}),
    ("F75", "a mebibyte", {"parts": [[TEXT, 1], [" ", (1 << 20) - len(TEXT)]]}),
    ("F86", "a rule of two thousand parts", {"document": excepted(when={"any": [{"fact": "x", "equals": at} for at in range(2000)]})}),
]  # fmt: skip


def document() -> dict[str, Any]:
    cases = [refusal(row, form) for form, rows in (("document", DOCUMENTS), ("parts", TEXTS), ("hex", BYTES)) for row in rows]
    cases += [{"name": name, "fault": fault, **form} for fault, name, form in GOOD]
    return {"cases": cases}


def refusal(row: Row, form: str) -> dict[str, Any]:
    fault, name, content, code, path, *hint = row
    found = {"name": name, "fault": fault, form: content, "error": code, "path": path} | dict(zip(("hint",), hint, strict=False))
    return {key: value for key, value in found.items() if value not in ("", None)}


FACTS_CARD = card(indicators=[
    INDICATOR,
    {"name": "d", "input": {"days_since": "d"}, "scale": {"half_life": {"days": 14}}},
    {"name": "t", "input": "t", "scale": {"choices": {"scores": {"pro": 100}}}},
    {"name": "f", "input": "f", "scale": {"flag": {"true": 100, "false": 0}}},
])  # fmt: skip
NO_DAYS = ["2023-02-29", "2024-02-30", "2026-13-01", "2026-00-10", "2026-10-00", "2026-04-31", "1899-12-31", "0000-01-01", "10000-01-01",
           " 2026-10-31", "2026-10-31 ", "2026-1-1", "26-10-31", "2026/10/31", "31.10.2026", "20261031", "+262142-12-31", "2026-10-31T00:00:00Z",
           "23:59:60", "soon", "2026-10-3１", "-2026-10-31", "1767225600"]  # fmt: skip


def facts() -> dict[str, Any]:
    def bad(fault: str, name: str, code: str, **fields: Any) -> dict[str, Any]:
        return {"name": name} | ({"fault": fault} if fault else {}) | fields | {"error": code}

    cases = [bad("F43" if day[:2] in ("20", "26", "31") else "F49", f"{day!r} is no day", "invalid_date", facts={"d": day}, column="d", row=0) for day in NO_DAYS]
    mismatch = "type_mismatch"
    cases += [
        bad("F55", "seconds where a day is meant", mismatch, facts={"d": 1767225600}, column="d"),
        bad("F23", "a day is no flag", mismatch, facts={"d": True}, column="d"),
        bad("F23", "a text is no number", mismatch, facts={"a": "50"}, column="a"),
        bad("F26", "a number with a comma", mismatch, facts={"a": "1,000"}, column="a"),
        bad("F23", "a flag is no number", mismatch, facts={"a": True}, column="a"),
        bad("F23", "a text is no flag", mismatch, facts={"f": "yes"}, column="f"),
        bad("F1", "NaN in JSON", BROKEN, text='{"a": NaN}', path="a"),
        bad("F3", "an infinite number in JSON", BROKEN, text='{"a": -Infinity}', path="a"),
        bad("F3", "a number beyond all floats", BROKEN, text='{"a": 1e400}', path="a"),
        bad("F8", "a number of 401 digits", LIMIT, text='{"a": 1' + "0" * 400 + "}"),
        bad("", "a fact that is a list", BROKEN, text='{"a": [1]}', path="a"),
        bad("", "a fact that is an object", BROKEN, text='{"x": 1, "a": {"b": 1}}', path="a"),
        bad("F81", "a fact twice", DUPLICATE, text='{"a": 1, "b": 2, "a": 3}', path="a"),
        bad("F81", "a fact twice, another behind it", DUPLICATE, text='{"a": 1, "a": 2, "b": 3}', path="a"),
        bad("F79", "facts are no list", BROKEN, text="[1, 2]"),
        bad("F79", "facts are not null", BROKEN, text="null"),
        bad("F79", "no facts at all", BROKEN, text=""),
        bad("F80", "something behind the facts", BROKEN, text='{"a": 1} 2'),
        bad("F80", "a comma at the end", BROKEN, text='{"a": 1,}'),
        bad("F74", "facts too deep", LIMIT, text="[" * 33),
        bad("F78", "a byte order mark", "invalid_text", text="\ufeff{}"),
        bad("F78", "half of a character pair", BROKEN, text='{"t": "\\ud800"}', path="t"),
        {"name": "a whole number beyond 2^53 is the nearest float", "fault": "F8", "text": '{"a": 9007199254740993}'},
        {"name": "the smallest float", "fault": "F5", "facts": {"a": 5e-324}},
        {"name": "the first and the last day", "fault": "F49", "facts": {"d": "9999-12-31"}},
        {"name": "no fact of any use", "fault": "F16", "facts": {"unused": 1, "other": "x"}},
    ]
    return {"card": FACTS_CARD, "as_of": str(AS_OF), "cases": cases}


TABLE_CARD = card(indicators=[
    INDICATOR,
    INDICATOR | {"name": "sum", "input": {"sum": ["a", "b"]}},
    {"name": "ratio", "input": {"ratio": {"of": "a", "per": "b"}}, "scale": {"linear": {"from": 0, "to": 2}}},
    {"name": "d", "input": {"days_since": "d"}, "scale": {"half_life": {"days": 14}}},
    {"name": "t", "input": "t", "scale": {"choices": {"scores": {"pro": 100, "basic": 40}}}},
    {"name": "f", "input": "f", "scale": {"flag": {"true": 100, "false": 0}}},
], min_coverage=0)  # fmt: skip
COLUMNS: dict[str, Any] = {
    "a": {"type": "number", "values": [50, 20, 80]},
    "b": {"type": "number", "values": [40, 10, 20]},
    "d": {"type": "text", "values": ["2026-10-31", "2026-10-17", None]},
    "t": {"type": "text", "values": ["pro", "basic", None]},
    "f": {"type": "flag", "values": [True, False, None]},
}
HUGE = 1.5e308


def numbers(*values: Any, kind: str = "number") -> dict[str, Any]:
    return {"type": kind, "values": list(values)}


def read(column: dict[str, Any], row: int) -> Any:
    """The value of a row as a fact."""
    value = column["values"][column["keys"][row]] if "keys" in column else column["values"][row]
    if column["type"] == "day" and value is not None:
        return str(date.fromordinal(date(1970, 1, 1).toordinal() + value))
    if column["type"] == "number" and value is not None:
        return None if isnan(float(value)) else float(value)
    return value


def scored(name: str, fault: str, invalid: str = "error", **columns: Any) -> dict[str, Any]:
    """A table that is scored, each row by the definition of one account."""
    table = {key: column for key, column in (COLUMNS | columns).items() if column is not None}
    first = table["t"]
    rows = len(first["keys"] if "keys" in first else first["values"])
    results = [health(TABLE_CARD, {key: read(column, row) for key, column in table.items()}, AS_OF) for row in range(rows)]
    fields = ("score", "band", "coverage", "low", "high")
    expected: dict[str, Any] = {field: [result[field] for result in results] for field in fields}
    expected["errored_rows"] = sum(result["errored"] > 0 for result in results)
    return {"name": name, "fault": fault, "rows": rows, "columns": table, "invalid": invalid, "expected": expected}


def refused(name: str, fault: str, code: str, column: str, row: int | None = None, rows: int = 3, **columns: Any) -> dict[str, Any]:
    table = {key: value for key, value in (COLUMNS | columns).items() if value is not None}
    place = {"column": column} | ({} if row is None else {"row": row})
    return {"name": name, "fault": fault, "rows": rows, "columns": table, "invalid": "error", "error": code} | place


def table() -> dict[str, Any]:
    days = numbers(20757, 20743, None, kind="day")
    dictionary = {"type": "dictionary", "values": ["pro", "basic", "gold"], "keys": [1, 0, 2]}
    empty = {name: {"type": column["type"], "values": []} for name, column in COLUMNS.items()}
    long = {name: column | {"values": (column["values"] * 43)[:129]} for name, column in COLUMNS.items()}
    cases = [
        scored("three accounts", ""),
        scored("129 accounts, across blocks", "F25", **long),
        scored("no account", "F11", **empty),
        scored("NaN is missing", "F1", a=numbers("NaN", 20, None)),
        scored("no value at all, in floats where days are wanted and in texts where numbers are", "F23", a=numbers(None, None, None, kind="text"), d=numbers("NaN", None, "NaN")),
        scored("no value at all, in floats, days and texts where texts, flags and numbers are wanted", "F23", b=numbers(None, None, None, kind="day"), t=numbers("NaN", "NaN", None), f=numbers(None, None, None, kind="text")),
        scored("no value at all, in flags where numbers, days and texts are wanted", "F23", **dict.fromkeys("abdt", numbers(None, None, None, kind="flag"))),
        scored("infinite is errored where the caller says so", "F3", "missing", a=numbers("inf", 20, "-inf")),
        scored("−0 and the smallest float", "F4", a=numbers(-0.0, 5e-324, 0)),
        scored("whole numbers, and such as are no float", "F8", a=numbers(50, 9007199254740993, None, kind="integer")),
        scored("days as days", "", d=days),
        scored("texts by key, one of them no choice", "F24", t=dictionary),
        scored("flags as numbers, one of them no flag", "", f=numbers(1, 0, 0.5)),
        refused("an infinite value", "F3", "non_finite", "a", 1, a=numbers(50, "inf", "-inf")),
        refused("a negative infinite value in the last row", "F3", "non_finite", "b", 2, b=numbers(50, 1, "-inf")),
        refused("a sum beyond the largest float", "F6", "overflow", "b", 1, a=numbers(1, HUGE, 2), b=numbers(1, HUGE, 2)),
        refused("a ratio beyond the largest float", "F6", "overflow", "b", 0, a=numbers(HUGE, 1, 2), b=numbers(1e-10, 1, 2)),
        refused("a column is missing", "F23", "missing_column", "b", b=None),
        refused("a column too short", "F9", "length_mismatch", "b", b=numbers(40, 10)),
        refused("a column too long", "F9", "length_mismatch", "b", b=numbers(40, 10, 20, 30)),
        refused("texts for numbers", "F23", "type_mismatch", "a", a=numbers("1", "2", "3", kind="text")),
        refused("flags for numbers", "F23", "type_mismatch", "a", a=numbers(True, False, None, kind="flag")),
        refused("days for numbers", "F51", "type_mismatch", "a", a=days),
        refused("numbers for days", "F51", "type_mismatch", "d", d=numbers(20757, 20743, 1)),
        refused("numbers for days, the first behind two blocks without any", "F23", "type_mismatch", "d", rows=129, **long | {"d": numbers(*["NaN"] * 128, 20757)}),
        refused("texts for numbers, the first behind two blocks without any", "F23", "type_mismatch", "a", rows=129, **long | {"a": numbers(*[None] * 128, "1", kind="text")}),
        refused("texts for flags", "F23", "type_mismatch", "f", f=numbers("true", "false", None, kind="text")),
        refused("days for texts", "F23", "type_mismatch", "t", t=days),
        refused("seconds for days", "F55", "invalid_date", "d", 1, d=numbers(20757, 1767225600, None, kind="day")),
        refused("the smallest day number", "F48", "invalid_date", "d", 2, d=numbers(20757, 0, -2147483648, kind="day")),
        refused("a text that is no day", "F43", "invalid_date", "d", 2, d=numbers("2026-10-31", "", "2026-02-30", kind="text")),
        refused("a key outside its dictionary", "F24", "out_of_range", "t", 1, t=dictionary | {"keys": [1, 3, 0]}),
        refused("a negative key", "F24", "out_of_range", "t", 2, t=dictionary | {"keys": [1, 0, -1]}),
    ]  # fmt: skip
    return {"card": TABLE_CARD, "as_of": str(AS_OF), "tolerance": 1e-9, "cases": cases}


def number() -> dict[str, Any]:
    """Texts where a decimal number is wanted: digits, at most one point, a sign; at most 28 digits."""
    good = {"1": "1", "-12.50": "-12.5", "+3": "3", "007": "7", "0.10": "0.1", "-0": "0", "-0.00": "0", "1.005": "1.005",
            "9999999999999999999999999999": "9999999999999999999999999999", "0.0000000000000000000000000001": "0.0000000000000000000000000001"}  # fmt: skip
    bad = ["", " ", " 1", "1 ", "1,000", "1_000", "1e5", "5.", ".5", "+.5", "1.2.3", "--1", "+-1", "¥100", "$5", "0x10", "NaN", "inf", "١٢٣", "１", "1\u0000", "½"]
    long = ["10000000000000000000000000000", "0.00000000000000000000000000001", "1.0000000000000000000000000001"]
    cases: list[dict[str, Any]] = [{"name": f"{text!r}", "fault": "F26", "text": text, "expected": value} for text, value in good.items()]
    cases += [{"name": f"{text!r} is no number", "fault": "F26", "text": text, "error": "invalid_number", "shows": quoted(text)} for text in bad]
    cases += [{"name": f"{text!r} has too many digits", "fault": "F27", "text": text, "error": "overflow", "shows": text} for text in long]
    return {"cases": cases}


def account() -> dict[str, Any]:
    """Accounts by name; a name twice is refused at the row that repeats one first."""
    lists: list[list[str | None]] = [["a", "b", "c"], ["a", "b", "a"], ["a", "b", "b", "a"], ["b", "a", "b", "a"], [None, "a", None], ["a", "A"], ["", ""], []]
    cases: list[dict[str, Any]] = []
    for names in lists:
        repeats = [row for row, name in enumerate(names) if name is not None and name in names[:row]]
        place = {"error": "duplicate_account", "column": "account", "row": repeats[0]} if repeats else {}
        cases.append({"name": f"accounts {names}", "fault": "F100", "accounts": names} | place)
    return {"cases": cases}


FILES = [document, facts, table, number, account]


def main() -> int:
    same = True
    for build in FILES:
        content = build()
        head = {"room": "fault", "count": len(content["cases"])}
        same &= publish(f"fault/{build.__name__}.json", head | content, lines=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
