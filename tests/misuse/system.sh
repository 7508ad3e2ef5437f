# Differences between systems in how a program ends and what it prints. Source this.

if test "${exeext-}" = .exe; then
    system=windows
    status_of_abort=3
    status_of_fault=5 # the low byte of an exception's code
else
    system=posix
    status_of_abort=134
    status_of_fault=139
fi

# The part of a program's output that is the same on every system. A place is reduced to the
# function's name. Windows names no function, so there a place is anywhere in the library of
# these programs.
in_common() {
    if test $system = windows; then
        tr -d '\r' <"$1" |
            sed 's|ed at libmisuse[^ ;]*+0x[0-9a-f]*|ed at PLACE|g; s/(0000000000000000,/((nil),/'
    else
        sed 's| at libmisuse[^ ]*+0x[0-9a-f]* (\([a-z_]*\))| at \1|g' "$1"
    fi
}

# Reduces an expected line in the same way.
expected_here() {
    if test $system = windows; then
        sed 's/ed at [a-z_]*/ed at PLACE/g'
    else
        cat
    fi
}
