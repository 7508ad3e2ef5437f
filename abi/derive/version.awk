# The file name of the module's baseline: a folder of the module's name, and
# the version of its newest node, which stands last.

function emit() {
    print module "/" substr(node[node_count], length("VERA_" module "_") + 1)
}
