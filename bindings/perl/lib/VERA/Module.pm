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

A VERA module is a native library and a manifest, a JSON file that describes the library's functions.
Everything here comes from the manifest, so a function that is added to a module can be called without
a new version of this distribution.

L<VERA::Memory> is the module C<memory> as a Perl module.

=head1 METHODS

=head2 load

    my $module = VERA::Module->load($name);

The manifest is looked for in the folders of the environment variable C<VERA_MODULE_PATH>, then in the
folder that C<pkg-config> reported when this distribution was built, then in
F</usr/local/lib/vera/modules> and F</usr/lib/vera/modules>. The library is the one installed with the
manifest, or else one of the same name that the system's loader finds. The current folder is never
searched. C<load> croaks with the list of places if the module is in none of them, or with the reason if
it cannot be used.

=head2 functions

The names of the functions, in the order of the manifest.

=head2 function

    my $code = $module->function($name);

A reference to that function. It takes as many arguments as the manifest says: integers, and addresses
as integers, where C<undef> is null. A string of digits, or an object that prints as digits, counts as
an integer. For anything else it croaks with its own name and the parameter's.

=head2 file

The manifest's file.

=head2 library

The library's file, as it was passed to the system's loader.

=head2 manifest

The content of the manifest, as a hash reference.

=head1 SEE ALSO

L<VERA::Memory>, L<FFI::Platypus>

=head1 AUTHOR

The VERA project

=head1 LICENSE

MIT

=cut
