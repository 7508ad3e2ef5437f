# VERA_MEMORY_STATS=exit prints one JSON object: a reader of JSON finds each figure that
# docs/modes.md lists, and no other.

. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/program.sh"

programs=$top_builddir/tests/memory/contract
test -x "$programs/stats${exeext-}" || skip_all 'there is no Check'
python3 -c 'import json' 2>/dev/null || skip_all 'python3 is missing'

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/judge.py" <<'PYTHON'
import json
import sys

mode = sys.argv[1]
text = sys.stdin.read()
print(text)
figures = json.loads(text[text.index("{"):])  # one object, and nothing after it


def numbers(found, *names):
    assert list(found) == list(names), found
    assert all(type(found[name]) is int and found[name] >= 0 for name in names), found


def judge_fast():
    classes = figures.pop("classes")
    assert len(classes) > 1
    for one in classes:
        numbers(one, "size", "live_blocks", "live_bytes", "cached_blocks", "peak_blocks",
                "peak_bytes")
        assert one["live_bytes"] == one["size"] * one["live_blocks"]
        assert one["peak_bytes"] == one["size"] * one["peak_blocks"]
        assert one["live_blocks"] + one["cached_blocks"] <= one["peak_blocks"]
    sizes = [one["size"] for one in classes]
    assert sizes == sorted(set(sizes)), sizes
    large = figures.pop("large")
    numbers(large, "live_blocks", "live_bytes", "peak_blocks", "peak_bytes")
    assert large["live_blocks"] <= large["peak_blocks"]
    assert large["live_bytes"] <= large["peak_bytes"]


assert figures.pop("library") == "vera_memory"
assert figures.pop("mode") == mode
pages = figures.pop("pages")
numbers(pages, "in_use_bytes", "warm_bytes", "cold_bytes", "mapped_bytes")
assert pages["in_use_bytes"] + pages["warm_bytes"] + pages["cold_bytes"] <= pages["mapped_bytes"]
numbers(figures.pop("calls"), "map", "unmap", "advise", "heap")
if mode == "fast":
    judge_fast()
    numbers(figures, "misuse")
else:
    numbers(figures, "live_blocks", "live_bytes", "quarantine_bytes", "misuse")
PYTHON

# are_json MODE PAGES: whether what a program prints in that mode is as the judge says.
are_json() {
    (
        VERA_MEMORY_MODE=$1 VERA_MEMORY_CHECK_PAGES=$2
        VERA_MEMORY_STATS=exit VERA_MEMORY_MISUSE=report
        export VERA_MEMORY_MODE VERA_MEMORY_CHECK_PAGES VERA_MEMORY_STATS VERA_MEMORY_MISUSE
        begin_program stats hold_some 0
    ) 2>"$scratch/said" >&2 || return
    sed '/^vera_memory: leak: /d' "$scratch/said" | python3 "$scratch/judge.py" "$1"
}

check 'fast mode: the figures are one JSON object' are_json fast 0
check 'check mode: the figures are one JSON object' are_json check 16384
check 'check mode, no guards: the figures are one JSON object' are_json check 0
finish
