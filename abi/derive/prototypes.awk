# A C file that includes the module's header, then declares every function and
# asserts every constant according to the table. It compiles only if the two agree.
# The header comes first, which proves that it needs no other header. The compiler's
# messages name lines of the table as well as of the header.

function emit(    f, c) {
    split_c_types("bool=bool i8=int8_t i16=int16_t i32=int32_t i64=int64_t u8=uint8_t" \
        " u16=uint16_t u32=uint32_t u64=uint64_t f32=float f64=double void=void")
    print "#include <" header ">"
    print "#include <stdbool.h>"
    print "#include <stdint.h>"
    for (f = 1; f <= function_count; f++) {
        print_line(line[f])
        print c_name_of(f, 0) (type[f, 0] == "ptr" ? "" : " ") prefix name[f] "(" c_parameters(f) ");"
    }
    for (c = 1; c <= constant_count; c++) {
        print_line(constant_line[constant[c]])
        print "_Static_assert(" constant[c] " == " constant_value[c] ", \"" constant[c] " is not " constant_value[c] "\");"
    }
}

function print_line(number) {
    print "#line " number " \"" escaped(table) "\""
}

function split_c_types(text,    list, count, pair, i) {
    count = split(text, list, " ")
    for (i = 1; i <= count; i++) {
        split(list[i], pair, "=")
        c_scalar[pair[1]] = pair[2]
    }
}

function c_parameters(f,    p, text) {
    for (p = 1; p <= parameter_count[f]; p++)
        text = text (p > 1 ? ", " : "") c_name_of(f, p)
    return text == "" ? "void" : text
}

function c_name_of(f, p) {
    if (type[f, p] != "ptr")
        return c_scalar[type[f, p]]
    if ((f, p) in c_type)
        return c_type[f, p]
    return ((f, p, "const") in attribute) ? "const void *" : "void *"
}

function escaped(text) {
    gsub(/["\\]/, "\\\\&", text)
    return text
}
