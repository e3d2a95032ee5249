#!/bin/sh
# Runs what core computes on another processor, by an interpreter of it: the units, the vectors, what bad input gets.
# Debian has what it takes: gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, qemu-user, and so for the others.
#
#     tools/elsewhere.sh aarch64|s390x|i686 [have]    with `have`: only fetches the target and says whether all is there
set -eu
name=$1
target=$name-unknown-linux-gnu
case $name in i686) emulator=qemu-i386 ;; *) emulator=qemu-$name ;; esac
if [ "${2:-}" = have ]; then
    command -v "$name-linux-gnu-gcc"
    command -v "$emulator"
    exec rustup target add "$target"
fi
upper=$(echo "$target" | tr 'a-z-' 'A-Z_')
export "CARGO_TARGET_${upper}_LINKER=$name-linux-gnu-gcc"
export "CARGO_TARGET_${upper}_RUNNER=$emulator -L /usr/$name-linux-gnu"
exec cargo test --quiet -p cs-core -p cs-wide --features cs-core/parallel --target "$target" \
    --lib --test 'vectors_*' --test faults
