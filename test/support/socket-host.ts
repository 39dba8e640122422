import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { IP } from './network-namespace.ts';
import type { SocketPlan } from './real-sockets.ts';

/**
 * Opens sockets as Dynamips does: the answers of getaddrinfo in turn until bind and connect both succeed,
 * with SO_REUSEADDR or without. Node connects to no port 0. Reads one command a line and answers each with
 * one line. Frames wait in their sockets until they are asked for.
 */
const WORKER = String.raw`
use strict;
use Socket qw(:all);
$| = 1;
my (%socket, $marker);
sub any { my ($family, $port) = @_;
  return $family == AF_INET6 ? pack_sockaddr_in6($port, IN6ADDR_ANY) : pack_sockaddr_in($port, INADDR_ANY);
}
sub address { my ($packed) = @_;
  my ($error, $host) = getnameinfo($packed, NI_NUMERICHOST | NI_NUMERICSERV);
  return $error ? '-' : $host;
}
sub answers { my ($host, $port) = @_;
  my ($error, @found) = getaddrinfo($host, $port, { socktype => SOCK_DGRAM });
  return $error ? () : @found;
}
sub open_socket { my ($reuse, $local, $host, $remote) = @_;
  for my $found (answers($host, $remote)) {
    socket(my $new, $found->{family}, SOCK_DGRAM, 0) or next;
    setsockopt($new, SOL_SOCKET, SO_REUSEADDR, 1) if $reuse;
    return $new if bind($new, any($found->{family}, $local)) && connect($new, $found->{addr});
    close $new;
  }
  return undef;
}
sub frames {
  my @got;
  for my $id (sort { $a <=> $b } keys %socket) {
    while (1) {
      my $frame = '';
      if (defined recv($socket{$id}, $frame, 100, MSG_DONTWAIT)) { push @got, "$frame>$id" }
      elsif (!$!{ECONNREFUSED}) { last }
    }
  }
  return join ' ', @got;
}
while (my $line = <STDIN>) {
  my ($command, @words) = split ' ', $line;
  if ($command eq 'open') {
    my $id = shift @words;
    my $new = open_socket(@words);
    $socket{$id} = $new if $new;
    print $new ? "bound\n" : "refused\n";
  } elsif ($command eq 'close') {
    close delete $socket{$words[0]};
    print "closed\n";
  } elsif ($command eq 'send') {
    send($socket{$words[0]}, $words[0], 0);
    print "sent\n";
  } elsif ($command eq 'frames') {
    print frames(), "\n";
  } elsif ($command eq 'resolve') {
    print join(' ', map { address($_->{addr}) } answers($words[0], 9)), "\n";
  } elsif ($command eq 'source') {
    my $new = open_socket(0, 0, $words[0], 9);
    print $new ? address(getsockname($new)) : '-', "\n";
  } elsif ($command eq 'mark') {
    # Unbuffered, so that what is sent before is in front of it.
    my ($found) = answers(@words);
    socket(my $new, $found->{family}, SOCK_DGRAM, 0);
    send($new, 'marker', 0, $found->{addr}) or die "marker: $!";
    print "marked\n";
  } elsif ($command eq 'await') {
    if (!$marker) {
      socket($marker, AF_INET6, SOCK_DGRAM, 0);
      bind($marker, any(AF_INET6, $words[0])) or die "marker: $!";
      print "ready\n";
    } else {
      recv($marker, my $frame, 100, 0);
      print "arrived\n";
    }
  }
}
`;

/** One processor for all sockets, so that what is sent first arrives first. */
function firstProcessor(): string {
  return /Cpus_allowed_list:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0';
}

/** Where the markers go; no socket of a plan has it. */
const MARKER_PORT = 9;

/** A program on one host that opens sockets, sends frames and tells what came in. */
export class SocketHost {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private said = '';

  private constructor(child: ChildProcess) {
    this.child = child;
    child.stderr?.on('data', (chunk) => {
      this.said += chunk;
    });
    this.lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  /** Starts it in a network namespace. It ends when its input is closed. */
  static async start(namespace: string): Promise<SocketHost> {
    const args = ['netns', 'exec', namespace, 'taskset', '-c', firstProcessor(), 'perl', '-MErrno', '-e', WORKER];
    const host = new SocketHost(spawn(IP, args, { stdio: ['pipe', 'pipe', 'pipe'] }));
    await host.ask(`await ${MARKER_PORT}`);
    return host;
  }

  /** False if Dynamips would answer 206. */
  async open(id: number, { reuse, localPort, remoteHost, remotePort }: SocketPlan): Promise<boolean> {
    const answer = await this.ask(`open ${id} ${reuse ? 1 : 0} ${localPort} ${remoteHost} ${remotePort}`);
    return answer === 'bound';
  }

  async close(id: number): Promise<void> {
    await this.ask(`close ${id}`);
  }

  async send(id: number): Promise<void> {
    await this.ask(`send ${id}`);
  }

  /** Pairs of sender and receiver, of all that has arrived. */
  async frames(): Promise<Array<readonly [number, number]>> {
    const answer = await this.ask('frames');
    const words = answer === '' ? [] : answer.split(' ');
    return words.map((word) => word.split('>').map(Number) as [number, number]);
  }

  /** The answers of the resolver of this host, in its order. */
  async resolve(name: string): Promise<string[]> {
    const answer = await this.ask(`resolve ${name}`);
    return answer === '' ? [] : answer.split(' ');
  }

  /** The source address that the kernel of this host gives; null if it refuses. */
  async source(address: string): Promise<string | null> {
    const answer = await this.ask(`source ${address}`);
    return answer === '-' ? null : answer;
  }

  /** Waits until what was sent before from this host to an address of another one has arrived there. */
  async flush(other: SocketHost, address: string): Promise<void> {
    await this.ask(`mark ${address} ${MARKER_PORT}`);
    await other.ask('await');
  }

  end(): void {
    this.child.stdin?.end();
  }

  private async ask(line: string): Promise<string> {
    this.child.stdin?.write(`${line}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`the sockets are gone after "${line}": ${this.said}`);
    return value;
  }
}
