# The contract holds in check mode, with guarded blocks and without.

. "$top_srcdir/tests/tap.sh"

programs="$top_builddir/tests/memory/contract"
test -x "$programs/allocate" || skip_all 'there is no Check'

keeps() {
    VERA_MEMORY_MODE=check VERA_MEMORY_CHECK_PAGES=$2 "$programs/$1"
}

# To map and unmap takes ThreadSanitizer a hundred times as long.
budgets='0 1000'
test -z "${VERA_SANITIZER-}" || budgets=0

for program in allocate allocate_aligned bulk cancellation churn fork lifetime; do
    for pages in $budgets; do
        check "$program, with $pages pages" keeps "$program" "$pages"
    done
done
finish
