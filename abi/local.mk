# The ABI: a table for each library, and what is derived from it. Nothing derived is
# in git or in the tarball; the build makes it with sh and awk.

abi_scripts = \
  %D%/check/abidiff \
  %D%/check/archive \
  %D%/check/baseline \
  %D%/check/describe \
  %D%/check/header \
  %D%/check/library \
  %D%/check/needs \
  %D%/check/record \
  %D%/derive/derive \
  %D%/object/list \
  %D%/stage \
  %D%/vera-abi
abi_derivers = \
  %D%/derive/attributes.awk \
  %D%/derive/derive \
  %D%/derive/exports.awk \
  %D%/derive/json.awk \
  %D%/derive/map.awk \
  %D%/derive/promises.awk \
  %D%/derive/prototypes.awk \
  %D%/derive/sym.awk \
  %D%/derive/table.awk \
  %D%/derive/vera.awk \
  %D%/derive/version.awk \
  %D%/vera-abi
abi_derived = \
  %D%/binding.map \
  %D%/binding.sym \
  %D%/memory.json \
  %D%/memory.map \
  %D%/memory.sym \
  %D%/memory.vera
EXTRA_DIST += \
  $(abi_derivers) \
  $(abi_scripts) \
  %D%/README.md \
  %D%/baseline \
  %D%/binding.abi \
  %D%/check/archive.awk \
  %D%/check/baseline.awk \
  %D%/check/header.awk \
  %D%/check/sets.awk \
  %D%/memory.abi \
  %D%/object/code.awk \
  %D%/object/elf.awk \
  %D%/object/mach-o.awk \
  %D%/object/pe.awk
sh_files += $(abi_scripts)
CLEANFILES += $(abi_derived)

module_DATA = \
  %D%/memory.json \
  %D%/memory.vera

vera_abi = AWK='$(AWK)' $(SHELL) $(srcdir)/%D%/vera-abi

# A table in another form. A table with an error produces no file.
SUFFIXES = .abi .json .map .sym .vera
into_target = >$@-part && mv $@-part $@ || { rm -f $@-part; exit 1; }
derive = $(MKDIR_P) $(@D) && $(vera_abi) derive
.abi.json:
	$(AM_V_GEN)$(derive) json $< $(into_target)
.abi.map:
	$(AM_V_GEN)$(derive) map $< $(into_target)
.abi.sym:
	$(AM_V_GEN)$(derive) sym $< $(into_target)
.abi.vera:
	$(AM_V_GEN)$(derive) vera $< $(into_target)
$(abi_derived): $(abi_derivers)

# What a library exports: libtool takes "-export-symbols" or a version script, not
# both.
if VERSION_SCRIPT
binding_exports = %D%/binding.map
binding_exports_ldflag = -Wl,--version-script=$(binding_exports)
memory_exports = %D%/memory.map
memory_exports_ldflag = -Wl,--version-script=$(memory_exports)
else
binding_exports = %D%/binding.sym
binding_exports_ldflag = -export-symbols $(binding_exports)
memory_exports = %D%/memory.sym
memory_exports_ldflag = -export-symbols $(memory_exports)
endif

# The build tree laid out as if installed: the manifest in stage/lib/vera/modules,
# the library two folders above it.
stage = $(MKDIR_P) $(@D) && $(vera_abi) stage
noinst_DATA += stage/memory.stamp
stage_scripts = %D%/stage %D%/vera-abi
stage/memory.stamp: %D%/memory.json $(stage_scripts) libvera_memory/libvera_memory.la
	$(AM_V_GEN)$(stage) %D%/memory.json libvera_memory/libvera_memory.la stage/lib && : >$@

# Only the checks. They need none of the test programs, so they run without
# automake's harness, which would build all of these first.
check-abi: all
	@$(TEST_ENVIRONMENT) status=0; \
	for test in $(abi_checks); do $(SHELL) $(srcdir)/$$test || status=1; done; \
	exit $$status

# Records what is promised now, for good. Nothing else writes a baseline, and this
# never overwrites one.
record = $(TEST_ENVIRONMENT) $(vera_abi) record
update-abi: all
	@$(record) $(srcdir)/%D%/memory.abi $(srcdir)/%D%/baseline \
	  libvera_memory/.libs/libvera_memory.so $(srcdir)/libvera_memory/include
	@$(record) $(srcdir)/%D%/binding.abi $(srcdir)/%D%/baseline \
	  bindings/libvera_binding/.libs/libvera_binding.so $(srcdir)/bindings/libvera_binding/include

clean-local: clean-stage
clean-stage:
	rm -rf stage tests/stage

.PHONY: check-abi clean-stage update-abi
