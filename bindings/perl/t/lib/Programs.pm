# SPDX-License-Identifier: MIT
package Programs;

# Running programs in a Perl of their own.

use v5.36;

use Exporter   qw(import);
use File::Temp qw(tempfile);
use Test::More;

our @EXPORT = qw(clean misuse run);

# What a program prints, on either stream.
sub run ($program) {
    my ($handle, $file) = tempfile(UNLINK => 1);
    print $handle "use v5.36; use VERA::Memory qw(:all); use VERA::Memory::Block;\n$program\n";
    close $handle or die "$file: $!";
    my @command = ($^X, (map { "-I$_" } grep { !ref } @INC), $file);
    return scalar qx{@{[join ' ', map { quotemeta } @command]} 2>&1};
}

# The library's check mode prints each misuse at once, such as another size than was allocated, and at
# the end what was not freed.
sub misuse ($program) {
    local $ENV{VERA_MEMORY_MODE} = 'check';
    return run($program);
}

sub clean ($program, $name) {
    return is(misuse($program), '', $name);
}

1;
