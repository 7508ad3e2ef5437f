# SPDX-License-Identifier: MIT
# Finding a module, and checking its manifest.
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

# Writes a manifest to an empty folder that is searched first.
sub manifest ($text) {
    my $folder = realpath(tempdir(CLEANUP => 1));
    look_in($folder);
    return spew("$folder/memory.json", $text);
}

sub text (%changes) {
    return encode_json({ $memory->manifest->%*, %changes });
}

# Copies manifest and library, placed as installed. Returns the library folder.
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
    return like($@, qr/$words.* at \Q$here\E line/s, 'with the right message');
}

delete local $ENV{VERA_MODULE_PATH};

subtest path => sub {
    my $lib = tree();
    look_in('/nowhere', "$lib/vera/modules");
    is(VERA::Module->load('memory')->file, "$lib/vera/modules/memory.json", 'comes first');
    delete $ENV{VERA_MODULE_PATH};
    is(VERA::Module->load('memory')->file, realpath("$moduledir/memory.json"), 'otherwise where it is installed');
};

subtest 'other rights' => sub {
    $> == 0 or plan skip_all => 'only root can be another user';
    my $lib = tree();
    chmod 0755, $lib =~ s{/lib\z}{}r or die $!;
    local $> = 65534;
    is(VERA::Module->load('memory')->file, realpath("$moduledir/memory.json"), q(a user's path is ignored));
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
    like(VERA::Module->load('memory')->library, qr{\A\Q$lib\E/[^/]+\z}, 'not the library beside a link to it');
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
    refused("load: 'name' must be the name of a module", 'not ' . encode_json([$_]), $_)
        for '../memory', 'Memory', '', 'memory.json', 'me mory', "memory\n", '1memory', undef, 3, [];
};

subtest format => sub {
    my $file = manifest(text(format => 2));
    refused("\\A\Q$file\E: 'format' must be 1, the known format, not 2", 'another format');
    my @functions = map { +{ %$_, news => 1 } } $memory->manifest->{functions}->@*;
    manifest(text(news => { more => 1 }, functions => \@functions));
    is_deeply([VERA::Module->load('memory')->functions], [$memory->functions], 'unknown keys');
};

# Keys that not every system reads, keys that may be missing, and keys that may hold any text.
my %UNREAD   = map { ($_ => 1) } qw(prefix elf mach-o pe);
my %OPTIONAL = map { ($_ => 1) } qw(const nullable reads writes nonnull disjoint owned consumes extends);
my %TEXT     = (symbol => 1);

# Calls the code for each value of a decoded manifest, with its holder and its key there.
sub walk ($value, $code) {
    my $list = ref $value eq 'ARRAY';
    for my $key ($list ? keys @$value : ref $value eq 'HASH' ? sort keys %$value : ()) {
        $code->($value, $key, $list ? \$value->[$key] : \$value->{$key});
        walk($list ? $value->[$key] : $value->{$key}, $code);
    }
    return;
}

# The manifest is refused, naming the file, although the library is there.
sub damaged ($lib, $text, $name) {
    my $file     = spew("$lib/vera/modules/memory.json", $text);
    my @warnings;
    local $SIG{__WARN__} = sub { push @warnings, @_ };
    my $refused = !eval { VERA::Module->load('memory'); 1 };
    return ok($refused && $@ =~ /\A\Q$file\E: / && !@warnings, $name) || diag($@, @warnings);
}

# Each key in turn is missing, or holds a wrong value.
subtest damaged => sub {
    my ($lib, $manifest) = (tree(), decode_json(text()));
    walk($manifest, sub ($holder, $key, $value) {
        return if $UNREAD{$key};
        my $right = $$value;
        for my $wrong (undef, -1, 'no name', {}) {
            next if $TEXT{$key} && ($wrong // '') eq 'no name';
            $$value = $wrong;
            damaged($lib, encode_json($manifest), join ' ', $key, 'is', encode_json([$wrong]));
        }
        if (ref $holder eq 'HASH' && !$OPTIONAL{$key}) {
            delete $holder->{$key};
            damaged($lib, encode_json($manifest), "$key is missing");
            $holder->{$key} = $right;
        }
        else {
            $$value = $right;
        }
    });
};

subtest 'damaged otherwise' => sub {
    my $lib = tree();
    my @texts = (
        substr(text(), 0, -1), '[' x 100_000, '[]', 'null', '{}', "\xFF",
        text(module => 'other'),
        text() =~ s/"allocate"/"a()"/r,
        text() =~ s/"allocate"/"free"/r,
        text() =~ s/"name":"count"/"name":"x; y"/r,
        text() =~ s/"nonnull":"count"/"nonnull":"z + 1"/r,
        text() =~ s/"reads":"count"/"reads":"dest"/r,
        text() =~ s/"disjoint":"src"/"disjoint":"count"/r,
        text() =~ s/"name":"align"/"name":"size"/r,
        text() =~ s/"i64"/"i128"/r,
        text() =~ s/"i64"/"void"/r,
    );
    damaged($lib, $_, substr $_, 0, 40) for @texts;
};

subtest 'library names' => sub {
    for my $name ('../libvera_memory.so.1', '/libvera_memory.so.1', 'a:b', '..', '', undef, 1, {}) {
        my $file = manifest(text(library => { map { ($_ => $name) } 'elf', 'mach-o', 'pe' }));
        refused("\\A\Q$file\E: .* must be the name of a file", 'not ' . encode_json([$name]));
    }
    my $file = manifest(text(library => {}));
    refused("\\A\Q$file\E: 'library.* is missing", 'no name');
};

subtest 'the library' => sub {
    my $file = manifest(text(library => { map { ($_ => 'libvera_none.so.1') } 'elf', 'mach-o', 'pe' }));
    refused("\\A\Q$file\E: no library; .*/libvera_none.so.1, and by the loader", 'no library');
    my $lib     = tree();
    my $library = $lib . $memory->library =~ s{.*(?=/)}{}r;
    spew($library, 'no library');
    refused("\\A\Q$library\E cannot be loaded", 'a broken library is not skipped for another');
};

subtest symbols => sub {
    my $lib = tree();
    spew("$lib/vera/modules/memory.json", text() =~ s/"vera_memory_free"/"vera_memory_lose"/r);
    refused('vera_memory_lose', 'no symbol');
    $^O eq 'linux' or plan skip_all => 'this system has no symbol nodes';
    spew("$lib/vera/modules/memory.json", text() =~ s/MEMORY_1\.0/MEMORY_9.0/gr);
    refused('MEMORY_9.0', 'no symbol at the node');
};

subtest newer => sub {
    $ENV{newer_modules} or plan skip_all => 'newer_modules is not set';
    look_in($ENV{newer_modules});
    my ($result, $complaint) = split /\n/, run(<<~'END');
        my ($one, $other) = map { VERA::Memory::Block->new(8)->fill(1) } 1, 2;
        $other->write(5, 'x');
        say compare_memory($one->address, $other->address, 8);
        eval { compare_memory(undef, undef, 1); 1 } or print $@;
        END
    is($result, 5, 'the function');
    like($complaint, qr/\Acompare_memory: 'left' must not be null/, 'and its arguments');
};

done_testing;
