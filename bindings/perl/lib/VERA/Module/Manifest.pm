# SPDX-License-Identifier: MIT
package VERA::Module::Manifest;

# Finds and reads a manifest: a module's description of itself. Unknown keys are ignored, because a
# later manifest may add some. A later format may change everything, so it is refused.

use v5.36;

use Config;
use Cwd      qw(realpath);
use Exporter qw(import);
use File::Spec;
use JSON::PP qw(decode_json);
use VERA::Module::Moduledir;
use VERA::Module::Schema qw(check_manifest);

our @EXPORT_OK = qw(find_manifest library_name read_manifest);

# The key of this system's library: ELF on every other system.
my $LIBRARY = { darwin => 'mach-o', MSWin32 => 'pe' }->{$^O} // 'elf';

# The path in the environment counts only if it comes from the user whose rights the process has.
sub _folders {
    my $path = $< == $> && $( == $) ? $ENV{VERA_MODULE_PATH} // '' : '';
    return grep { length } split(/\Q$Config{path_sep}/, $path), $VERA::Module::Moduledir::MODULEDIR,
        '/usr/local/lib/vera/modules', '/usr/lib/vera/modules';
}

# The file of the module of that name. The current folder is never searched: whoever controls it would
# control which code is loaded.
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

# The content of that file, which must be the manifest of the module of that name.
sub read_manifest ($file, $name) {
    my $manifest = eval {
        my $read = decode_json(_slurp($file));
        check_manifest($read, $name, $LIBRARY);
        $read;
    };
    return $manifest // die "$file: $@";
}

# The library's file name on this system.
sub library_name ($manifest) {
    return $manifest->{library}{$LIBRARY};
}

1;
