#!/bin/sh
# Runs one step under its name and says how it ended and how long it took: `tools/step.sh format cargo fmt --check`.
name=$1
shift
echo "== $name"
start=$(date +%s)
"$@"
status=$?
[ $status = 0 ] && word=ok || word="FAILED ($status)"
echo "== $name: $word, $(($(date +%s) - start)) s"
exit $status
