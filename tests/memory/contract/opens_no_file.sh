# The library opens no file when it is loaded: a program that does nothing, with the library
# preloaded, opens only the libraries.

. "$top_srcdir/tests/tap.sh"

library=$top_builddir/stage/lib/libvera_memory.so.1

test -z "${VERA_SANITIZER-}" || skip_all "the sanitizer opens files"
command -v strace >/dev/null || skip_all "there is no strace"
strace -o /dev/null true 2>/dev/null || skip_all "strace may not trace"

opened=$(strace -f -e trace=open,openat,openat2,creat -E LD_PRELOAD="$library" \
    -E VERA_MEMORY_MISUSE=report true 2>&1)
case $opened in
*libvera_memory*) ok "the library is loaded" ;;
*) not_ok "the library is loaded" ;;
esac
others=$(printf '%s\n' "$opened" | grep '"' | grep -v -e '/libvera_memory\.so\.1"' -e '/libc\.so[^"]*"' \
    -e '/ld\.so\.[a-z]*"')
check "it opens no file" test -z "$others"
printf '%s\n' "$others" | sed 's/^/# /'
finish
