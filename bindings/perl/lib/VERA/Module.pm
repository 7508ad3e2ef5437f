# SPDX-License-Identifier: MIT
package VERA::Module v1.0.0;

use v5.36;

use Carp                   qw(croak);
use VERA::Module::Function qw(make_function);
use VERA::Module::Library;
use VERA::Module::Manifest qw(find_manifest library_name read_manifest);
use VERA::Module::Schema   qw(is_name);

sub load ($class, $name) {
    is_name($name) or croak "load: 'name' must be the name of a module, not ", defined $name ? "'$name'" : 'undef';
    my $self = eval { $class->_open($name) };
    return $self if $self;
    chomp(my $why = $@);
    return croak $why;
}

sub _open ($class, $name) {
    my $file      = find_manifest($name);
    my $manifest  = read_manifest($file, $name);
    my $library   = VERA::Module::Library->load($file, library_name($manifest));
    my %functions = map {
        ($_->{name} => make_function($_, $library->address($_->@{qw(symbol node)})))
    } $manifest->{functions}->@*;
    return bless {
        file      => $file,
        library   => $library->file,
        manifest  => $manifest,
        functions => \%functions,
    }, $class;
}

sub file     ($self) { return $self->{file} }
sub library  ($self) { return $self->{library} }
sub manifest ($self) { return $self->{manifest} }

sub functions ($self) {
    return map { $_->{name} } $self->{manifest}{functions}->@*;
}

sub function ($self, $name) {
    return $self->{functions}{$name} // croak "$self->{file}: there is no function '$name'";
}

1;

__END__

=encoding UTF-8

=head1 NAME

VERA::Module - the functions of a module of the VERA language

=head1 SYNOPSIS

    use VERA::Module;

    my $module   = VERA::Module->load('memory');
    my $allocate = $module->function('allocate');
    my $address  = $allocate->(100);

    say for $module->functions;

=head1 DESCRIPTION

A module of VERA is a native library and a manifest, a file of JSON that says what functions the
library has. Everything here comes from the manifest, so a function that is added to a module can be
called without a new version of this distribution.

L<VERA::Memory> is the module C<memory> as a module of Perl.

=head1 METHODS

=head2 load

    my $module = VERA::Module->load($name);

The manifest is looked for in the folders of the environment variable C<VERA_MODULE_PATH>, in the
folder that C<pkg-config> told when this distribution was built, in F</usr/local/lib/vera/modules> and
in F</usr/lib/vera/modules>; the library is the one that stands beside it, or else one of the same
name that the system's loader finds. The current folder is never looked in. Croaks with the list of
places if the module is in none, or with the reason if it cannot be used.

=head2 functions

The names of the functions, in the order of the manifest.

=head2 function

    my $code = $module->function($name);

A reference to that function. It takes as many arguments as the manifest says: integers, and addresses
as integers, where C<undef> is null; a string of digits, or an object that prints as digits, is an
integer too. It croaks, with its name and the parameter's, for anything else.

=head2 file

The file of the manifest.

=head2 library

The file of the library, as it was given to the system's loader.

=head2 manifest

What stands in the manifest, as a reference to a hash.

=head1 SEE ALSO

L<VERA::Memory>, L<FFI::Platypus>

=head1 AUTHOR

The VERA project

=head1 LICENSE

MIT

=cut
