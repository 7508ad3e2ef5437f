# SPDX-License-Identifier: MIT
package VERA::Module::Library;

# Loading a module's library, and what stands in it under a name.

use v5.36;

use FFI::Platypus 2.00;
use FFI::Platypus::DL qw(dlopen dlerror dlsym RTLD_PLATYPUS_DEFAULT);
use File::Basename    qw(dirname);
use File::Spec;

# From the folder of the manifest. Windows has its libraries beside its programs.
my @PLACES = $^O eq 'MSWin32' ? ('../..', '../../../bin') : ('../..');

# The system's look-up of a symbol at its node, where there is one. As code: of FFI::Platypus's object
# each thread that is created would have a copy, and free it.
my $versioned = do {
    my $system  = FFI::Platypus->new(api => 2, lib => [undef]);
    my $address = $system->find_symbol('dlvsym');
    $address && $system->function($address => [qw(opaque string string)] => 'opaque')->sub_ref;
};

# The library beside the manifest; if there is none, the one that the system's loader finds. One
# that is there but cannot be loaded is an error: another must not quietly take its place.
sub load ($class, $manifest, $name) {
    my @places = map { _tidy(dirname($manifest) . "/$_") . "/$name" } @PLACES;
    my ($beside) = grep { -e } @places;
    my $complaint = $beside ? "$beside cannot be loaded"
        : "$manifest: no library; it was looked for as " . join(', ', @places) . ', and by the loader';
    my $file   = $beside // $name;
    my $handle = dlopen($file, RTLD_PLATYPUS_DEFAULT) // die "$complaint: ", dlerror(), "\n";
    return bless { file => $file, handle => $handle }, $class;
}

# The manifest's folder is a real one, so that `..` is its parent.
sub _tidy ($folder) {
    1 while $folder =~ s{/[^/]+/\.\.(?=/|\z)}{};
    return $folder;
}

sub file ($self) { return $self->{file} }

# The address of a symbol: at its node, or else by its name alone; then the library's major version,
# which is in its file's name, is what keeps an incompatible one away.
sub address ($self, $symbol, $node) {
    my $address = $versioned ? $versioned->($self->{handle}, $symbol, $node) : dlsym($self->{handle}, $symbol);
    return $address // die "$self->{file} has no $symbol of $node\n";
}

1;
