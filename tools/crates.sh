#!/bin/sh
# Core stays small: at most 12 crates of others, not counting what only runs while compiling.
set -eu
crates=$(cargo tree --package cs-core --edges normal,no-proc-macro --prefix none --format '{p}' | sed 's/ (.*//' | sort -u | grep -v '^cs-')
count=$(echo "$crates" | wc -l)
echo "cs-core needs $count crates:" $crates
[ "$count" -le 12 ]
