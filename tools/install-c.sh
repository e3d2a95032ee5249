#!/bin/sh
# Installs the C library: `tools/install-c.sh PREFIX`. PROFILE=dev installs the unoptimised build that the tests use.
#
#   PREFIX/include/customer_success.h, customer_success_ffi.h
#   PREFIX/lib/libcustomer_success.so (-> .so.MAJOR -> .so.VERSION), libcustomer_success.a
#   PREFIX/lib/pkgconfig/customer_success.pc, PREFIX/lib/cmake/customer_success/
#   PREFIX/share/doc/customer_success/LICENSE-MIT, LICENSE-APACHE
#
# The pkg-config and CMake files find the rest from where they are, so PREFIX may be moved.
set -eu
[ $# = 1 ] || { echo "usage: tools/install-c.sh PREFIX" >&2; exit 2; }
cd "$(dirname "$0")/.."
profile=${PROFILE:-release}

cargo build --quiet --profile "$profile" -p cs-ffi
[ "$profile" = dev ] && built=debug || built=$profile
built=${CARGO_TARGET_DIR:-target}/$built
version=$(cargo pkgid -p cs-ffi | sed 's/.*[#@]//')
major=${version%%.*}

mkdir -p "$1/include" "$1/lib/pkgconfig" "$1/lib/cmake/customer_success" "$1/share/doc/customer_success"
prefix=$(cd "$1" && pwd)
install -m 644 include/customer_success.h include/customer_success_ffi.h "$prefix/include"
install -m 644 LICENSE-MIT LICENSE-APACHE "$prefix/share/doc/customer_success"
install -m 644 "$built/libcustomer_success.a" "$prefix/lib"
[ "$profile" = dev ] && strip= || strip=-s
install -m 755 $strip "$built/libcustomer_success.so" "$prefix/lib/libcustomer_success.so.$version"
ln -sf "libcustomer_success.so.$version" "$prefix/lib/libcustomer_success.so.$major"
ln -sf "libcustomer_success.so.$major" "$prefix/lib/libcustomer_success.so"
for template in cs-ffi/package/*.in; do
    name=$(basename "$template" .in)
    case $name in
        *.pc) to=lib/pkgconfig ;;
        *) to=lib/cmake/customer_success ;;
    esac
    sed "s/@VERSION@/$version/g; s/@MAJOR@/$major/g" "$template" >"$prefix/$to/$name"
done
