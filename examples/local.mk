# Example scripts for vera-repl. They are installed with the documentation, and
# tests/repl/examples.sh runs them.

examplesdir = $(docdir)/examples
dist_examples_DATA = \
  %D%/buffer.vera \
  %D%/table.vera \
  %D%/tour.vera
