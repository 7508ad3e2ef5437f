# SPDX-License-Identifier: MIT
package VERA::Memory v1.0.0;

use v5.36;

use Exporter qw(import);
use VERA::Module;

our $MODULE      = VERA::Module->load('memory');
our @EXPORT_OK   = $MODULE->functions;
our %EXPORT_TAGS = (all => \@EXPORT_OK);

for my $name (@EXPORT_OK) {
    no strict 'refs';    ## no critic (NoStrict)
    *$name = $MODULE->function($name);
}

1;

__END__

=encoding UTF-8

=head1 NAME

VERA::Memory - raw heap memory of the VERA language: its module vera:memory

=head1 SYNOPSIS

    use VERA::Memory qw(:all);

    my $address = allocate(100) // die "no memory: $!";
    set_memory($address, -1, 100);
    free($address, 100);

    use VERA::Memory::Block;

    my $block = VERA::Memory::Block->new(1 << 20, 4096);
    $block->zero;
    $block->write(0, 'VERA');
    say ${ $block->bytes } =~ /^VERA/ ? 'there' : 'not there';
    $block->free;

=head1 DESCRIPTION

Memory that is not Perl's: blocks of any size and alignment, which are given back when you say. What is
unlike C<malloc> is that whoever frees a block says again how large it is.

This module has the functions themselves. L<VERA::Memory::Block> remembers size and alignment, and is
freed once, at the latest with its last reference; it is what most programs want.

=head1 FUNCTIONS

They are those of the module's manifest, and can be imported by name, or all with C<:all>. This lists
them; F<memory.vera>, beside the manifest, declares them as VERA does:

    perl -MVERA::Memory -E 'say for @VERA::Memory::EXPORT_OK'

An address is an integer, and null is C<undef>; then C<$!> says why. A function croaks, naming itself
and the parameter, for an argument that the manifest does not allow: another number of arguments, what
is no integer or out of its type's range, a negative count, null where there are bytes to read or write,
a copy that overlaps. That an address is one of a live block of this size is yours to know.

L<VERA::Module> says where the module is looked for. C<$VERA::Memory::MODULE> is what it found.

=head1 THREADS

Every thread may call the functions, and free what another has allocated.

=head1 SEE ALSO

L<VERA::Memory::Block>, L<VERA::Module>, L<FFI::Platypus::Memory>

=head1 AUTHOR

The VERA project

=head1 LICENSE

MIT

=cut
