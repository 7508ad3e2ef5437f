# The benchmark. `make check` builds it, to count instructions; scripts/bench runs it.

if BENCH
check_PROGRAMS += %D%/vera-bench
check_LTLIBRARIES += %D%/minimal_check.la %D%/recorder.la
endif

%C%_vera_bench_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/bindings/libvera_binding/include \
  -D_GNU_SOURCE $(LIBFFI_CFLAGS) $(JANSSON_CFLAGS)
%C%_vera_bench_CFLAGS = $(AM_CFLAGS) -pthread
%C%_vera_bench_CXXFLAGS = $(AM_CXXFLAGS) -std=gnu++17
%C%_vera_bench_LDADD = bindings/libvera_binding/libvera_binding.la $(LIBFFI_LIBS) $(JANSSON_LIBS) -lm $(DL_LIBS)
%C%_vera_bench_SOURCES = \
  %D%/aligned.c \
  %D%/allocator.c \
  %D%/allocator.h \
  %D%/bars.c \
  %D%/bars.h \
  %D%/batch.c \
  %D%/bulk.c \
  %D%/call.c \
  %D%/callgrind.c \
  %D%/callgrind.h \
  %D%/cell.c \
  %D%/cell.h \
  %D%/chart.c \
  %D%/chart.h \
  %D%/child.c \
  %D%/child.h \
  %D%/churn.c \
  %D%/counts.c \
  %D%/counts.h \
  %D%/die.c \
  %D%/die.h \
  %D%/distribution.cc \
  %D%/distribution.h \
  %D%/figure.c \
  %D%/figure.h \
  %D%/large.c \
  %D%/late.c \
  %D%/larson.c \
  %D%/machine.c \
  %D%/machine.h \
  %D%/main.c \
  %D%/measure.c \
  %D%/measure.h \
  %D%/miss.c \
  %D%/null.c \
  %D%/null.h \
  %D%/phases.c \
  %D%/ping_pong.c \
  %D%/plot.c \
  %D%/plot.h \
  %D%/producer_consumer.c \
  %D%/program.c \
  %D%/program_in_cpp.c \
  %D%/quiet.c \
  %D%/random.c \
  %D%/random.h \
  %D%/recording.c \
  %D%/recording.h \
  %D%/refused.c \
  %D%/replay.c \
  %D%/replay.h \
  %D%/row.c \
  %D%/row.h \
  %D%/start.c \
  %D%/table.c \
  %D%/temporary.c \
  %D%/table.h \
  %D%/threads.c \
  %D%/threads_that_end.c \
  %D%/trial.c \
  %D%/trial.h \
  %D%/word_index.cc \
  %D%/word_index.h

# Without -rpath, libtool makes no shared library of a module that is not installed.
%C%_minimal_check_la_CFLAGS = $(AM_CFLAGS) -fvisibility=default
%C%_minimal_check_la_LDFLAGS = -module -avoid-version -no-undefined -rpath $(libdir)
# Its own copy of the library: in a path with a space, libtool cannot link the shared one.
%C%_minimal_check_la_LIBADD = libvera_memory/libvera_memory_internal.la
%C%_minimal_check_la_SOURCES = %D%/minimal_check.c

%C%_recorder_la_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
%C%_recorder_la_CFLAGS = $(AM_CFLAGS) -fvisibility=default
%C%_recorder_la_LDFLAGS = -module -avoid-version -no-undefined -rpath $(libdir)
%C%_recorder_la_SOURCES = %D%/recorder.c %D%/recording.h

# What cc1 compiles while its allocations are recorded: a source of vera-repl, preprocessed
# with the flags that vera-repl is compiled with.
%D%/parse.i: bindings/repl/parse.c
	$(AM_V_GEN)$(CC) $(DEFS) $(repl_CPPFLAGS) $(CPPFLAGS) -E -o $@ $(top_srcdir)/bindings/repl/parse.c
CLEANFILES += %D%/parse.i

# The same for cc1plus.
%D%/word_index.ii: bench/word_index.cc
	$(AM_V_GEN)$(CXX) $(DEFS) $(bench_vera_bench_CPPFLAGS) $(CPPFLAGS) -std=gnu++17 -E -o $@ \
	  $(top_srcdir)/bench/word_index.cc
CLEANFILES += %D%/word_index.ii

EXTRA_DIST += \
  %D%/floor.awk \
  %D%/instructions.txt \
  %D%/results/memory.png \
  %D%/results/memory.svg \
  %D%/results/result.json \
  %D%/results/speed.png \
  %D%/results/speed.svg \
  %D%/results/table.txt \
  %D%/programs/freeciv.serv \
  %D%/programs/gawk.awk \
  %D%/programs/history.awk \
  %D%/programs/jq.jq \
  %D%/programs/lua.lua \
  %D%/programs/page.awk \
  %D%/programs/perl.pl \
  %D%/programs/python3.py \
  %D%/programs/queens.awk \
  %D%/programs/sqlite3.sql \
  %D%/programs/vim.vim \
  %D%/record.sh
