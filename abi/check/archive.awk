# Reports every error in the symbols of an archive, and exits with 1 if there is
# one. Reads "promised NAME" from a table and "found NAME TYPE ..." from nm -P.

$1 == "promised" && $2 != "" { promised[++count] = $2 }

$1 == "found" && $3 ~ /^[A-TV-Z]$/ { type[$2] = $3 }

END {
    # Mach-O, and PE for 32-bit processors, put a '_' before each C name. A name
    # with a '.' is the compiler's own, such as a thunk.
    mark = ("_" promised[1]) in type ? "_" : ""
    for (symbol in type)
        if (symbol !~ "^" mark "(__)?vera_|[.]")
            differ("defines " substr(symbol, length(mark) + 1) ", which does not begin with vera_ or __vera_")
    for (i = 1; i <= count; i++)
        if (type[mark promised[i]] !~ /^[TW]$/)
            differ("does not define the function " promised[i])
    exit differs
}

function differ(text) {
    print ENVIRON["archive"] ": " text
    differs = 1
}
