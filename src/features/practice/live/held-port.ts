import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { spawnNode } from '../../../world/node-program.ts';
import { logCommand } from '../../../world/wire-log.ts';

/** Binds a UDP port of every address alone, says `ok`, and keeps it until its input ends. */
const PERL = `
use strict;
use Socket qw(AF_INET SOCK_DGRAM INADDR_ANY pack_sockaddr_in);
$| = 1;
my ($name, $port) = @ARGV;
$0 = $name;
socket(my $socket, AF_INET, SOCK_DGRAM, 0) or exit 1;
bind($socket, pack_sockaddr_in($port, INADDR_ANY)) or exit 1;
print "ok\\n";
1 while <STDIN>;
`;

/** The same, where there is no perl. */
const NODE = `
const [name, port] = process.argv.slice(1);
process.title = name;
const socket = require('node:dgram').createSocket('udp4');
socket.once('error', () => process.exit(1));
socket.bind({ port: Number(port), exclusive: true }, () => process.stdout.write('ok\\n'));
process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume();
`;

/** Perl takes a tenth of the memory of Node; macOS has it, and nearly every Linux. */
const HOLDERS: readonly ((args: readonly string[], options: SpawnOptions) => ChildProcess)[] = [
  (args, options) => spawn('perl', ['-e', PERL, ...args], options),
  (args, options) => spawnNode(NODE, args, options),
];

/** Another program that has a UDP port. */
export interface HeldPort {
  readonly pid: number;
  /** Settles when it has ended, by `close` or because somebody has ended it. */
  readonly ended: Promise<void>;
  /** Ends it. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a program of this name, of at most 15 letters, that has a UDP port of every address alone. It ends
 * with this process, however that ends: its input does then. Undefined if the port is taken.
 */
export async function holdPort(name: string, port: number): Promise<HeldPort | undefined> {
  for (const start of HOLDERS) {
    // A session of its own: Ctrl-C goes to everything in the foreground of the terminal.
    const options: SpawnOptions = { stdio: ['pipe', 'pipe', 'ignore'], detached: true, windowsHide: true };
    const held = await started(start([name, String(port)], options));
    if (held !== undefined) return held;
  }
  return undefined;
}

async function started(child: ChildProcess): Promise<HeldPort | undefined> {
  logCommand(child);
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<void>((settle) => {
    child.once('error', () => settle());
    child.once('close', () => settle());
  });
  const said = await Promise.race([firstWord(child), ended]);
  if (said !== 'ok' || child.pid === undefined) return undefined;
  const close = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
  };
  return { pid: child.pid, ended, close };
}

function firstWord({ stdout }: ChildProcess): Promise<string> {
  return new Promise((settle) => {
    stdout?.once('data', (chunk: Buffer) => settle(chunk.toString('latin1').trim()));
  });
}
