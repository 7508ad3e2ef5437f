/* A host outside the tree, valid as C and C++, which knows only the binding's public
 * header. Allocates and frees through the module vera:memory, and prints the path of the
 * library. */
#include <vera/binding.h>

#include <stdio.h>

int main(void)
{
    struct vera_binding_module *memory;
    struct vera_binding_error error;
    if (vera_binding_open("vera:memory", NULL, &memory, &error) != VERA_BINDING_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    const struct vera_binding_function *allocate = vera_binding_find(memory, "allocate");
    const struct vera_binding_function *give_back = vera_binding_find(memory, "free");
    struct vera_binding_value size, block, arguments[2];
    size.type = VERA_BINDING_I64;
    size.as.i64 = 100;
    if (vera_binding_call(allocate, &size, 1, &block, NULL, &error) != VERA_BINDING_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    arguments[0] = block;
    arguments[1] = size;
    if (block.as.ptr == NULL ||
        vera_binding_call(give_back, arguments, 2, NULL, NULL, &error) != VERA_BINDING_OK) {
        fprintf(stderr, "%s\n", block.as.ptr == NULL ? "null" : error.message);
        return 1;
    }
    puts(vera_binding_library(memory));
    vera_binding_close(memory);
    return 0;
}
