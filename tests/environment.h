/* Sets variables for this process and those that it starts. */
#ifndef VERA_TESTS_ENVIRONMENT_H
#define VERA_TESTS_ENVIRONMENT_H

void environment_set(const char *name, const char *value);

#endif
