# The code sections of a library, for formats whose exports are mere addresses: an
# address outside them is not a function.

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

# The value of hexadecimal digits, exact for up to 13. awk cannot read them itself.
function hex(text,    value, i) {
    text = tolower(text)
    sub(/^0x/, "", text)
    for (i = 1; i <= length(text); i++)
        value = value * 16 + index("123456789abcdef", substr(text, i, 1))
    return value + 0
}
