# The tree agrees with its tables, and the checks notice every kind of drift.

# "make check-abi" runs these.
abi_checks = \
  %D%/abidiff.sh \
  %D%/archive.sh \
  %D%/baseline.sh \
  %D%/header.sh \
  %D%/library.sh \
  %D%/named.sh
abi_tests = \
  $(abi_checks) \
  %D%/command.sh \
  %D%/derive.sh \
  %D%/drift_baseline.sh \
  %D%/drift_constant.sh \
  %D%/drift_header.sh \
  %D%/drift_library.sh \
  %D%/drift_mach-o.sh \
  %D%/drift_needs.sh \
  %D%/drift_pe.sh \
  %D%/host.sh \
  %D%/reader.sh \
  %D%/record.sh
TESTS += $(abi_tests)
dist_check_SCRIPTS += \
  $(abi_tests) \
  %D%/abi.sh
EXTRA_DIST += \
  %D%/host.py \
  %D%/host_memory.py \
  %D%/host_sample.py

# vera-abi uses the tools and flags of the build.
TEST_ENVIRONMENT += \
  AR='$(AR)'; AWK='$(AWK)'; CFLAGS='$(CFLAGS)'; CPPFLAGS='$(CPPFLAGS)'; \
  NM='$(NM)'; OBJDUMP='$(OBJDUMP)'; \
  export AR AWK CFLAGS CPPFLAGS NM OBJDUMP;
