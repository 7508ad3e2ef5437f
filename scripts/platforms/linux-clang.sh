# The other compiler, on the machine's own processor. valgrind does not know all of the
# form in which it writes debug information by default.
packages='abigail-tools check clang doctest-dev gnuplot-nox libedit-dev libffi-dev libjansson-dev pkg-config
    python3 valgrind'
settings="CC=clang CXX=clang++ CFLAGS='-gdwarf-4 -O2'"
