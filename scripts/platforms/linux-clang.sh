# clang on the machine's own processor. Its default form of debug information, DWARF 5,
# is not fully known to valgrind.
packages='abigail-tools check clang doctest-dev gnuplot-nox libedit-dev libffi-dev libjansson-dev pkg-config
    python3 valgrind'
settings="CC=clang CXX=clang++ CFLAGS='-gdwarf-4 -O2'"
# scripts/test has the repetitions of stress tests.
scale=0.3
