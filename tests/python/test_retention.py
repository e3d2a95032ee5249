"""Retention curves of the columns that notebooks have."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import customer_success as cs

DAYS, REACHED = [3, 5, 8, 12, 20, 30, 45], [True, True, True, True, True, False, False]
COLUMNS = {
    "lists": (DAYS, REACHED),
    "numpy": (np.array(DAYS), np.array(REACHED)),
    "numpy floats": (np.array(DAYS, float), np.array(REACHED, np.uint8)),
    "pandas": (pd.Series(DAYS), pd.Series(REACHED)),
    "polars": (pl.Series(DAYS), pl.Series(REACHED)),
    "arrow": (pa.array(DAYS, pa.int16()), pa.chunked_array([REACHED[:2], REACHED[2:]])),
}


@pytest.mark.parametrize("durations, events", COLUMNS.values(), ids=COLUMNS)
def test_any_columns_have_the_same_curve(durations: Any, events: Any) -> None:
    km = cs.retention.KaplanMeier(unit="day").fit(durations, events)
    assert (km.accounts, km.events, km.median) == (7, 5, 12.0)
    assert km.curve["at_risk"] == [7, 6, 5, 4, 3, 2, 1]
    assert km.curve["survival"] == pytest.approx([6 / 7, 5 / 7, 4 / 7, 3 / 7, 2 / 7, 2 / 7, 2 / 7], abs=1e-15)
    assert pl.DataFrame(km.curve).columns[:2] == ["time", "at_risk"]


def test_the_curve_is_read_between_its_points() -> None:
    km = cs.retention.KaplanMeier().fit(DAYS, REACHED)
    assert (km.survival(0), km.survival(2.9)) == (1.0, 1.0)
    assert km.survival(3) == km.survival(4.5)
    assert km.survival(1e9) == km.curve["survival"][-1]
    assert km.quantile(0.25).time == 5.0
    assert km.quantile(0.9).time is None


@pytest.mark.parametrize(
    ("code", "place", "call"),
    [
        ("not_fitted", None, lambda: cs.retention.KaplanMeier().median),
        ("length_mismatch", "event", lambda: cs.retention.KaplanMeier().fit([1, 2], [1])),
        ("type_mismatch", "duration", lambda: cs.retention.KaplanMeier().fit(["1", "x"], [1, 0])),
        ("type_mismatch", "event", lambda: cs.retention.KaplanMeier().fit([1, 2], ["yes", "no"])),
        ("non_finite", "duration", lambda: cs.retention.KaplanMeier().fit([1, None], [1, 0])),
        ("out_of_range", "event", lambda: cs.retention.KaplanMeier().fit([1, 2], [1, 2])),
        ("inconsistent", "entry", lambda: cs.retention.KaplanMeier().fit([1, 2], [1, 0], entry=[0, 2])),
        ("out_of_range", None, lambda: cs.retention.KaplanMeier(level=1.5).fit([1], [1])),
        ("invalid_document", None, lambda: cs.retention.KaplanMeier(unit="hour").fit([1], [1])),  # type: ignore[arg-type]
        ("no_population", None, lambda: cs.retention.KaplanMeier().fit([], [])),
        ("out_of_range", None, lambda: cs.retention.KaplanMeier().fit([1], [1]).quantile(1)),
        ("out_of_range", None, lambda: cs.retention.KaplanMeier().fit([1], [1]).survival(-1)),
    ],
)
def test_what_is_no_duration_is_refused(code: str, place: str | None, call: Any) -> None:
    with pytest.raises(cs.CustomerSuccessError) as caught:
        call()
    assert (caught.value.code, caught.value.column) == (code, place)
