# The public headers as compilers see them: each compiles on its own as pedantic C99 and
# C++98, and its attributes let gcc warn of misuse.

. "$top_srcdir/tests/tap.sh"

include=$top_srcdir/libvera_memory/include
strict="-pedantic-errors -Wall -Wextra -Wconversion -Wshadow -Wundef -Werror -fsyntax-only"

# compile COMPILER LANGUAGE FLAG...: a program from standard input.
compile() {
    compiler=$1
    language=$2
    shift 2
    "$compiler" -I "$include" "$@" -x "$language" -
}

# compile_header COMPILER LANGUAGE STANDARD HEADER: includes it twice, as two headers that
# need it do.
compile_header() {
    printf '#include <%s>\n#include <%s>\nint variable;\n' "$4" "$4" |
        compile "$1" "$2" $strict -std="$3"
}

# quiet NAME, warned NAME OPTION: whether gcc warns of a program from standard input.
quiet() {
    program=$(cat)
    check "$1" eval 'printf "%s\n" "$program" | compile gcc c -O2 -Wall -Wextra -Werror -S -o /dev/null'
}

warned() {
    if warnings=$(compile gcc c -O2 -Wall -Wextra -S -o /dev/null 2>&1) &&
        case $warnings in *"[$2"*) true ;; *) false ;; esac then
        ok "$1"
    else
        not_ok "$1"
        printf '%s\n' "no $2 in:" "$warnings" | sed 's/^/# /'
    fi
}

for header in vera/memory.h vera/sys.h; do
    for compiler in gcc clang; do
        if command -v "$compiler" >/dev/null; then
            check "$header, $compiler, C99" compile_header "$compiler" c c99 "$header"
        else
            skip "$header, $compiler, C99" "there is no $compiler"
        fi
    done
    for compiler in g++ clang++; do
        if command -v "$compiler" >/dev/null; then
            check "$header, $compiler, C++98" compile_header "$compiler" c++ c++98 "$header"
        else
            skip "$header, $compiler, C++98" "there is no $compiler"
        fi
    done
done

macros=$(echo '#include <vera/memory.h>' | compile "${CC:-cc}" c -dM -E | grep -c 'define _*VERA')
check "the header defines no macro but its guard" test "$macros" = 1

# has_gcc VERSION: whether gcc is gcc, of that version or later.
has_gcc() {
    printf '#if __GNUC__ < %s || defined(__clang__)\n#error\n#endif\n' "$1" |
        compile gcc c -fsyntax-only 2>/dev/null
}

if ! has_gcc 11; then
    skip "the warnings of gcc" "there is no gcc 11"
    finish
fi

quiet "no warning of either free after either allocate" <<'EOF'
#include <vera/memory.h>
void act(void);
void act(void)
{
    vera_memory_free(vera_memory_allocate(10), 10);
    vera_memory_free_aligned(vera_memory_allocate(10), 10, 8);
    vera_memory_free(vera_memory_allocate_aligned(10, 8), 10);
    vera_memory_free_aligned(vera_memory_allocate_aligned(10, 64), 10, 64);
}
EOF

warned "a warning of libc's free" -Wmismatched-dealloc <<'EOF'
#include <stdlib.h>
#include <vera/memory.h>
void act(void);
void act(void)
{
    void *block = vera_memory_allocate(10);
    free(block);
}
EOF

warned "a warning of libc's malloc" -Wmismatched-dealloc <<'EOF'
#include <stdlib.h>
#include <vera/memory.h>
void act(void);
void act(void)
{
    void *block = malloc(10);
    vera_memory_free(block, 10);
}
EOF

if has_gcc 12; then
    warned "a warning of a block freed twice" -Wuse-after-free <<'EOF'
#include <vera/memory.h>
void act(void);
void act(void)
{
    void *block = vera_memory_allocate(10);
    vera_memory_free(block, 10);
    vera_memory_free_aligned(block, 10, 8);
}
EOF
else
    skip "a warning of a block freed twice" "there is no gcc 12"
fi

warned "a warning of a result that is ignored" -Wunused-result <<'EOF'
#include <vera/memory.h>
void act(void);
void act(void)
{
    vera_memory_allocate_aligned(10, 64);
}
EOF

warned "a warning of a write past a block" -Warray-bounds <<'EOF'
#include <string.h>
#include <vera/memory.h>
char *act(void);
char *act(void)
{
    char *block = vera_memory_allocate(10);
    memset(block, 0, 11);
    return block;
}
EOF

finish
