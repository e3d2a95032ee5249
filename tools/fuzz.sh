#!/bin/sh
# Fuzzes a target of fuzz/ for so many seconds, from the documents of the vectors on. No sanitizer slows it down: the core
# has no unsafe code. A failure leaves its input in
# fuzz/artifacts.
#
#     tools/fuzz.sh documents 600
set -eu
python3 fuzz/seeds.py target/fuzz/seeds
cd fuzz
mkdir -p ../target/fuzz/corpus/"$1"
exec cargo +nightly fuzz run --sanitizer none --fuzz-dir . --target-dir ../target/fuzz "$1" \
    ../target/fuzz/corpus/"$1" ../target/fuzz/seeds/"$1" -- -max_total_time="$2" -timeout=10 -max_len=65536
