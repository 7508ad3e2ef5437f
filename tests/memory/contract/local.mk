# One file for each clause of the contract. These programs use only the public header and
# link the shared library.

contract_scripts = \
  %D%/figures.sh \
  %D%/header.sh \
  %D%/opens_no_file.sh \
  %D%/secure.sh
contract_shared_scripts = \
  %D%/check_mode.sh \
  %D%/lines.sh \
  %D%/margin.sh \
  %D%/watched.sh
dist_check_SCRIPTS += $(contract_scripts) $(contract_shared_scripts) %D%/compare.sh
sh_files += $(contract_scripts) $(contract_shared_scripts) %D%/compare.sh
EXTRA_DIST += %D%/compare.awk
TESTS += $(contract_scripts)
if SHARED
TESTS += $(contract_shared_scripts)
endif

contract_programs = \
  %D%/allocate \
  %D%/allocate_aligned \
  %D%/bulk \
  %D%/churn \
  %D%/errors \
  %D%/exhaustion \
  %D%/free \
  %D%/guards \
  %D%/idle \
  %D%/leak \
  %D%/lifetime \
  %D%/marks \
  %D%/refusal \
  %D%/stats \
  %D%/threads
# These open the shared library themselves.
contract_shared_programs = \
  %D%/copies \
  %D%/loading
if POSIX
contract_shared_programs += \
  %D%/footprint \
  %D%/fork_aside \
  %D%/fork_generations \
  %D%/fork_handlers \
  %D%/fork_misuse \
  %D%/fork_waits \
  %D%/namespaces \
  %D%/static_tls
contract_programs += \
  %D%/advised \
  %D%/cancellation \
  %D%/end \
  %D%/faults \
  %D%/fork \
  %D%/fork_leak \
  %D%/guard_addresses \
  %D%/guard_calls \
  %D%/idle_addresses \
  %D%/mappings \
  %D%/reach \
  %D%/sandbox \
  %D%/signals \
  %D%/start \
  %D%/thread_data \
  %D%/untouched
check_PROGRAMS += %D%/secure_user
endif
if WINDOWS
contract_programs += \
  %D%/windows/exit \
  %D%/windows/last_error \
  %D%/windows/thread_end
TESTS += %D%/windows/left_out.sh
endif
dist_check_SCRIPTS += %D%/windows/left_out.sh
sh_files += %D%/windows/left_out.sh

# What "make check-faults" runs: bad input and faults, each of which prints a figure.
fault_tests = %D%/secure.sh
if HAVE_CHECK
fault_tests += \
  %D%/advised \
  %D%/allocate \
  %D%/allocate_aligned \
  %D%/cancellation \
  %D%/check_mode.sh \
  %D%/margin.sh \
  %D%/churn \
  %D%/copies \
  %D%/exhaustion \
  %D%/faults \
  %D%/fork \
  %D%/fork_aside \
  %D%/fork_generations \
  %D%/fork_handlers \
  %D%/fork_misuse \
  %D%/fork_waits \
  %D%/idle \
  %D%/idle_addresses \
  %D%/lifetime \
  %D%/loading \
  %D%/mappings \
  %D%/namespaces \
  %D%/reach \
  %D%/refusal \
  %D%/sandbox \
  %D%/signals \
  %D%/start \
  %D%/static_tls \
  %D%/thread_data \
  %D%/threads
endif

if HAVE_CHECK
check_LIBRARIES += %D%/libcontract.a
check_PROGRAMS += $(contract_programs) $(contract_shared_programs)
TESTS += $(contract_programs)
if SHARED
TESTS += $(contract_shared_programs)
endif
if POSIX
check_LTLIBRARIES += %D%/libword.la
endif
endif

contract_cppflags = $(AM_CPPFLAGS) $(run_cppflags) -D_GNU_SOURCE -I$(top_srcdir)/tests \
  -I$(top_srcdir)/%D%
contract_cflags = $(AM_CFLAGS) -pthread
contract_ldadd = %D%/libcontract.a libvera_memory/libvera_memory.la $(run_ldadd)

# What the programs share.
%C%_libcontract_a_CPPFLAGS = $(contract_cppflags)
%C%_libcontract_a_CFLAGS = $(contract_cflags)
%C%_libcontract_a_SOURCES = \
  %D%/chain.c \
  %D%/chain.h \
  %D%/child.c \
  %D%/child.h \
  %D%/keys.h \
  %D%/leaky.c \
  %D%/leaky.h \
  %D%/library.h \
  %D%/limit.h \
  %D%/mode.c \
  %D%/mode.h \
  %D%/pattern.c \
  %D%/pattern.h \
  %D%/place.c \
  %D%/place.h \
  %D%/sizes.c \
  %D%/sizes.h \
  %D%/sound.c \
  %D%/sound.h \
  %D%/status.h \
  %D%/works.c \
  %D%/works.h
if POSIX
%C%_libcontract_a_SOURCES += \
  %D%/posix/child.c \
  %D%/posix/forked.c \
  %D%/posix/forked.h \
  %D%/posix/keys.c \
  %D%/posix/library.c \
  %D%/posix/limit.c \
  %D%/posix/loaded.h \
  %D%/posix/place.c \
  %D%/posix/status.c \
  %D%/posix/window.c \
  %D%/posix/window.h
endif
if WINDOWS
%C%_libcontract_a_SOURCES += \
  %D%/windows/child.c \
  %D%/windows/import.c \
  %D%/windows/import.h \
  %D%/windows/keys.c \
  %D%/windows/library.c \
  %D%/windows/limit.c \
  %D%/windows/place.c \
  %D%/windows/status.c
endif

# Without -rpath libtool makes no shared library of one that is not installed.
%C%_libword_la_SOURCES = %D%/word.c
%C%_libword_la_LDFLAGS = -module -avoid-version -no-undefined -rpath $(libdir)

%C%_advised_CPPFLAGS = $(contract_cppflags)
%C%_advised_CFLAGS = $(contract_cflags)
%C%_advised_LDADD = $(contract_ldadd)

%C%_allocate_CPPFLAGS = $(contract_cppflags)
%C%_allocate_CFLAGS = $(contract_cflags)
%C%_allocate_LDADD = $(contract_ldadd)

%C%_allocate_aligned_CPPFLAGS = $(contract_cppflags)
%C%_allocate_aligned_CFLAGS = $(contract_cflags)
%C%_allocate_aligned_LDADD = $(contract_ldadd)

%C%_bulk_CPPFLAGS = $(contract_cppflags)
%C%_bulk_CFLAGS = $(contract_cflags)
%C%_bulk_LDADD = $(contract_ldadd)

%C%_cancellation_CPPFLAGS = $(contract_cppflags)
%C%_cancellation_CFLAGS = $(contract_cflags)
%C%_cancellation_LDADD = $(contract_ldadd)

%C%_churn_CPPFLAGS = $(contract_cppflags)
%C%_churn_CFLAGS = $(contract_cflags)
%C%_churn_LDADD = $(contract_ldadd)

%C%_copies_CPPFLAGS = $(contract_cppflags)
%C%_copies_CFLAGS = $(contract_cflags)
%C%_copies_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_errors_CPPFLAGS = $(contract_cppflags)
%C%_errors_CFLAGS = $(contract_cflags)
%C%_errors_LDADD = $(contract_ldadd)

%C%_exhaustion_CPPFLAGS = $(contract_cppflags)
%C%_exhaustion_CFLAGS = $(contract_cflags)
%C%_exhaustion_LDADD = $(contract_ldadd)

%C%_faults_CPPFLAGS = $(contract_cppflags)
%C%_faults_CFLAGS = $(contract_cflags)
%C%_faults_LDADD = $(contract_ldadd)

%C%_footprint_CPPFLAGS = $(contract_cppflags)
%C%_footprint_CFLAGS = $(contract_cflags)
%C%_footprint_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_fork_CPPFLAGS = $(contract_cppflags)
%C%_fork_CFLAGS = $(contract_cflags)
%C%_fork_LDADD = $(contract_ldadd)

%C%_fork_aside_CPPFLAGS = $(contract_cppflags)
%C%_fork_aside_CFLAGS = $(contract_cflags)
%C%_fork_aside_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_fork_generations_CPPFLAGS = $(contract_cppflags)
%C%_fork_generations_CFLAGS = $(contract_cflags)
%C%_fork_generations_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_fork_handlers_CPPFLAGS = $(contract_cppflags)
%C%_fork_handlers_CFLAGS = $(contract_cflags)
%C%_fork_handlers_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_fork_leak_CPPFLAGS = $(contract_cppflags)
%C%_fork_leak_CFLAGS = $(contract_cflags)
%C%_fork_leak_LDADD = $(contract_ldadd)
%C%_fork_leak_LDFLAGS = -export-dynamic

%C%_fork_misuse_CPPFLAGS = $(contract_cppflags)
%C%_fork_misuse_CFLAGS = $(contract_cflags)
%C%_fork_misuse_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_fork_waits_CPPFLAGS = $(contract_cppflags)
%C%_fork_waits_CFLAGS = $(contract_cflags)
%C%_fork_waits_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_free_CPPFLAGS = $(contract_cppflags)
%C%_free_CFLAGS = $(contract_cflags)
%C%_free_LDADD = $(contract_ldadd)

%C%_idle_CPPFLAGS = $(contract_cppflags)
%C%_idle_CFLAGS = $(contract_cflags)
%C%_idle_LDADD = $(contract_ldadd)

%C%_idle_addresses_CPPFLAGS = $(contract_cppflags)
%C%_idle_addresses_CFLAGS = $(contract_cflags)
%C%_idle_addresses_LDADD = $(contract_ldadd)

%C%_end_CPPFLAGS = $(contract_cppflags)
%C%_end_CFLAGS = $(contract_cflags)
%C%_end_LDADD = $(contract_ldadd)

%C%_guard_addresses_CPPFLAGS = $(contract_cppflags)
%C%_guard_addresses_CFLAGS = $(contract_cflags)
%C%_guard_addresses_LDADD = $(contract_ldadd)

%C%_guard_calls_CPPFLAGS = $(contract_cppflags)
%C%_guard_calls_CFLAGS = $(contract_cflags)
%C%_guard_calls_LDADD = $(contract_ldadd)

%C%_guards_CPPFLAGS = $(contract_cppflags)
%C%_guards_CFLAGS = $(contract_cflags)
%C%_guards_LDADD = $(contract_ldadd)

%C%_leak_CPPFLAGS = $(contract_cppflags)
%C%_leak_CFLAGS = $(contract_cflags)
%C%_leak_LDADD = $(contract_ldadd)
%C%_leak_LDFLAGS = -export-dynamic

%C%_lifetime_CPPFLAGS = $(contract_cppflags)
%C%_lifetime_CFLAGS = $(contract_cflags)
%C%_lifetime_LDADD = $(contract_ldadd)
%C%_marks_CPPFLAGS = $(contract_cppflags)
%C%_marks_CFLAGS = $(contract_cflags)
%C%_marks_LDADD = $(contract_ldadd)

%C%_loading_CPPFLAGS = $(contract_cppflags)
%C%_loading_CFLAGS = $(contract_cflags)
%C%_loading_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_mappings_CPPFLAGS = $(contract_cppflags)
%C%_mappings_CFLAGS = $(contract_cflags)
%C%_mappings_LDADD = $(contract_ldadd)

%C%_namespaces_CPPFLAGS = $(contract_cppflags)
%C%_namespaces_CFLAGS = $(contract_cflags)
%C%_namespaces_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_reach_CPPFLAGS = $(contract_cppflags)
%C%_reach_CFLAGS = $(contract_cflags)
%C%_reach_SOURCES = %D%/posix/victims.c %D%/posix/victims.h %D%/reach.c
%C%_reach_LDADD = $(contract_ldadd)

%C%_refusal_CPPFLAGS = $(contract_cppflags)
%C%_refusal_CFLAGS = $(contract_cflags)
%C%_refusal_LDADD = $(contract_ldadd)

%C%_sandbox_CPPFLAGS = $(contract_cppflags)
%C%_sandbox_CFLAGS = $(contract_cflags)
%C%_sandbox_LDADD = $(contract_ldadd)

# Linked statically, because the loader ignores the build's library path in a set-user-id
# program.
%C%_secure_user_LDADD = libvera_memory/libvera_memory_internal.la

%C%_signals_CPPFLAGS = $(contract_cppflags)
%C%_signals_CFLAGS = $(contract_cflags)
%C%_signals_LDADD = $(contract_ldadd)

# With the archive, because the constructor of a shared library runs before the program's.
%C%_start_CPPFLAGS = $(contract_cppflags)
%C%_start_CFLAGS = $(contract_cflags)
%C%_start_SOURCES = %D%/posix/intercept.c %D%/posix/intercept.h %D%/start.c
%C%_start_LDADD = %D%/libcontract.a libvera_memory/libvera_memory_internal.la $(run_ldadd)

%C%_static_tls_CPPFLAGS = $(contract_cppflags)
%C%_static_tls_CFLAGS = $(contract_cflags)
%C%_static_tls_LDADD = %D%/libcontract.a $(run_ldadd)

%C%_stats_CPPFLAGS = $(contract_cppflags)
%C%_stats_CFLAGS = $(contract_cflags)
%C%_stats_LDADD = $(contract_ldadd)

%C%_thread_data_CPPFLAGS = $(contract_cppflags)
%C%_thread_data_CFLAGS = $(contract_cflags)
%C%_thread_data_LDADD = $(contract_ldadd)

%C%_threads_CPPFLAGS = $(contract_cppflags)
%C%_threads_CFLAGS = $(contract_cflags)
%C%_threads_LDADD = $(contract_ldadd)

%C%_untouched_CPPFLAGS = $(contract_cppflags)
%C%_untouched_CFLAGS = $(contract_cflags)
%C%_untouched_LDADD = $(contract_ldadd)

%C%_windows_exit_CPPFLAGS = $(contract_cppflags)
%C%_windows_exit_CFLAGS = $(contract_cflags)
%C%_windows_exit_LDADD = $(contract_ldadd)

%C%_windows_last_error_CPPFLAGS = $(contract_cppflags)
%C%_windows_last_error_CFLAGS = $(contract_cflags)
%C%_windows_last_error_LDADD = $(contract_ldadd)

%C%_windows_thread_end_CPPFLAGS = $(contract_cppflags)
%C%_windows_thread_end_CFLAGS = $(contract_cflags)
%C%_windows_thread_end_LDADD = $(contract_ldadd)
