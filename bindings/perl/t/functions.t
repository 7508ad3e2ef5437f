# SPDX-License-Identifier: MIT
# The functions under their VERA names.
use v5.36;

use Errno                 qw(EINVAL ENOMEM);
use FFI::Platypus::Buffer qw(buffer_to_scalar scalar_to_pointer);
use FFI::Platypus::Memory qw(memset);
use JSON::PP              qw(decode_json);
use Test::More;
use VERA::Memory qw(:all);
use VERA::Memory::Block;
use VERA::Module::Function qw(make_function);

# Runs the code with the address of that many bytes.
sub with ($size, $code) {
    my $address = allocate($size);
    $code->($address);
    free($address, $size);
    return;
}

subtest functions => sub {
    open my $handle, '<:raw', $VERA::Memory::MODULE->file or die $!;
    my @described = map { $_->{name} } decode_json(join '', readline $handle)->{functions}->@*;
    my @there = grep { $_ ne 'import' && $_ ne 'BEGIN' && defined &{"VERA::Memory::$_"} } keys %VERA::Memory::;
    is_deeply([sort @there], [sort @described], 'in the package');
    is_deeply([$VERA::Memory::MODULE->functions], \@described, 'in order');
    is_deeply([sort @VERA::Memory::EXPORT_OK], [sort @described], 'can be imported');
    ok !eval { $VERA::Memory::MODULE->function('malloc') }, 'and no other';
};

subtest versions => sub {
    is($_->VERSION, VERA::Memory->VERSION, "that of $_") for qw(VERA::Memory::Block VERA::Module);
};

subtest allocate => sub {
    for my $size (0, 1, 8, 100, 100_000) {
        my $address = allocate($size);
        is($address % 8, 0, "$size bytes");
        memset($address, 0xA5, $size);
        ok buffer_to_scalar($address, $size) eq "\xA5" x $size, 'can be written';
        is_deeply([free($address, $size)], [undef], 'and freed');
    }
};

subtest allocate_aligned => sub {
    for my $align (map { 1 << $_ } 0 .. 12) {
        my $address = allocate_aligned(100, $align);
        is($address % $align, 0, "at $align");
        memset($address, 0xA5, 100);
        free_aligned($address, 100, $align);
    }
};

subtest copy_memory => sub {
    with 32, sub ($address) {
        my ($target, $content) = ($address + 16, '0123456789abcdef');
        memset($address, 0, 32);
        copy_memory($address, scalar_to_pointer($content), 16);
        copy_memory($target, $address, 10);
        is(buffer_to_scalar($address, 32), "${content}0123456789" . "\0" x 6, 'the right bytes');
        copy_memory($target, $target, 16);
        is(buffer_to_scalar($target, 16), '0123456789' . "\0" x 6, 'onto itself');
    };
    ok eval { copy_memory(undef, undef, 0); 1 }, 'a count of 0';
};

subtest set_memory => sub {
    with 16, sub ($address) {
        memset($address, 0, 16);
        set_memory($address, -1, 9);
        is(buffer_to_scalar($address, 16), "\xFF" x 9 . "\0" x 7, 'the right bytes');
        set_memory($address, -128, 1);
        set_memory($address + 1, 127, 1);
        is(buffer_to_scalar($address, 2), "\x80\x7F", 'the limits');
    };
    ok eval { set_memory(undef, -1, 0); 1 }, 'a count of 0';
};

subtest zero_memory => sub {
    with 16, sub ($address) {
        memset($address, 0xFF, 16);
        zero_memory($address, 9);
        is(buffer_to_scalar($address, 16), "\0" x 9 . "\xFF" x 7, 'the right bytes');
    };
    ok eval { zero_memory(undef, 0); 1 }, 'a count of 0';
};

subtest 'free null' => sub {
    ok eval { free(undef, 100); free(0, 100); free_aligned(undef, 100, 64); 1 }, 'nothing happens';
};

subtest null => sub {
    for ([-1, EINVAL], [1 << 62, ENOMEM], [2**62, ENOMEM]) {
        my ($size, $reason) = @$_;
        $! = 0;
        my @result = allocate($size);
        is($! + 0, $reason, "$size bytes: the reason");
        is_deeply(\@result, [undef], 'null');
    }
};

# VERA types that no function of the module uses yet, through functions of the C library.
subtest 'other types' => sub {
    my $system = FFI::Platypus->new(api => 2, lib => [undef]);
    my $make   = sub ($symbol, $type) {
        my %function = (
            name       => 'echo',
            parameters => [{ name => 'in', type => $type }],
            returns    => { type => $type },
        );
        return make_function(\%function, $system->find_symbol($symbol));
    };
    my %integers = (
        u8  => ['toupper', 0, 64, 255],
        i16 => ['toupper', 0, 1, 32767],
        u16 => ['toupper', 0, 1, 65535],
        i32 => ['toupper', -1, 1, (1 << 31) - 1],
        u32 => ['ntohl',   0],
        i64 => ['labs',    0, 1, ~0 >> 1],
        u64 => ['labs',    0, 1, 1 << 62],
    );
    for my $type (sort keys %integers) {
        my ($symbol, @good) = $integers{$type}->@*;
        my $echo = $make->($symbol, $type);
        is($echo->($_), $_, "$type: $_") for @good;
        my ($kind, $bits) = $type =~ /(.)(.+)/;
        my %bad = (u => ['-1', 2**$bits], i => [2**($bits - 1)]);
        for my $wrong ($bad{$kind}->@*, 'x', 0.5) {
            ok !eval { $echo->($wrong); 1 }, "$type: not $wrong";
            like($@, qr/^echo: 'in' must be an integer/, 'with the right message');
        }
    }
    my $floor = $make->('floor', 'f64');
    is($floor->(-1.5), -2, 'f64');
    is($make->('floorf', 'f32')->('2.5'), 2, 'f32');
    for my $wrong ('x', undef, !!1) {
        ok !eval { $floor->($wrong); 1 }, 'not a number';
        like($@, qr/^echo: 'in' must be a number/, 'with the right message');
    }
    ok $make->('abs', 'bool')->('true') == 1 && !$make->('abs', 'bool')->(undef), 'bool';
};

done_testing;
