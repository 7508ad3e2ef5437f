"""Tests vera-repl on a pseudo-terminal, as a person uses it. Prints TAP.

    terminal.py VERA-REPL MODULES FOLDER

MODULES is the value of VERA_MODULE_PATH, FOLDER an empty folder to write to. If the
program's name ends in "plain", it was built without libedit: then the terminal edits
lines, and there is no history and no completion.
"""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import stat
import struct
import sys
import termios
import time

PROGRAM, MODULES, FOLDER = sys.argv[1:]
PLAIN = PROGRAM.endswith("plain")
TIMEOUT = 120  # seconds; a test that passes never waits this long
CONTROL_C, CONTROL_D, BACKSPACE, TAB = "\x03", "\x04", "\x7f", "\t"
UP, LEFT = "\x1b[A", "\x1b[D"
PROMPT = "vera> "
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\r\x07]")


def resize(terminal, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


class Terminal:
    """A session, and its output so far."""

    def __init__(self, **environment):
        self.data = b""
        self.seen = 0
        self.child, self.side = pty.fork()
        if self.child == 0:
            resize(0, 200)
            variables = {"PATH": os.environ["PATH"], "TERM": "xterm", "VERA_MODULE_PATH": MODULES}
            if "ASAN_OPTIONS" in os.environ:
                variables["ASAN_OPTIONS"] = os.environ["ASAN_OPTIONS"]
            variables.update(environment)
            try:
                os.execve(PROGRAM, [PROGRAM], variables)
            finally:
                os._exit(127)
        self.expect(PROMPT)

    def read(self):
        """Reads the available output. False when the session has ended."""
        ready, _, _ = select.select([self.side], [], [], TIMEOUT)
        if not ready:
            raise AssertionError(f"no output after {self.data!r}")
        try:
            data = os.read(self.side, 65536)
        except OSError as failure:  # on Linux, EIO means that the other side is closed
            if failure.errno != errno.EIO:
                raise
            data = b""
        self.data += data
        return data != b""

    def text(self):
        """The output so far, without the sequences that move the cursor."""
        return ESCAPES.sub("", self.data.decode("utf-8", "replace"))

    def expect(self, wanted):
        """Waits for a text after the one that was expected last."""
        deadline = time.monotonic() + TIMEOUT
        while True:
            at = self.text().find(wanted, self.seen)
            if at >= 0:
                self.seen = at + len(wanted)
                return
            if time.monotonic() > deadline or not self.read():
                raise AssertionError(f"expected {wanted!r} at the end of {self.data!r}")

    def type(self, keys):
        os.write(self.side, keys.encode())

    def do(self, keys):
        """Types a line that must not fail, and waits for the prompt."""
        before = self.seen
        self.type(keys + "\r")
        self.expect(PROMPT)
        assert "<stdin>" not in self.text()[before : self.seen], self.text()[before:]

    def ask(self, keys, answer):
        """Types a line, and waits for its answer and the next prompt."""
        self.type(keys + "\r")
        self.expect("\n" + answer + "\n")
        self.expect(PROMPT)

    def end(self):
        """Reads to the end. Returns the output since the last expected text, and the
        exit status."""
        while self.read():
            pass
        _, status = os.waitpid(self.child, 0)
        os.close(self.side)
        return self.text()[self.seen:], os.waitstatus_to_exitcode(status)

    def leave(self):
        """Ends the session. Returns what it printed at the end, which is usually nothing."""
        self.type(CONTROL_D)
        rest, status = self.end()
        assert status == 0, status
        return rest.replace("^D", "").replace("\b", "").strip()


def editing(test):
    """Marks a test that needs libedit."""
    test.skipped = "needs libedit" if PLAIN else None
    return test


def signalled(test):
    """Marks a test in which a signal ends a read."""
    delayed = os.environ.get("VERA_SANITIZER") == "thread"
    test.skipped = "ThreadSanitizer delays signals" if delayed else None
    return test


def folder(name):
    path = os.path.join(FOLDER, name)
    os.mkdir(path)
    return path


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def start_with_memory(**environment):
    terminal = Terminal(**environment)
    terminal.do('import "vera:memory"')
    return terminal


def test_a_value_is_printed_at_once():
    terminal = Terminal()
    terminal.ask("6 * 7", "42 : i64")
    terminal.leave()


def test_an_error_does_not_end_the_session():
    terminal = Terminal()
    terminal.do("let x = 5")
    terminal.ask("x + y", "<stdin>:2:5: unknown name 'y'\nx + y\n    ^")
    terminal.ask("x + 1", "6 : i64")
    terminal.leave()


def test_backspace_removes_a_character():
    terminal = Terminal()
    terminal.ask("1 + 22" + BACKSPACE, "3 : i64")
    terminal.leave()


@signalled
def test_control_c_discards_only_the_line():
    terminal = Terminal()
    terminal.do("let x = 40")
    terminal.type("x + 1 + ")
    terminal.expect("x + 1 + ")
    terminal.type(CONTROL_C)
    terminal.expect(PROMPT)
    terminal.ask("x + 2", "42 : i64")
    terminal.type(CONTROL_C)
    terminal.expect(PROMPT)
    terminal.ask("x + y", "<stdin>:3:5: unknown name 'y'\nx + y\n    ^")
    terminal.leave()


def test_control_d_ends_the_session():
    terminal = Terminal()
    assert terminal.leave() == "", terminal.text()


def test_quit_ends_the_session():
    terminal = Terminal()
    terminal.type(":quit\r")
    rest, status = terminal.end()
    assert status == 0 and PROMPT not in rest, (rest, status)


def test_blocks_that_are_not_freed_are_reported():
    terminal = start_with_memory()
    terminal.do("let p = allocate(5)")
    rest = terminal.leave()
    assert "vera-repl: these blocks were not freed:" in rest, rest
    assert "5 bytes, aligned to 8, from memory.allocate at line 2" in rest, rest
    assert "1 block, 5 bytes in total" in rest, rest


def test_a_refused_call_does_no_harm():
    terminal = start_with_memory()
    terminal.do("let p = allocate(16)")
    terminal.do("free(p, 16)")
    terminal.ask(
        "free(p, 16)",
        "<stdin>:4:6: memory.free: 'addr' was already freed at line 3 (allocated at line 2)\n"
        "free(p, 16)\n     ^",
    )
    terminal.ask(":blocks", "no blocks")
    assert terminal.leave() == "", terminal.text()


def test_a_resize_of_the_terminal_ends_nothing():
    terminal = Terminal()
    terminal.type("40 +")
    terminal.expect("40 +")
    resize(terminal.side, 100)
    terminal.ask(" 3" + BACKSPACE + "2", "42 : i64")
    terminal.leave()


def test_a_suspension_ends_nothing():
    terminal = Terminal()
    terminal.do("let x = 40")
    os.kill(terminal.child, signal.SIGSTOP)
    os.waitpid(terminal.child, os.WUNTRACED)
    os.kill(terminal.child, signal.SIGCONT)
    if not PLAIN:
        terminal.expect(PROMPT)
    terminal.ask("x + 3" + BACKSPACE + "2", "42 : i64")
    terminal.leave()


def test_a_missing_history_folder_is_no_error():
    for environment in ({}, {"HOME": "relative"}, {"HOME": "/dev/null"}):
        terminal = Terminal(**environment)
        terminal.ask("6 * 7", "42 : i64")
        terminal.leave()


@editing
def test_arrows_move_the_cursor():
    terminal = Terminal()
    terminal.ask("10 - 3" + LEFT + "2", "-13 : i64")
    terminal.leave()


@editing
def test_an_arrow_recalls_a_line():
    terminal = Terminal()
    terminal.ask("6 * 7", "42 : i64")
    terminal.ask("1 + 1", "2 : i64")
    terminal.ask(UP + UP, "42 : i64")
    terminal.leave()


@editing
def test_the_history_outlives_the_session():
    state = folder("state")
    terminal = Terminal(XDG_STATE_HOME=state)
    terminal.ask("6 * 7", "42 : i64")
    terminal.leave()
    assert mode(os.path.join(state, "vera")) == 0o700
    assert mode(os.path.join(state, "vera", "history")) == 0o600
    terminal = Terminal(XDG_STATE_HOME=state)
    terminal.ask(UP, "42 : i64")
    terminal.leave()


@editing
def test_the_history_outlives_a_session_that_is_killed():
    state = folder("killed")
    terminal = Terminal(XDG_STATE_HOME=state)
    terminal.ask("6 * 7", "42 : i64")
    os.kill(terminal.child, signal.SIGKILL)
    terminal.end()
    terminal = Terminal(XDG_STATE_HOME=state)
    terminal.ask(UP, "42 : i64")
    terminal.leave()


@editing
def test_the_history_is_below_home_without_a_state_folder():
    home = folder("home")
    for state in ({}, {"XDG_STATE_HOME": "relative"}):
        terminal = Terminal(HOME=home, **state)
        terminal.ask("6 * 7", "42 : i64")
        terminal.leave()
        path = os.path.join(home, ".local", "state", "vera", "history")
        assert mode(path) == 0o600
        os.remove(path)


@editing
def test_tab_completes_a_word():
    terminal = start_with_memory()
    terminal.do("let answer = 42")
    terminal.ask("ans" + TAB + " + 1", "43 : i64")
    terminal.do("let p = memory.allocate_" + TAB + "(8, 64)")
    terminal.do("ze" + TAB + "(p, 8)")
    terminal.ask("by" + TAB + "(p)", "0 : i64")
    terminal.do("memory.fr" + TAB + "_a" + TAB + "(p, 8, 64)")
    terminal.ask(":bl" + TAB, "no blocks")
    assert terminal.leave() == "", terminal.text()


@editing
def test_tab_lists_the_possible_words():
    terminal = start_with_memory()
    terminal.type("allo" + TAB)
    terminal.expect("allocate")
    terminal.type(TAB)
    terminal.expect("\nallocate  allocate_aligned\n")
    terminal.expect(PROMPT + "allocate")
    terminal.ask("(0) == null", "false : bool")
    terminal.leave()


def test_other_alphabets_can_be_typed():
    terminal = Terminal()
    terminal.ask("42 // \u00e9\u20ac\u4e2d", "42 : i64")
    terminal.ask(
        '"\u00e9" + 1', '<stdin>:2:1: expected an expression, found "\u00e9"\n"\u00e9" + 1\n^'
    )
    terminal.leave()


def session_of_the_readme():
    """The lines that are typed, each with what it prints."""
    text = open(os.path.join(os.path.dirname(__file__), "..", "..", "README.md")).read()
    text = text[text.index("    " + PROMPT) : text.index("`:help`")]
    parts = re.sub("^    ", "", text, flags=re.M).strip().split(PROMPT)[1:]
    return [part.strip("\n").partition("\n") for part in parts]


def test_the_session_of_the_readme_prints_what_is_written_there():
    terminal = Terminal()
    for keys, _, answer in session_of_the_readme():
        if keys == ":quit":
            terminal.type(keys + "\r")
            assert terminal.end()[1] == 0
        elif answer:
            terminal.ask(keys, answer)
        else:
            terminal.do(keys)


@editing
def test_backspace_removes_a_whole_character():
    terminal = Terminal()
    terminal.ask("42\u00e9\u20ac" + 2 * BACKSPACE + "0", "420 : i64")
    terminal.leave()


def main():
    tests = [item for name, item in globals().items() if name.startswith("test_")]
    failed = 0
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        name = f"{number} - {test.__name__[5:]}"
        reason = getattr(test, "skipped", None)
        if reason is not None:
            print(f"ok {name} # SKIP {reason}")
            continue
        try:
            test()
            print(f"ok {name}", flush=True)
        except (AssertionError, OSError) as failure:
            failed += 1
            print(f"not ok {name}\n# {failure}", flush=True)
    return failed > 0


sys.exit(main())
