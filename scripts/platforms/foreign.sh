# Shared by the platforms with Linux on another processor: sourced by their files after
# they have set `host`. Their libraries are built here, because few machines have packages
# for several processors. Test scripts do not run: they examine a build with the machine's
# own tools, which do not fit a foreign one.

libraries='check libffi jansson'
settings='--without-libedit CXX=no'
tests=programs
scale=0.1

# emulate PROCESSOR: by qemu's name for it.
emulate() {
    emulator="qemu-$1-static -L /usr/$host"
}
