# Reads texts into nested hashes, and makes reports of them.
use strict;
use warnings;

my @lines;
while (my $line = <>) {
    push @lines, { text => $line, words => [ map { lc } $line =~ /(\w+)/g ] };
}
for my $turn (1 .. 5) {
    my %words;
    for my $line (@lines) {
        push @{ $words{$_}{ length $_ } }, substr $line->{text}, 0, 30 for @{ $line->{words} };
    }
    my $report = join "\n",
        map { sprintf "%s: %s", $_, join ",", sort keys %{ $words{$_} } } sort keys %words;
    $report =~ s/(\w+)/<$1>/g;
    print length $report, "\n";
}
