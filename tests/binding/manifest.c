/* Which manifests are refused and at which position, and which are accepted although they
 * look odd. */
#include "../run.h"
#include "opening.h"
#include "tree.h"

#include <stdio.h>
#include <string.h>

/* A manifest without an error. Each case changes one thing in it. */
static const char sound[] =
    "{\n"
    "  \"format\": 1,\n"
    "  \"module\": \"probe\",\n"
    "  \"prefix\": \"vera_probe_\",\n"
    "  " NAMES_LIBRARY(
        "libolder.so") ",\n"
                       "  \"align\": 8,\n"
                       "  \"nodes\": [\n"
                       "    { \"name\": \"VERA_PROBE_1.0\" },\n"
                       "    { \"name\": \"VERA_PROBE_1.1\", \"extends\": \"VERA_PROBE_1.0\" }\n"
                       "  ],\n"
                       "  \"functions\": [\n"
                       "    { \"name\": \"first\", \"symbol\": \"vera_probe_first\", \"node\": "
                       "\"VERA_PROBE_1.0\",\n"
                       "      \"parameters\": [], \"returns\": { \"type\": \"i64\" } },\n"
                       "    { \"name\": \"move\", \"symbol\": \"vera_probe_move\", \"node\": "
                       "\"VERA_PROBE_1.1\",\n"
                       "      \"parameters\": [\n"
                       "        { \"name\": \"dest\", \"type\": \"ptr\", \"writes\": \"count\", "
                       "\"disjoint\": \"src\" "
                       "},\n"
                       "        { \"name\": \"src\", \"type\": \"ptr\", \"const\": true, "
                       "\"reads\": 8, \"nonnull\": 1 "
                       "},\n"
                       "        { \"name\": \"old\", \"type\": \"ptr\", \"consumes\": { \"size\": "
                       "8, \"align\": 16 } "
                       "},\n"
                       "        { \"name\": \"count\", \"type\": \"i64\" }, { \"name\": \"share\", "
                       "\"type\": \"f64\" "
                       "} ],\n"
                       "      \"returns\": { \"type\": \"ptr\", \"nullable\": true,\n"
                       "        \"owned\": { \"size\": \"count\", \"align\": 8 } } }\n"
                       "  ]\n"
                       "}\n";

#define FOR_THIS_SYSTEM(name) "\"" LAYOUT_FORMAT "\": " name

/* One change: the first `from` in the sound manifest becomes `to`. An '@' in `to` is not
 * written; it marks where the error must be reported. */
struct change {
    const char *from;
    const char *to;
    const char *words;
};

static const struct change refused[] = {
    /* The syntax: at the end of the token that Jansson cannot use. */
    {"{\n  \"format\"", "  \"format@\"", "expected"},
    {"\"format\": 1,", "\"format\" @1,", "expected"},
    {"\"align\": 8,", "\"align\": @08,", "token"},
    {"\"align\": 8,", "\"align\": nul@x,", "token"},
    {"\"align\": 8,", "\"align\": 8, \"align@\": 8,", "uplicate"},
    {"\"align\": 8,", "\"align\": 9999999999999999999@9,", "integer"},
    {"\"vera_probe_\",", "@\"\xC3\x28\",", "decode"},
    {"vera_probe_\",", "\\u0000@\",", "u0000"},
    {"  ]\n}\n", "  @]", "end of file"},
    {"  ]\n}\n", "  ]\n}\n@x", "end of file"},
    /* The head. */
    {"{\n", "[] @{\n", "end of file"},
    {"\"format\": 1,", "", "\"format\" is missing"},
    {"\"format\": 1", "\"format\": @\"1\"", "integer"},
    {"\"format\": 1", "\"format\": @1.0", "integer"},
    {"\"format\": 1", "\"format\": @0", "integer"},
    {"\"format\": 1", "\"format\": @-3", "integer"},
    {"\"module\": \"probe\",", "", "\"module\" is missing"},
    {"\"module\": \"probe\"", "\"module\": @7", "must be a string"},
    {"\"module\": \"probe\"", "\"module\": @null", "must be a string"},
    {"\"module\": \"probe\"", "\"module\": @\"\"", "not a name"},
    {"\"module\": \"probe\"", "\"module\": @\"Probe\"", "not a name"},
    {"\"module\": \"probe\"", "\"module\": @\"../probe\"", "not a name"},
    {"\"module\": \"probe\"", "\"module\": @\"binding\"", "reserved"},
    {"\"module\": \"probe\"", "\"module\":\n\t@\"sys\"", "reserved"},
    {"\"library\": {", "\"library\": @[], \"x\": {", "must be an object"},
    {"\"library\": {", "\"x\": {", "\"library\" is missing"},
    {FOR_THIS_SYSTEM("\"libolder.so\""), FOR_THIS_SYSTEM("@1"), "must be a string"},
    {FOR_THIS_SYSTEM("\"libolder.so\""), FOR_THIS_SYSTEM("@\"\""), "name of a file"},
    {FOR_THIS_SYSTEM("\"libolder.so\""), FOR_THIS_SYSTEM("@\"..\""), "name of a file"},
    {FOR_THIS_SYSTEM("\"libolder.so\""), FOR_THIS_SYSTEM("@\"/tmp/libolder.so\""),
     "name of a file"},
    {FOR_THIS_SYSTEM("\"libolder.so\""), FOR_THIS_SYSTEM("@\"../libolder.so\""), "name of a file"},
    {FOR_THIS_SYSTEM("\"libolder.so\""), FOR_THIS_SYSTEM("@\"a\\\\b\""), "name of a file"},
    {FOR_THIS_SYSTEM("\"libolder.so\""), FOR_THIS_SYSTEM("@\"C:a\""), "name of a file"},
    {"\"align\": 8", "\"align\": @0", "power of two"},
    {"\"align\": 8", "\"align\": @24", "power of two"},
    {"\"align\": 8", "\"align\": @-8", "power of two"},
    {"\"align\": 8", "\"align\": @\"8\"", "power of two"},
    /* Nodes. */
    {"\"nodes\": [", "\"nodes\": @{}, \"x\": [", "must be an array"},
    {"\"nodes\": [", "\"x\": [", "\"nodes\" is missing"},
    {"{ \"name\": \"VERA_PROBE_1.0\" }", "@\"VERA_PROBE_1.0\"", "object"},
    {"{ \"name\": \"VERA_PROBE_1.0\" }", "@{ }", "\"name\" is missing"},
    {"{ \"name\": \"VERA_PROBE_1.0\" }", "{ \"name\": @1.0 }", "must be a string"},
    {"\"VERA_PROBE_1.1\"", "@\"VERA_PROBE_1.0\"", "second node"},
    {"\"extends\": \"VERA_PROBE_1.0\"", "\"extends\": @\"VERA_PROBE_1.1\"", "no node"},
    {"\"extends\": \"VERA_PROBE_1.0\"", "\"extends\": @false", "must be a string"},
    /* Functions. */
    {"\"functions\": [", "\"functions\": @true, \"x\": [", "must be an array"},
    {"\"functions\": [", "\"functions\": [ @[],", "object"},
    {"{ \"name\": \"first\",", "@{", "\"name\" is missing"},
    {"\"name\": \"first\"", "\"name\": @\"First\"", "not a name"},
    {"\"name\": \"move\"", "\"name\": @\"first\"", "second function"},
    {"\"symbol\": \"vera_probe_first\"", "\"symbol\": @{}", "must be a string"},
    {"{ \"name\": \"first\", \"symbol\": \"vera_probe_first\",", "@{ \"name\": \"first\",",
     "\"symbol\" is missing"},
    {"\"node\": \"VERA_PROBE_1.0\"", "\"node\": @\"VERA_PROBE_1.2\"", "no node"},
    {"{ \"name\": \"first\", \"symbol\": \"vera_probe_first\", \"node\": \"VERA_PROBE_1.0\",",
     "@{ \"name\": \"first\", \"symbol\": \"vera_probe_first\",", "\"node\" is missing"},
    {"\"parameters\": []", "\"parameters\": @null", "must be an array"},
    {"\"returns\": { \"type\": \"i64\" }", "\"returns\": @\"i64\"", "must be an object"},
    {"\"returns\": { \"type\": \"i64\" }", "\"returns\": @{}", "\"type\" is missing"},
    {"\"returns\": { \"type\": \"i64\" }", "\"returns\": { \"type\": @64 }", "must be a string"},
    /* Parameters. */
    {"{ \"name\": \"count\", \"type\": \"i64\" }", "@7", "object"},
    {"{ \"name\": \"count\", \"type\": \"i64\" }", "@{ \"type\": \"i64\" }", "\"name\" is missing"},
    {"\"name\": \"count\"", "\"name\": @\"co unt\"", "not a name"},
    {"\"name\": \"old\"", "\"name\": @\"src\"", "second parameter"},
    {"\"type\": \"f64\"", "\"type\": @\"void\"", "void"},
    {"\"const\": true", "\"const\": @1", "true or false"},
    {"\"type\": \"f64\"", "\"type\": \"f64\", \"const\": @true", "for a ptr"},
    {"\"type\": \"f64\"", "\"type\": \"f64\", \"reads\": @8", "for a ptr"},
    {"\"type\": \"f64\"", "\"type\": \"f64\", \"disjoint\": @\"src\"", "for a ptr"},
    {"\"type\": \"f64\"", "\"type\": \"f64\", \"consumes\": @{}", "for a ptr"},
    {"\"writes\": \"count\"", "\"writes\": @\"amount\"", "no parameter 'amount'"},
    {"\"writes\": \"count\"", "\"writes\": @\"share\"", "integer"},
    {"\"writes\": \"count\"", "\"writes\": @\"src\"", "integer"},
    {"\"writes\": \"count\"", "\"writes\": @-1", "number of bytes"},
    {"\"writes\": \"count\"", "\"writes\": @1.5", "number of bytes"},
    {"\"writes\": \"count\"", "\"writes\": @[\"count\"]", "number of bytes"},
    {"\"nonnull\": 1", "\"nonnull\": @true", "number of bytes"},
    {"\"disjoint\": \"src\"", "\"disjoint\": @\"dest\"", "not another"},
    {"\"disjoint\": \"src\"", "\"disjoint\": @\"count\"", "not another"},
    {"\"disjoint\": \"src\"", "\"disjoint\": @\"source\"", "no parameter 'source'"},
    {"\"disjoint\": \"src\"", "\"disjoint\": @2", "parameter's name"},
    {"\"consumes\": { \"size\": 8, \"align\": 16 }", "\"consumes\": @8", "must be an object"},
    {"{ \"size\": 8, \"align\": 16 }", "@{ \"align\": 16 }", "\"size\" is missing"},
    {"{ \"size\": 8, \"align\": 16 }", "@{ \"size\": 8 }", "\"align\" is missing"},
    {"\"align\": 16 }", "\"align\": @12 }", "power of two"},
    {"\"align\": 16 }", "\"align\": @0 }", "power of two"},
    {"\"size\": 8,", "\"size\": @\"share\",", "integer"},
    /* Results. */
    {"\"nullable\": true", "\"nullable\": @\"yes\"", "true or false"},
    {"\"type\": \"i64\" } }", "\"type\": \"i64\", \"nullable\": @true } }", "for a ptr"},
    {"\"type\": \"i64\" } }", "\"type\": \"i64\", \"owned\": @{} } }", "for a ptr"},
    {"\"size\": \"count\"", "\"size\": @\"size\"", "no parameter 'size'"},
    /* The position after text that makes counting hard. */
    {"\"align\": 8", "\"x\": \"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8D\x8E\", \"align\": @3",
     "power of two"},
    {"\"align\": 8", "\"x\": \"}],{[\\\"\\\\\", \"align\": @3", "power of two"},
    {"\"align\": 8", "\"x\": [{\"align\": 5}, [[]], {}], \"align\": @3", "power of two"},
    {"\"align\": 8", "\"a\\u006Cign\": @3", "power of two"},
    {"\"align\": 8", "\"align\"\r\n\r\n\t:\n\n @3", "power of two"},
    {"\"align\": 8", "\"align\":@3", "power of two"},
};

/* Writes the sound manifest with one change, and sets the position of the '@'. */
static void write_changed(const struct change *change, size_t *line, size_t *column)
{
    static char text[sizeof sound + 512];
    const char *from = strstr(sound, change->from);
    ck_assert_ptr_nonnull(from);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(from - sound), sound, change->to,
             from + strlen(change->from));
    *line = 1;
    *column = 1;
    char *at = strchr(text, '@');
    if (at != NULL) {
        memmove(at, at + 1, strlen(at));
        for (const char *byte = text; byte < at; byte++) {
            bool continued = ((unsigned char)*byte & 0xC0) == 0x80;
            *line += *byte == '\n';
            *column = *byte == '\n' ? 1 : *column + !continued;
        }
    }
    tree_write("lib/vera/modules/probe.json", text);
    tree_copy(built(PROBE_LIBRARY("older")), "lib/libolder.so");
}

static const char *manifest(void)
{
    return tree_path("lib/vera/modules/probe.json");
}

START_TEST(refuses_and_says_where)
{
    size_t line;
    size_t column;
    write_changed(&refused[_i], &line, &column);
    struct vera_binding_error error = refuse(manifest(), NULL, VERA_BINDING_MANIFEST);
    char start[4096];
    snprintf(start, sizeof start, "%s:%zu:%zu: ", manifest(), line, column);
    ck_assert_msg(strncmp(error.message, start, strlen(start)) == 0,
                  "%s\nproduced: %s\ninstead of: %s", refused[_i].to, error.message, start);
    expect_words(&error, refused[_i].words);
}
END_TEST

static const struct change oddities[] = {
    {"{\n", "{\n", "nothing changed"},
    {"{\n", "\t \r\n{ \"\": null, \"later\": [1.5e3, {}],\n", "unknown keys"},
    {"\"format\": 1,", "\"f\\u006frmat\": 1,", "a key with an escape"},
    {"\"align\": 8,", "", "no alignment: it is 1"},
    {"\"prefix\": \"vera_probe_\",", "", "no prefix: symbols are complete"},
    {"\"library\": {", "\"library\": { \"wasm\": 5,", "another system"},
    {"{ \"name\": \"VERA_PROBE_1.0\" }", "{ \"name\": \"VERA_PROBE_1.0\", \"since\": 2 }",
     "a node's key"},
    {"\"functions\": [", "\"functions\": [], \"rest\": [", "no functions"},
    {"{ \"name\": \"first\",", "{ \"pure\": true, \"name\": \"first\",", "a function's key"},
    {"\"const\": true", "\"const\": false", "a flag that is off"},
    {"\"const\": true", "\"align\": \"\"", "a parameter's key"},
    {"\"type\": \"f64\"", "\"type\": \"f16\", \"const\": true, \"reads\": \"share\"",
     "attributes of an unknown type"},
    {"\"writes\": \"count\", \"disjoint\"", "\"disjoint\"", "disjoint from unknown bytes"},
};

START_TEST(opens_what_only_looks_odd)
{
    size_t line;
    size_t column;
    write_changed(&oddities[_i], &line, &column);
    vera_binding_close(open_module(manifest()));
}
END_TEST

START_TEST(refuses_a_higher_format_by_its_number)
{
    static const struct change higher = {"\"format\": 1,\n  \"module\": \"probe\"",
                                         "\"format\": @2,\n  \"module\": [\"new\"]", ""};
    size_t line;
    size_t column;
    write_changed(&higher, &line, &column);
    struct vera_binding_error error = refuse(manifest(), NULL, VERA_BINDING_FORMAT);
    char words[64];
    snprintf(words, sizeof words, "probe.json:%zu:%zu: format 2 ", line, column);
    expect_words(&error, words);
}
END_TEST

START_TEST(refuses_anything_but_an_object)
{
    tree_write("lib/vera/modules/probe.json", " [ ]");
    struct vera_binding_error error = refuse(manifest(), NULL, VERA_BINDING_MANIFEST);
    expect_words(&error, "probe.json:1:2: an object is expected");
    tree_write("lib/vera/modules/probe.json", "");
    error = refuse(manifest(), NULL, VERA_BINDING_MANIFEST);
    expect_words(&error, "probe.json:1:1: ");
}
END_TEST

START_TEST(refuses_a_module_for_other_systems)
{
    static const struct change other = {NAMES_LIBRARY("libolder.so"),
                                        "\"library\": { \"wasm\": \"older\" }", ""};
    size_t line;
    size_t column;
    write_changed(&other, &line, &column);
    struct vera_binding_error error = refuse(manifest(), NULL, VERA_BINDING_LIBRARY);
    expect_words(&error, "no library for this system");
}
END_TEST

/* No prefix of a manifest, whatever its length, is a manifest. */
START_TEST(refuses_a_manifest_cut_short_anywhere)
{
    char text[sizeof sound];
    for (size_t length = 0; length + 2 < sizeof sound; length++) {
        memcpy(text, sound, length);
        text[length] = '\0';
        tree_write("lib/vera/modules/probe.json", text);
        refuse(manifest(), NULL, VERA_BINDING_MANIFEST);
    }
}
END_TEST

Suite *suite(void)
{
    if (!sample_staged()) {
        skip_suite("no shared library was built");
    }
    Suite *suite = suite_create("manifest");
    TCase *tests = tree_case("manifest");
    tcase_add_loop_test(tests, refuses_and_says_where, 0, sizeof refused / sizeof refused[0]);
    tcase_add_loop_test(tests, opens_what_only_looks_odd, 0, sizeof oddities / sizeof oddities[0]);
    tcase_add_test(tests, refuses_a_higher_format_by_its_number);
    tcase_add_test(tests, refuses_anything_but_an_object);
    tcase_add_test(tests, refuses_a_module_for_other_systems);
    tcase_add_test(tests, refuses_a_manifest_cut_short_anywhere);
    suite_add_tcase(suite, tests);
    return suite;
}
