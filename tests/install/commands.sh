#!/bin/sh
# CI runs every command that the documents name, and every target that `make help` lists:
# scripts/test, scripts/check-commands or .ci/run itself runs it.
. "$top_srcdir/tests/tap.sh"

scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
cd "$top_srcdir" || exit

# The indented lines of docs/modes.md are messages.
documents=$(echo README.md HACKING.md docs/*.md | sed 's| docs/modes\.md||')

# Commands for another system. scripts/check-platforms builds for macOS and Windows here.
elsewhere() {
    cat <<'END'
../configure --host=x86_64-w64-mingw32
../configure --prefix="$MINGW_PREFIX"
../configure --prefix=/usr/local PKG_CONFIG_PATH="$kegs"
brew install autoconf automake libtool pkg-config check jansson libedit libffi
cd .. && gcc program.c $(pkg-config --cflags --libs vera_memory) -o program
export PKG_CONFIG_PATH=/usr/local/lib/pkgconfig
kegs="$(brew --prefix libffi)/lib/pkgconfig:$(brew --prefix libedit)/lib/pkgconfig"
pacman -S --needed autotools make mingw-w64-ucrt-x86_64-{gcc,pkgconf,libffi,jansson,check}
sudo make install
END
}

# Indented lines outside fences and sessions, words in backticks, and targets.
named() {
    # shellcheck disable=SC2086 # a list of names
    awk '/^```/ { fenced = !fenced }
        !fenced && /^    / { if (blank) session = /^    vera> /; if (!session) print }
        { blank = $0 == "" }' $documents | sed 's/^ *//'
    # shellcheck disable=SC2086 # a list of names
    grep -oE '`(make|scripts/[a-z-]+|\.ci/run|\.\./configure|autoreconf|ldconfig|pkg-config|vera-repl)( [^`]*)?`' \
        $documents | sed 's/^[^`]*`//; s/`$//; s/ \[.*//'
    sed -n '/^| target |/,/^$/s/^| \(`[^|]*`\) |.*/\1/p' HACKING.md | tr -d '`' | tr ',' '\n' | sed 's/^ */make /'
    sed -n "s/^[[:blank:]]@echo '\([a-z-]*\) .*/make \1/p" Makefile.am
}

# One command a line. .ci/run chooses the platforms, `make A B` is `make A` and `make B`, and
# one choice of TESTS stands for all.
commands() {
    named | sed -E 's/^(scripts\/check-(platforms|bindings)) .*/\1/' |
        sed -E '/^make( [a-z-]+){2,}$/{ s/ ([a-z-]+)/\nmake \1/g; s/^make\n//; }' |
        sed 's/^make all$/make/; s/^autoreconf$/autoreconf -fi/' | any_tests | sort -u
}

any_tests() {
    sed 's/^make check TESTS=.*/make check TESTS=.../'
}

# What the scripts run, in the words of the documents. The quick form of a script, which
# runs all of its parts, stands for the long one; scripts/check-commands runs those.
run() {
    sed -nE -e "s/^ *try(_with [a-z-]+)? '([^']*)'.*/\2/p" -e 's/^ *try(_with [a-z-]+)? "([^"]*)".*/\2/p' \
        scripts/check-commands
    sed -nE "s/^ *try '([^']*) --quick'.*/\1/p" scripts/check-commands
    sed -nE -e 's/.*make -C ("[^"]*"|build)( -j "[^"]*")? (check[a-z-]*|distcheck).*/make \3/p' \
        -e 's/^sanitized ([a-z]+) .*/make check-\1/p' -e 's/^add_up (scripts\/[a-z-]+).*/\1/p' \
        scripts/test scripts/reliability .ci/run
    echo .ci/run
}

commands >"$scratch/commands"
{
    run | any_tests
    elsewhere
} >"$scratch/run"
while IFS= read -r command; do
    check "CI runs: $command" grep -qFx -e "$command" "$scratch/run"
done <"$scratch/commands"

# exists TEST: whether it is a test script, or the source of a test program.
exists() {
    test -f "$1" || test -f "$1.c"
}

named | sed -n 's/^make check TESTS=//p' | tr -d "'" | tr ' ' '\n' | sort -u >"$scratch/tests"
while IFS= read -r file; do
    check "is a test: $file" exists "$file"
done <"$scratch/tests"

# Otherwise a change in the form of the documents could hide all of them.
check 'commands are found' test "$(grep -c '' "$scratch/commands")" -ge 30
finish
