# The benchmark, as far as it tells the same on every machine: instructions.

TESTS += %D%/instructions.sh
dist_check_SCRIPTS += %D%/instructions.sh
sh_files += %D%/instructions.sh
EXTRA_DIST += %D%/compare.awk

# Records what the fast paths take now, with this compiler and these flags.
update-instructions: all bench/vera-bench
	$(TEST_ENVIRONMENT) $(SHELL) $(top_srcdir)/%D%/instructions.sh record
.PHONY: update-instructions
