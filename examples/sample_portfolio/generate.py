"""Writes accounts.csv: 500 accounts of an imagined software company as they stood on 2026-10-31.

Every account has a hidden liking for the product. Usage, support and surveys follow it, so the facts
hang together as they do in life; facts are missing, surveys grow old, accounts are new or have left.

The bytes are the same on every machine and every Python from 3.11: the only source of chance is
`random()` of a seeded Mersenne Twister (the one method whose sequence Python guarantees), and floats are
only added and multiplied one by one (`sum` and `math.exp` differ between versions and platforms).

    python examples/sample_portfolio/generate.py [FILE]
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

AS_OF = date(2026, 10, 31)
ACCOUNTS = 500
SEED = 20261031

Facts = dict[str, Any]

PLACES = (
    "Amber Birch Cedar Coral Delta Ember Fjord Garnet Harbour Indigo Juniper Kestrel Lagoon Maple Nimbus "
    "Onyx Pebble Quartz Russet Saffron Tundra Umber Velvet Willow Zephyr"
).split()
TRADES = (
    "Analytics Bakeries Clinics Dental Energy Films Foods Freight Gardens Hotels Insurance Labs Logistics "
    "Media Optics Parts Robotics Schools Travel Works"
).split()

# share of accounts, plan, seats from and to, price of a seat a year (EUR), features they can use
SEGMENTS = {
    "enterprise": (0.08, "scale", 120, 900, 340, 20),
    "mid_market": (0.32, "growth", 25, 160, 420, 14),
    "smb": (0.60, "starter", 3, 30, 480, 8),
}
REGIONS = {"europe": 0.5, "north_america": 0.3, "asia_pacific": 0.2}


class Chance:
    """The little that is needed from a random generator, in operations that are exact everywhere."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def share(self) -> float:
        return self._random.random()

    def happens(self, probability: float) -> bool:
        return self.share() < probability

    def between(self, low: int, high: int) -> int:
        return low + int(self.share() * (high - low + 1))

    def around(self, middle: float, spread: float) -> float:
        """Roughly normal: twelve uniform draws have a variance of one."""
        total = -6.0
        for _ in range(12):
            total += self.share()
        return middle + spread * total

    def pick(self, shares: dict[str, float]) -> str:
        left = self.share()
        for name, share in shares.items():
            left -= share
            if left < 0:
                return name
        return name


def within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def contract(chance: Chance) -> Facts:
    """What was sold, to whom and when; renewals fall on each anniversary."""
    segment = chance.pick({name: row[0] for name, row in SEGMENTS.items()})
    _, plan, fewest, most, price, _ = SEGMENTS[segment]
    seats = fewest + int((most - fewest) * chance.share() * chance.share())
    started = AS_OF - timedelta(days=chance.between(5, 1500))
    leap_day = (started.month, started.day) == (2, 29)
    anniversary = started.replace(year=AS_OF.year, day=28 if leap_day else started.day)
    renewal = anniversary if anniversary > AS_OF else anniversary.replace(year=AS_OF.year + 1)
    value = int(seats * price * within(chance.around(1.0, 0.12), 0.7, 1.3)) // 10 * 10
    return {
        "segment": segment,
        "plan": plan,
        "region": chance.pick(REGIONS),
        "started_on": started,
        "renewal_on": renewal,
        "annual_contract_value": None if chance.happens(0.01) else value,
        "seats": seats,
    }


def usage(chance: Chance, liking: float, seats: int, age: int, features: int) -> Facts:
    """Active users, logins and features of the last 30 days; a few accounts are not instrumented."""
    active = round(seats * within(chance.around(liking, 0.10), 0.0, 1.0))
    before = round(within(active * (1.25 - 0.4 * liking + chance.around(0.0, 0.10)), 0, seats))
    logins = active * within(chance.around(3 + 15 * liking, 3.0), 1.0, 22)
    silence = (1.0 - liking) * chance.share() * 30
    used = features * within(chance.around(0.15 + 0.7 * liking, 0.12), 0.0, 1.0)
    facts: Facts = {
        "active_users": active,
        "active_users_before": before if age > 30 else None,
        "logins_30d": round(logins),
        "last_login_on": AS_OF - timedelta(days=min(int(silence) if active else 45, age)),
        "core_features_used": round(used) if active else 0,
        "core_features_available": features,
    }
    return dict.fromkeys(facts) if chance.happens(0.03) else facts


def usage_of_the_churned(churned: date, seats: int, features: int) -> Facts:
    recently = (AS_OF - churned).days < 30
    return {
        "active_users": 0,
        "active_users_before": seats // 3 if recently else 0,
        "logins_30d": 0,
        "last_login_on": churned - timedelta(days=2),
        "core_features_used": 0,
        "core_features_available": features,
    }


def relationship(chance: Chance, liking: float, segment: str, seats: int, met: bool) -> Facts:
    """Support, meetings and events; small accounts are rarely met, those that left long ago not at all."""
    tickets = round(within(chance.around((1.1 - liking) * (2 + seats * 0.06), 1.5), 0, 60))
    meetings = {"enterprise": 6, "mid_market": 2, "smb": 0.4}[segment] * (0.3 + liking)
    return {
        "tickets_90d": None if chance.happens(0.02) else tickets * met,
        "meetings_90d": round(within(chance.around(meetings, 0.7), 0, 12)) * met,
        "events_attended_12m": round(within(chance.around(liking * 3 - 0.5, 0.8), 0, 8)),
    }


def surveys(chance: Chance, liking: float, age: int, last_day: date) -> Facts:
    """About half answer; some answers are more than half a year old."""
    answered = age > 45 and chance.happens(0.35 + 0.3 * liking)
    rated = age > 45 and chance.happens(0.55)
    days_ago = min(chance.between(3, 150) if chance.happens(0.75) else chance.between(181, 420), age)
    return {
        "nps_answer": round(within(chance.around(1.5 + 9 * liking, 1.6), 0, 10)) if answered else None,
        "nps_answered_on": last_day - timedelta(days=days_ago) if answered else None,
        "csat_percent": round(within(chance.around(45 + 52 * liking, 8), 0, 100)) if rated else None,
    }


def account(chance: Chance, number: int) -> Facts:
    sold = contract(chance)
    segment, seats, started = sold["segment"], sold["seats"], sold["started_on"]
    age = (AS_OF - started).days
    liking = within(chance.around(0.56, 0.22), 0.02, 0.98)
    left = age > 120 and chance.happens((1.0 - liking) * (1.0 - liking) * 0.45)
    churned = AS_OF - timedelta(days=chance.between(0, min(364, age - 90))) if left else None
    last_day = churned or AS_OF
    features = SEGMENTS[segment][5]
    if churned:
        used = usage_of_the_churned(churned, seats, features)
    else:
        used = usage(chance, liking, seats, age, features)
    return {
        "account": f"A{number:04}",
        "name": f"{PLACES[number % 25]} {TRADES[number // 25]}",
        **sold,
        "churned_on": churned,
        **used,
        **relationship(chance, liking, segment, seats, last_day > AS_OF - timedelta(days=90)),
        **surveys(chance, liking, (last_day - started).days, last_day),
        "notice_given": left or (liking < 0.45 and chance.happens(0.12)),
        "onboarding_completed": age > 30 and chance.happens(0.6 + 0.4 * liking),
    }


COLUMNS = (
    "account name segment plan region started_on renewal_on churned_on annual_contract_value seats "
    "active_users active_users_before logins_30d last_login_on core_features_used core_features_available "
    "tickets_90d meetings_90d events_attended_12m nps_answer nps_answered_on csat_percent "
    "notice_given onboarding_completed"
).split()


def cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(path: Path) -> None:
    chance = Chance(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for number in range(ACCOUNTS):
            facts = account(chance, number)
            rows.writerow(cell(facts[column]) for column in COLUMNS)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("accounts.csv"))
