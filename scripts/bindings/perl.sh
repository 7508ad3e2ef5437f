# shellcheck shell=sh disable=SC2034,SC2164
# Perl: a CPAN distribution. Debian's own Perl: any other in PATH lacks Debian's packages.
packages='perl libffi-platypus-perl make'
layer=FFI::Platypus
perl=/usr/bin/perl

version() {
    $perl -e 'printf "%vd\n", $^V'
}

build() {
    cp -R "$top/bindings/perl" "$folder/package"
    cd "$folder/package"
    podchecker -warnings lib/VERA/*.pm lib/VERA/Memory/Block.pm
    $perl Makefile.PL
    make distcheck
    make dist
    mkdir "$folder/dist"
    mv VERA-Memory-*.tar.gz "$folder/dist"
}

install() {
    mkdir "$folder/install"
    tar -xf "$folder"/dist/*.tar.gz -C "$folder/install" --strip-components 1
    cd "$folder/install"
    $perl Makefile.PL INSTALL_BASE="$place"
    make
    make install
}

# MakeMaker would install every program beside Makefile.PL as part of the library.
only_modules_are_installed() {
    test -z "$(find "$place" -name '*.pl')"
}

missing_library_is_reported() {
    PKG_CONFIG_LIBDIR='' PKG_CONFIG_PATH='' $perl "$folder/install/Moduledir.pm.PL" "$folder/Moduledir.pm" 2>&1 |
        grep PKG_CONFIG_PATH
}

readme_runs() {
    example perl >"$folder/readme.pl"
    PERL5LIB=$place/lib/perl5 $perl "$folder/readme.pl" | grep -x 'in place'
}

run_tests() {
    mkdir "$folder/tests"
    cp -R "$folder/install/t" "$folder/tests/t"
    cd "$folder/tests"
    status=0
    PERL5LIB=$place/lib/perl5 prove --verbose || status=$?
    expect 'the program of the README runs' readme_runs
    expect 'only modules are installed' only_modules_are_installed
    expect 'a build without the library warns' missing_library_is_reported
    count_tap <"$folder/run_tests.log"
    return $status
}

bench() {
    PERL5LIB=$place/lib/perl5 $perl "$top/bindings/perl/eg/bench.pl"
}
