/* Prints whether it runs with rights that its user does not have, and the code from opening
 * its argument. With a second argument, prints the error's message instead. */
#include <stdio.h>
#include <unistd.h>
#include <vera/binding.h>

int main(int count, char **arguments)
{
    struct vera_binding_module *module;
    struct vera_binding_error error;
    int32_t code = vera_binding_open(arguments[1], NULL, &module, &error);
    if (count > 2) {
        puts(code == VERA_BINDING_OK ? "opened" : error.message);
    } else {
        printf("%s %d\n", geteuid() != getuid() ? "secure" : "plain", (int)code);
    }
    vera_binding_close(module);
    return 0;
}
