# The project as those see it who build, install and package it.

dist_check_SCRIPTS += \
  %D%/configurations.sh \
  %D%/identical.sh \
  %D%/installed.sh \
  %D%/warnings.sh
EXTRA_DIST += \
  %D%/anew.sh \
  %D%/host.c \
  %D%/program.c
TESTS += %D%/installed.sh

BUILD_TESTS += \
  %D%/configurations.sh \
  %D%/identical.sh \
  %D%/warnings.sh
