"""Buffers of the caller: of any layout, read and let go, never written."""

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from tables import AS_OF, CARD, HEALTH, ROWS, to_lists

import customer_success as cs


def between(values: Any) -> Any:
    """The same numbers, each one byte behind the place where a processor wants it."""
    moved = np.frombuffer(b"\0" + values.tobytes(), dtype="u1")[1:].view(values.dtype)
    assert not moved.flags.aligned
    return moved


def read_only(values: Any) -> Any:
    own = values.copy()
    own.flags.writeable = False
    return own


LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "between the places of its type": between,
    "read-only": read_only,
    "with steps": lambda values: np.repeat(values, 2)[::2],
    "backwards": lambda values: values[::-1].copy()[::-1],
    "of the other byte order": lambda values: values.astype(values.dtype.newbyteorder()),
    "a column of rows": lambda values: np.stack([values, values], axis=1)[:, 1],
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_arrays_of_any_layout_mean_the_same(layout: Callable[[Any], Any]) -> None:
    def answers(laid: Callable[[Any], Any]) -> Any:
        logins, mrr = laid(np.array([14.0, np.nan, 0.1, 30.0, np.nan])), laid(np.array([1.5, 2.5]))
        months, counts = laid(np.array(["2025-01", "2025-02"], dtype="M8[D]")), laid(np.array([200, 7]))
        scored = CARD.score({**ROWS, "logins": logins}, as_of=AS_OF)
        return [
            *(scored[name] for name in HEALTH),
            to_lists(cs.kpi.table("arpa", {"mrr": mrr, "accounts": counts})),
            to_lists(cs.revenue.movements({"account": counts, "month": months, "mrr": mrr}, places=1)),
        ]

    assert answers(layout) == answers(np.array)


def test_a_buffer_is_let_go_when_the_call_ends() -> None:
    answers = bytearray([9, 10, 0] * 1000)
    assert cs.kpi.nps_from_answers(np.frombuffer(answers, dtype="u1")).answers == 3000
    answers.append(11)  # a buffer that somebody holds cannot grow
    with pytest.raises(cs.CustomerSuccessError):
        cs.kpi.nps_from_answers(np.frombuffer(answers, dtype="u1"))
    answers.append(7)
    logins = array("d", [14.0, 1.0, 0.1, 30.0, 2.0])
    CARD.score({**ROWS, "logins": np.frombuffer(logins)}, as_of=AS_OF)
    logins.append(1.0)


LARGE = 700_000  # accounts whose scores take more memory than is left to the allocator
ASKED = ["health_score", "health_band_rank"]
LOGINS = cs.Scorecard(
    {
        "kind": "scorecard",
        "version": 1,
        "name": "logins",
        "indicators": [{"name": "logins", "input": "logins", "scale": {"linear": {"from": 0, "to": 20}}}],
    }
)


PARTS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "whole": lambda frame: frame,
    "its end": lambda frame: frame[LARGE - 5 :],
    "Arrow": pl.DataFrame.to_arrow,
}


def scores(logins: float | None, rows: int = LARGE) -> pl.DataFrame:
    """Scores of many accounts that all have so many logins."""
    frame = pl.DataFrame({"logins": pl.repeat(logins, rows, dtype=pl.Float64, eager=True)})
    scored: pl.DataFrame = LOGINS.score(frame, as_of=AS_OF, columns=ASKED).select(ASKED)
    return scored


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_results_that_somebody_holds_stay_as_they_are(part: Callable[[pl.DataFrame], Any]) -> None:
    held = part(scores(15.0))
    for _ in range(3):  # others leave their memory to the next
        assert scores(5.0).unique().rows() == [(25.0, 0)]
        assert scores(10.0).unique().rows() == [(50.0, 1)]
    assert pl.DataFrame(held).unique().rows() == [(75.0, 2)]


def test_results_of_other_lengths_hold_nothing_of_those_before() -> None:
    for rows in (LARGE, LARGE - 100_001, LARGE + 1, LARGE - 100_000):
        assert scores(5.0, rows).unique().rows() == [(25.0, 0)]
        assert scores(None, rows).unique().rows() == [(None, None)]
