#!/bin/sh
# Makes sure that Debian packages are there: `tools/need.sh valgrind g++`. What is missing is installed
# where that is allowed (root, or sudo without a password), else named in one line, and the call fails.
set -eu

# A package is there when its command answers, whoever installed it.
present() {
    case $1 in
        python3-venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' ;;
        php-cli) php -r 'exit(extension_loaded("FFI") ? 0 : 1);' ;;
        *) command -v "$1" ;;
    esac >/dev/null 2>&1
}

missing=
for package in "$@"; do
    present "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    as_root=unavailable
elif [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    as_root=unavailable
fi
if [ "$as_root" = unavailable ]; then
    echo "missing packages; install them and try again: apt-get install$missing" >&2
    exit 1
fi

echo "installing:$missing"
{ $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $missing; } >/dev/null
for package in $missing; do
    present "$package" || { echo "still missing after installation: $package" >&2; exit 1; }
done
