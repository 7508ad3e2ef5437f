# SPDX-License-Identifier: MIT
# Perl threads. Each gets copies of everything that its creator has.
use v5.36;

use Config;
use Test::More;

BEGIN {
    plan skip_all => 'this Perl has no threads' if !$Config{useithreads};
}

use threads;
use Thread::Queue;
use VERA::Memory qw(:all);
use VERA::Memory::Block;
use lib 't/lib';
use Programs;

subtest threads => sub {
    my @queues = map { Thread::Queue->new } 0, 1;
    my $work   = sub ($number) {
        my $right = 0;
        for my $size (0 .. 2000) {
            my $block = VERA::Memory::Block->new($size)->fill($number);
            $right++ if $block->read eq chr($number) x $size;
            my $address = allocate($size);
            set_memory($address, $number, $size);
            $queues[$number]->enqueue($address);
        }
        free($queues[1 - $number]->dequeue, $_) for 0 .. 2000;
        return $right;
    };
    my @threads = map { threads->create($work, $_) } 0, 1;
    is($_->join, 2001, 'all blocks right in a thread') for @threads;
};

subtest 'a block belongs to one thread' => sub {
    my $block = VERA::Memory::Block->new(100);
    my $bytes = $block->write(0, 'there')->bytes;
    my ($kind, $content) = threads->create({ context => 'list' }, sub { return (ref $block, $$bytes) })->join;
    isnt($kind, ref $block, 'the other thread has no block');
    is($content, undef, 'and no bytes');
    is($block->read(0, 5), 'there', 'and has not freed the block');
    clean(<<~'END', 'in check mode');
        use threads;
        my $block = VERA::Memory::Block->new(100);
        my $bytes = $block->bytes;
        threads->create(sub { free(allocate(5), 5) })->join;
        $block->free;
        END
};

done_testing;
