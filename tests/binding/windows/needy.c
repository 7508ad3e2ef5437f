/* vera:needy, whose library needs another library that is not the system's. */
#include <stdint.h>
#include <vera/sample.h>

int64_t vera_needy_echo(int64_t value);

int64_t vera_needy_echo(int64_t value)
{
    return vera_sample_echo_i64(value);
}
