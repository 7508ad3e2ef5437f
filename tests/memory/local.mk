# The library: its contract, on the shared library, and its layers, on the
# archive that it is made of.

include %D%/contract/local.mk
include %D%/layers/local.mk
