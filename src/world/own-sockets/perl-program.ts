/**
 * What perl runs: it opens sockets as it is told, one command a line, and answers each with lines of which
 * the last begins with `ok` or `no`. It needs nothing but perl's own modules, and ends with its input.
 */
export const PERL_PROGRAM = String.raw`
use strict;
use Errno;
use Socket qw(AF_INET AF_INET6 SOCK_DGRAM SOL_SOCKET SO_REUSEADDR inet_pton pack_sockaddr_in pack_sockaddr_in6);
$| = 1;
my %sockets;
sub refuse {
  my ($step) = @_;
  my ($name) = grep { $!{$_} } sort keys %!;
  print "no $step ", $name || 'UNKNOWN', "\n";
}
sub place {
  my ($family, $address, $port) = @_;
  my $packed = inet_pton($family, $address);
  return $family == AF_INET6 ? pack_sockaddr_in6($port, $packed) : pack_sockaddr_in($port, $packed);
}
sub opened {
  my ($number, $six, $reuse, $address, $port, $peer, $peerport) = @_;
  my $family = $six == 6 ? AF_INET6 : AF_INET;
  socket(my $socket, $family, SOCK_DGRAM, 0) or return refuse('socket');
  if ($reuse) { setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, pack('l', 1)) or return refuse('socket'); }
  bind($socket, place($family, $address, $port)) or return refuse('bind');
  if (defined $peer) { connect($socket, place($family, $peer, $peerport)) or return refuse('connect'); }
  $sockets{$number} = $socket;
  print "ok\n";
}
sub received {
  for my $number (sort { $a <=> $b } keys %sockets) {
    my $socket = $sockets{$number};
    for (my $tries = 0; $tries < 100; $tries++) {
      my $ready = '';
      vec($ready, fileno($socket), 1) = 1;
      last unless select($ready, undef, undef, 0) > 0;
      my $text;
      print "in $number $1\n" if defined recv($socket, $text, 100, 0) and $text =~ /^([\w.-]+)$/;
    }
  }
  print "ok\n";
}
while (my $line = <STDIN>) {
  my ($command, @words) = split ' ', $line;
  if ($command eq 'open') { opened(@words); }
  elsif ($command eq 'send') { send($sockets{$words[0]}, $words[1], 0); print "ok\n"; }
  elsif ($command eq 'received') { received(); }
  elsif ($command eq 'close') { %sockets = (); print "ok\n"; }
  else { print "no command UNKNOWN\n"; }
}
`;
