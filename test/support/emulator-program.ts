/**
 * A small program for tests: `emulator ubridge|dynamips`. It is an embedded uBridge or hypervisor as a
 * process of its own, which socket tables and /proc show as the real one. It says on standard output where it
 * listens, and then every command that it is told, and runs until it is killed.
 */
import { writeFileSync } from 'node:fs';
import { EmbeddedHypervisor } from '../../src/world/hypervisor/embedded/embedded-hypervisor.ts';
import type { Exchange } from '../../src/world/hypervisor/embedded/request-server.ts';
import { EmbeddedUBridge } from '../../src/world/ubridge/embedded/embedded-ubridge.ts';

const HOST = '127.0.0.1';

function onExchange({ words }: Exchange): void {
  process.stdout.write(`command ${words?.join(' ')}\n`);
}

/**
 * A longer one would be cut to the length of the command line: its starter gives it one that is long enough.
 */
function callItself(program: string, words: string): void {
  process.title = `/usr/bin/${program} ${words}`;
  // The title is the name of the process as well, cut to 15 bytes.
  writeFileSync('/proc/self/comm', program);
}

const [, , program] = process.argv;
// The one who listens may have gone: an orphan runs on.
process.stdout.on('error', () => undefined);
if (program === 'ubridge') {
  const ubridge = await EmbeddedUBridge.start({ host: HOST, port: 0, logFile: 'ubridge.log', onExchange });
  callItself(program, `-H ${HOST}:${ubridge.port}`);
  process.stdout.write(`listens ${ubridge.port} ${process.pid}\n`);
  void ubridge.stopped.then((end) => process.exit(end === 'died' ? 1 : 0));
} else {
  const options = { host: HOST, port: 0, version: '0.2.24', workingDirectory: '.', keepsLog: true } as const;
  const hypervisor = await EmbeddedHypervisor.start({ ...options, onExchange });
  callItself('dynamips', `-N1 -H ${HOST}:${hypervisor.port} --console-binding-addr ${HOST}`);
  process.stdout.write(`listens ${hypervisor.port} ${process.pid}\n`);
  void hypervisor.stopped.then(() => process.exit(0));
}
