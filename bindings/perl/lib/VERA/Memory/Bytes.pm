# SPDX-License-Identifier: MIT
package VERA::Memory::Bytes;

# A scalar whose string is a block's bytes in place. It is read-only, because Perl would move a string
# that it may change. Once the block is freed, the scalar is tied to this package, which refuses every
# access.

use v5.36;

use Carp                  qw(croak);
use FFI::Platypus::Buffer qw(window);

sub show ($class, $address, $size) {
    # A read-only scalar cannot be blessed.
    my $self = bless \(my $bytes), $class;
    if ($size) {
        window $bytes, $address, $size;
    }
    else {
        # To window, a size of 0 means a string that ends at a byte of 0.
        $bytes = '';
        Internals::SvREADONLY($bytes, 1);
    }
    return $self;
}

sub hide ($self) {
    Internals::SvREADONLY($$self, 0);
    undef $$self;
    tie $$self, __PACKAGE__;
    return;
}

# A new thread would have the address but not own the memory.
sub CLONE_SKIP { return 1 }

sub TIESCALAR ($class)   { return bless \(my $nothing), $class }
sub FETCH     ($self)    { return croak 'bytes: the block was freed' }
sub STORE     ($self, $) { return croak 'bytes: the block was freed' }

1;
