"""The copy of the header without directives is what simple parsers of C read: run `flat_header.py PREFIX`."""

import re
import sys
from pathlib import Path

prefix = Path(sys.argv[1])
text = (prefix / "include/customer_success_ffi.h").read_text(encoding="utf-8")
code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
assert "#" not in code and "//" not in code, "directives or line comments"

try:
    import cffi
except ImportError:
    import ctypes

    # Without a parser at hand: every function that is declared is there.
    library = ctypes.CDLL(str(prefix / "lib/libcustomer_success.so"))
    names = re.findall(r"\b(cs_\w+)\(", code)
    assert len(names) > 40
    for name in names:
        getattr(library, name)
else:
    ffi = cffi.FFI()
    ffi.cdef(text)
    library = ffi.dlopen(str(prefix / "lib/libcustomer_success.so"))
    churn = ffi.new("cs_decimal *")
    assert library.cs_kpi_churn_rate(200, 6, churn) == library.CS_OK
    assert (churn.low, churn.high, churn.scale) == (3, 0, 2)
    assert library.cs_kpi_churn_rate(0, 0, churn) == library.CS_ZERO_DENOMINATOR
    assert ffi.string(library.cs_last_error_code()) == b"zero_denominator"
