# Lists a Mach-O library, from what llvm-objdump lists for each architecture in it: its
# sections, the libraries that it uses (itself among them), its install name, and the
# trie of its exports. An export should be in every architecture, and a function: in a
# code section, and without a remark of the tool's. C puts a '_' before each name.

/^Sections:$/ {
    part = "sections"
    slices++
    forget_code()
    used = 0
    next
}
/^Exports trie:$/ {
    part = "exports"
    next
}
NF == 0 { next }

part == "sections" && $5 == "TEXT" { add_code(hex($4), hex($3)) }

/^\t/ {
    part = "used"
    sub(/^\t/, "")
    sub(/ [(]compatibility version .*/, "")
    path[++used] = $0
    next
}

part == "used" {
    install_name = $0
    for (i = 1; i <= used; i++)
        if (path[i] != install_name)
            say("needs " path[i])
    sub(/.*\//, "")
    say("name " $0)
}

part == "exports" {
    name = $2
    sub(/^_/, "", name)
    say("symbol " name (is_code(hex($1)) ? "" : " (not a function)") remark())
}

function remark() {
    return match($0, /\[.*\]/) ? " (" substr($0, RSTART + 1, RLENGTH - 2) ")" : ""
}

function say(line) {
    if (!(line in said))
        line_at[++lines] = line
    said[line] += !((slices, line) in has)
    has[slices, line] = 1
}

END {
    for (i = 1; i <= lines; i++)
        print line_at[i] (said[line_at[i]] == slices ? "" : " (not in every architecture)")
}
