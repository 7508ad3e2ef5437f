# The fuzz targets and their corpora. make check-fuzz runs them for VERA_FUZZ_SECONDS.

dist_check_SCRIPTS += %D%/fuzz.sh
sh_files += %D%/fuzz.sh
EXTRA_DIST += \
  %D%/corpus/manifest/bad_syntax.json \
  %D%/corpus/manifest/every_attribute.json \
  %D%/corpus/manifest/memory.json \
  %D%/corpus/manifest/newer_format.json \
  %D%/corpus/manifest/second_function.json \
  %D%/corpus/manifest/unknown_type.json \
  %D%/corpus/memory/bytes_of_blocks \
  %D%/corpus/memory/class_edges \
  %D%/corpus/memory/class_edges_aligned \
  %D%/corpus/memory/failures \
  %D%/corpus/memory/kept_block \
  %D%/corpus/memory/kept_block_aligned \
  %D%/corpus/memory/large_blocks \
  %D%/corpus/memory/page_edges_aligned \
  %D%/corpus/memory/refusals \
  %D%/corpus/memory/small_blocks \
  %D%/corpus/parse/deep \
  %D%/corpus/parse/expressions \
  %D%/corpus/parse/faults \
  %D%/corpus/parse/not_a_line \
  %D%/corpus/parse/statements \
  %D%/expect.h \
  %D%/input.h \
  %D%/manifest.c \
  %D%/memory.c \
  %D%/parse.c \
  %D%/system.c \
  %D%/system.h
