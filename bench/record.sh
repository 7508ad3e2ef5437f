# Records what programs of Debian allocate, each doing something typical of it:
#   record.sh SOURCE BUILD RECORDINGS
# Recordings that are there already stay. A program that is not installed is left out.
set -eu
bench=$1
build=$2
recordings=$3
licenses=/usr/share/common-licenses # texts that every Debian has

say() {
    echo "record: $*" >&2
}

# Without a space in its name, for LD_PRELOAD; and any user may write there.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 777 "$scratch"
cp "$build/.libs/recorder.so" "$scratch/"
mkdir -p "$recordings"

# preloaded PROGRAM COMMAND...: runs a command, of which the process PROGRAM is recorded.
preloaded() {
    VERA_BENCH_PROGRAM=$1
    VERA_BENCH_RECORDING=$scratch/recording
    LD_PRELOAD=$scratch/recorder.so
    shift
    (
        export VERA_BENCH_PROGRAM VERA_BENCH_RECORDING LD_PRELOAD
        exec "$@"
    ) >"$scratch/output" 2>&1 </dev/null
}

# record NAME TOOL: unless that was done before, records what the function do_NAME does with the
# tool, which may be a path.
record() {
    test ! -e "$recordings/$1.rec" || return 0
    tool=$(command -v "$2") || {
        say "cannot record $1: $2 is not installed"
        return 0
    }
    say "recording $1"
    rm -f "$scratch/recording"
    "do_$1" && test -s "$scratch/recording" || {
        say "recording $1 failed:"
        tail -n 20 "$scratch/output" >&2
        exit 3
    }
    cp "$scratch/recording" "$recordings/$1.new"
    mv "$recordings/$1.new" "$recordings/$1.rec"
}

do_cc1() {
    preloaded cc1 "$tool" -quiet -O2 "$build/parse.i" -o /dev/null
}

do_cc1plus() {
    preloaded cc1plus "$tool" -quiet -O1 -std=gnu++17 "$build/word_index.ii" -o /dev/null
}

# It does not run as root.
do_freeciv() {
    set -- /usr/games/freeciv-server -e -q 0 -r "$bench/programs/freeciv.serv"
    test "$(id -u)" -ne 0 ||
        set -- setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
    (cd "$scratch" && HOME=$scratch preloaded freeciv-server "$@")
}

do_gawk() {
    preloaded gawk "$tool" -f "$bench/programs/gawk.awk" $licenses/GPL-2 $licenses/GPL-3 \
        $licenses/MPL-2.0 $licenses/Apache-2.0
}

do_git() {
    export GIT_CONFIG_GLOBAL=/dev/null GIT_PAGER=cat
    git init -q "$scratch/history"
    awk -f "$bench/programs/history.awk" | git -C "$scratch/history" fast-import --quiet
    preloaded git "$tool" -C "$scratch/history" log -p --stat main
}

do_jq() {
    preloaded jq "$tool" -n -f "$bench/programs/jq.jq"
}

do_ld() {
    preloaded ld "$tool" -r -o /dev/null --whole-archive "$(${CC:-cc} -print-file-name=libc.a)"
}

do_lua() {
    preloaded lua "$tool" "$bench/programs/lua.lua" $licenses/GPL-3
}

do_magick() {
    MAGICK_THREAD_LIMIT=1 preloaded convert "$tool" -seed 1 -size 640x480 plasma:red-blue \
        -blur 0x2 -resize 50% -rotate 15 -colors 64 -sharpen 0x1 png:/dev/null
}

do_mutool() {
    awk -f "$bench/programs/page.awk" >"$scratch/page.html"
    preloaded mutool "$tool" draw -q -r 72 -F png -o /dev/null "$scratch/page.html"
}

do_perl() {
    preloaded perl "$tool" "$bench/programs/perl.pl" $licenses/GPL-2 $licenses/GPL-3 \
        $licenses/LGPL-2.1 $licenses/MPL-2.0
}

# By default it takes small blocks from pools of its own.
do_python3() {
    PYTHONMALLOC=malloc preloaded python3 "$tool" "$bench/programs/python3.py"
}

# Debian's file is the server, too, by the name that it is called by. Its package does not start
# one on this machine, as that of the server would.
do_redis() {
    socket=$scratch/redis.socket
    ln -sf "$tool" "$scratch/redis-server"
    preloaded redis-server "$scratch/redis-server" --port 0 --unixsocket "$socket" --save '' \
        --daemonize no &
    for wait in 1 2 3 4 5 6 7 8 9 10; do
        test ! -S "$socket" || break
        sleep "0.$wait"
    done
    redis-benchmark -s "$socket" -q -n 10000 -r 5000 -d 100 \
        -t set,get,lpush,rpop,sadd,hset,zadd,lrange_100 >/dev/null
    redis-cli -s "$socket" shutdown nosave
    wait $!
}

do_sqlite3() {
    preloaded sqlite3 "$tool" -init /dev/null :memory: ".read '$bench/programs/sqlite3.sql'"
}

do_vim() {
    preloaded vim "$tool" -u NONE -i NONE -n -es -S "$bench/programs/vim.vim" $licenses/GPL-3
}

do_z3() {
    awk -f "$bench/programs/queens.awk" >"$scratch/queens.smt2"
    preloaded z3 "$tool" "$scratch/queens.smt2"
}

record cc1 "$(${CC:-cc} -print-prog-name=cc1)"
record cc1plus "$(${CXX:-c++} -print-prog-name=cc1plus)"
record freeciv /usr/games/freeciv-server
record gawk gawk
record git git
record jq jq
record ld ld
record lua lua5.4
record magick convert
record mutool mutool
record perl perl
record python3 python3
record redis redis-check-rdb
record sqlite3 sqlite3
record vim vim
record z3 z3
