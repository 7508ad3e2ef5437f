/* The system layer on Windows: consoles, and conversion between UTF-8 and the UTF-16 of
 * the command line, of paths and of the console. */
#include "system.h"

#include "alloc.h"
#include "failure.h"
#include "wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <shellapi.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    CTRL_D = 0x04,
    CTRL_Z = 0x1A,
    TYPED_ROOM = 1024,
    STREAM_ROOM = 4096,
};

static UINT page; /* the console's code page before this program; 0 if unknown */
static atomic_bool watched;
static atomic_bool interrupted;

static void restore_page(void)
{
    if (page != 0) {
        SetConsoleOutputCP(page);
    }
}

/* Runs in a thread of its own. FALSE passes the event on to the next handler, which ends
 * the program. */
static BOOL WINAPI handle(DWORD event)
{
    if (event == CTRL_C_EVENT && atomic_load(&watched)) {
        atomic_store(&interrupted, true);
        return TRUE;
    }
    restore_page();
    return FALSE;
}

/* Passes bytes to a console unchanged. The C library would write one byte at a time, which
 * splits characters, and might convert them from another code page. */
static void pass_on(FILE *stream)
{
    if (repl_system_is_terminal(stream)) {
        setvbuf(stream, NULL, _IOFBF, STREAM_ROOM);
        _setmode(_fileno(stream), _O_BINARY);
    }
}

/* WriteConsoleW would need no code page, but a C stream cannot write through it. So the
 * console, which other programs share, is set to UTF-8 while this program runs. Scripts
 * are read unchanged, line endings included; a Ctrl-Z in one is an invalid character, not
 * its end. */
static void begin_streams(void)
{
    _setmode(STDIN_FILENO, _O_BINARY);
    pass_on(stdout);
    pass_on(stderr);
    page = GetConsoleOutputCP();
    SetConsoleCtrlHandler(handle, TRUE);
    atexit(restore_page);
    SetConsoleOutputCP(CP_UTF8);
}

static char **to_words(wchar_t *const *wide, int count)
{
    char **words = repl_alloc_zeroed((size_t)count + 1, sizeof *words);
    for (int index = 0; index < count; index++) {
        words[index] = vera_wide_to(wide[index]);
        if (words[index] == NULL) {
            return NULL;
        }
    }
    return words;
}

/* The arguments of main were converted to the system's code page, which lacks most of the
 * characters that file names may contain. */
char **repl_system_begin(int *count, char **arguments)
{
    (void)arguments;
    begin_streams();
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), count);
    if (wide == NULL) {
        vera_failure_set_errno();
        return NULL;
    }
    char **words = to_words(wide, *count);
    LocalFree(wide);
    return words;
}

static bool is_folder(const wchar_t *path)
{
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

FILE *repl_system_open(const char *path)
{
    wchar_t *wide = vera_wide_from_path(path);
    if (wide == NULL) {
        return NULL;
    }
    FILE *file = _wfopen(wide, L"rb");
    if (file == NULL && is_folder(wide)) {
        errno = EISDIR;
    }
    free(wide);
    return file;
}

/* Not _isatty, which is true of every character device. */
bool repl_system_is_terminal(FILE *stream)
{
    DWORD mode;
    int descriptor = _fileno(stream);
    return descriptor >= 0 && GetConsoleMode((HANDLE)_get_osfhandle(descriptor), &mode);
}

void repl_system_watch(void)
{
    atomic_store(&interrupted, false);
    atomic_store(&watched, true);
}

void repl_system_unwatch(void)
{
    atomic_store(&watched, false);
}

/* Typed characters that have not been read yet. */
static wchar_t typed[TYPED_ROOM];
static DWORD typed_count;
static DWORD typed_at;

static int fail(int reason)
{
    errno = reason;
    return -1;
}

/* Reads a line, or the next part of a long one. As on other systems, Ctrl-D delivers what
 * has been typed at once, and is the end of the input if nothing has. A line that starts
 * with Ctrl-Z is the end of the input, too, as usual on Windows. */
static int read_console(void)
{
    CONSOLE_READCONSOLE_CONTROL control = {.nLength = sizeof control,
                                           .dwCtrlWakeupMask = 1U << CTRL_D};
    typed_at = 0;
    typed_count = 0;
    if (atomic_load(&interrupted)) {
        return fail(EINTR);
    }
    SetLastError(ERROR_SUCCESS);
    bool done =
        ReadConsoleW(GetStdHandle(STD_INPUT_HANDLE), typed, TYPED_ROOM, &typed_count, &control);
    if (typed_count == 0 && GetLastError() == ERROR_OPERATION_ABORTED) {
        atomic_store(&interrupted, true); /* the handler may not have run yet */
        return fail(EINTR);
    }
    if (!done) {
        return fail(EIO);
    }
    return typed_count > 0 && typed[0] != CTRL_D && typed[0] != CTRL_Z;
}

/* Takes the next unit of UTF-16, but skips '\r' and Ctrl-D. Returns 1, 0 or -1 as
 * repl_system_read does. */
static int take_unit(wchar_t *unit)
{
    do {
        int status = typed_at < typed_count ? 1 : read_console();
        if (status != 1) {
            return status;
        }
        *unit = typed[typed_at++];
    } while (*unit == L'\r' || *unit == CTRL_D);
    return 1;
}

/* The bytes of a character that have not been read yet. */
static char bytes[8];
static int byte_count;
static int byte_at;

/* Takes the next character. An unpaired surrogate becomes U+FFFD. */
static int take_character(void)
{
    wchar_t units[2];
    int count = 1;
    int status = take_unit(&units[0]);
    if (status == 1 && IS_HIGH_SURROGATE(units[0])) {
        status = take_unit(&units[1]);
        count = 2;
    }
    if (status == 1) {
        byte_at = 0;
        byte_count = WideCharToMultiByte(CP_UTF8, 0, units, count, bytes, sizeof bytes, NULL, NULL);
    }
    return status;
}

int repl_system_read(char *byte)
{
    int status = byte_at < byte_count ? 1 : take_character();
    if (status == 1) {
        *byte = bytes[byte_at++];
    }
    return status;
}

bool repl_system_interrupted(void)
{
    return atomic_load(&interrupted);
}

/* Windows does not suspend programs. */
bool repl_system_resumed(void)
{
    return false;
}
