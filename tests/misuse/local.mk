# One program for each misuse. A program is a line of this list and rows of table.txt.

misuse_programs = \
  %D%/copy_from_freed_block \
  %D%/copy_from_null \
  %D%/copy_from_past_the_end \
  %D%/copy_from_wrapped_range \
  %D%/copy_into_freed_block \
  %D%/copy_onto_itself \
  %D%/copy_past_the_end \
  %D%/copy_that_overlaps_downwards \
  %D%/copy_that_overlaps_upwards \
  %D%/copy_to_null \
  %D%/copy_to_wrapped_range \
  %D%/copy_with_least_count \
  %D%/copy_with_negative_count \
  %D%/count_zero_with_null \
  %D%/double_free \
  %D%/double_free_after_a_caches_worth \
  %D%/double_free_after_another \
  %D%/double_free_after_others \
  %D%/double_free_after_the_flush \
  %D%/double_free_after_the_slab_was_closed \
  %D%/double_free_aligned \
  %D%/double_free_found_at_the_end \
  %D%/double_free_from_another_thread \
  %D%/double_free_large \
  %D%/double_free_large_and_then_small \
  %D%/double_free_with_two_owners \
  %D%/foreign_pointer_found_at_the_end \
  %D%/foreign_pointer_handed_out \
  %D%/free_aligned_of_plain_block \
  %D%/free_aligned_with_negative_size \
  %D%/free_eight_bytes_before \
  %D%/free_eight_bytes_in \
  %D%/free_eight_bytes_in_found_at_the_end \
  %D%/free_eight_bytes_into_large \
  %D%/free_half_a_slot_in \
  %D%/free_large_as_small \
  %D%/free_large_with_larger_alignment \
  %D%/free_large_with_one_byte_more \
  %D%/free_large_with_smaller_alignment \
  %D%/free_of_aligned_block \
  %D%/free_of_another_copys_block \
  %D%/free_of_global \
  %D%/free_of_hugely_aligned_block \
  %D%/free_of_large_aligned_block \
  %D%/free_of_last_address \
  %D%/free_of_last_byte \
  %D%/free_of_libc_block \
  %D%/free_of_mapped_page \
  %D%/free_of_mapped_page_as_large \
  %D%/free_of_near_null \
  %D%/free_of_non_canonical \
  %D%/free_of_non_canonical_as_large \
  %D%/free_of_null \
  %D%/free_of_stack \
  %D%/free_of_tail \
  %D%/free_of_unmapped_page \
  %D%/free_one_byte_in \
  %D%/free_one_page_in \
  %D%/free_one_page_into_large \
  %D%/free_small_as_large \
  %D%/free_while_cancellation_is_pending \
  %D%/free_with_alignment_24 \
  %D%/free_with_alignment_of_same_class \
  %D%/free_with_alignment_three \
  %D%/free_with_alignment_zero \
  %D%/free_with_class_below \
  %D%/free_with_huge_alignment \
  %D%/free_with_larger_alignment \
  %D%/free_with_larger_class \
  %D%/free_with_larger_class_found_at_the_end \
  %D%/free_with_largest_size \
  %D%/free_with_least_alignment \
  %D%/free_with_least_size \
  %D%/free_with_negative_alignment \
  %D%/free_with_negative_size \
  %D%/free_with_size_of_same_class \
  %D%/free_with_size_zero \
  %D%/free_with_smaller_alignment \
  %D%/free_with_smaller_class \
  %D%/freed_as_another_class_and_handed_out \
  %D%/large_block_freed_as_small \
  %D%/large_block_freed_as_small_found_at_the_end \
  %D%/overflow_by_one \
  %D%/overflow_by_ten \
  %D%/overflow_far_past_the_end \
  %D%/overflow_into_the_next_block \
  %D%/overflow_into_the_padding \
  %D%/overflow_of_large \
  %D%/overflow_to_the_end_of_the_slot \
  %D%/read_after_free \
  %D%/read_after_free_of_large \
  %D%/read_past_the_end \
  %D%/read_past_the_end_of_large \
  %D%/set_at_null \
  %D%/set_before_the_start \
  %D%/set_into_the_next_block \
  %D%/set_of_freed_block \
  %D%/set_of_size_zero \
  %D%/set_of_wrapped_range \
  %D%/set_past_the_end \
  %D%/set_with_negative_count \
  %D%/underflow_by_one \
  %D%/underflow_of_whole_pages \
  %D%/write_after_free \
  %D%/write_after_free_found_at_the_end \
  %D%/write_after_free_found_by_a_free \
  %D%/write_after_free_of_large \
  %D%/write_after_free_to_the_next_owner \
  %D%/write_before_a_freed_block \
  %D%/write_past_a_freed_block \
  %D%/write_to_size_zero \
  %D%/write_to_size_zero_of_huge_alignment \
  %D%/zero_at_null \
  %D%/zero_into_freed_block \
  %D%/zero_of_wrapped_range \
  %D%/zero_past_the_end \
  %D%/zero_that_runs_into_a_block \
  %D%/zero_with_negative_count

misuse_scripts = \
  %D%/misuse.sh \
  %D%/settings.sh
dist_check_SCRIPTS += $(misuse_scripts) %D%/compare.sh %D%/system.sh
EXTRA_DIST += \
  %D%/forms.awk \
  %D%/rows.awk \
  %D%/table.txt
sh_files += $(misuse_scripts) %D%/compare.sh %D%/system.sh
TESTS += %D%/settings.sh
if SHARED
TESTS += %D%/misuse.sh
endif

check_LTLIBRARIES += %D%/libmisuse.la
check_PROGRAMS += $(misuse_programs)
LDADD = %D%/libmisuse.la libvera_memory/libvera_memory.la

# Shared, so that the names of its functions are available at run time. Without -rpath
# libtool makes no shared library of one that is not installed.
%C%_libmisuse_la_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
%C%_libmisuse_la_CFLAGS = $(AM_CFLAGS) -fvisibility=default -pthread
%C%_libmisuse_la_LDFLAGS = -avoid-version -no-undefined -rpath $(libdir)
%C%_libmisuse_la_LIBADD = libvera_memory/libvera_memory.la
%C%_libmisuse_la_SOURCES = \
  %D%/calls.c \
  %D%/go_on.c \
  %D%/misuse.h
if POSIX
%C%_libmisuse_la_SOURCES += %D%/posix/system.c
endif
if WINDOWS
%C%_libmisuse_la_SOURCES += %D%/windows/system.c
endif
