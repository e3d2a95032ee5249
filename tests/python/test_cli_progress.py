"""The progress bar of `customer-success score`: on a terminal only, and without a trace in the result."""

import io
import sys
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import customer_success as cs
from customer_success.cli import score

AS_OF = date(2026, 10, 31)
CARD = cs.Scorecard(
    {
        "kind": "scorecard",
        "version": 1,
        "name": "logins",
        "indicators": [{"name": "logins", "input": "logins", "scale": {"linear": {"from": 0, "to": 20}}}],
    }
)


class Terminal(io.StringIO):
    """A screen."""

    def isatty(self) -> bool:
        """Somebody watches."""
        return True


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Somebody watches parts of ten rows; in a test's body, since pytest sets stderr for each phase."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(score, "LONG", 10)
    return screen


def test_in_parts_the_result_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = watched(monkeypatch)
    table = pl.DataFrame({"logins": [None if at % 7 == 0 else at % 25 for at in range(95)]})
    found = score.scored_with_progress(CARD, table, AS_OF, "error")
    assert_frame_equal(found, CARD.score(table, as_of=AS_OF))
    assert "100%" in screen.getvalue()


def test_an_error_in_a_later_part_names_the_row_of_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    watched(monkeypatch)
    table = pl.DataFrame({"logins": [1.0] * 33 + [float("inf")] + [1.0] * 9})
    with pytest.raises(cs.CustomerSuccessError) as refused:
        score.scored_with_progress(CARD, table, AS_OF, "error")
    assert (refused.value.code, refused.value.row) == ("non_finite", 33)


def test_nothing_is_drawn_where_nobody_watches(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(score, "LONG", 10)
    table = pl.DataFrame({"logins": [1.0] * 40})
    assert score.scored_with_progress(CARD, table, AS_OF, "error").height == 40
    assert capfd.readouterr() == ("", "")
