import * as Flags from '@oclif/core/flags';
import { isIp } from '../../core/address/ip-address.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { PROCESS_TITLES } from '../../core/words/process-titles.ts';
import { renderReady, renderRespond } from '../../features/reach/render/respond.ts';
import { respond } from '../../features/reach/respond.ts';
import type { RespondReady, RespondResult } from '../../features/reach/respond-result.ts';
import { BaseCommand } from '../base-command.ts';
import { durationFlag } from '../duration.ts';
import { assumptionFlags, assumptionsFrom, labArgs } from '../lab-flags.ts';
import { portListFlag } from '../port-list.ts';
import { pageFor } from '../terminal.ts';
import { tokenFlags, tokenFrom } from '../token.ts';

export default class Respond extends BaseCommand {
  static override summary = 'Answer on the ports of a lab, for reach on another host.';
  static override description =
    'Takes the ports that the lab will have on this host, before the lab runs, and prints the command and the token for the other host. It ends by itself after ten minutes, or with Ctrl-C.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    udp: portListFlag({ description: 'UDP ports, such as 10000-10099,10200.' }),
    tcp: portListFlag({ description: 'TCP ports.' }),
    host: Flags.string({
      helpValue: '<name>',
      description: 'Take the ports of this host of the lab. Default: the one that has an address of this machine.',
    }),
    listen: Flags.string({
      default: '0.0.0.0',
      helpValue: '<address>',
      description: 'Address of this host to listen on; 0.0.0.0 or :: for all of them.',
    }),
    ...tokenFlags('Token that reach has to give, 16 characters or more. Default: a random one.'),
    duration: durationFlag({
      // Its name up to 0.1.
      aliases: ['for'],
      default: 600_000,
      defaultHelp: async () => '10m',
      description: 'How long it answers.',
    }),
    ...assumptionFlags,
  };
  static override examples = [
    '<%= config.bin %> respond lab.net',
    '<%= config.bin %> respond --udp 10000-10099 --tcp 7200 --duration 5m',
  ];

  async run(): Promise<RespondResult> {
    const parsed = await this.parse(Respond);
    const { flags } = parsed;
    if (!isIp(flags.listen)) {
      throw new InputError('BAD_ADDRESS', `"${flags.listen}" is not an IP address`, {
        next: 'name an address of this host, or leave --listen out',
      });
    }
    const namesPorts = flags.udp !== undefined || flags.tcp !== undefined;
    const paths = namesPorts ? await this.filesOf(this.typed(parsed)) : await this.namedLabs(parsed);
    const token = await tokenFrom(flags, paths);
    const { labs } = await this.labs(paths);
    const { addresses, unanswered } = await this.resolved(labs);
    // It waits there while its result is yet to come.
    const page = pageFor(process.stderr, process.env, { color: flags.color, wide: false, verbose: false });
    const { result } = await this.interruptibly(async (ui) => {
      const model = LabModel.of(labs, { ...assumptionsFrom(flags), addresses, unanswered });
      const options = {
        names: this.names,
        udpPorts: flags.udp ?? [],
        tcpPorts: flags.tcp ?? [],
        host: flags.host,
        listen: flags.listen,
        token,
        durationMs: flags.duration,
      };
      const ready = (now: RespondReady) => process.stderr.write(`${renderReady(now, page)}\n`);
      return await called(PROCESS_TITLES.respond, () => respond(model, options, { ...ui, ready }));
    });
    return this.finish(result, () => renderRespond(result, this.page(flags)));
  }
}

/** Calls the process so while `work` lasts: socket tables show then what holds the ports. */
async function called<T>(title: string, work: () => Promise<T>): Promise<T> {
  const before = process.title;
  process.title = title;
  try {
    return await work();
  } finally {
    process.title = before;
  }
}
