# Lists what a header declares, from the preprocessed text of a file that includes
# it. Each line is "function NAME", "variable NAME" or "constant NAME" (an
# enumerator). Types and static functions are left out, because they promise
# nothing here, and so are the declarations of other headers.
#
# Groups are replaced from the inside outwards by characters that C does not use:
# ` for a pair of parentheses, @ for a pair of braces, and # for the parentheses of
# (*name). The remaining text can be split at its semicolons.

BEGIN { header = ENVIRON["header"] }

# A line marker: # LINE "FILE" FLAGS, or #line LINE "FILE".
/^#(line)? *[0-9]+ "/ {
    file = $0
    sub(/^[^"]*"/, "", file)
    sub(/"[^"]*$/, "", file)
    inside = file == header || substr(file, length(file) - length(header)) == "/" header
}

inside && !/^#/ { text = text " " $0 }

END {
    gsub(/[ \t\f\r]+/, " ", text)
    gsub(/"([^"\\]|\\.)*"|'([^'\\]|\\.)*'/, "", text)
    read_enumerators(text)
    replace_groups("[{][^{}]*[}]", "@")
    replace_groups("[(][^()]*[)]", "`")
    gsub(/(__attribute__|__attribute|__declspec|_Alignas|alignas) *`/, "", text)
    gsub(/` *@/, "`;", text)
    count = split(text, declarations, ";")
    for (i = 1; i <= count; i++)
        read_declaration(declarations[i])
}

function read_enumerators(rest,    body, list, count, i) {
    while (match(rest, /(^|[^A-Za-z0-9_])enum [^;{}()]*[{][^{}]*[}]/)) {
        body = substr(rest, RSTART, RLENGTH - 1)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/^[^{]*[{]/, "", body)
        count = split(body, list, ",")
        for (i = 1; i <= count; i++)
            if (match(list[i], /[A-Za-z_][A-Za-z0-9_]*/))
                print "constant " substr(list[i], RSTART, RLENGTH)
    }
}

function replace_groups(form, mark,    group) {
    while (match(text, form)) {
        group = substr(text, RSTART, RLENGTH)
        text = substr(text, 1, RSTART - 1) (group ~ /^[(] *[*]/ ? pointer(group) : mark) \
            substr(text, RSTART + RLENGTH)
    }
}

function pointer(group) {
    sub(/^[( *]+/, "#", group)
    sub(/[ `)].*/, "", group)
    return group
}

function read_declaration(declaration,    declarators, count, i) {
    gsub(/__extension__|__restrict|_Noreturn/, "", declaration)
    gsub(/^ +| +$/, "", declaration)
    if (declaration == "" || declaration ~ /^(typedef|static|_Static_assert)([^A-Za-z0-9_]|$)/)
        return
    if (declaration ~ /^(struct|union|enum)( [A-Za-z0-9_]+)?( *@)?$/)
        return
    count = split(declaration, declarators, ",")
    for (i = 1; i <= count; i++)
        read_declarator(declarators[i])
}

# The name stands before the parameters, or else before the array's length or the
# initialiser, or else last.
function read_declarator(declarator) {
    if (declarator !~ /#/ && match(declarator, /[A-Za-z_][A-Za-z0-9_]* *`/)) {
        declarator = substr(declarator, RSTART, RLENGTH - 1)
        sub(/ +$/, "", declarator)
        print "function " declarator
        return
    }
    sub(/ *(=|\[|`).*/, "", declarator)
    sub(/ +$/, "", declarator)
    sub(/.*[^A-Za-z0-9_]/, "", declarator)
    print "variable " declarator
}
