"""What is legal in a scorecard but unwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Concern = Literal[
    "two_bands",
    "one_fact",
    "unreachable_band",
    "overlapping_inputs",
    "no_stakeholder",
    "no_effect",
    "ignored_weights",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something unwise in a card.

    Attributes:
        code: stable, for programs.
        place: where in the document.
        value: points for ``two_bands`` and ``no_effect``, a share for ``one_fact``, a score for
            ``unreachable_band``, else None.
        en: a sentence in English.
        ja: a sentence in Japanese.
    """

    code: Concern
    place: str
    value: float | None
    en: str
    ja: str

    def __str__(self) -> str:
        """The sentence with its place and code."""
        return f"{self.place}: {self.en} [{self.code}]"
