# Changes that the tests must notice: make check-mutations.

dist_check_SCRIPTS += %D%/mutate.sh
sh_files += %D%/mutate.sh
EXTRA_DIST += %D%/mutations.txt
