# SPDX-License-Identifier: MIT
# Blocks.
use v5.36;

use FFI::Platypus::Buffer qw(buffer_to_scalar);
use FFI::Platypus::Memory qw(memset);
use Math::BigInt;
use Test::More;
use VERA::Memory::Block;
use lib 't/lib';
use Programs;

my $file = __FILE__;

sub block (@arguments) {
    return VERA::Memory::Block->new(@arguments);
}

# The code croaks with words that match, at the caller's line.
sub refused ($code, $words, $name) {
    ok !eval { $code->(); 1 }, $name;
    return like($@, qr/\A$words.* at \Q$file\E line/s, 'with the right message');
}

subtest 'check mode' => sub {
    like(misuse('allocate(100)'), qr/leak: 1 block,/, 'reports what is not freed');
    like(misuse('free(allocate(100), 99)'), qr/99 bytes.*expected 100/, 'and a wrong size');
};

subtest ownership => sub {
    clean('{ my $block = VERA::Memory::Block->new(100) }', 'the end of a scope');
    clean('eval { my $block = VERA::Memory::Block->new(100); die "x\n" }', 'an exception');
    clean('my $block = VERA::Memory::Block->new(100); $block->bytes; $block->free', 'a free');
    clean('my $block = VERA::Memory::Block->new(100); undef $block', 'the last reference');
    clean('my $bytes = VERA::Memory::Block->new(100)->bytes; eval { say $$bytes }', 'bytes do not keep it');
    like(misuse('our $block = VERA::Memory::Block->new(100)'), qr/leak: 1 block,/, 'the end of the process');
};

subtest 'second free' => sub {
    my $block = block(100);
    ok !$block->is_freed, 'not freed';
    $block->free;
    ok $block->is_freed, 'freed';
    refused(sub { $block->free }, 'free: the block was freed', 'a second time');
};

subtest 'use after free' => sub {
    my ($block, $other) = (block(100), block(100));
    my $bytes = $block->bytes;
    $block->free;
    my %uses = (
        address   => [sub { $block->address }],
        bytes     => [
            sub { $block->bytes }, sub { length $$bytes }, sub { "$$bytes" }, sub { $$bytes = 'x' },
            sub { substr $$bytes, 0, 1 },
        ],
        copy_from => [sub { $block->copy_from($other) }, sub { $other->copy_from($block) }],
        fill      => [sub { $block->fill(1) }],
        read      => [sub { $block->read }],
        write     => [sub { $block->write(0, 'x') }],
        zero      => [sub { $block->zero }],
    );
    for my $method (sort keys %uses) {
        refused($_, "$method: the block was freed", $method) for $uses{$method}->@*;
    }
    is($block->size, 100, 'the size is still known');
    is($block->align, 8, 'and the alignment');
};

subtest copies => sub {
    require Storable;
    my $block = block(100);
    refused(sub { Storable::dclone($block) }, 'a block cannot be copied', 'a copy');
};

subtest 'same size' => sub {
    clean(<<~'END', 'in check mode');
        for my $size (0, 1, 7, 8, 100, 4096, 100_000) {
            VERA::Memory::Block->new($size);
            VERA::Memory::Block->new($size, $_)->free for 1, 2, 8, 16, 64, 4096;
        }
        END
};

subtest sizes => sub {
    for my $size (0, 1, 8, 100, 100_000) {
        for my $align (1, 8, 64, 4096) {
            my $block = block($size, $align);
            is_deeply([$block->size, $block->align], [$size, $align], "$size at $align");
            is($block->address % $align, 0, 'aligned');
            # Even an empty block must not be read up to the next byte of 0.
            memset($block->address, 1, 1);
            is(length ${ $block->bytes }, $size, 'the right length');
        }
    }
};

subtest null => sub {
    refused(sub { block(-1) }, q(new: 'size' must not be negative), 'a negative size');
    for my $align (0, -8, 3) {
        refused(sub { block(1, $align) }, q(new: 'align' must be a power of two), "an alignment of $align");
    }
    refused(sub { block(1 << 62) }, 'new: cannot allocate .*Cannot allocate memory', 'too much');
    for my $wrong ('x', 1.5, undef, 2**64, !!1) {
        refused(sub { block($wrong) },    q(new: 'size' must be an integer),  'a wrong size');
        refused(sub { block(1, $wrong) }, q(new: 'align' must be an integer), 'a wrong alignment');
    }
    is(block('16', '64')->align, 64, 'digits count as a number');
};

subtest bounds => sub {
    my ($block, $other) = (block(16), block(32));
    for my $range ([-1, 1], [16, 1], [17, 0], [15, 2], [0, 17], [0, -1], [17]) {
        my ($offset, $count) = @$range;
        my $name = join ', ', @$range;
        refused(sub { $block->read(@$range) },     q(read: '(offset|count)' ), "reading $name");
        refused(sub { $block->fill(1, @$range) },  q(fill: '(offset|count)' ), "filling $name");
        refused(sub { $block->zero(@$range) },     q(zero: '(offset|count)' ), "zeroing $name");
        refused(sub { $other->copy_from($block, 0, @$range) },
            q(copy_from: '(source_offset|count)' ), "copying from $name");
        refused(sub { $block->copy_from($other, $offset, 0, $count) },
            q(copy_from: '(offset|count)' ), "copying to $name");
    }
    refused(sub { $block->copy_from($other) }, q(copy_from: 'count' ), 'all of a larger block');
    refused(sub { $block->write($_, 'x') },  q(write: '(offset|bytes)' ), "writing at $_") for -1, 16, 17;
    refused(sub { $block->write(15, 'xx') }, q(write: 'bytes' ),          'writing past the end');
    $block->write(16, '')->write(15, 'x');
    is($block->read(15), 'x', 'the last byte');
    is($block->read(16), '', 'and the end');
};

subtest arguments => sub {
    my $block = block(16);
    refused(sub { $block->fill($_) }, q(fill: 'value' ), "filling with $_") for 256, -1, 'x', 0.5;
    refused(sub { $block->zero($_) }, q(zero: 'offset' ), "at $_") for 'x', 0.5;
    refused(sub { $block->write(0, undef) },  q(write: 'bytes' ), 'writing undef');
    refused(sub { $block->write(0, chr 256) }, q(write: 'bytes' ), 'writing a wide character');
    refused(sub { $block->write(0, $_) }, q(write: 'bytes' must be a string), 'writing a reference')
        for [1], {}, \'x', sub { 1 }, $block;
    is($block->write(0, Math::BigInt->new(12))->read(0, 2), '12', 'writing an object that is a string');
    refused(sub { $block->copy_from($_) }, q(copy_from: 'source' ), 'copying from a non-block') for 1, [], undef;
    refused(sub { $block->copy_from($block, 1, 0, 8) }, 'copy_from: .* overlap', 'copying onto itself');
};

subtest buffer => sub {
    my $block = block(100);
    my $bytes = $block->bytes;
    is($block->bytes, $bytes, 'always the same');
    $block->zero->write(10, 'abc');
    is(buffer_to_scalar($block->address + 10, 3), 'abc', 'written through the block, read at the address');
    is(substr($$bytes, 10, 3), 'abc', 'and in the bytes');
    memset($block->address + 20, 0xA5, 1);
    is(ord substr($$bytes, 20, 1), 0xA5, 'written at the address, read in the bytes');
    my $lines = block(3)->write(0, "a\nb");
    open my $handle, '<:scalar', $lines->bytes or die $!;
    is_deeply([<$handle>], ["a\n", 'b'], 'as a file');
    ok !eval { $$bytes = 'x'; 1 }, 'the bytes are read-only';
    ok !eval { substr($$bytes, 0, 1) = 'x'; 1 }, 'each of them';
    utf8::upgrade($$bytes);
    is($block->fill(0xA6)->read(20, 1), "\xA6", 'read returns the bytes even after an upgrade of the string');
    $block->write(10, "a\nb");
    my $text = "\x{e9}";
    utf8::upgrade($text);
    is($block->write(0, $text)->read(0, 1), "\xE9", 'a character is a byte, however Perl stores it');
};

subtest 'fill and zero' => sub {
    my $block = block(8);
    $block->fill(255)->fill(127, 1, 2)->fill(128, 7)->zero(3, 2);
    is($block->read, "\xFF\x7F\x7F\0\0\xFF\xFF\x80", 'parts');
    is($block->zero->read, "\0" x 8, 'all');
};

subtest 'copy from' => sub {
    my ($source, $target) = (block(8), block(8));
    $source->write(0, '01234567');
    $target->zero->copy_from($source, 2, 4, 3);
    is($target->read, "\0\x{0}456\0\0\0", 'a part');
    is($target->copy_from($source)->read, '01234567', 'all');
};

subtest 'round trip' => sub {
    my $content = pack 'C*', map { $_ * 7 % 251 } 1 .. 1 << 20;
    my ($one, $other) = (block(1 << 20), block(1 << 20));
    $other->copy_from($one->write(0, $content));
    ok ${ $other->bytes } eq $content, 'the same';
};

subtest 'no growth' => sub {
    -r '/proc/self/statm' or plan skip_all => 'there is no /proc/self/statm';
    my $resident = sub {
        open my $handle, '<', '/proc/self/statm' or die $!;
        return 4096 * (split ' ', readline $handle)[1];
    };
    my $churn = sub ($count) {
        for (1 .. $count) {
            my $block = block(1000);
            $block->fill(1);
            my $bytes = $block->bytes;
        }
    };
    $churn->(1000);
    my $before = $resident->();
    $churn->(100_000);
    cmp_ok($resident->() - $before, '<', 1 << 20, 'in 100,000 blocks');
};

done_testing;
