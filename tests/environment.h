/* The environment of this process and of those that it begins. */
#ifndef VERA_TESTS_ENVIRONMENT_H
#define VERA_TESTS_ENVIRONMENT_H

void environment_set(const char *name, const char *value);

#endif
