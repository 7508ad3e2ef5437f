# SPDX-License-Identifier: MIT
# The arguments that the functions refuse.
use v5.36;

use FFI::Platypus::Buffer qw(scalar_to_pointer);
use Math::BigInt;
use Test::More;
use VERA::Memory qw(:all);

my $file = __FILE__;

# The call is refused with words that match, and with the caller's line.
sub refused ($words, $name, @arguments) {
    my $refused = !eval { (\&{"VERA::Memory::$name"})->(@arguments); 1 };
    my $shown   = join ', ', map { $_ // 'undef' } @arguments;
    ok $refused, "$name($shown)";
    return like($@, qr/\A$name: $words.* at \Q$file\E line/s, 'with the right message');
}

subtest 'count of arguments' => sub {
    for my $function ($VERA::Memory::MODULE->manifest->{functions}->@*) {
        my $count = $function->{parameters}->@*;
        refused('the arguments are', $function->{name}, (0) x $_) for $count - 1, $count + 1;
    }
};

subtest types => sub {
    for my $wrong ('x', '', '1x', ' 1', '1.0', "1\n", '0x10', 1.5, !!1, !!0, [1], {}, sub { 1 }, undef) {
        refused(q('size' ),  'allocate',         $wrong);
        refused(q('align' ), 'allocate_aligned', 8,     $wrong);
        refused(q('value' ), 'set_memory',       undef, $wrong, 0);
    }
    refused(q('addr' ), 'free', $_, 0) for 'x', '', 1.5, !!1, [1];
};

subtest 'integers of other kinds' => sub {
    for my $size ('100', 100.0, 1e2, Math::BigInt->new(100)) {
        my $address = allocate($size);
        ok $address, 'given as ' . (ref $size || $size);
        free($address, $size);
    }
};

subtest ranges => sub {
    my @wrong = (2**63, -2**63 - 1, 9223372036854775808, -9223372036854775809);
    for my $wrong (@wrong, map({ "$_" } '9223372036854775808', '-9223372036854775809'), 9**9**9, -sin 9**9**9) {
        refused(q('size' ),  'allocate',    $wrong);
        refused(q('count' ), 'zero_memory', undef, $wrong);
    }
    refused(q('size' ), 'allocate', Math::BigInt->new('-9223372036854775809'));
    refused(q('value' ), 'set_memory', undef, $_, 0) for 128, -129, 255;
    refused(q('addr' ), 'free', $_, 0) for -1, 18446744073709551616, '18446744073709551616';
    ok !defined allocate(-9223372036854775807 - 1), 'the least i64 is passed on';
    ok !defined allocate(9223372036854775807), 'and the greatest';
};

subtest 'null arguments' => sub {
    my $place = scalar_to_pointer(my $bytes = 'x');
    for my $null (undef, 0) {
        refused(q('dest' must not be null), 'copy_memory', $null,  $place, 1);
        refused(q('src' must not be null),  'copy_memory', $place, $null,  1);
        refused(q('dest' must not be null), 'set_memory',  $null,  0,      1);
        refused(q('dest' must not be null), 'zero_memory', $null,  1);
    }
};

subtest 'negative lengths' => sub {
    refused(q('count' must not be negative), 'copy_memory', undef, undef, -1);
    refused(q('count' must not be negative), 'set_memory',  undef, 0,     -1);
    refused(q('count' must not be negative), 'zero_memory', undef, -1);
};

subtest overlaps => sub {
    my $place = scalar_to_pointer(my $bytes = '0123456789');
    refused(q('dest' and 'src' must not overlap), 'copy_memory', $place + $_->[0], $place + $_->[1], 5)
        for [0, 1], [4, 0];
    copy_memory($place + 5, $place, 5);
    is($bytes, '0123401234', 'side by side');
    copy_memory($place, $place + 5, 5);
    is($bytes, '0123401234', 'the other way');
};

done_testing;
