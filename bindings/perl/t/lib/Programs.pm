# SPDX-License-Identifier: MIT
package Programs;

# Runs programs, each in its own Perl process.

use v5.36;

use Exporter   qw(import);
use File::Temp qw(tempfile);
use Test::More;

our @EXPORT = qw(clean misuse run);

# What a program prints, on both streams.
sub run ($program) {
    my ($handle, $file) = tempfile(UNLINK => 1);
    print $handle "use v5.36; use VERA::Memory qw(:all); use VERA::Memory::Block;\n$program\n";
    close $handle or die "$file: $!";
    my @command = ($^X, (map { "-I$_" } grep { !ref } @INC), $file);
    return scalar qx{@{[join ' ', map { quotemeta } @command]} 2>&1};
}

# The same in the library's check mode. That prints each misuse at once, such as a free with the wrong
# size, and at exit what was not freed.
sub misuse ($program) {
    local $ENV{VERA_MEMORY_MODE} = 'check';
    return run($program);
}

sub clean ($program, $name) {
    return is(misuse($program), '', $name);
}

1;
