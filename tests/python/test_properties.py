"""What always holds, on drawn accounts: one by one equals in columns and in chunks, to the last bit."""

import struct
from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import AS_OF, CARD, HEALTH

ACCOUNT = st.fixed_dictionaries(
    {
        "logins": st.none() | st.floats(-1e9, 1e9, allow_subnormal=True),
        "last_login_on": st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
        "plan": st.none() | st.sampled_from(["basic", "pro", "gold", ""]),
        "paid": st.none() | st.booleans(),
        "tickets": st.none() | st.floats(0, 50),
        "seats": st.none() | st.just(0.0) | st.floats(1e-6, 50),
    }
)
SCHEMA = {
    "logins": pl.Float64,
    "last_login_on": pl.Date,
    "plan": pl.String,
    "paid": pl.Boolean,
    "tickets": pl.Float64,
    "seats": pl.Float64,
}


def bits(value: Any) -> Any:
    return struct.pack("d", value) if isinstance(value, float) else value


def scored(frame: pl.DataFrame, **options: Any) -> list[list[Any]]:
    result = CARD.score(frame, as_of=AS_OF, **options)
    return [[bits(value) for value in result[name]] for name in HEALTH]


@settings(max_examples=200, deadline=None)
@given(st.lists(ACCOUNT, min_size=1, max_size=20), st.integers(1, 9), st.integers(1, 70), st.integers(1, 5))
def test_results_depend_on_nothing_but_the_account(
    accounts: list[dict[str, Any]], times: int, cut: int, threads: int
) -> None:
    accounts = (accounts * times)[:150]  # more rows than are drawn: a block has 64
    frame = pl.DataFrame(accounts, schema=SCHEMA)
    whole = scored(frame)
    single = [CARD.score_one(account, as_of=AS_OF) for account in accounts]
    for name, column in zip(HEALTH, whole, strict=True):
        assert column == [bits(getattr(health, name.removeprefix("health_"))) for health in single]
    chunks = pl.concat([frame.slice(start, cut) for start in range(0, frame.height, cut)], rechunk=False)
    assert scored(chunks, threads=threads) == whole
    assert scored(frame.slice(frame.height // 2)) == [column[frame.height // 2 :] for column in whole]


@settings(max_examples=200, deadline=None)
@given(ACCOUNT)
def test_points_add_up_and_bounds_hold(account: dict[str, Any]) -> None:
    health = CARD.score_one(account, as_of=AS_OF)
    assert 0 <= health.coverage <= 1
    if health.score is None:
        assert health.band == "unknown"
        return
    assert abs(sum(part.points for part in health.contributions) - health.score) <= 1e-9
    assert health.low is not None
    assert health.high is not None
    assert 0 <= health.low <= health.score + 1e-9 <= health.high + 2e-9 <= 100 + 2e-9
