"""Parts of a fit, gathered on any number of machines: what all of them do."""

from __future__ import annotations

from typing import Any, Self


class Part:
    """A part is a document, merges with others and pickles, so Spark, Dask and Ray can ship it; immutable."""

    __slots__ = ("_part",)
    _part: Any

    @classmethod
    def _of(cls, part: Any) -> Self:
        own = cls.__new__(cls)
        own._part = part
        return own

    def to_json(self) -> str:
        """The part as a document; reading it gives an equal part."""
        text: str = self._part.to_json()
        return text

    def merge(self, *others: Self) -> Self:
        """This part and others; all stay as they are.

        Raises:
            CustomerSuccessError: ``inconsistent`` for parts of fits of something else or on another day.
        """
        merged = self._part
        for other in others:
            merged = merged.merge(getattr(other, "_part", other))
        return self._of(merged)

    def __repr__(self) -> str:
        """What it is, and how much of it there is."""
        return f"{type(self).__name__}({len(self.to_json()):,} bytes)"

    def __eq__(self, other: object) -> bool:
        """Equal documents make equal parts."""
        return isinstance(other, type(self)) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        """The hash of the document."""
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        """Pickles as the document."""
        return type(self), (self.to_json(),)
