# SPDX-License-Identifier: MIT
package VERA::Module::Library;

# Loads a module's library, and looks up its symbols.

use v5.36;

use FFI::Platypus 2.00;
use FFI::Platypus::DL qw(dlopen dlerror dlsym RTLD_PLATYPUS_DEFAULT);
use File::Basename    qw(dirname);
use File::Spec;

# Relative to the manifest's folder. On Windows, libraries are in bin, with the programs.
my @PLACES = $^O eq 'MSWin32' ? ('../..', '../../../bin') : ('../..');

# The system's look-up of a symbol at its node, if it has one. Kept as code: each new thread would get
# a copy of FFI::Platypus's object, and free it.
my $versioned = do {
    my $system  = FFI::Platypus->new(api => 2, lib => [undef]);
    my $address = $system->find_symbol('dlvsym');
    $address && $system->function($address => [qw(opaque string string)] => 'opaque')->sub_ref;
};

# The library installed with the manifest, or else the one that the system's loader finds. A library
# that exists but cannot be loaded is an error: no other may silently replace it.
sub load ($class, $manifest, $name) {
    my @places = map { _tidy(dirname($manifest) . "/$_") . "/$name" } @PLACES;
    my ($beside) = grep { -e } @places;
    my $complaint = $beside ? "$beside cannot be loaded"
        : "$manifest: no library; it was looked for as " . join(', ', @places) . ', and by the loader';
    my $file   = $beside // $name;
    my $handle = dlopen($file, RTLD_PLATYPUS_DEFAULT) // die "$complaint: ", dlerror(), "\n";
    return bless { file => $file, handle => $handle }, $class;
}

# Removes each `..`. The manifest's folder has no links in its path, so `..` is the parent.
sub _tidy ($folder) {
    1 while $folder =~ s{/[^/]+/\.\.(?=/|\z)}{};
    return $folder;
}

sub file ($self) { return $self->{file} }

# The address of a symbol at its node. Systems without nodes look up only the name; there, the major
# version in the library's file name keeps an incompatible library out.
sub address ($self, $symbol, $node) {
    my $address = $versioned ? $versioned->($self->{handle}, $symbol, $node) : dlsym($self->{handle}, $symbol);
    return $address // die "$self->{file} has no $symbol of $node\n";
}

1;
