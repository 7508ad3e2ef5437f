# Reads the logs of automake's test driver, and prints a line for each result: RESULT, a
# tab, the log relative to `top`, and the number, name and reason. A program that reports
# failures also exits with status 1; that is counted once.

/^(PASS|FAIL|SKIP|ERROR|XPASS|XFAIL): / {
    result = substr($1, 1, length($1) - 1)
    test = $2
    sub(/\.(sh|exe)$/, "", test)
    log_name = substr(FILENAME, length(top) + 1)
    sub(/\.log$/, "", log_name)
    if (substr(log_name, length(log_name) - length(test) + 1) != test)
        next
    if (result == "FAIL")
        failed[FILENAME] = 1
    if (result == "ERROR" && FILENAME in failed && /exited with status 1$/)
        next
    sub(/^[A-Z]+: [^ ]+ ?/, "")
    print result "\t" log_name " " $0
}
