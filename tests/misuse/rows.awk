# Checks that table.txt has one row for each program and mode, sorted by the programs'
# names. Prints what is wrong.
#   awk -f rows.awk table.txt NAME...

BEGIN {
    for (i = 2; i < ARGC; i++) {
        programs[ARGV[i]] = 1
        delete ARGV[i]
    }
}

function count(name, mode) {
    if ((name, mode) in rows) {
        print name ", " mode ": two rows"
        failed = 1
    }
    rows[name, mode] = 1
}

!/^#/ && NF > 0 {
    split($0, cells, / *[|] */)
    if (!(cells[1] in programs)) {
        print cells[1] ": no such program"
        failed = 1
    }
    if (cells[1] < last) {
        print cells[1] ": must come before " last
        failed = 1
    }
    last = cells[1]
    if (cells[2] == "check") {
        count(cells[1], "marked")
        count(cells[1], "guarded")
    } else {
        count(cells[1], cells[2])
    }
}

END {
    wanted = split("fast marked guarded", modes, " ")
    for (name in programs) {
        for (i = 1; i <= wanted; i++) {
            if (!((name, modes[i]) in rows)) {
                print name ", " modes[i] ": no row"
                failed = 1
            }
        }
    }
    exit failed
}
