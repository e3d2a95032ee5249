"""The JSON Schemas and the readers agree: what is read is valid, what is wrong in shape is not.

A schema sees one value at a time. What relates two values to each other only reading can refuse; `RELATIONS`
says in whose words.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import vectors

import customer_success as cs
from customer_success import _core
from customer_success.frames import open_table
from customer_success.revenue.options import columns

ROOT = Path(__file__).parents[2]
READERS: dict[str, Any] = {
    "scorecard": cs.Scorecard,
    "scorecard_set": cs.ScorecardSet,
    "scorecard_fitting": cs.Fitting,
    "band_tracker": cs.BandTracker.from_json,
    "staffing": cs.staffing.Assumptions,
    "touch_policy": cs.TouchPolicy,
}
RELATIONS = re.compile(
    "|".join(
        [
            "has the same name|have this name|are the same number|is there twice|in a circle|levels deep",
            "there is no (indicator|group|band|card)|no indicator names|every indicator names one",
            "two different ends|x rises|can never match|match no step|the lower end first|no slope fits",
            "too far",
            "begin at the same score|begins at least at 0|add up to|add up beyond|within .* are all 0",
            "fall from tier to tier|from high to tech|names the account is missing|a scale of numbers",
            "nothing is computed yet|this is compared with|than are shown|points are|adds no points",
            "no team above (tech|community) says|beyond 64 bits",
            # what a card of a set inherits, and bands that a tracker could never enter
            r"cards\[\d+\](\.extends|(\.indicators\[\d+\])?: the field .* is missing)|could never be entered",
            "is above the most|either a preset or ratios|values rise|a list for each indicator",
            # what JSON Schema cannot count or tell: bytes, digits, calendar days, floats beyond the largest
            "beyond the largest number",
            r"at most \d+ bytes|at most 28 digits|a day \(YYYY|a finite number|not well-formed JSON",
        ]
    )
)


def schema(kind: str) -> jsonschema.Draft202012Validator:
    text = (ROOT / "docs" / "schemas" / f"{kind}.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


SCHEMAS = {kind: schema(kind) for kind in READERS}


def documents() -> Iterator[tuple[str, str]]:
    """Every document of the vectors as text, with its kind: those that are read, and those that are not."""
    draft: dict[str, Any] = {"kind": "scorecard", "version": 1, "name": "vector"}
    for case in vectors.room("health"):
        if "card" in case:
            yield "scorecard", json.dumps(case["card"])
    for case in vectors.room("scale"):
        yield (
            "scorecard",
            json.dumps(draft | {"indicators": [{"name": "x", "input": "x", "scale": case["scale"]}]}),
        )
    for case in vectors.room("rule"):
        base = {"name": "base", "input": "base", "scale": {"linear": {"from": 0, "to": 100}}}
        exception = {"when": case["rule"], "cap": 100, "reason": "yes"}
        yield "scorecard", json.dumps(draft | {"indicators": [base], "exceptions": [exception]})
    for case in vectors.room("touch"):
        yield "touch_policy", json.dumps(case["policy"])
    for case in vectors.room("staffing"):
        staffing = case["request"] if case["call"] == "assumptions" else case["request"].get("staffing")
        if staffing is not None:
            yield "staffing", json.dumps(staffing)
    for case in vectors.room("card_set"):
        yield "scorecard_set", json.dumps(case["set"])
    for case in vectors.room("tracker"):
        yield "band_tracker", json.dumps(case["tracker"])
    for case in vectors.read("fault/document.json")["cases"]:
        if "document" in case:
            yield "scorecard", json.dumps(case["document"])
        elif "parts" in case:
            yield "scorecard", "".join(part * times for part, times in case["parts"])


DOCUMENTS = list(dict.fromkeys(documents()))  # many accounts share a card


def parsed(text: str) -> tuple[Any] | None:
    """The value, where Python's reader, which stops sooner at depth and later at digits, has one."""
    try:
        return (json.loads(text),)
    except (ValueError, RecursionError):
        return None


def test_every_schema_is_one_of_draft_2020_12() -> None:
    files = {path.stem for path in (ROOT / "docs" / "schemas").glob("*.json")}
    assert set(READERS) <= files
    for name in files:
        jsonschema.Draft202012Validator.check_schema(schema(name).schema)


def test_what_is_read_is_valid_and_what_is_refused_for_its_shape_is_not() -> None:
    read = refused = 0
    for kind, text in DOCUMENTS:
        if (value := parsed(text)) is None:
            continue
        valid = SCHEMAS[kind].is_valid(value[0])
        found = vectors.outcome(lambda kind=kind, text=text: READERS[kind](text))
        if isinstance(found, cs.CustomerSuccessError):
            assert not valid or RELATIONS.search(str(found)), (str(found), text[:300])
            refused += not valid
        else:
            assert valid, (next(SCHEMAS[kind].iter_errors(value[0])).message, text[:300])
            read += 1
    assert read > 400
    assert refused > 50


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a document that holds a value: the object or list, and the key."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def percentiles() -> str:
    """A part of a fit, of which one indicator has a ranking and one has none."""
    line = {"name": "seats", "input": "seats", "scale": {"linear": {"from": 0, "to": 9}}}
    ranked = {"name": "logins", "input": "logins", "scale": {"percentile": {"better": "higher"}}}
    card = cs.Scorecard({"kind": "scorecard", "version": 1, "name": "part", "indicators": [line, ranked]})
    return card.fit_part({"seats": [1.0, 2.0], "logins": [3.0, 4.0]}, as_of="2026-10-31").to_json()


def test_whatever_stands_in_the_place_of_a_value_is_judged_alike() -> None:
    draw = random.Random(8)
    by_kind: dict[str, list[str]] = {}
    for kind, text in DOCUMENTS:
        found = vectors.outcome(lambda k=kind, t=text: READERS[k](t))
        if text != "{}" and not isinstance(found, cs.CustomerSuccessError):
            by_kind.setdefault(kind, []).append(text)
    by_kind["scorecard_fitting"] = [percentiles()]
    outcomes: Counter[tuple[Any, bool]] = Counter()
    for kind, texts in by_kind.items():
        for _ in range(400):
            document = json.loads(draw.choice(texts))
            held, key = draw.choice(list(places(document)))
            stray = draw.choice([None, None, None, [], {}, "", "x", -1, 1.5, True, [None], {"x": None}])
            held[key] = stray
            if isinstance(held, dict) and draw.random() < 0.2:
                held["stray"] = held.pop(key)
            text = json.dumps(document)
            valid = SCHEMAS[kind].is_valid(document)
            found = vectors.outcome(lambda k=kind, t=text: READERS[k](t))
            refused = isinstance(found, cs.CustomerSuccessError)
            assert valid != refused or (valid and RELATIONS.search(str(found))), (str(found), text)
            outcomes[stray is None, refused] += 1
    assert len(outcomes) == 4, outcomes
    assert min(outcomes.values()) >= 5, outcomes


def test_written_a_document_is_valid_and_read_again_the_same_to_the_byte() -> None:
    written = 0
    for kind, text in DOCUMENTS:
        found = vectors.outcome(lambda kind=kind, text=text: READERS[kind](text))
        if not isinstance(found, cs.CustomerSuccessError):
            own = found.to_json()
            assert READERS[kind](own).to_json() == own
            # Validation in Python takes milliseconds a document; what is written differs by defaults only.
            assert written % 10 or SCHEMAS[kind].is_valid(json.loads(own)), own
            written += 1
    assert written > 400


def overrides(case: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "overrides", "version": 1, "overrides": [case["override"]]}


def test_overrides_that_are_used_are_valid_and_those_of_no_shape_are_not() -> None:
    own, used, refused = schema("overrides"), 0, 0
    for case in vectors.room("override"):
        if isinstance(case.get("override"), dict):
            valid = own.is_valid(overrides(case))
            if "error" not in case:
                assert valid, case
                used += 1
            refused += not valid
    assert used > 5
    assert refused > 5


def test_an_override_names_its_account_by_what_is_a_name() -> None:
    own, card = schema("overrides"), cs.scorecards.simple()
    table = {"account": ["a"]} | {name: [None] for name in card.facts}
    manual = {"cap": 50, "reason": "notice", "by": "Ana", "expires_on": "2026-12-31"}
    named = {"a": True, -3: True, "": False, "a\n": False, "a" * 257: False, 1.5: False}
    for account, is_name in named.items():
        listed = [manual | {"account": account}]
        document = {"kind": "overrides", "version": 1, "overrides": listed}
        found = vectors.outcome(lambda d=document: card.score_overridden(table, d, as_of="2026-10-31"))
        read = not isinstance(found, cs.CustomerSuccessError)
        assert (read, own.is_valid(document)) == (is_name, is_name), account


def test_parts_of_a_fit_are_valid_and_those_of_no_shape_are_not() -> None:
    own, parts = SCHEMAS["scorecard_fitting"], 0
    for case in vectors.room("fitting"):
        if "error" not in case:
            card = cs.Scorecard(case["card"])
            table = {
                name: [None if isinstance(value, str) else value for value in case["before"][name]]
                for name in card.facts
            }
            part = card.fit_part(table, as_of=case["as_of"])
            document = json.loads(part.to_json())
            assert [error.message for error in own.iter_errors(document)] == []
            assert cs.Fitting(json.dumps(document)) == part
            parts += any(document["rankings"])
            for slip in (
                {"rankings": [[[1.0, 0]]]},
                {"rankings": [[[1.0]]]},
                {"rankings": None},
                {"as_of": "today"},
                {"version": 2},
                {"when": 1},
            ):
                assert not own.is_valid(document | slip), slip
                wrong = json.dumps(document | slip)
                found = vectors.outcome(lambda wrong=wrong: cs.Fitting(wrong))
                assert isinstance(found, cs.CustomerSuccessError), slip
    assert parts > 3


def test_a_card_of_a_set_takes_fields_away_and_no_other_card_does() -> None:
    own = SCHEMAS["scorecard_set"]
    card = {
        "name": "all",
        "indicators": [{"name": "a", "input": "a", "scale": {"linear": {"from": 0, "to": 9}}}],
    }
    frame = {
        "kind": "scorecard_set",
        "version": 1,
        "name": "s",
        "scores": [{"name": "h", "otherwise": "all"}],
    }

    def judged(*differing: Any) -> tuple[bool, bool]:
        document = frame | {"cards": [card, *differing]}
        found = vectors.outcome(lambda: cs.ScorecardSet(document))
        return own.is_valid(document), not isinstance(found, cs.CustomerSuccessError)

    valid: list[dict[str, Any]] = [
        {"name": "b", "extends": "all", "description": None, "min_coverage": None, "groups": None},
        {"name": "b", "extends": "all", "indicators": [{"name": "a", "weight": 2, "group": None}]},
        {"name": "b", "extends": "all", "indicators": []},
        {"name": "b", "shipped": "simple", "without": ["nps"]},
        {"shipped": "plg"},
        card | {"name": "b", "without": [], "bands": None},
    ]
    for differing in valid:
        assert judged(differing) == (True, True), differing
    for slip in (
        {"name": "b"},
        {"name": "b", "extends": None},
        {"name": "b", "extends": "all", "without": "a"},
        {"name": "b", "extends": "all", "indicators": [{"weight": 2}]},
        {"name": "b", "extends": "all", "indicators": [{"name": "a", "weight": -2}]},
        {"name": "b", "extends": "all", "indicators": [{"name": "a", "scale": {"liner": {}}}]},
        card | {"name": "b", "indicators": None},
    ):
        assert judged(slip) == (False, False), slip


def test_the_shipped_benchmarks_are_valid_and_a_slip_is_not() -> None:
    own = schema("benchmarks")
    text = (ROOT / "cs-core" / "src" / "kpi" / "benchmarks.json").read_text(encoding="utf-8")
    assert [error.message for error in own.iter_errors(json.loads(text))] == []
    assert not own.is_valid(json.loads(text.replace('"churn_rate"', '"chrun_rate"')))
    assert not own.is_valid(json.loads(text.replace('"0.05"', '"5 %"')))


@pytest.mark.parametrize(
    ("fields", "is_target"),
    [
        ({}, False),
        ({"typical": 1}, False),
        ({"at_least": 1, "above": 1}, False),
        ({"at_most": 2, "below": 2}, False),
        ({"below": 2, "currency": ""}, False),
        ({"below": 2, "preset": "a\nb"}, False),
        ({"below": 2, "preset": "own"}, True),
        ({"above": 1, "at_most": 2, "currency": "USD"}, True),
    ],
)
def test_a_target_has_a_bound_and_one_on_each_side(fields: dict[str, Any], is_target: bool) -> None:
    target = {"kpi": "arpa", "segment": "all", "source": "ours"} | fields
    document = {"kind": "benchmarks", "version": 1, "name": "ours", "benchmarks": [target]}
    assert schema("benchmarks").is_valid(document) == is_target
    if is_target:
        cs.kpi.Benchmarks(document)
    else:
        with pytest.raises(cs.CustomerSuccessError):
            cs.kpi.Benchmarks(document)


@pytest.mark.parametrize(
    "path",
    [
        *(ROOT / "cs-core" / "src" / "health" / "cards").glob("*.json"),
        *(ROOT / "examples").rglob("*.json"),
    ],
    ids=lambda path: path.name,
)
def test_documents_in_files_are_valid(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in SCHEMAS[document["kind"]].iter_errors(document)] == []


def options_of_revenue(options: str) -> Any:
    """Reads options as every language passes them on, with a ledger that does not matter."""
    ledger = {"account": ["a"], "month": ["2025-01"], "mrr": [1]}
    return _core.Movements.of(columns(open_table(ledger), {}), options, None)


def test_options_of_revenue_are_valid_where_they_are_read_and_not_where_their_shape_is_refused() -> None:
    own, draw = schema("revenue_options"), random.Random(8)
    strays = [None, [], {}, "", "x", "3 weeks", -1, 1.5, True, [None], {"x": None}, "2025-13"]
    given = [case["options"] for case in vectors.room("revenue") if "options" in case]
    outcomes: Counter[tuple[bool, bool]] = Counter()
    for number in range(len(given) + 2_000):
        options = json.loads(json.dumps(given[number % len(given)]))
        if number >= len(given) and (spots := list(places(options))):
            held, key = draw.choice(spots)
            held[key] = draw.choice(strays)
            if isinstance(held, dict) and draw.random() < 0.2:
                held["stray"] = held.pop(key)
        text = json.dumps(options)
        valid = own.is_valid(options)
        found = vectors.outcome(lambda text=text: options_of_revenue(text))
        # Options that are read are refused for the columns that the ledger does not have, or for what relates
        # two of them; a rate is read once its column is there.
        by_place = isinstance(found, cs.CustomerSuccessError) and found.column is None
        if not valid and not by_place:
            assert any("rates" in error.path for error in own.iter_errors(options)), (str(found), text)
        if valid and by_place:
            assert found.code in ("invalid_argument", "unknown_currency", "out_of_range"), (str(found), text)
        outcomes[valid, by_place] += 1
    assert len(outcomes) == 4, outcomes
    assert outcomes[True, False] > 500, outcomes
    assert outcomes[False, True] > 500, outcomes
