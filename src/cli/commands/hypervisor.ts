import * as Flags from '@oclif/core/flags';
import { parseHostPort } from '../../core/address/host-port.ts';
import { MAX_PORT } from '../../core/address/port.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { PROCESS_TITLES } from '../../core/words/process-titles.ts';
import { startHypervisor } from '../../features/hypervisor/hypervisor.ts';
import { renderExchange } from '../../features/hypervisor/render/exchange.ts';
import { renderGreeting } from '../../features/hypervisor/render/greeting.ts';
import { renderMadeWay } from '../../features/hypervisor/render/made-way.ts';
import { EMBEDDED_VERSIONS } from '../../world/hypervisor/embedded/objects.ts';
import type { Exchange } from '../../world/hypervisor/embedded/request-server.ts';
import { BaseCommand } from '../base-command.ts';
import { untilInterrupted } from '../interrupt.ts';
import { Remarks, tell } from '../remarks.ts';
import { standardOutput } from '../standard-output.ts';
import { widthOfTerminal } from '../terminal.ts';

/** Dynamips' own. */
const DEFAULT_PORT = 7200;

export default class Hypervisor extends BaseCommand {
  static override summary = 'Run a small hypervisor that speaks as Dynamips does.';
  static override description =
    'Binds and connects real UDP sockets as the chosen Dynamips does, and moves frames through NIO bridges and Ethernet switches; it runs no IOS. Stop it with Ctrl-C, or with `hypervisor stop`.';
  static override enableJsonFlag = false;
  static override flags = {
    listen: Flags.string({
      default: '127.0.0.1:7200',
      helpValue: '<host:port>',
      description:
        'Where it listens, and its consoles too. It asks for no password: every host that reaches it can use it.',
    }),
    dynamips: Flags.option({
      // Its name up to 0.1.
      aliases: ['generation'],
      options: EMBEDDED_VERSIONS,
      default: '0.2.24' as const,
      description: 'The Dynamips that it imitates: 0.2.17 refuses a port in use, 0.2.24 shares it.',
    })(),
    'working-dir': Flags.string({
      helpValue: '<directory>',
      description: 'The only place that it writes to. Default: a new temporary directory, deleted at the end.',
    }),
    verbose: Flags.boolean({ char: 'v', description: 'Show every command and its reply.' }),
  };
  static override examples = [
    '<%= config.bin %> hypervisor',
    '<%= config.bin %> hypervisor --listen 127.0.0.1:7201 --dynamips 0.2.17 --verbose',
  ];

  async run(): Promise<void> {
    const { flags } = await this.parse(Hypervisor);
    const listen = /^\d+$/.test(flags.listen) ? `127.0.0.1:${flags.listen}` : flags.listen;
    const address = parseHostPort(listen, DEFAULT_PORT);
    if (address === undefined || address.port > MAX_PORT || !/^([^:]*|[0-9a-f:.%]*)$/i.test(address.host)) {
      throw new InputError('BAD_ADDRESS', `"${flags.listen}" is not host:port`, { next: 'write it as 127.0.0.1:7200' });
    }
    const remarks = new Remarks();
    const hypervisor = await startHypervisor({
      ...address,
      version: flags.dynamips,
      workingDirectory: flags['working-dir'],
      onExchange: flags.verbose ? onExchange : undefined,
      onMadeWay: (madeWay) => remarks.say(renderMadeWay(madeWay)),
    });
    // So that socket tables show what it is. Where it listens does not fit: a title is cut to the length of
    // the command line.
    process.title = PROCESS_TITLES.hypervisor;
    tell(renderGreeting(hypervisor));
    await untilInterrupted(async (signal) => {
      signal.addEventListener('abort', hypervisor.close);
      await hypervisor.stopped;
    });
  }
}

function onExchange(exchange: Exchange): void {
  const output = standardOutput();
  output.write(`${renderExchange(exchange, widthOfTerminal(output, process.env))}\n`);
}
