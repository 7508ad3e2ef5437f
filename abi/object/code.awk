# The sections of code in a library, for formats whose exports are addresses and
# do not say themselves what they are: an address outside is no function's.

function forget_code() {
    sections = 0
}

function add_code(start, size) {
    sections++
    start_of[sections] = start
    end_of[sections] = start + size
}

function is_code(address,    i) {
    for (i = 1; i <= sections; i++)
        if (start_of[i] <= address && address < end_of[i])
            return 1
    return 0
}

# What hexadecimal digits mean, exactly up to 13 of them; awk itself reads none.
function hex(text,    value, i) {
    text = tolower(text)
    sub(/^0x/, "", text)
    for (i = 1; i <= length(text); i++)
        value = value * 16 + index("123456789abcdef", substr(text, i, 1))
    return value + 0
}
