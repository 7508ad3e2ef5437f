# Puts other allocators in this one's place, to compare them with the tests' own programs.

if POSIX
check_LTLIBRARIES += %D%/peer.la
endif

# Without -rpath, libtool makes no shared library of a module that is not installed.
%C%_peer_la_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
%C%_peer_la_CFLAGS = $(AM_CFLAGS) -fvisibility=default -pthread
%C%_peer_la_LDFLAGS = -module -avoid-version -no-undefined -rpath $(libdir)
%C%_peer_la_LIBADD = $(DL_LIBS)
%C%_peer_la_SOURCES = %D%/peer.c
