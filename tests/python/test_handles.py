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
    found = [
        line
        for path in source.rglob("*.rs")
        for line in re.findall(r"#\[pyclass.*", path.read_text(encoding="utf-8"))
    ]
    assert len(found) == len(NATIVE)
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
        if item.__module__.startswith("customer_success") and "__reduce__" in vars(item)
    }
    # Errors have a test of their own.
    assert pickled - {cs.CustomerSuccessError, cs.ReadyCard} == {type(own) for own in OBJECTS}
