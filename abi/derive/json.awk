# The manifest that hosts read, memory.json. It has file names and no paths, so
# that an installed tree can be moved. Nothing needs escaping, because the table's
# reader refuses all characters that would need it.

function emit(    f) {
    if (kind == "internal") {
        print table ": no host imports " module ", so it has no manifest" | "cat 1>&2"
        exit 1
    }
    print "{"
    print "  \"format\": 1,"
    print "  \"module\": \"" module "\","
    print "  \"prefix\": \"" prefix "\","
    print "  \"library\": {"
    print "    \"elf\": \"" file_name("elf") "\","
    print "    \"mach-o\": \"" file_name("mach-o") "\","
    print "    \"pe\": \"" file_name("pe") "\""
    print "  },"
    print "  \"align\": " align ","
    emit_nodes()
    print "  \"functions\": ["
    for (f = 1; f <= function_count; f++)
        emit_function(f)
    print "  ]"
    print "}"
}

function emit_nodes(    n) {
    print "  \"nodes\": ["
    for (n = 1; n <= node_count; n++)
        print "    { \"name\": \"" node[n] "\"" \
            (parent[n] == "" ? "" : ", \"extends\": \"" parent[n] "\"") " }" comma(n, node_count)
    print "  ],"
}

function emit_function(f,    p) {
    print "    {"
    print "      \"name\": \"" name[f] "\","
    print "      \"symbol\": \"" prefix name[f] "\","
    print "      \"node\": \"" home[f] "\","
    print "      \"parameters\": [" (parameter_count[f] ? "" : "],")
    for (p = 1; p <= parameter_count[f]; p++)
        print "        { \"name\": \"" parameter[f, p] "\", " type_and_attributes(f, p) " }" \
            comma(p, parameter_count[f])
    if (parameter_count[f])
        print "      ],"
    print "      \"returns\": { " type_and_attributes(f, 0) " }"
    print "    }" comma(f, function_count)
}

function type_and_attributes(f, p,    a, key, text) {
    text = "\"type\": \"" type[f, p] "\""
    for (a = 1; a <= attribute_count; a++) {
        key = attributes[a]
        if ((f, p, key) in attribute)
            text = text ", \"" key "\": " json_value(form_of[key], attribute[f, p, key])
    }
    return text
}

function json_value(form, text,    half) {
    if (form == "flag")
        return "true"
    if (form != "block")
        return amount_of(text)
    split(text, half, ",")
    return "{ \"size\": " amount_of(half[1]) ", \"align\": " amount_of(half[2]) " }"
}

function amount_of(text) {
    return text ~ /^[0-9]/ ? text : "\"" text "\""
}

function comma(i, count) {
    return i < count ? "," : ""
}
