# The contract holds in check mode, with guarded blocks and without.

. "$top_srcdir/tests/tap.sh"

programs="$top_builddir/tests/memory/contract"
test -x "$programs/allocate" || skip_all 'there is no Check'

keeps() {
    VERA_MEMORY_MODE=check VERA_MEMORY_CHECK_PAGES=$2 "$programs/$1"
}

programs_of_one_thread='allocate allocate_aligned bulk'
budgets='0 1000'
case ${VERA_SANITIZER-} in
thread) # takes minutes for what one thread does, and for mappings that come and go
    programs_of_one_thread=
    budgets=0
    ;;
address) budgets=0 ;;
esac

for program in $programs_of_one_thread cancellation churn fork lifetime; do
    for pages in $budgets; do
        check "$program, with $pages pages" keeps "$program" "$pages"
    done
done
finish
