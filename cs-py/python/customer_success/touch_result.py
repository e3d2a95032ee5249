"""What a touch policy gives: tiers, their sums, and who moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypedDict

Tier = Literal["high", "medium", "low", "tech", "community"]
TIERS: tuple[Tier, ...] = ("high", "medium", "low", "tech", "community")


class TierSummary(TypedDict):
    """One tier of a portfolio; `csms_low` to `csms_high` success managers look after its accounts.

    `csms` are there by the policy's teams, with room for `capacity` accounts; `shortage` are beyond that.
    """

    tier: Tier | None
    accounts: int
    value: float
    share_of_value: float | None
    csms_low: int | None
    csms_high: int | None
    csms: int | None
    capacity: int | None
    shortage: int | None
    promoted: int
    demoted: int


class Move(TypedDict):
    """An account whose tier is not that of last time; `row` counts from 0."""

    row: int
    account: Any
    direction: Literal["promoted", "demoted", "entered", "left"]
    from_tier: Tier | None
    to_tier: Tier | None
    reason: str
    measure: float | None


class Flow(TypedDict):
    """Accounts that were in one tier and are in another, or in the same."""

    from_tier: Tier | None
    to_tier: Tier | None
    accounts: int
    value: float


@dataclass(frozen=True)
class Movements:
    """What changed since last time."""

    matrix: list[Flow]
    """Accounts and value by tier before and tier now, where there are any."""
    moves: list[Move]
    """Every account that moved, in the order of the rows."""
    kept: int
    """Accounts that stay only because their measure is not far enough past the cut-off."""
    gone: list[Any]
    """Accounts that had a tier before and are not in the table."""


@dataclass(frozen=True)
class Placement:
    """Tiers of many accounts in little memory, and their sums."""

    ranks: memoryview
    """A byte for each account: 0 high, 1 medium, 2 low, 3 tech, 4 community, 255 none."""
    summary: list[TierSummary]

    def tiers(self) -> list[Tier | None]:
        """The names of the tiers."""
        names: dict[int, Tier] = dict(enumerate(TIERS))
        return [names.get(rank) for rank in self.ranks]

    def __reduce__(self) -> tuple[Any, tuple[bytes, list[TierSummary]]]:
        """Pickles with a copy of the ranks."""
        return _placement, (bytes(self.ranks), self.summary)


def _placement(ranks: bytes, summary: list[TierSummary]) -> Placement:
    return Placement(memoryview(ranks), summary)
