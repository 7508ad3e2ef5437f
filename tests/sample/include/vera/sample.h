/* vera:sample, a module for tests. sample.abi describes each function. */
#ifndef VERA_SAMPLE_H
#define VERA_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

int8_t vera_sample_echo_i8(int8_t value);
int16_t vera_sample_echo_i16(int16_t value);
int32_t vera_sample_echo_i32(int32_t value);
int64_t vera_sample_echo_i64(int64_t value);
uint8_t vera_sample_echo_u8(uint8_t value);
uint16_t vera_sample_echo_u16(uint16_t value);
uint32_t vera_sample_echo_u32(uint32_t value);
uint64_t vera_sample_echo_u64(uint64_t value);
float vera_sample_echo_f32(float value);
double vera_sample_echo_f64(double value);
bool vera_sample_echo_bool(bool value);
void *vera_sample_echo_ptr(void *value);

double vera_sample_sum16(int8_t p1, float p2, uint8_t p3, bool p4, int16_t p5, double p6,
                         uint16_t p7, const void *p8, int32_t p9, uint32_t p10, float p11,
                         int64_t p12, bool p13, uint64_t p14, int8_t p15, double p16);

void vera_sample_touch(void);
int64_t vera_sample_touched(void);

void *vera_sample_make(int64_t size, int64_t align);
void vera_sample_drop(void *block, int64_t size, int64_t align);
void *vera_sample_make_pair(void);
void vera_sample_drop_pair(void *pair);
int64_t vera_sample_live(void);

void vera_sample_fill(uint8_t value, uint16_t count, void *dest);
void vera_sample_copy(uint32_t count, void *dest, const void *src);
uint64_t vera_sample_load(const void *src);

const char *vera_sample_greeting(void);
const char *vera_sample_find(const char *text, uint8_t byte, int64_t count);

int32_t vera_sample_fail(int32_t code);

bool vera_sample_above(double a, double b);

#endif
