/* What VERA accepts as a name. The letters are written out, because the answer must not
 * depend on the locale. */
#include "name.h"

#include <string.h>

static bool letter(char character)
{
    return character != '\0' && strchr("abcdefghijklmnopqrstuvwxyz", character) != NULL;
}

bool vera_name_valid(const char *text)
{
    static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    return letter(text[0]) && text[strspn(text, rest)] == '\0';
}

bool vera_name_reserved(const char *text)
{
    return strcmp(text, "binding") == 0 || strcmp(text, "sys") == 0;
}
