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

# Of an i64.
my @LIMITS = (-(~0 >> 1) - 1, ~0 >> 1);

# Complaints are about the line that called a method of this package.
our @CARP_NOT = qw(VERA::Module::Function);

my $manifest = $VERA::Memory::MODULE->manifest;
my $allocate = _owning();
my $release  = _consuming();

# The function that gives a block of any alignment, whatever it is called, as a function of the size
# and the alignment.
sub _owning {
    for my $function ($manifest->{functions}->@*) {
        my $owned = $function->{returns}{owned};
        return _call($function, $owned->@{qw(size align)}) if _any_layout($owned);
    }
    return croak $VERA::Memory::MODULE->file, ': no function allocates';
}

# The one that takes such a block back, as a function of its address, size and alignment.
sub _consuming {
    for my $function ($manifest->{functions}->@*) {
        for my $parameter ($function->{parameters}->@*) {
            my $block = $parameter->{consumes};
            return _call($function, $parameter->{name}, $block->@{qw(size align)}) if _any_layout($block);
        }
    }
    return croak $VERA::Memory::MODULE->file, ': no function frees';
}

# Whether parameters, and no numbers, tell size and alignment.
sub _any_layout ($block) {
    return $block && 2 == grep { /\A[a-z]/ } $block->@{qw(size align)};
}

# The function, called with the values of the parameters of these names.
sub _call ($function, @names) {
    my $code  = $VERA::Memory::MODULE->function($function->{name});
    my %index = map { ($names[$_] => $_) } keys @names;
    my @order = map { $index{ $_->{name} } } $function->{parameters}->@*;
    return "@order" eq "@{[keys @order]}" ? $code : sub { $code->(@_[@order]) };
}

sub new ($class, $size, $align = $manifest->{align}) {
    # What the function would say of an argument, is said by this method.
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
    # Not from the string that all share: Perl keeps that elsewhere once someone has upgraded it.
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

# An object may be one, too.
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
    croak 'copy_from: what is copied and what is set must not overlap'
        if $to != $from && abs($to - $from) < $length;
    VERA::Memory::copy_memory($to, $from, $length);
    return $self;
}

# The address, and how many bytes, if they are all in the block.
sub _part ($self, $method, $name, $offset, $count) {
    my $address = $self->_live($method);
    my $first   = integer("$method: '$name'", 0, $self->{size}, $offset);
    my $left    = $self->{size} - $first;
    return ($address + $first, defined $count ? integer("$method: 'count'", 0, $left, $count) : $left);
}

# At the end of the process the functions may be gone already, and the memory goes with it.
sub DESTROY ($self) {
    $self->free if defined $self->{address} && ${^GLOBAL_PHASE} ne 'DESTRUCT';
    return;
}

# A copy would free the same memory: a new thread gets none of its creator's blocks, and no copy is
# made by way of Storable.
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

A block is memory from outside of Perl's, which is given back by L</free>, or with the last reference to
the block, after an exception too. From then on everything but its size and alignment croaks.

An offset counts from 0, and the bytes from there, C<$count> of them, have to be in the block: what
C<substr> would cut to what is there, or count from the end, croaks. If C<$count> is left out, it is all
up to the end. What croaks names the method and the parameter.

=head1 METHODS

=head2 new

    my $block = VERA::Memory::Block->new($size);
    my $block = VERA::Memory::Block->new($size, $align);

C<$size> bytes, which hold nothing in particular, at a multiple of C<$align>, a power of two. Croaks if
there is not so much memory, with what C<$!> says.

=head2 free

Gives the memory back. Croaks if that was done.

=head2 is_freed

Whether that was done.

=head2 bytes

    my $bytes = $block->bytes;
    my $sum   = unpack '%32C*', $$bytes;

A reference to a read-only string, always the same: the bytes in place, as they are at each moment. Once
the block is freed, looking at the string croaks. The reference does not keep the block. It is blessed,
so to C<open> it is no file in memory, unless the layer says so:

    open my $handle, '<:scalar', $block->bytes or die $!;

What moves the string, such as C<utf8::upgrade>, makes it a copy; L</read> has the block's bytes always.

=head2 read

    my $copy = $block->read($offset, $count);

A string of its own.

=head2 write

    $block->write($offset, $string);

Puts the string's bytes into the block. Characters above 255 have to be encoded first. A reference is
no string, unless it is an object that overloads that.

=head2 fill

    $block->fill($value, $offset, $count);

Sets bytes to C<$value>, from 0 to 255.

=head2 zero

    $block->zero($offset, $count);

Sets bytes to 0.

=head2 copy_from

    $block->copy_from($source, $offset, $source_offset, $count);

Copies bytes of another block, without making a string of them. If C<$count> is left out, it is all up
to the end of C<$source>.

L</write>, L</fill>, L</zero> and C<copy_from> return the block.

=head2 size

What L</new> was given.

=head2 align

What L</new> was given, or the least alignment that every block has.

=head2 address

Where the bytes are, for the functions of L<VERA::Memory>.

=head1 THREADS

A block is one thread's: a thread that is created does not get those of its creator, which would be
freed twice. To hand memory over, use the functions of L<VERA::Memory>.

=head1 SEE ALSO

L<VERA::Memory>

=head1 AUTHOR

The VERA project

=head1 LICENSE

MIT

=cut
