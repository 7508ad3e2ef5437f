# Compares the forms of messages that docs/modes.md lists with the lines of table.txt:
# each form must match a line in each mode that it is listed for, and each line must match
# a form. Prints what has no match.
#   awk -f forms.awk docs/modes.md table.txt

# The text between the first two backquotes of a cell.
function code(cell) {
    split(cell, parts, "`")
    return parts[2]
}

# The pattern of a form. Words in capitals stand for numbers and addresses.
function pattern(form,    count, words, i, end, all) {
    count = split(form, words, " ")
    for (i = 1; i <= count; i++) {
        end = words[i] ~ /[,;]$/ ? substr(words[i], length(words[i])) : ""
        sub(/[,;]$/, "", words[i])
        if (words[i] ~ /^[NLHAK]$/) {
            words[i] = "-?[0-9]+"
        } else if (words[i] == "ADDRESS") {
            words[i] = "[A-Z]+"
        }
        all = all (i > 1 ? " " : "") words[i] end
    }
    return all
}

function need(mode) {
    modes[forms, mode] = 1
}

# Whether a line of the table matches a form. Records the forms that it matches.
function has_form(given, expected, mode,    i, found) {
    for (i = 1; i <= forms; i++) {
        if (given ~ ("^" givens[i] "$") && expected ~ ("^" expecteds[i] "$") && (i, mode) in modes) {
            seen[i, mode] = 1
            found = 1
        }
    }
    return found
}

FILENAME ~ /modes[.]md$/ {
    if (/^\| given \| expected \| in \|$/) {
        listed = 1
    } else if (!/^\|/) {
        listed = 0
    } else if (listed && !/^\| ---/) {
        split($0, cells, "|")
        forms++
        givens[forms] = pattern(code(cells[2]))
        expecteds[forms] = pattern(code(cells[3]))
        names[forms] = code(cells[2]) ": expected " code(cells[3])
        if (cells[4] ~ /fast|both/) {
            need("fast")
        }
        if (cells[4] ~ /check|both/) {
            need("check")
        }
    }
    next
}

!/^#/ && NF > 0 {
    split($0, cells, / *[|] */)
    line = cells[4]
    if (cells[3] !~ /^SIGABRT/) {
        next
    }
    sub(/; allocated at .*/, "", line)
    at = index(line, "): expected ")
    given = substr(line, 1, at - 1)
    sub(/^[^,]*, /, "", given)
    if (!has_form(given, substr(line, at + 12), cells[2] == "fast" ? "fast" : "check")) {
        print "docs/modes.md has no form for: " $0
        failed = 1
    }
}

END {
    for (i = 1; i <= forms; i++) {
        if ((i, "fast") in modes && !((i, "fast") in seen)) {
            print "table.txt has no line in fast mode for: " names[i]
            failed = 1
        }
        if ((i, "check") in modes && !((i, "check") in seen)) {
            print "table.txt has no line in check mode for: " names[i]
            failed = 1
        }
    }
    if (forms == 0) {
        print "docs/modes.md has no table of forms"
        failed = 1
    }
    exit failed
}
