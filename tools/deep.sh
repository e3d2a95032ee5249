#!/bin/sh
# The long checks. Their tools are installed into target/tools, components of the compiler by rustup. A tool that
# cannot be had is SKIPPED by name, and then the whole ends with 3: neither passed nor failed. Any failure ends with 1.
#
#     tools/deep.sh [WORD]    only the checks whose names hold this word
set -u
word=${1:-}
host=$(rustc -vV | sed -n 's/^host: //p')
tools=$PWD/target/tools
export PATH="$tools/bin:$PATH"
failed=0
skipped=0

# deep NAME 'COMMAND THAT SHOWS THE TOOL IS THERE' COMMAND...
deep() {
    name=$1 probe=$2
    shift 2
    case $name in *"$word"*) ;; *) return ;; esac
    if ! sh -c "$probe" >/dev/null 2>&1; then
        echo "== $name: SKIPPED, this fails: $probe"
        skipped=1
        return
    fi
    tools/step.sh "$name" "$@" || failed=1
}

# Probes that fetch what is missing.
tool() { echo "test -x $tools/bin/$1 || cargo install --quiet --locked --root $tools $1@$2"; }
part() { echo "rustup component add --toolchain nightly $1"; }

# Advisories need the network: `cargo deny check advisories`.
deep "licences, bans, sources" "$(tool cargo-deny 0.20.2)" cargo deny --offline check licenses bans sources
# the package built for speed, as `make deep` does: about 40 minutes
deep "exact KPIs, a million cases per formula" "python -c 'import customer_success'" python tools/exactness.py 1e6
for room in health over_time kpi revenue touch staffing roi retention org; do
    deep "properties of $room, 2,000 cases each" "cargo --version" \
        env PROPTEST_CASES=2000 cargo test --quiet -p cs-core --all-features --test "properties_$room"
done
# optimised: a slow document is one that is slow where it is used; prints the slowest with its seed
deep "documents against a clock, 5,000 of them" "cargo --version" \
    env DOCUMENTS=5000 cargo test --quiet --release -p cs-core --test documents_in_time -- --nocapture
deep "handles in many orders of threads" "cargo --version" \
    env RUSTFLAGS="--cfg shuttle" CARGO_TARGET_DIR=target/shuttle cargo test --quiet -p cs-ffi --lib orders
# other registers, another order of bytes, addresses of 32 bits: the bits of the vectors everywhere
for name in aarch64 s390x i686; do
    deep "core on $name" "tools/elsewhere.sh $name have" tools/elsewhere.sh $name
done
for target in wasm32-unknown-unknown x86_64-pc-windows-gnu aarch64-apple-darwin; do
    deep "core compiles for $target" "rustup target add $target" cargo check --quiet -p cs-core --target $target
done
for target in documents scores; do
    deep "fuzzing of $target, ten minutes" "$(tool cargo-fuzz 0.13.2)" tools/fuzz.sh "$target" 600
done
# where `unsafe` is: lanes of four floats, and the C library; the skipped tests start a process, and leak on purpose
deep "undefined behaviour of lanes" "$(part 'miri rust-src')" \
    env RUSTFLAGS="-C target-feature=+avx2" cargo +nightly miri test -p cs-core --lib -- scale::lanes fact::tile
deep "undefined behaviour of the C library" "$(part 'miri rust-src')" \
    env MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test -p cs-ffi --lib \
    -- --skip says_nothing_on_the_hosts_stderr --skip survives_a_payload_that_panics_when_dropped
# the skipped test shows that a payload whose own drop panics is leaked on purpose
deep "address sanitizer" "rustc +nightly --version" \
    env RUSTFLAGS=-Zsanitizer=address CARGO_TARGET_DIR=target/asan cargo +nightly test -p cs-ffi --target "$host" \
    -- --skip survives_a_payload_that_panics_when_dropped
deep "coverage of core" "$(tool cargo-llvm-cov 0.9.1) && rustup component add llvm-tools" \
    cargo llvm-cov -p cs-core --all-features --summary-only
# One in three hundred, of every file; all of them take days. One that no test sees is MISSED, and someone looks at it:
# 2 says that there are such, 3 that some took too long, which a test sees too. Tests of size and of time stay out: each
# mutant would take minutes more. Features and targets are given to the building too, which would else build all of them.
deep "mutants of core" "$(tool cargo-mutants 27.1.0)" \
    sh -c 'cargo mutants -p cs-core --all-features --sharding round-robin --shard "${SHARD:-0/300}" --timeout 600 \
        --output target --cargo-arg=--lib --cargo-arg="--test=vectors_*" --cargo-arg="--test=properties_*"
        case $? in 0 | 2 | 3) ;; *) exit 1 ;; esac'

[ $failed = 0 ] || exit 1
[ $skipped = 0 ] || exit 3
