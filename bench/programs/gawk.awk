# Counts the words of a text and pairs of them, with the lines that they are in.
{
    for (i = 1; i <= NF; i++) {
        word = tolower($i)
        gsub(/[^a-z]/, "", word)
        count[word]++
        lines[word] = lines[word] " " FNR
        pair[last, word]++
        last = word
    }
    text = text $0
}

END {
    n = asorti(count, sorted)
    for (i = 1; i <= n; i++)
        printf "%s %d %s\n", sorted[i], count[sorted[i]], lines[sorted[i]]
    for (p in pair)
        split(p, parts, SUBSEP)
    print toupper(text)
}
