# For tests of vera-repl as a program, sourced after tap.sh: `repl`, the program,
# which finds vera:memory and vera:sample; and `folder`, which is gone when the
# test ends.

repl=$top_builddir/bindings/repl/vera-repl
modules=$top_builddir/stage/lib/vera/modules
VERA_MODULE_PATH=$modules:$top_builddir/tests/stage/lib/vera/modules
export VERA_MODULE_PATH

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
