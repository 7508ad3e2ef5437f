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

VERA::Memory - raw heap memory: the VERA language's module vera:memory

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

Memory outside Perl's own: blocks of any size and alignment, which you free explicitly. Unlike with
C<malloc>, the caller passes the size again to free a block.

This module has the functions themselves. Most programs want L<VERA::Memory::Block>, which remembers
size and alignment and is freed once, at the latest with its last reference.

=head1 FUNCTIONS

The functions are those of the module's manifest. Import them by name, or all with C<:all>. This command
lists them; F<memory.vera>, beside the manifest, declares them as VERA does:

    perl -MVERA::Memory -E 'say for @VERA::Memory::EXPORT_OK'

An address is an integer. Null is C<undef>; C<$!> then gives the reason. A function croaks, naming
itself and the parameter, if the manifest does not allow its arguments: a wrong number of arguments, a
value that is not an integer or is out of its type's range, a negative count, null where there are bytes
to read or write, a copy that overlaps. Nothing checks that an address is that of a live block of this
size.

L<VERA::Module> lists where the module is looked for. C<$VERA::Memory::MODULE> is the module found.

=head1 THREADS

Every thread may call the functions, and may free what another thread allocated.

=head1 SEE ALSO

L<VERA::Memory::Block>, L<VERA::Module>, L<FFI::Platypus::Memory>

=head1 AUTHOR

The VERA project

=head1 LICENSE

MIT

=cut
