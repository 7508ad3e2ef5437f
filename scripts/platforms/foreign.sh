# What the platforms share that are Linux on another processor: sourced by their files,
# once `host` is set. Libraries for them are built, because a machine with packages of
# several processors is seldom had. Scripts are left out: what they ask of the machine's
# own tools says nothing of a foreign build.

libraries='check libffi jansson'
settings='--without-libedit CXX=no'
tests=programs
scale=0.1

# emulate PROCESSOR: as qemu calls it.
emulate() {
    emulator="qemu-$1-static -L /usr/$host"
}
