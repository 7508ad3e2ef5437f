# The tests of the contract that do not exist on Windows, and the reasons.

. "$top_srcdir/tests/tap.sh"

skip advised 'Windows has no advice for pages, and a decommit of locked pages works'
skip cancellation 'no system call is a cancellation point on Windows'
skip end 'Windows ends the other threads first'
skip faults 'a program cannot replace the calls of another module by defining them; import.c limits addresses'
skip footprint 'it reads the segments of an ELF file'
skip fork 'Windows does not fork'
skip fork_aside 'Windows does not fork'
skip fork_generations 'Windows does not fork'
skip fork_handlers 'Windows does not fork'
skip fork_misuse 'Windows does not fork'
skip fork_waits 'Windows does not fork'
skip fork_leak 'Windows does not fork'
skip guard_addresses 'Windows does not limit the addresses of a process'
skip idle_addresses 'what is cold there is never committed; layers tests that'
skip mappings 'Windows does not limit the number of mappings'
skip namespaces 'the loader has no namespaces'
skip reach 'a fault in a child is caught by its signal'
skip sandbox 'only Linux has seccomp'
skip secure 'Windows has no set-user-id programs'
skip signals 'Windows interrupts no thread with a signal'
skip start 'a program cannot replace the calls that read the environment by defining them'
skip static_tls 'Windows has no shared room for static TLS'
skip thread_data 'windows/thread_end tests the callbacks that Windows has instead'
skip untouched 'the pages of a block cannot be made inaccessible with mprotect'
finish
