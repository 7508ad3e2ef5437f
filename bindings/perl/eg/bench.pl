# SPDX-License-Identifier: MIT
# Prints the cost in ns of an allocate and free pair, and of a block.
use v5.36;

use List::Util  qw(min);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
use VERA::Memory qw(allocate free);
use VERA::Memory::Block;

my $COUNT = 1000;

# The best of many short rounds: a long one would include what else the machine does.
sub nanoseconds ($work) {
    my @seconds = map {
        my $start = clock_gettime(CLOCK_MONOTONIC);
        $work->() for 1 .. $COUNT;
        clock_gettime(CLOCK_MONOTONIC) - $start;
    } 1 .. 200;
    return sprintf '%.0f', min(@seconds) / $COUNT * 1e9;
}

say join ' ', nanoseconds(sub { free(allocate(64), 64) }), nanoseconds(sub { VERA::Memory::Block->new(64)->free });
