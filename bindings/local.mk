# The other languages, whose packages are built by scripts/check-bindings.
EXTRA_DIST += \
  %D%/CASES.md \
  %D%/ada \
  %D%/common-lisp \
  %D%/guile \
  %D%/java \
  %D%/luajit \
  %D%/node \
  %D%/ocaml \
  %D%/perl \
  %D%/php \
  %D%/python \
  %D%/ruby \
  %D%/rust
