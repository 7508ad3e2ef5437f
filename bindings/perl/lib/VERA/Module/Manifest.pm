# SPDX-License-Identifier: MIT
package VERA::Module::Manifest;

# Finding and reading a manifest: what a module says of itself. Keys that are not known here are
# ignored, because a later manifest may add some; a later format may change everything, so it is
# refused.

use v5.36;

use Config;
use Cwd      qw(realpath);
use Exporter qw(import);
use File::Spec;
use JSON::PP qw(decode_json);
use VERA::Module::Moduledir;

our @EXPORT_OK = qw(find_manifest is_name library_name read_manifest);

my $FORMAT = 1;

# The systems' names for their formats of libraries; everything else has ELF.
my %LIBRARIES = (darwin => 'mach-o', MSWin32 => 'pe');

# Whether VERA could call something so.
sub is_name ($text) {
    return defined $text && $text =~ /\A[a-z][a-z0-9_]*\z/;
}

# A path in the environment counts if that is of the user whose rights the process has.
sub _folders {
    my $path = $< == $> && $( == $) ? $ENV{VERA_MODULE_PATH} // '' : '';
    return grep { length } split(/\Q$Config{path_sep}/, $path), $VERA::Module::Moduledir::MODULEDIR,
        '/usr/local/lib/vera/modules', '/usr/lib/vera/modules';
}

# The file of the module of that name. The current folder is never looked in: whoever chooses it
# would choose the code that is loaded.
sub find_manifest ($name) {
    my @tried;
    for my $folder (_folders()) {
        my $file     = "$folder/$name.json";
        my $absolute = File::Spec->file_name_is_absolute($folder);
        return realpath($file) if $absolute && -f $file;
        push @tried, $absolute ? $file : "$folder (passed over: not an absolute path)";
    }
    die "vera:$name was not found; it was looked for as ", join(', ', @tried), "\n";
}

sub _slurp ($file) {
    open my $handle, '<:raw', $file or die "$!\n";
    local $/ = undef;
    return readline $handle;
}

sub _need ($table, @keys) {
    die "this is no manifest\n" if ref $table ne 'HASH';
    defined $table->{$_} or die "'$_' is missing\n" for @keys;
    return;
}

# Functions are compiled from their names, so a name must be nothing else.
sub _check_function ($function) {
    _need($function, qw(name symbol node parameters returns));
    _need($function->{returns}, 'type');
    for my $parameter ($function->{parameters}->@*) {
        _need($parameter, qw(name type));
        my %uses = map { ($_ => $parameter->{$_}) } grep { defined $parameter->{$_} } qw(reads writes nonnull disjoint);
        is_name($_) or /\A[0-9]+\z/ or die "'$_' is not a name\n" for values %uses;
    }
    is_name($_) or die "'$_' is not a name\n"
        for $function->{name}, map { $_->{name} } $function->{parameters}->@*;
    return;
}

sub _check ($manifest, $name) {
    _need($manifest, 'format');
    die "format $manifest->{format} is not known here, only $FORMAT\n" if $manifest->{format} ne $FORMAT;
    _need($manifest, qw(module library align functions));
    die "this is the module '$manifest->{module}'\n" if $manifest->{module} ne $name;
    _check_function($_) for $manifest->{functions}->@*;
    return;
}

# What stands in that file, if it is the manifest of the module of that name.
sub read_manifest ($file, $name) {
    my $manifest = eval {
        my $read = decode_json(_slurp($file));
        _check($read, $name);
        $read;
    };
    return $manifest // die "$file: $@";
}

# The library's file on this system: a name, because a manifest does not say where it is.
sub library_name ($manifest) {
    my $format = $LIBRARIES{$^O} // 'elf';
    my $name   = $manifest->{library}{$format} // die "vera:$manifest->{module} has no library of $format\n";
    die "vera:$manifest->{module}: '$name' is not the name of a file\n" if $name =~ m{\A\.{0,2}\z|[/\\]};
    return $name;
}

1;
