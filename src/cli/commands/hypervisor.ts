import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { isLoopback } from '../../core/address/host.ts';
import { parseHostPort } from '../../core/address/host-port.ts';
import { MAX_PORT } from '../../core/address/port.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import { hypervisorName } from '../../core/lab/hypervisor.ts';
import { renderExchange } from '../../features/hypervisor/render/exchange.ts';
import { EmbeddedHypervisor, type Exchange } from '../../world/hypervisor/embedded/embedded-hypervisor.ts';
import { EMBEDDED_VERSIONS } from '../../world/hypervisor/embedded/objects.ts';
import { BaseCommand } from '../base-command.ts';
import { untilInterrupted } from '../interrupt.ts';

/** How `links` knows an embedded hypervisor. */
const TITLE = 'niostat hypervisor';

/** Dynamips' own. */
const DEFAULT_PORT = 7200;

export default class Hypervisor extends BaseCommand {
  static override summary =
    'Run a small hypervisor that speaks the protocol of Dynamips, for teaching, trying and testing.';
  static override description =
    'It binds and connects real UDP sockets as the chosen Dynamips does, and moves frames through NIO bridges and Ethernet switches. It runs no IOS: a router that is started opens its console and says who it is. It knows the modules hypervisor, nio, nio_bridge, ethsw and vm. Stop it with Ctrl-C, or with "hypervisor stop".';
  static override enableJsonFlag = false;
  static override flags = {
    listen: Flags.string({
      default: '127.0.0.1:7200',
      helpValue: '<host:port>',
      description: 'Where to listen, with consoles too. Whoever reaches it may use it: it asks for no password.',
    }),
    generation: Flags.option({
      options: EMBEDDED_VERSIONS,
      default: '0.2.24' as const,
      description: 'The Dynamips to be like: 0.2.17 refuses a port that is taken, 0.2.24 shares it.',
    })(),
    'working-dir': Flags.string({
      helpValue: '<directory>',
      description: 'The only place that it writes to. Default: a new temporary directory, deleted at the end.',
    }),
    verbose: Flags.boolean({ char: 'v', description: 'Show every command and its reply.' }),
  };
  static override examples = [
    '<%= config.bin %> hypervisor',
    '<%= config.bin %> hypervisor --listen 127.0.0.1:7201 --generation 0.2.17 --verbose',
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(Hypervisor);
    const listen = /^\d+$/.test(flags.listen) ? `127.0.0.1:${flags.listen}` : flags.listen;
    const address = parseHostPort(listen, DEFAULT_PORT);
    if (address === undefined || address.port > MAX_PORT || !/^([^:]*|[0-9a-f:.%]*)$/i.test(address.host)) {
      throw new InputError('BAD_ADDRESS', `"${flags.listen}" is no host:port`, { next: 'write it as 127.0.0.1:7200' });
    }
    const temporary = flags['working-dir'] === undefined ? await temporaryDirectory() : undefined;
    // Also when the reader of the log goes away, which ends the process on the spot.
    const remove = (): void => {
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    };
    process.once('exit', remove);
    try {
      const hypervisor = await start({
        ...address,
        version: flags.generation,
        workingDirectory: flags['working-dir'] ?? temporary ?? '',
        ...(flags.verbose ? { onExchange } : {}),
      });
      // So that socket tables show what it is. Where it listens does not fit: a title is cut to the length of the command line.
      process.title = TITLE;
      process.stderr.write(greeting(hypervisor, flags.generation));
      await untilInterrupted(async (signal) => {
        signal.addEventListener('abort', () => void hypervisor.close());
        await hypervisor.stopped;
      });
    } finally {
      remove();
    }
  }
}

function onExchange(exchange: Exchange): void {
  process.stdout.write(`${renderExchange(exchange)}\n`);
}

function greeting({ host, port }: EmbeddedHypervisor, version: string): string {
  const remark = isLoopback(host) ? '' : 'Anybody on the network can use it, and it asks for no password.\n';
  return `Listening on ${hypervisorName('dynamips', host, port)}, like Dynamips ${version} but without IOS. Ctrl-C stops it.\n${remark}`;
}

/** Starts to listen; what the system says against it is told in a sentence. */
async function start(options: Parameters<typeof EmbeddedHypervisor.start>[0]): Promise<EmbeddedHypervisor> {
  try {
    return await EmbeddedHypervisor.start(options);
  } catch (error) {
    const { code, message, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (syscall !== 'listen' && syscall !== 'bind' && syscall !== 'getaddrinfo') {
      throw new WorldError(code, `cannot use ${options.workingDirectory}: ${message}`, { next: ANOTHER_DIRECTORY });
    }
    const reason = code === 'EADDRINUSE' ? 'another program listens there' : message;
    throw new WorldError(code, `cannot use ${options.host}:${options.port}: ${reason}`, {
      next: 'choose another address or port with --listen',
    });
  }
}

const ANOTHER_DIRECTORY = 'name a directory that can be written to with --working-dir';

async function temporaryDirectory(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'niostat-'));
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    throw new WorldError(code, `cannot make a temporary directory: ${message}`, { next: ANOTHER_DIRECTORY });
  }
}
