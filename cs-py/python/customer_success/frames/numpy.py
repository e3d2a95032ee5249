"""Arrays as the plain buffers that the native part reads; NumPy itself is never imported here."""

from __future__ import annotations

from typing import Any

from customer_success.errors import CustomerSuccessError


def described(name: str, values: Any) -> tuple[str, str, Any]:
    """A column as name, kind and values: numbers, flags and days of NumPy as buffers, all else as it is."""
    dtype = getattr(values, "dtype", None)
    kind = getattr(dtype, "kind", None)
    if dtype is None or not hasattr(values, "astype") or getattr(values, "ndim", 0) != 1:
        listed = getattr(values, "to_pylist", None) or getattr(values, "to_list", None)
        return name, "list", listed() if listed else values
    if hasattr(values, "filled"):
        return described(name, unmasked(values))
    if kind == "f" and dtype.itemsize == 4:
        return name, "single", contiguous(values.astype("f4", copy=False))
    if kind == "f" and dtype.itemsize == 2:
        return name, "half", halves(values)
    if kind == "u" and dtype.itemsize == 8:
        return name, "unsigned", contiguous(values.astype("u8", copy=False))
    if kind == "f":
        return name, "float", contiguous(values.astype("f8", copy=False))
    if kind in ("i", "u"):
        return name, "integer", contiguous(values.astype("i8", copy=False))
    if kind == "b":
        return name, "flag", contiguous(values).view("u1")
    if kind == "M":
        return name, "day", contiguous(days(name, values))
    return name, "list", values.tolist()


def unmasked(values: Any) -> Any:
    """A masked array with blanks in place of what its mask hides; a list where its type has no blanks."""
    dtype = values.dtype
    if dtype.kind not in ("f", "M"):
        return values.tolist()
    return values.filled(dtype.type("nan" if dtype.kind == "f" else "NaT"))


def contiguous(values: Any) -> Any:
    """The array without gaps between its values, each where the processor wants it."""
    return values if values.flags.c_contiguous and values.flags.aligned else values.copy()


def halves(values: Any) -> Any:
    """Floats of 16 bits as the whole numbers that their bits are."""
    return contiguous(values.astype("f2", copy=False)).view("u2")


def days(name: str, instants: Any) -> Any:
    """Moments without a time zone as days since 1970-01-01; refused where a time of day would be lost."""
    whole = instants.astype("M8[D]")
    # There and back, because NumPy wraps what is too far away. NaT is unequal to itself.
    lost = (whole.astype(instants.dtype) != instants) & (instants == instants)
    if lost.any():
        raise CustomerSuccessError(
            f'column "{name}": a day is needed, no time of day '
            "(make days of it first, in the time zone that your months begin in)",
            code="type_mismatch",
            column=name,
            row=int(lost.argmax()),
            value=str(instants[lost][0]),
        )
    return whole.astype("i8")
