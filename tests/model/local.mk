# The models of how blocks move between caches and central lists, of a fork, and of a lock, which
# make check-model searches with spin.

dist_check_SCRIPTS += %D%/model.sh
sh_files += %D%/model.sh
EXTRA_DIST += %D%/blocks.pml %D%/fork.pml %D%/lock.pml
