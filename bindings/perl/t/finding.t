# SPDX-License-Identifier: MIT
# Finding a module, and what a manifest may be.
use v5.36;

use Config;
use Cwd        qw(getcwd realpath);
use File::Copy qw(copy);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use JSON::PP   qw(decode_json encode_json);
use Test::More;
use VERA::Memory ();
use VERA::Module;
use VERA::Module::Moduledir;
use lib 't/lib';
use Programs;

my $here      = __FILE__;
my $memory    = $VERA::Memory::MODULE;
my $moduledir = $VERA::Module::Moduledir::MODULEDIR;

sub look_in (@folders) {
    return $ENV{VERA_MODULE_PATH} = join $Config{path_sep}, @folders;
}

sub spew ($file, $text) {
    open my $handle, '>:raw', $file or die "$file: $!";
    print $handle $text;
    close $handle or die "$file: $!";
    return $file;
}

# A manifest, alone in a folder that comes first.
sub manifest ($text) {
    my $folder = realpath(tempdir(CLEANUP => 1));
    look_in($folder);
    return spew("$folder/memory.json", $text);
}

sub text (%changes) {
    return encode_json({ $memory->manifest->%*, %changes });
}

# A manifest and a library, as they are installed. Returns the folder of libraries.
sub tree {
    my $lib = realpath(tempdir(CLEANUP => 1)) . '/lib';
    make_path("$lib/vera/modules");
    copy($memory->file,    "$lib/vera/modules/memory.json") or die $!;
    copy($memory->library, $lib) or die $!;
    look_in("$lib/vera/modules");
    return $lib;
}

sub refused ($words, $name, $module = 'memory') {
    ok !eval { VERA::Module->load($module); 1 }, $name;
    return like($@, qr/$words.* at \Q$here\E line/s, 'says so');
}

delete local $ENV{VERA_MODULE_PATH};

subtest path => sub {
    my $lib = tree();
    look_in('/nowhere', "$lib/vera/modules");
    is(VERA::Module->load('memory')->file, "$lib/vera/modules/memory.json", 'first');
    delete $ENV{VERA_MODULE_PATH};
    is(VERA::Module->load('memory')->file, realpath("$moduledir/memory.json"), 'else where it is installed');
};

subtest 'other rights' => sub {
    $> == 0 or plan skip_all => 'only root can be another user';
    my $lib = tree();
    chmod 0755, $lib =~ s{/lib\z}{}r or die $!;
    local $> = 65534;
    is(VERA::Module->load('memory')->file, realpath("$moduledir/memory.json"), q(a user's path is not looked in));
};

subtest moved => sub {
    my $lib   = tree();
    my $moved = VERA::Module->load('memory');
    like($moved->library, qr{\A\Q$lib\E/[^/]+\z}, 'the library beside the manifest');
    ok my $address = $moved->function('allocate')->(100), 'allocates';
    $moved->function('free')->($address, 100);
    my $links = tempdir(CLEANUP => 1);
    symlink "$lib/vera/modules/memory.json", "$links/memory.json" or die $!;
    look_in($links);
    like(VERA::Module->load('memory')->library, qr{\A\Q$lib\E/[^/]+\z}, 'and not beside a link to it');
};

subtest 'not found' => sub {
    look_in('/nowhere', 'relative');
    refused('vera:missing was not found', 'missing', 'missing');
    like($@, qr{\Q$_\E/missing\.json}, $_)
        for '/nowhere', $moduledir, '/usr/local/lib/vera/modules', '/usr/lib/vera/modules';
    like($@, qr/relative \(passed over/, 'a relative folder');
};

subtest 'current folder' => sub {
    my $before = getcwd();
    my $folder = tempdir(CLEANUP => 1);
    spew("$folder/missing.json", '{}');
    chdir $folder or die $!;
    for my $path ('', '.', ':') {
        $ENV{VERA_MODULE_PATH} = $path;
        refused('was not found', "not for '$path'", 'missing');
    }
    chdir $before or die $!;
};

subtest names => sub {
    refused("'name' is not the name of a module", $_ // 'undef', $_)
        for '../memory', 'Memory', '', 'memory.json', 'me mory', "memory\n", '1memory', undef;
};

subtest format => sub {
    my $file = manifest(text(format => 2));
    refused("\\A\Q$file\E: format 2 ", 'another format');
    my @functions = map { +{ %$_, news => 1 } } $memory->manifest->{functions}->@*;
    manifest(text(news => { more => 1 }, functions => \@functions));
    is_deeply([VERA::Module->load('memory')->functions], [$memory->functions], 'unknown keys');
};

subtest 'broken manifests' => sub {
    my %broken = (
        'expected'          => substr(text(), 0, -1),
        'no manifest'       => '[]',
        q('format' is miss) => '{}',
        q('other')          => text(module => 'other'),
        q('functions' is)   => text(functions => undef),
        q('symbol' is miss) => text() =~ s/"symbol"/"sumbol"/r,
        'a\(\). is not'     => text() =~ s/"allocate"/"a()"/r,
        q('x; y' is not)    => text() =~ s/"name":"count"/"name":"x; y"/r,
        q('z \+ 1' is not)  => text() =~ s/"nonnull":"count"/"nonnull":"z + 1"/r,
        q('i65')            => text() =~ s/"i64"/"i65"/r,
    );
    for my $words (sort keys %broken) {
        manifest($broken{$words});
        refused($words, $words);
    }
};

subtest 'library names' => sub {
    for my $name ('../libvera_memory.so.1', '/libvera_memory.so.1', '..', '') {
        manifest(text(library => { map { ($_ => $name) } 'elf', 'mach-o', 'pe' }));
        refused('is not the name of a file', "'$name'");
    }
};

subtest 'the library' => sub {
    my $file = manifest(text(library => { map { ($_ => 'libvera_none.so.1') } 'elf', 'mach-o', 'pe' }));
    refused("\\A\Q$file\E: no library; .*/libvera_none.so.1, and by the loader", 'none');
    my $lib     = tree();
    my $library = $lib . $memory->library =~ s{.*(?=/)}{}r;
    spew($library, 'no library');
    refused("\\A\Q$library\E cannot be loaded", 'a broken one is not passed over');
};

subtest symbols => sub {
    my $lib = tree();
    spew("$lib/vera/modules/memory.json", text() =~ s/"vera_memory_free"/"vera_memory_lose"/r);
    refused('vera_memory_lose', 'none');
    $^O eq 'linux' or plan skip_all => 'symbols have no nodes here';
    spew("$lib/vera/modules/memory.json", text() =~ s/MEMORY_1\.0/MEMORY_9.0/gr);
    refused('MEMORY_9.0', 'none of the node');
};

subtest newer => sub {
    $ENV{newer_modules} or plan skip_all => 'newer_modules does not say where a newer library is';
    look_in($ENV{newer_modules});
    my ($result, $complaint) = split /\n/, run(<<~'END');
        my ($one, $other) = map { VERA::Memory::Block->new(8)->fill(1) } 1, 2;
        $other->write(5, 'x');
        say compare_memory($one->address, $other->address, 8);
        eval { compare_memory(undef, undef, 1); 1 } or print $@;
        END
    is($result, 5, 'the eighth function');
    like($complaint, qr/\Acompare_memory: 'left' must not be null/, 'and its arguments');
};

done_testing;
