# SPDX-License-Identifier: MIT
package VERA::Module::Schema;

# Checks a manifest. Functions are compiled and called according to it, so everything that is used later
# is checked here, once.

use v5.36;
no warnings 'experimental::builtin';

use Exporter qw(import);
use JSON::PP ();
use VERA::Module::Function qw(integer_types types);

our @EXPORT_OK = qw(check_manifest is_name);

my $FORMAT = 1;

sub _is_text ($value) {
    return defined $value && !ref $value && !builtin::created_as_number($value) && $value =~ /\A[ -~]+\z/;
}

# An integer from 0 that was not rounded.
sub _is_number ($value) {
    return builtin::created_as_number($value) && $value =~ /\A[0-9]+\z/;
}

# Whether it is a valid name in VERA.
sub is_name ($value) {
    return _is_text($value) && $value =~ /\A[a-z][a-z0-9_]*\z/;
}

# A kind of value: in words, and a function that recognises it.
my $OBJECT = ['an object',          sub ($value) { ref $value eq 'HASH' }];
my $ARRAY  = ['an array',           sub ($value) { ref $value eq 'ARRAY' }];
my $FLAG   = ['true or false',      sub ($value) { JSON::PP::is_bool($value) }];
my $TEXT   = ['printable text',     \&_is_text];
my $NAME   = ['a name',             \&is_name];
my $NUMBER = ['a number',           \&_is_number];
my $POWER  = ['a power of two',     sub ($value) { _is_number($value) && $value && !($value & ($value - 1)) }];
# A file name that is not a path on any system: a manifest does not say where its library is.
my $FILE   = ['the name of a file', sub ($value) { _is_text($value) && $value !~ m{\A\.{1,2}\z|[/\\:]} }];

sub _one_of ($words, @values) {
    my %known = map { ($_ => 1) } @values;
    return [$words, sub ($value) { _is_text($value) && $known{$value} }];
}

sub _or ($one, $other) {
    return ["$one->[0] or $other->[0]", sub ($value) { $one->[1]->($value) || $other->[1]->($value) }];
}

# The same, except the values accepted before.
sub _new ($kind) {
    my %used;
    return ["$kind->[0] that is not yet used", sub ($value) { $kind->[1]->($value) && !$used{$value}++ }];
}

sub _show ($value) {
    my ($words) = map { $_->[0] } grep { $_->[1]->($value) } $OBJECT, $ARRAY;
    return $words // JSON::PP->new->ascii->allow_nonref->encode($value);
}

sub _expect ($place, $value, $kind) {
    $kind->[1]->($value) or die "$place must be $kind->[0], not ", _show($value), "\n";
    return $value;
}

# An object of the manifest, and its place there.
sub _table ($place, $values) {
    return { place => $place, values => _expect($place ? "'$place'" : 'this', $values, $OBJECT) };
}

sub _where ($table, $key) {
    return join '.', grep { length } $table->{place}, $key;
}

# The value of that key, which must be of that kind.
sub _take ($table, $key, $kind) {
    my $place = _where($table, $key);
    exists $table->{values}{$key} or die "'$place' is missing\n";
    return _expect("'$place'", $table->{values}{$key}, $kind);
}

sub _below ($table, $key) {
    return _table(_where($table, $key), _take($table, $key, $OBJECT));
}

sub _list ($table, $key) {
    my ($place, $values) = (_where($table, $key), _take($table, $key, $ARRAY));
    return map { _table("$place\[$_]", $values->[$_]) } keys @$values;
}

sub _names (@tables) {
    return map { $_->{values}{name} } @tables;
}

# The parameters that $one may be disjoint from. Both must be read or written.
sub _others ($one, @parameters) {
    my @touched = grep { exists $_->{values}{reads} || exists $_->{values}{writes} } @parameters;
    return (grep { $_ == $one } @touched) ? grep { $_ != $one } @touched : ();
}

# Checks the attributes of a parameter or a result.
sub _check_attributes ($one, @parameters) {
    my %integer = map { ($_ => 1) } integer_types();
    my $count   = _one_of('the name of an integer parameter',
        _names(grep { $integer{ $_->{values}{type} } } @parameters));
    my %kinds = (
        (map { ($_ => $FLAG) } qw(const nullable)),
        (map { ($_ => _or($NUMBER, $count)) } qw(reads writes nonnull)),
        (map { ($_ => $OBJECT) } qw(consumes owned)),
        disjoint => _one_of('another parameter, read or written as this one is',
            _names(_others($one, @parameters))),
    );
    for my $key (grep { exists $one->{values}{$_} } sort keys %kinds) {
        $one->{values}{type} eq 'ptr' or die "'", _where($one, $key), "' is for a ptr\n";
        _take($one, $key, $kinds{$key});
        next if $kinds{$key} != $OBJECT;
        _take(_below($one, $key), 'size',  _or($NUMBER, $count));
        _take(_below($one, $key), 'align', _or($POWER,  $count));
    }
    return;
}

sub _check_signature ($function) {
    my ($name, @parameters) = (_new($NAME), _list($function, 'parameters'));
    for my $parameter (@parameters) {
        _take($parameter, 'name', $name);
        _take($parameter, 'type', _one_of('a known type', grep { $_ ne 'void' } types()));
    }
    my $result = _below($function, 'returns');
    _take($result, 'type', _one_of('a known type', types()));
    _check_attributes($_, @parameters) for @parameters, $result;
    return;
}

# Returns the names of the nodes.
sub _check_nodes (@nodes) {
    my ($name, @names) = _new($TEXT);
    for my $node (@nodes) {
        _take($node, 'extends', _one_of('an earlier node', @names)) if exists $node->{values}{extends};
        push @names, _take($node, 'name', $name);
    }
    return @names;
}

# Dies unless it is a manifest of the module of that name, with a library of that format.
sub check_manifest ($content, $name, $library) {
    my $manifest = _table('', $content);
    my $format = sub ($value) { _is_number($value) && $value == $FORMAT };
    _take($manifest, 'format', ["$FORMAT, the known format", $format]);
    _take($manifest, 'module', _one_of("'$name'", $name));
    _take(_below($manifest, 'library'), $library, $FILE);
    _take($manifest, 'align', $POWER);
    my @nodes    = _check_nodes(_list($manifest, 'nodes'));
    my $function = _new($NAME);
    for my $one (_list($manifest, 'functions')) {
        _take($one, 'name',   $function);
        _take($one, 'symbol', $TEXT);
        _take($one, 'node',   _one_of('one of the nodes', @nodes));
        _check_signature($one);
    }
    return;
}

1;
