# The C library musl, on the machine's own processor.
packages='gcc linux-libc-dev musl-tools'
settings="CC=musl-gcc CXX=no CPPFLAGS='-idirafter $folder/kernel' --without-libedit"
libraries='check libffi jansson'
# scripts/test has the repetitions of stress tests.
scale=0.3

# The kernel's headers are in the same folder as those of another C library, and musl-gcc
# searches neither.
prepare() {
    mkdir -p "$folder/kernel"
    for headers in /usr/include/linux /usr/include/asm-generic "/usr/include/$(gcc -print-multiarch)/asm"; do
        ln -sfn "$headers" "$folder/kernel/${headers##*/}"
    done
}
