"""What a touch policy gives: tiers, their sums, and who moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, cast

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

    @classmethod
    def of(cls, found: Mapping[str, Any], accounts: Sequence[Any] | None, gone: list[Any]) -> Movements:
        """What the core found, with the names of the accounts where the table has them."""

        def move(one: dict[str, Any]) -> Move:
            named = {"account": accounts[one["row"]] if accounts else None}
            return cast(Move, {"row": one["row"]} | named | _from_to(one))

        matrix = [cast(Flow, _from_to(cell)) for cell in found["matrix"]]
        return cls(matrix, [move(one) for one in found["moves"]], found["kept"], gone)


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


def _from_to(cell: Mapping[str, Any]) -> dict[str, Any]:
    """The same with names that Python can say: `from` is a keyword."""
    names = {"from": "from_tier", "to": "to_tier"}
    return {names.get(name, name): value for name, value in cell.items()}
