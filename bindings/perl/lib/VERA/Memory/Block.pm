# SPDX-License-Identifier: MIT
package VERA::Memory::Block v1.0.0;

use v5.36;

use Carp                   qw(croak);
use FFI::Platypus::Buffer  qw(buffer_to_scalar scalar_to_pointer);
use Scalar::Util           qw(blessed);
use overload               ();
use VERA::Memory           ();
use VERA::Memory::Bytes;
use VERA::Module::Function qw(integer);

# The limits of an i64.
my @LIMITS = (-(~0 >> 1) - 1, ~0 >> 1);

# Messages name the line that called a method of this package.
our @CARP_NOT = qw(VERA::Module::Function);

my $manifest = $VERA::Memory::MODULE->manifest;
my $allocate = _owning();
my $release  = _consuming();

# The function that allocates a block of any alignment, whatever its name, as a function of size and
# alignment.
sub _owning {
    for my $function ($manifest->{functions}->@*) {
        my $owned = $function->{returns}{owned};
        return _call($function, $owned->@{qw(size align)}) if _any_layout($owned);
    }
    return croak $VERA::Memory::MODULE->file, ': no function allocates';
}

# The one that frees such a block, as a function of address, size and alignment.
sub _consuming {
    for my $function ($manifest->{functions}->@*) {
        for my $parameter ($function->{parameters}->@*) {
            my $block = $parameter->{consumes};
            return _call($function, $parameter->{name}, $block->@{qw(size align)}) if _any_layout($block);
        }
    }
    return croak $VERA::Memory::MODULE->file, ': no function frees';
}

# Whether size and alignment are parameters, not numbers.
sub _any_layout ($block) {
    return $block && 2 == grep { /\A[a-z]/ } $block->@{qw(size align)};
}

# The function as code that takes the parameters of these names, in this order.
sub _call ($function, @names) {
    my $code  = $VERA::Memory::MODULE->function($function->{name});
    my %index = map { ($names[$_] => $_) } keys @names;
    my @order = map { $index{ $_->{name} } } $function->{parameters}->@*;
    return "@order" eq "@{[keys @order]}" ? $code : sub { $code->(@_[@order]) };
}

sub new ($class, $size, $align = $manifest->{align}) {
    # The method reports wrong arguments itself, not the function.
    my $address = do { local $@; eval { $allocate->($size, $align) } } // _refuse($size, $align);
    return bless { address => $address, size => 0 + $size, align => 0 + $align }, $class;
}

sub _refuse ($size, $align) {
    my $why = $!;
    $size  = integer(q(new: 'size'),  @LIMITS, $size);
    $align = integer(q(new: 'align'), @LIMITS, $align);
    croak "new: 'size' must not be negative: $size" if $size < 0;
    croak "new: 'align' must be a power of two, not $align" if $align <= 0 || $align & ($align - 1);
    return croak "new: cannot allocate $size bytes, aligned to $align: $why";
}

sub size  ($self) { return $self->{size} }
sub align ($self) { return $self->{align} }

sub address ($self) {
    return $self->_live('address');
}

sub _live ($self, $method) {
    return $self->{address} // croak "$method: the block was freed";
}

sub is_freed ($self) {
    return !defined $self->{address};
}

sub free ($self) {
    my $address = $self->_live('free');
    delete $self->{address};
    (delete $self->{bytes})->hide if $self->{bytes};
    $release->($address, $self->@{qw(size align)});
    return;
}

sub bytes ($self) {
    return $self->{bytes} //= VERA::Memory::Bytes->show($self->_live('bytes'), $self->{size});
}

sub read ($self, $offset = 0, $count = undef) {
    # Not from the shared string: Perl moves that elsewhere once someone upgrades it.
    (my $address, $count) = $self->_part('read', 'offset', $offset, $count);
    return buffer_to_scalar($address, $count);
}

sub write ($self, $offset, $bytes) {
    defined $bytes             or croak q(write: 'bytes' must be a string, not undef);
    _is_string($bytes)         or croak q(write: 'bytes' must be a string, not a reference);
    utf8::downgrade($bytes, 1) or croak q(write: 'bytes' has a character above 255);
    my ($address, $count) = $self->_part('write', 'offset', $offset, undef);
    my $length = length $bytes;
    croak "write: 'bytes' must have at most $count bytes, not $length" if $length > $count;
    VERA::Memory::copy_memory($address, scalar_to_pointer($bytes), $length);
    return $self;
}

# An object may count as a string too.
sub _is_string ($value) {
    return !ref $value || overload::Method($value, '""');
}

sub fill ($self, $value, $offset = 0, $count = undef) {
    my $byte = integer(q(fill: 'value'), 0, 255, $value);
    my ($address, $length) = $self->_part('fill', 'offset', $offset, $count);
    VERA::Memory::set_memory($address, $byte > 127 ? $byte - 256 : $byte, $length);
    return $self;
}

sub zero ($self, $offset = 0, $count = undef) {
    VERA::Memory::zero_memory($self->_part('zero', 'offset', $offset, $count));
    return $self;
}

sub copy_from ($self, $source, $offset = 0, $source_offset = 0, $count = undef) {
    croak q(copy_from: 'source' must be a block) if !(blessed $source && $source->isa(__PACKAGE__));
    my ($from, $length) = $source->_part('copy_from', 'source_offset', $source_offset, $count);
    my ($to) = $self->_part('copy_from', 'offset', $offset, $length);
    croak 'copy_from: source and destination must not overlap'
        if $to != $from && abs($to - $from) < $length;
    VERA::Memory::copy_memory($to, $from, $length);
    return $self;
}

# The address and the number of bytes, if they are all in the block.
sub _part ($self, $method, $name, $offset, $count) {
    my $address = $self->_live($method);
    my $first   = integer("$method: '$name'", 0, $self->{size}, $offset);
    my $left    = $self->{size} - $first;
    return ($address + $first, defined $count ? integer("$method: 'count'", 0, $left, $count) : $left);
}

# At the end of the process the functions may already be gone, and the system frees the memory.
sub DESTROY ($self) {
    $self->free if defined $self->{address} && ${^GLOBAL_PHASE} ne 'DESTRUCT';
    return;
}

# A copy would free the same memory again. So a new thread gets none of its creator's blocks, and
# Storable makes no copy.
sub CLONE_SKIP      { return 1 }
sub STORABLE_freeze { return croak 'a block cannot be copied: both would own its memory' }

1;

__END__

=encoding UTF-8

=head1 NAME

VERA::Memory::Block - memory that knows its size and alignment, and is freed once

=head1 SYNOPSIS

    use VERA::Memory::Block;

    my $block = VERA::Memory::Block->new(1 << 20, 4096);
    $block->zero->write(0, 'VERA')->fill(0xFF, 4, 4);

    my $head = VERA::Memory::Block->new(16);
    $head->copy_from($block, 0, 0, 16);
    say unpack 'H*', $head->read;

    my $bytes = $block->bytes;          # in place, without a copy
    say 'found' if $$bytes =~ /\AVERA/;

    $block->free;                       # or when the last reference goes

=head1 DESCRIPTION

A block is memory outside Perl's own. It is freed by L</free> or with the last reference to the block,
also after an exception. From then on, every method but C<size>, C<align> and C<is_freed> croaks.

Offsets count from 0, and the C<$count> bytes from an offset must be in the block: a range that C<substr>
would shorten, or count from the end, croaks. Without C<$count>, a range goes to the end. Messages name
the method and the parameter.

=head1 METHODS

=head2 new

    my $block = VERA::Memory::Block->new($size);
    my $block = VERA::Memory::Block->new($size, $align);

C<$size> bytes of unspecified content at a multiple of C<$align>, which is a power of two. Out of memory,
it croaks with the text of C<$!>.

=head2 free

Frees the memory. Croaks if the block was freed.

=head2 is_freed

Whether the block was freed.

=head2 bytes

    my $bytes = $block->bytes;
    my $sum   = unpack '%32C*', $$bytes;

A reference to a read-only string, always the same: the block's current bytes, in place. Once the block
is freed, using the string croaks. The reference does not keep the block. It is blessed, so C<open>
accepts it as an in-memory file only with a layer:

    open my $handle, '<:scalar', $block->bytes or die $!;

An operation that moves the string, such as C<utf8::upgrade>, makes it a copy. L</read> always returns
the block's bytes.

=head2 read

    my $copy = $block->read($offset, $count);

Returns a copy of the bytes.

=head2 write

    $block->write($offset, $string);

Copies the string's bytes into the block. Encode characters above 255 first. A reference is not a
string, unless it is an object that overloads stringification.

=head2 fill

    $block->fill($value, $offset, $count);

Sets bytes to C<$value>, from 0 to 255.

=head2 zero

    $block->zero($offset, $count);

Sets bytes to 0.

=head2 copy_from

    $block->copy_from($source, $offset, $source_offset, $count);

Copies bytes of another block without making a string of them. Without C<$count>, it copies up to the
end of C<$source>.

L</write>, L</fill>, L</zero> and C<copy_from> return the block.

=head2 size

The size given to L</new>.

=head2 align

The alignment given to L</new>, or the least alignment of every block.

=head2 address

The address of the bytes, for the functions of L<VERA::Memory>.

=head1 THREADS

A block belongs to one thread. A new thread does not get the blocks of its creator, because they would
be freed twice. To pass memory to another thread, use the functions of L<VERA::Memory>.

=head1 SEE ALSO

L<VERA::Memory>

=head1 AUTHOR

The VERA project

=head1 LICENSE

MIT

=cut
