# The ABI: a table a library, and everything that is derived from it. Nothing
# derived is in git or in the tarball; the build makes it with sh and awk.

abi_scripts = \
  %D%/attributes.awk \
  %D%/derive \
  %D%/exports.awk \
  %D%/json.awk \
  %D%/map.awk \
  %D%/promises.awk \
  %D%/prototypes.awk \
  %D%/stage \
  %D%/sym.awk \
  %D%/table.awk \
  %D%/vera.awk
abi_derived = \
  %D%/memory.json \
  %D%/memory.map \
  %D%/memory.sym \
  %D%/memory.vera
EXTRA_DIST += \
  $(abi_scripts) \
  %D%/README.md \
  %D%/memory.abi
CLEANFILES += $(abi_derived)

module_DATA = \
  %D%/memory.json \
  %D%/memory.vera

# A table in another form. The name of a file that make stops short of is
# never the final one, so a table with a mistake leaves nothing behind.
SUFFIXES = .abi .json .map .sym .vera
derive = $(MKDIR_P) $(@D) && AWK='$(AWK)' $(SHELL) $(srcdir)/%D%/derive
.abi.json:
	$(AM_V_GEN)$(derive) json $< >$@-part && mv $@-part $@
.abi.map:
	$(AM_V_GEN)$(derive) map $< >$@-part && mv $@-part $@
.abi.sym:
	$(AM_V_GEN)$(derive) sym $< >$@-part && mv $@-part $@
.abi.vera:
	$(AM_V_GEN)$(derive) vera $< >$@-part && mv $@-part $@
$(abi_derived): $(abi_scripts)

# How a library is told what to export: "-export-symbols" and a version script
# exclude each other in libtool.
if VERSION_SCRIPT
memory_exports = %D%/memory.map
memory_exports_ldflag = -Wl,--version-script=$(memory_exports)
else
memory_exports = %D%/memory.sym
memory_exports_ldflag = -export-symbols $(memory_exports)
endif

# The build tree as an installed tree would be: the manifest in
# stage/lib/vera/modules, the library two folders above it.
noinst_DATA += stage/memory.stamp
stage/memory.stamp: %D%/memory.json %D%/stage libvera_memory/libvera_memory.la
	$(AM_V_GEN)$(SHELL) $(srcdir)/%D%/stage %D%/memory.json libvera_memory/libvera_memory.la stage/lib && : >$@

clean-local: clean-stage
clean-stage:
	rm -rf stage tests/stage

.PHONY: clean-stage
