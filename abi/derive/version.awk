# The file name of the module's baseline: the module's folder, and the version of
# its newest node, which stands last.

function emit() {
    print module "/" substr(node[node_count], length("VERA_" module "_") + 1)
}
