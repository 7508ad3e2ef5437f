/* vera:sample: functions whose results a test can check. It is never installed. */
#pragma GCC visibility push(default)
#include <vera/sample.h>
#pragma GCC visibility pop

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, PAIR_SIZE = 16 };

static _Atomic int64_t touches;
static _Atomic int64_t blocks;

int8_t vera_sample_echo_i8(int8_t value)
{
    return value;
}

int16_t vera_sample_echo_i16(int16_t value)
{
    return value;
}

int32_t vera_sample_echo_i32(int32_t value)
{
    return value;
}

int64_t vera_sample_echo_i64(int64_t value)
{
    return value;
}

uint8_t vera_sample_echo_u8(uint8_t value)
{
    return value;
}

uint16_t vera_sample_echo_u16(uint16_t value)
{
    return value;
}

uint32_t vera_sample_echo_u32(uint32_t value)
{
    return value;
}

uint64_t vera_sample_echo_u64(uint64_t value)
{
    return value;
}

float vera_sample_echo_f32(float value)
{
    return value;
}

double vera_sample_echo_f64(double value)
{
    return value;
}

bool vera_sample_echo_bool(bool value)
{
    return value;
}

void *vera_sample_echo_ptr(void *value)
{
    return value;
}

double vera_sample_sum16(int8_t p1, float p2, uint8_t p3, bool p4, int16_t p5, double p6,
                         uint16_t p7, const void *p8, int32_t p9, uint32_t p10, float p11,
                         int64_t p12, bool p13, uint64_t p14, int8_t p15, double p16)
{
    const uint8_t *byte = p8;
    const double values[] = {
        p1, (double)p2, p3,          p4,          p5,  p6,          p7,  byte != NULL ? *byte : 0,
        p9, p10,        (double)p11, (double)p12, p13, (double)p14, p15, p16,
    };
    double sum = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        sum += (double)(i + 1) * values[i];
    }
    return sum;
}

void vera_sample_touch(void)
{
    touches++;
}

int64_t vera_sample_touched(void)
{
    return touches;
}

/* An aligned block, behind the address that free needs. No C library function for
 * aligned blocks is available everywhere. */
static void *take(size_t size, size_t align)
{
    size_t room = align + sizeof(void *);
    char *start = size <= PTRDIFF_MAX - room ? malloc(size + room) : NULL;
    if (start == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    void **block = (void **)(((uintptr_t)start + room) & ~(uintptr_t)(align - 1));
    block[-1] = start;
    return block;
}

void *vera_sample_make(int64_t size, int64_t align)
{
    if (size < 0 || align <= 0 || (align & (align - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    void *block = take((size_t)size, (size_t)(align > ALIGN ? align : ALIGN));
    blocks += block != NULL;
    return block;
}

void vera_sample_drop(void *block, int64_t size, int64_t align)
{
    (void)size;
    (void)align;
    if (block != NULL) {
        blocks--;
        free(((void **)block)[-1]);
    }
}

void *vera_sample_make_pair(void)
{
    return vera_sample_make(PAIR_SIZE, ALIGN);
}

void vera_sample_drop_pair(void *pair)
{
    vera_sample_drop(pair, PAIR_SIZE, ALIGN);
}

int64_t vera_sample_live(void)
{
    return blocks;
}

void vera_sample_fill(uint8_t value, uint16_t count, void *dest)
{
    if (count > 0) {
        memset(dest, value, count);
    }
}

void vera_sample_copy(uint32_t count, void *dest, const void *src)
{
    if (count > 0 && dest != src) {
        memcpy(dest, src, count);
    }
}

uint64_t vera_sample_load(const void *src)
{
    uint64_t value;
    memcpy(&value, src, sizeof value);
    return value;
}

const char *vera_sample_greeting(void)
{
    return "hello from vera:sample";
}

const char *vera_sample_find(const char *text, uint8_t byte, int64_t count)
{
    return count > 0 ? memchr(text, byte, (size_t)count) : NULL;
}

int32_t vera_sample_fail(int32_t code)
{
    errno = code;
    return -1;
}

bool vera_sample_above(double a, double b)
{
    return a > b;
}
