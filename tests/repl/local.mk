# Tests of vera-repl: its parts, single lines of a session, and the whole program
# with scripts and on a terminal. The prompt without libedit is tested in every
# build.

dist_check_SCRIPTS += \
  %D%/examples.sh \
  %D%/modules.sh \
  %D%/script.sh \
  %D%/terminal.sh \
  %D%/terminal_plain.sh
EXTRA_DIST += \
  %D%/expected/buffer.txt \
  %D%/expected/table.txt \
  %D%/expected/tour.txt \
  %D%/setup.sh \
  %D%/terminal.py

if REPL
check_PROGRAMS += %D%/vera-repl-plain
TESTS += \
  %D%/examples.sh \
  %D%/modules.sh \
  %D%/script.sh \
  %D%/terminal_plain.sh
if LIBEDIT
TESTS += %D%/terminal.sh
endif
endif

%C%_vera_repl_plain_CPPFLAGS = $(repl_CPPFLAGS)
%C%_vera_repl_plain_LDADD = $(repl_parts)
%C%_vera_repl_plain_SOURCES = \
  bindings/repl/main.c \
  bindings/repl/prompt_plain.c

include %D%/lines/local.mk
include %D%/parts/local.mk
