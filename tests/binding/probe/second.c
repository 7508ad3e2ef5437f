/* vera:probe: the functions that the second release added. */
#include <stdint.h>

#pragma GCC visibility push(default)
int64_t vera_probe_second(void);
int64_t vera_probe_span_i8(void *dest, const void *src, int8_t count);
int64_t vera_probe_span_i16(void *dest, const void *src, int16_t count);
int64_t vera_probe_span_i32(void *dest, const void *src, int32_t count);
int64_t vera_probe_span_i64(void *dest, const void *src, int64_t count);
int64_t vera_probe_span_u64(void *dest, const void *src, uint64_t count);
int64_t vera_probe_mix(void *one, const void *other, int64_t length);
int64_t vera_probe_spill_i8(void *dest, int8_t count);
int64_t vera_probe_spill_i16(void *dest, int16_t count);
int64_t vera_probe_spill_i32(void *dest, int32_t count);
#pragma GCC visibility pop

int64_t vera_probe_second(void)
{
    return 2;
}

int64_t vera_probe_span_i8(void *dest, const void *src, int8_t count)
{
    (void)dest;
    (void)src;
    return count;
}

int64_t vera_probe_span_i16(void *dest, const void *src, int16_t count)
{
    (void)dest;
    (void)src;
    return count;
}

int64_t vera_probe_span_i32(void *dest, const void *src, int32_t count)
{
    (void)dest;
    (void)src;
    return count;
}

int64_t vera_probe_span_i64(void *dest, const void *src, int64_t count)
{
    (void)dest;
    (void)src;
    return count;
}

int64_t vera_probe_span_u64(void *dest, const void *src, uint64_t count)
{
    (void)dest;
    (void)src;
    return (int64_t)count;
}

int64_t vera_probe_mix(void *one, const void *other, int64_t length)
{
    (void)one;
    (void)other;
    return length;
}

int64_t vera_probe_spill_i8(void *dest, int8_t count)
{
    (void)dest;
    return count;
}

int64_t vera_probe_spill_i16(void *dest, int16_t count)
{
    (void)dest;
    return count;
}

int64_t vera_probe_spill_i32(void *dest, int32_t count)
{
    (void)dest;
    return count;
}
