# Shared by the scripts of this folder: installs what the project needs, and builds it
# in build/. Sourced, with `top` set to the top of the tree.

# All needs, one a line: when it is needed, Debian's package, and the probe that finds
# it. Probes look for the tool or library itself rather than the package, so nothing is
# installed that the machine has from elsewhere.
#   build      to configure and to compile
#   bootstrap  to make configure, which a release's tarball contains
#   test       for tests that are otherwise skipped
#   bench      to measure, and the allocators to compare with
#   lint       to check the sources
needs() {
    cat <<'END'
build      gcc                  tool cc
build      libc6-dev            header stdlib.h
build      make                 tool make
build      pkg-config           tool pkg-config
build      libffi-dev           library libffi >= 3.3
build      libjansson-dev       library jansson >= 2.13
build      libedit-dev          library libedit
bootstrap  autoconf             tool autoreconf
bootstrap  automake             tool automake
bootstrap  libtool              tool libtoolize
test       check                library check >= 0.15
test       g++                  tool c++
test       doctest-dev          cxx_header doctest/doctest.h
test       clang                tool clang
test       python3              tool python3
test       abigail-tools        tool abidiff
test       xz-utils             tool xz
test       valgrind             tool valgrind
test       libclang-rt-14-dev   fuzzer clang
test       spin                 tool spin
bench      g++                  tool c++
bench      python3              tool python3
bench      sqlite3              tool sqlite3
bench      freeciv-server       tool /usr/games/freeciv-server
bench      gawk                 tool gawk
bench      git                  tool git
bench      imagemagick          tool convert
bench      jq                   tool jq
bench      lua5.4               tool lua5.4
bench      mupdf-tools          tool mutool
bench      perl                 tool perl
bench      redis-tools          tool redis-check-rdb
bench      strace               tool strace
bench      valgrind             tool valgrind
bench      vim                  tool vim
bench      z3                   tool z3
bench      gnuplot-nox          tool gnuplot
bench      libmimalloc2.0       shared libmimalloc.so.2
bench      libjemalloc2         shared libjemalloc.so.2
bench      libtcmalloc-minimal4 shared libtcmalloc_minimal.so.4
lint       shellcheck           tool shellcheck
lint       cppcheck             tool cppcheck
lint       clang-format         tool clang-format
END
}

tool() {
    case $1 in
    cc) set -- "${CC:-cc}" ;;
    c++) set -- "${CXX:-c++}" ;;
    esac
    command -v "${1%% *}"
}

header() {
    echo "#include <$1>" | ${CC:-cc} -E -
}

cxx_header() {
    echo "#include <$1>" | ${CXX:-c++} -E -x c++ -
}

fuzzer() {
    echo 'int LLVMFuzzerTestOneInput(const char *data, long size) { return 0 * *data * size; }' |
        "$1" -fsanitize=fuzzer -x c -o /dev/null -
}

# As configure looks for a library.
library() {
    pkg-config --exists "$*"
}

# A library that the system's loader finds. A user's PATH may not include ldconfig.
shared() {
    PATH=$PATH:/usr/sbin:/sbin ldconfig -p | grep -F "$1"
}

say() {
    echo "${0##*/}: $*" >&2
}

die() {
    say "$*"
    exit 3
}

# no_arguments "$@"
no_arguments() {
    test $# -eq 0 || {
        say "no arguments are accepted, and there is \"$1\""
        exit 2
    }
}

# step WORDS COMMAND...: prints WORDS and runs COMMAND, whose output is shown only if it
# fails. Standard input is left alone: it may hold the session's statements.
step() {
    say "$1"
    shift
    output=$("$@" 2>&1 </dev/null) || {
        printf '%s\n' "$output" | tail -n 40 >&2
        die "failed: $*"
    }
}

# missing KIND...: the lines of needs() of those kinds whose probe finds nothing.
missing() {
    needs | while read -r kind package probe; do
        case " $* " in
        *" $kind "*) ;;
        *) continue ;;
        esac
        # shellcheck disable=SC2086 # a probe is a command and its words
        $probe >/dev/null 2>&1 </dev/null || echo "$kind $package $probe"
    done
}

debian() {
    test -r /etc/os-release || return 1
    # shellcheck disable=SC1091 # the system's own file
    (. /etc/os-release && echo " ${ID-} ${ID_LIKE-} ") | grep -q ' debian '
}

as_root() {
    if test "$(id -u)" -eq 0; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# If the package lists cannot be updated, the old ones may suffice: only the installation
# counts. The time-out is for a new machine that is busy with its own updates.
apt_install() {
    as_root apt-get -q -o DPkg::Lock::Timeout=300 update ||
        say 'apt-get update failed; trying with the present lists'
    as_root apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install --no-install-recommends "$@"
}

# Those of `packages` that are not installed.
lacking() {
    for package in $packages; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
        installed) ;;
        *) printf ' %s' "$package" ;;
        esac
    done
}

# obtain WHO: installs `packages` for one platform or language of many. If that cannot be
# done, the script's own `leave_out WHY` ends that one, and the others go on.
obtain() {
    debian || leave_out 'its tools are packages of Debian, and this is another system'
    missing=$(lacking)
    test -n "$missing" || return 0
    test "$(id -u)" -eq 0 || command -v sudo >/dev/null ||
        leave_out "only root or sudo could install$missing"
    # shellcheck disable=SC2086 # a list of words
    (step "$1: installing$missing" apt_install $missing) || leave_out "cannot install$missing"
}

# provide KIND...: installs what is missing of those kinds if it can, and ends the script
# if something that the build needs is still missing.
provide() {
    lacking=$(missing "$@")
    test -n "$lacking" || return 0
    # shellcheck disable=SC2046 # a list of words
    set -- $(echo "$lacking" | cut -d ' ' -f 2)
    if ! debian; then
        say "this is not Debian, so nothing is installed. $(lacks "$lacking")"
    elif test "$(id -u)" -ne 0 && ! command -v sudo >/dev/null; then
        say "without root or sudo, nothing is installed. $(lacks "$lacking")"
        say "as root: apt-get install --no-install-recommends $*"
    else
        step "installing Debian packages: $*" apt_install "$@"
        lacking=$(missing build bootstrap test bench lint | grep -Fx "$lacking") || return 0
        say "even with those packages: $(lacks "$lacking")"
    fi
    if echo "$lacking" | grep -q -e '^build ' -e '^bootstrap '; then
        die 'cannot build without them'
    fi
    say 'what needs them is left out'
}

# lacks LINES: what those lines of needs() probe for.
lacks() {
    printf 'missing: '
    echo "$1" | cut -d ' ' -f 4- | paste -s -d , - | sed 's/,/, /g'
}

# Whether configure is missing or older than its sources. Makefile.in stands for it,
# because autoreconf writes that last.
stale() {
    test ! -e "$top/configure" || test ! -e "$top/Makefile.in" || test -n "$(
        cd "$top" && find . \( -name .git -o -path ./build \) -prune -o \
            \( -name configure.ac -o -name Makefile.am -o -name local.mk -o -path './m4/vera.m4' \) \
            -newer Makefile.in -print
    )"
}

# Whether build/ was configured in its present folder: libtool's files contain paths.
settled() {
    test -e "$top/build/Makefile" && grep -qFx "abs_top_builddir = $top/build" "$top/build/Makefile"
}

# Whether there is nothing to do, according to make.
current() {
    ! stale && settled && make -q -C "$top/build" >/dev/null 2>&1 </dev/null
}

bootstrap() {
    cd "$top" && autoreconf -fi
}

# The path is relative because configure refuses an absolute one with a space in it.
configure() {
    rm -rf "$top/build" && mkdir "$top/build" && cd "$top/build" && ../configure
}

recheck() {
    cd "$top/build" && ./config.status --recheck && ./config.status
}

# prepare KIND...: everything before compiling.
prepare() {
    if stale; then
        provide bootstrap "$@"
        step 'making configure' bootstrap
    else
        provide "$@"
    fi
    settled || step 'configuring in build/' configure
}

# Makes configure find tools that were installed after build/ was configured.
reconfigure() {
    step 'configuring again' recheck
}

compile() {
    step 'compiling' make -C "$top/build" -j "$jobs"
}

jobs=$(getconf _NPROCESSORS_ONLN)
