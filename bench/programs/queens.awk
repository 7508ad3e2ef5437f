# Writes the puzzle of the queens on a board of 13 by 13, in bit vectors, for a solver of SMT-LIB.
BEGIN {
    n = 13
    for (i = 0; i < n; i++)
        printf "(declare-const q%d (_ BitVec 8))(assert (bvult q%d #x%02x))\n", i, i, n
    for (i = 0; i < n; i++)
        for (j = i + 1; j < n; j++) {
            printf "(assert (distinct q%d q%d))\n", i, j
            printf "(assert (distinct (bvadd q%d #x%02x) q%d))\n", i, j - i, j
            printf "(assert (distinct (bvadd q%d #x%02x) q%d))\n", j, j - i, i
        }
    print "(check-sat)(get-model)"
}
