"""Scorecards as values: read, written, compared, pickled, shown; and what a bad document gets."""

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from tables import AS_OF, CARD, ROWS

import customer_success as cs

SHIPPED = [cs.scorecards.b2b_saas, cs.scorecards.plg, cs.scorecards.simple]


@pytest.mark.parametrize("shipped", SHIPPED)
def test_written_and_read_again_it_is_the_same_card(shipped, tmp_path: Path) -> None:
    card = shipped()
    card.save(tmp_path / "card.json")
    for again in (
        cs.Scorecard(card.to_dict()),
        cs.Scorecard(card.to_json()),
        cs.Scorecard.load(tmp_path / "card.json"),
        pickle.loads(pickle.dumps(card)),
        copy.deepcopy(card),
    ):
        assert again == card
        assert hash(again) == hash(card)
        assert again.to_json() == card.to_json()
    assert card != CARD
    assert card != card.to_json()


def test_tells_what_it_reads_and_gives() -> None:
    assert CARD.facts == ["logins", "last_login_on", "plan", "paid", "tickets", "seats"]
    assert CARD.indicators == ["logins", "recency", "plan", "paid", "tickets"]
    assert CARD.bands == ["danger", "caution", "healthy"]
    assert repr(CARD) == "Scorecard('every input', 5 indicators, bands danger < caution < healthy)"


def test_shows_itself_in_a_notebook_without_letting_names_become_markup() -> None:
    document = CARD.to_dict()
    document["name"] = "<script>alert(1)</script>"
    card = cs.Scorecard(document)
    for html in (card._repr_html_(), card.score_one({}, as_of=AS_OF)._repr_html_()):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_health_is_a_value_that_explains_itself() -> None:
    account = {name: values[0] for name, values in ROWS.items()}
    health = CARD.score_one(account, as_of=AS_OF)
    assert pickle.loads(pickle.dumps(health)) == health
    assert health.as_of == AS_OF
    assert sum(part.points for part in health.contributions) == pytest.approx(health.score, abs=1e-9)
    assert [part.indicator for part in health.explain()] == CARD.indicators
    lost = [part.lost for part in health.improvements()]
    assert lost == sorted(lost, reverse=True)
    assert sum(lost) == pytest.approx(100 - health.score, abs=1e-9)
    first, *lines = repr(health).splitlines()
    assert first.startswith(f"Health {health.score:.1f} {health.band} (")
    assert len(lines) == 5


def test_too_little_known_is_no_score_and_no_error() -> None:
    health = CARD.score_one({}, as_of=AS_OF)
    assert (health.score, health.band, health.coverage, health.reason) == (None, "unknown", 0, "no_score")
    assert repr(health).startswith("Health unknown (too little is known")


def changed(**changes: Any) -> dict[str, Any]:
    return CARD.to_dict() | changes


INDICATOR = {"name": "x", "input": "x", "scale": {"linear": {"from": 0, "to": 1}}}


@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        ("", "invalid_document", None),
        ("null", "invalid_document", None),
        ("[]", "invalid_document", None),
        ("{} {}", "invalid_document", None),
        ('{"kind": "scorecard", "kind": "scorecard"}', "duplicate", "kind"),
        ("\ufeff{}", "invalid_text", None),
        ("[" * 33, "limit", None),
        ("[" * 1_000_000, "limit", None),
        (" " * (2**20 + 1), "limit", None),
        (changed(kind="playbook"), "version", "kind"),
        (changed(version=2), "version", "version"),
        (changed(indicator=[]), "invalid_document", "indicator"),
        (changed(indicators=[INDICATOR | {"wieght": 1}]), "invalid_document", "indicators[0].wieght"),
        (changed(indicators=[INDICATOR | {"weight": -1}]), "invalid_document", "indicators[0].weight"),
        (changed(indicators=[INDICATOR | {"weight": 0}]), "invalid_document", "indicators"),
        (changed(indicators=[INDICATOR, INDICATOR]), "duplicate", "indicators[1].name"),
        (
            changed(indicators=[INDICATOR | {"scale": {"linear": {"from": 1, "to": 1}}}]),
            "invalid_document",
            "indicators[0].scale.linear",
        ),
        ({"name": float("nan")}, "invalid_document", None),
        ({"name": object()}, "invalid_document", None),
    ],
    ids=lambda value: str(value)[:40] if not isinstance(value, dict) else "document",
)
def test_a_bad_document_is_refused_with_its_place(document: Any, code: str, path: str | None) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        cs.Scorecard(document)
    assert refused.value.code == code, refused.value
    if path is not None:
        assert (refused.value.path or "").startswith(path), refused.value


def test_a_slip_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(cs.CustomerSuccessError, match='did you mean "weight"'):
        cs.Scorecard(changed(indicators=[INDICATOR | {"wieght": 1}]))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    path.write_bytes('{"name": "é"}'.encode("latin-1"))
    with pytest.raises(cs.CustomerSuccessError) as refused:
        cs.Scorecard.load(path)
    assert refused.value.code == "invalid_text"


def test_a_percentile_must_be_fitted_first() -> None:
    card = cs.Scorecard(changed(indicators=[INDICATOR | {"scale": {"percentile": {}}}]))
    with pytest.raises(cs.CustomerSuccessError) as refused:
        card.score_one({"x": 1}, as_of=AS_OF)
    assert refused.value.code == "not_fitted"
    fitted = card.fit({"x": [1, 2, 3, 4, None]}, as_of=AS_OF)
    scores = fitted.score({"x": [1, 2, 3, 4]}, as_of=AS_OF)["health_score"]
    assert scores == [12.5, 37.5, 62.5, 87.5]  # 100 · (below + half of the equal) ÷ 4


def test_is_immutable() -> None:
    with pytest.raises(AttributeError):
        CARD.name = "other"  # type: ignore[misc]
    health = CARD.score_one({}, as_of=AS_OF)
    with pytest.raises(AttributeError):
        health.score = 100.0  # type: ignore[misc]


def test_a_ready_card_takes_facts_by_name_and_by_place() -> None:
    card = cs.Scorecard(
        {
            "kind": "scorecard",
            "version": 1,
            "name": "two",
            "indicators": [
                {"name": "a", "input": "a", "scale": {"linear": {"from": 0, "to": 10}}},
                {"name": "b", "input": "b", "scale": {"choices": {"scores": {"pro": 100}, "otherwise": 20}}},
            ],
        }
    )
    ready = card.ready(as_of="2026-10-31")
    assert ready.facts == ["a", "b"]
    assert ready.score({"a": 5, "b": "pro"}) == ready.score((5, "pro")) == (75.0, "healthy")
    assert ready.score((5.0, None)) == (50.0, "caution")
    again = pickle.loads(pickle.dumps(ready))
    assert again.score((None, "free")) == (20.0, "danger")
    for wrong, code in (
        ((5.0,), "length_mismatch"),
        (("five", "pro"), "type_mismatch"),
        (({"a": float("inf")}), "non_finite"),
    ):
        with pytest.raises(cs.CustomerSuccessError) as refused:
            ready.score(wrong)
        assert refused.value.code == code


def test_names_are_shown_in_their_own_script() -> None:
    scale = {"linear": {"from": 0, "to": 20}}
    indicators = [{"name": "利用", "input": {"ratio": {"of": "ログイン", "per": "席"}}, "scale": scale}]
    card = cs.Scorecard({"kind": "scorecard", "version": 1, "name": "名前", "indicators": indicators})
    assert "ログイン" in card._repr_html_()
    assert "売上" in repr(cs.TouchPolicy.thresholds("売上", high=5))
