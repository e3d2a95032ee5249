#!/bin/sh
# The long checks. A tool that is not here is SKIPPED by name, and then the whole ends with 3: neither
# passed nor failed. Any failure ends with 1.
set -u
host=$(rustc -vV | sed -n 's/^host: //p')
failed=0
skipped=0

# deep NAME 'COMMAND THAT SHOWS THE TOOL IS THERE' COMMAND...
deep() {
    name=$1 probe=$2
    shift 2
    if ! sh -c "$probe" >/dev/null 2>&1; then
        echo "== $name: SKIPPED, this fails: $probe"
        skipped=1
        return
    fi
    tools/step.sh "$name" "$@" || failed=1
}

deep "licences, advisories, bans" "cargo deny --version" cargo deny check
# the package built for speed, as `make deep` does: about 40 minutes
deep "exact KPIs, a million cases per formula" "python -c 'import customer_success'" python tools/exactness.py 1e6
for room in health over_time kpi revenue touch staffing; do
    deep "properties of $room, 2,000 cases each" "cargo --version" \
        env PROPTEST_CASES=2000 cargo test --quiet -p cs-core --all-features --test "properties_$room"
done
# optimised: a slow document is one that is slow where it is used; prints the slowest with its seed
deep "documents against a clock, 5,000 of them" "cargo --version" \
    env DOCUMENTS=5000 cargo test --quiet --release -p cs-core --test documents_in_time -- --nocapture
deep "handles in many orders of threads" "cargo --version" \
    env RUSTFLAGS="--cfg shuttle" CARGO_TARGET_DIR=target/shuttle cargo test --quiet -p cs-ffi --lib orders
deep "undefined behaviour" "cargo +nightly miri --version" \
    env MIRIFLAGS=-Zmiri-disable-isolation PROPTEST_CASES=4 cargo +nightly miri test -p cs-core --lib
# the skipped test shows that a payload whose own drop panics is leaked on purpose
deep "address sanitizer" "rustc +nightly --version" \
    env RUSTFLAGS=-Zsanitizer=address CARGO_TARGET_DIR=target/asan cargo +nightly test -p cs-ffi --target "$host" \
    -- --skip survives_a_payload_that_panics_when_dropped
deep "coverage" "cargo llvm-cov --version" cargo llvm-cov --workspace --summary-only
deep "mutants" "cargo mutants --version" cargo mutants -p cs-core --timeout 120

[ $failed = 0 ] || exit 1
[ $skipped = 0 ] || exit 3
