"""Objects that hold something native: final, frozen, and copied by value."""

import copy
import importlib
import pickle
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest

import customer_success as cs
from customer_success import _core
from customer_success.part import Part

NATIVE = [item for item in vars(_core).values() if isinstance(item, type)]
CARD = cs.Scorecard(
    {
        "kind": "scorecard",
        "version": 1,
        "name": "size",
        "indicators": [{"name": "seats", "input": "seats", "scale": {"percentile": {}}}],
    }
)
SEATS = {"seats": [10, 40]}
SET = {
    "kind": "scorecard_set",
    "version": 1,
    "name": "segments",
    "cards": [{"name": "all", "shipped": "simple"}],
    "scores": [{"name": "health", "otherwise": "all"}],
}
ASSUMPTIONS = {
    "kind": "staffing",
    "version": 1,
    "name": "none",
    "tiers": {},
    "hours": {"amount": 40, "per": "week"},
}
POLICY = cs.TouchPolicy.shares("seats", high=0.5, tech=0.5)
LEDGER = {"account": [1], "month": [0], "mrr": [10]}
OBJECTS = [
    CARD,
    CARD.fit_part(SEATS, as_of="2026-10-31"),
    cs.BandTracker(margin=2),
    cs.ScorecardSet(SET),
    POLICY,
    POLICY.fit_part(SEATS),
    POLICY.fit_part(SEATS).ties(),
    cs.TouchPolicy.thresholds("seats", high=500).place(SEATS),
    cs.revenue.Movements.of(LEDGER),
    cs.revenue.Cohorts.of(LEDGER),
    cs.staffing.Assumptions(ASSUMPTIONS),
    cs.kpi.Benchmarks.shipped(),
]


@pytest.mark.parametrize("native", NATIVE, ids=lambda native: native.__name__)
def test_native_classes_are_final(native: type) -> None:
    with pytest.raises(TypeError, match="base type"):
        type("Own", (native,), {})


def test_native_classes_are_frozen() -> None:
    source = Path(__file__).parents[2] / "cs-py" / "src"
    sources = {path.name: path.read_text(encoding="utf-8") for path in source.rglob("*.rs")}
    found = [line for text in sources.values() for line in re.findall(r"#\[(?:pyo3::)?pyclass.*", text)]
    # Two of them stand in macros: the class of every part of a fit, and that of every result of a ledger.
    macros = r"^(?:part|of_ledger)! \{"
    classes = sum(len(re.findall(macros, text, re.MULTILINE)) for text in sources.values())
    assert len(found) - 2 + classes == len(NATIVE)
    # pyo3 asks of a frozen class that threads can share it, and then no lock is needed.
    assert [line for line in found if "frozen" not in line] == []


@pytest.mark.parametrize("own", OBJECTS, ids=lambda own: type(own).__name__)
def test_copies_are_equal_and_stand_alone(own: Any) -> None:
    for other in (copy.copy(own), copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        assert type(other) is type(own)
        assert other == own


def test_a_card_made_ready_scores_the_same_elsewhere() -> None:
    own = CARD.fit(SEATS, as_of="2026-10-31").ready(as_of="2026-10-31")
    for other in (copy.copy(own), copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        assert other.score({"seats": 40}) == own.score({"seats": 40})


def test_every_object_that_pickles_was_copied() -> None:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(cs.__path__, "customer_success.")
    ]
    classes = {item for module in modules for item in vars(module).values() if isinstance(item, type)}
    pickled = {
        item
        for item in classes
        if any(
            base.__module__.startswith("customer_success") and "__reduce__" in vars(base)
            for base in item.__mro__
        )
    }
    # Errors have a test of their own, and a part is always one of something.
    others = {cs.CustomerSuccessError, cs.UndefinedError, cs.ReadyCard, Part}
    assert pickled - others == {type(own) for own in OBJECTS}
