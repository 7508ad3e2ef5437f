# Tells what is wrong with the symbols of an archive: "promised NAME" from a
# table, "found NAME TYPE ..." from nm -P. Exits with 1 if there is anything.

$1 == "promised" && $2 != "" { promised[++count] = $2 }

# A name with a '.' is no C name but the compiler's own, such as a thunk.
$1 == "found" && $3 ~ /^[A-TV-Z]$/ {
    defined[$2] = $3
    if ($2 !~ /^(__)?vera_|[.]/)
        differ("defines " $2 ", which does not begin with vera_ or __vera_")
}

END {
    for (i = 1; i <= count; i++)
        if (defined[promised[i]] !~ /^[TW]$/)
            differ("does not define the function " promised[i])
    exit differs
}

function differ(text) {
    print ENVIRON["archive"] ": " text
    differs = 1
}
