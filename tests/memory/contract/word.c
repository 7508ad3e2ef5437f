/* A library with one word of static TLS. static_tls.c loads copies of it. */
#include <stdint.h>

extern __thread uintptr_t word;

__attribute__((tls_model("initial-exec"))) __thread uintptr_t word = 1;

uintptr_t word_read(void);

__attribute__((visibility("default"))) uintptr_t word_read(void)
{
    return word;
}
