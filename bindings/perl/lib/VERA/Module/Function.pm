# SPDX-License-Identifier: MIT
package VERA::Module::Function;

# Perl functions for the functions of a manifest. Each is compiled from text, so a call runs the checks
# of its own parameters and no loop over descriptions. Parameters become variables with their VERA
# names. Those have no capital letters, so they never hide a variable in capitals.

use v5.36;
no warnings 'experimental::builtin';

use Carp          qw(croak);
use Exporter      qw(import);
use FFI::Platypus 2.00;
use Scalar::Util  qw(looks_like_number);
use Sub::Util     qw(set_subname);

our @EXPORT_OK = qw(integer integer_types make_function types);

# Perl's integers are at least as wide as i64: Makefile.PL refuses others.
my %LIMITS = map {
    my $most = ~0 >> (64 - $_);
    ("u$_" => [0, $most], "i$_" => [-($most >> 1) - 1, $most >> 1])
} 8, 16, 32, 64;

my %NATIVE = (
    (map { ($_ => s/^([iu])/$1 eq 'i' ? 'sint' : 'uint'/er) } keys %LIMITS),
    f32  => 'float',
    f64  => 'double',
    bool => 'bool',
    ptr  => 'opaque',
    void => 'void',
);

sub types         { return keys %NATIVE }
sub integer_types { return keys %LIMITS }

my $ffi = FFI::Platypus->new(api => 2);

# Accepts what Perl accepts as an integer, including digits in a string, but no boolean. A number that
# Perl had to round does not print as it was written, and is refused.
sub integer ($label, $least, $most, $value) {
    if (defined $value && !builtin::is_bool($value) && "$value" =~ /\A-?[0-9]+\z/) {
        my $number = 0 + "$value";
        return $number if "$number" eq "$value" && $least <= $number && $number <= $most;
    }
    return croak "$label must be an integer from $least to $most, not ", _show($value);
}

sub _show ($value) {
    return 'undef' if !defined $value;
    return builtin::is_bool($value) ? ($value ? 'true' : 'false') : "'$value'";
}

sub _number ($label, $value) {
    return 0 + $value if looks_like_number($value) && !builtin::is_bool($value);
    return croak "$label must be a number, not ", _show($value);
}

# The statement that converts $variable to a parameter's type, or croaks. For most integers the
# comparison is enough. A value at a limit may have been rounded to it, so integer() looks at it.
sub _conversion ($type, $variable, $label) {
    return "$variable = $variable ? 1 : 0;"           if $type eq 'bool';
    return "$variable = _number(q{$label}, $variable);" if $type =~ /^f/;
    my ($least, $most) = ($LIMITS{$type eq 'ptr' ? 'u64' : $type})->@*;
    my $fits = "builtin::created_as_number($variable) && $variable == int $variable"
        . " && $variable > $least && $variable < $most";
    $fits = "!defined $variable || $fits" if $type eq 'ptr';
    return "$variable = integer(q{$label}, $least, $most, $variable) if !($fits);";
}

# A number, or the parameter of that name.
sub _amount ($amount) {
    return $amount =~ /\A[0-9]+\z/ ? $amount : "\$$amount";
}

sub _length ($parameter) {
    return _amount($parameter->{writes} // $parameter->{reads});
}

# A parameter for the number of bytes read or written must not be negative.
sub _lengths ($name, @parameters) {
    my %lengths = map { ($_ => 1) } grep { defined && /\A[a-z]/ } map { $_->@{qw(reads writes)} } @parameters;
    return map { "croak q{$name: '$_' must not be negative} if \$$_ < 0;" } sort keys %lengths;
}

sub _nulls ($name, @parameters) {
    return map {
        my ($pointer, $length) = $_->@{qw(name nonnull)};
        "croak q{$name: '$pointer' must not be null while '$length' is above 0}"
            . " if !\$$pointer && " . _amount($length) . ' > 0;'
    } grep { exists $_->{nonnull} } @parameters;
}

sub _overlaps ($name, @parameters) {
    my %parameters = map { ($_->{name} => $_) } @parameters;
    return map {
        my ($one, $other) = $_->@{qw(name disjoint)};
        my ($length, $other_length) = (_length($_), _length($parameters{$other}));
        # Addresses are unsigned, so the difference is taken only where it is not negative.
        "croak q{$name: '$one' and '$other' must not overlap} if \$$one && \$$other && (\$$one > \$$other"
            . " ? \$$one - \$$other < $other_length : \$$one < \$$other && \$$other - \$$one < $length);"
    } grep { exists $_->{disjoint} } @parameters;
}

sub _text ($name, @parameters) {
    my $count     = @parameters;
    my $variables = join ', ', map { "\$$_->{name}" } @parameters;
    my @names     = map { $_->{name} } @parameters;
    return join "\n    ",
        'sub {',
        "croak q{$name: the arguments are (@names): $count, not }, scalar \@_ if \@_ != $count;",
        "my ($variables) = \@_;",
        (map { _conversion($_->{type}, "\$$_->{name}", "$name: '$_->{name}'") } @parameters),
        _lengths($name, @parameters), _nulls($name, @parameters), _overlaps($name, @parameters),
        "return scalar \$CALL->($variables);",
        '}';
}

# The Perl function for that description of the function at that address.
sub make_function ($function, $address) {
    my ($name, @parameters) = ($function->{name}, $function->{parameters}->@*);
    my @takes = map { $NATIVE{ $_->{type} } } @parameters;
    my $CALL  = $ffi->function($address => \@takes => $NATIVE{ $function->{returns}{type} })->sub_ref;
    my $text  = _text($name, @parameters);
    my $made  = eval $text or die "$name: $@";    ## no critic (StringyEval)
    return set_subname($name, $made);
}

1;
