# What of the contract there is nothing of on Windows, and why.

. "$top_srcdir/tests/tap.sh"

skip cancellation 'no system call is a cancellation point on Windows'
skip faults 'a program cannot stand before the calls of another module there; import.c limits addresses'
skip footprint 'it reads the segments of an ELF file'
skip fork 'Windows does not fork'
skip fork_handlers 'Windows does not fork'
skip fork_leak 'Windows does not fork'
skip mappings 'Windows has no limit to the number of mappings'
skip sandbox 'seccomp is of Linux'
skip secure 'Windows has no set-user-id programs'
skip signals 'Windows interrupts no thread with a signal'
skip static_tls 'TlsAlloc has no room to share with other libraries'
skip thread_data 'windows/thread_end has the callbacks that there are instead'
finish
