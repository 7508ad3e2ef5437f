# The project as users and packagers configure, build and install it.

install_scripts = \
  %D%/anew.sh \
  %D%/commands.sh \
  %D%/configurations.sh \
  %D%/identical.sh \
  %D%/installed.sh \
  %D%/reconfigured.sh \
  %D%/warnings.sh
dist_check_SCRIPTS += $(install_scripts)
sh_files += $(install_scripts)
EXTRA_DIST += \
  %D%/host.c \
  %D%/program.c
TESTS += %D%/commands.sh %D%/installed.sh

BUILD_TESTS += \
  %D%/configurations.sh \
  %D%/identical.sh \
  %D%/reconfigured.sh \
  %D%/warnings.sh
