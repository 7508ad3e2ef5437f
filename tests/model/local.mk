# The model of how blocks move between caches and central lists, which make check-model
# searches with spin.

dist_check_SCRIPTS += %D%/model.sh
sh_files += %D%/model.sh
EXTRA_DIST += %D%/blocks.pml
