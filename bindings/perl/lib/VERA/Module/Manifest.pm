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
use VERA::Module::Schema qw(check_manifest);

our @EXPORT_OK = qw(find_manifest library_name read_manifest);

# The key of this system's library; what is neither of these has ELF.
my $LIBRARY = { darwin => 'mach-o', MSWin32 => 'pe' }->{$^O} // 'elf';

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

# What stands in that file, if it is the manifest of the module of that name.
sub read_manifest ($file, $name) {
    my $manifest = eval {
        my $read = decode_json(_slurp($file));
        check_manifest($read, $name, $LIBRARY);
        $read;
    };
    return $manifest // die "$file: $@";
}

# The library's file on this system.
sub library_name ($manifest) {
    return $manifest->{library}{$LIBRARY};
}

1;
