# The benchmark: that it works, and the counts that are the same on every machine.

bench_tests = \
  %D%/bench.sh \
  %D%/instructions.sh
TESTS += $(bench_tests)
dist_check_SCRIPTS += $(bench_tests)
sh_files += $(bench_tests)
EXTRA_DIST += %D%/compare.awk

if BENCH
check_PROGRAMS += %D%/allocating
%C%_allocating_CFLAGS = $(AM_CFLAGS) -pthread
endif

# Records what the fast paths take now, with this compiler and these flags.
update-instructions: all bench/vera-bench
	$(TEST_ENVIRONMENT) $(SHELL) $(top_srcdir)/%D%/instructions.sh record
.PHONY: update-instructions
