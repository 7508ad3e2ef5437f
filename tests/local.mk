# The tests. Every one speaks TAP: programs on Check through run.c, scripts
# through tap.sh. A folder tests one part of the project.

dist_check_SCRIPTS += \
  %D%/tap.sh \
  %D%/without_check.sh
sh_files += %D%/tap.sh %D%/without_check.sh

if !HAVE_CHECK
TESTS += %D%/without_check.sh
endif

include %D%/abi/local.mk
include %D%/bench/local.mk
include %D%/binding/local.mk
include %D%/fuzz/local.mk
include %D%/install/local.mk
include %D%/memory/local.mk
include %D%/model/local.mk
include %D%/misuse/local.mk
include %D%/mutation/local.mk
include %D%/peers/local.mk
include %D%/repl/local.mk
include %D%/sample/local.mk
