# What a newcomer reads and runs first; installed beside the documentation.

examplesdir = $(docdir)/examples
dist_examples_DATA = \
  %D%/buffer.vera \
  %D%/table.vera \
  %D%/tour.vera
