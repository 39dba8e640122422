import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { reach } from '../../features/reach/reach.ts';
import { renderReach } from '../../features/reach/render/text.ts';
import type { ReachResult } from '../../features/reach/result.ts';
import { isLabPath, parseHost } from '../../features/reach/target.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { BaseCommand } from '../base-command.ts';
import { durationFlag } from '../duration.ts';
import { assumptionFlags, assumptionsFrom, verboseFlag } from '../lab-flags.ts';
import { portListFlag } from '../port-list.ts';
import { tokenFlags, tokenFrom } from '../token.ts';

export default class Reach extends BaseCommand {
  static override summary = 'Try which ports get through from this host to others.';
  static override description =
    'Tries the control ports, consoles and NIO ports that this host sends to for a lab, or the ports that are named. With `niostat respond` on the other host and its token every answer is certain; without, a sample is tried, and silence proves nothing.';
  static override strict = false;
  static override args = {
    target: Args.string({
      description:
        'Lab file, the name of a scenario, or a host with --udp or --tcp; - reads a lab from standard input. Default: the only lab in this folder.',
      // oclif would read standard input if it is missing, and a token may be there.
      ignoreStdin: true,
    }),
  };
  static override flags = {
    udp: portListFlag({ description: 'UDP ports to try, such as 10000-10099,10200.' }),
    tcp: portListFlag({ description: 'TCP ports to try.' }),
    ...tokenFlags('What respond prints on the other host.'),
    all: Flags.boolean({ description: 'Try every UDP port, also without a responder: about one a second.' }),
    timeout: durationFlag({
      default: 1000,
      defaultHelp: async () => '1s',
      description: 'Time limit for each name and each port.',
    }),
    ssh: Flags.boolean({ description: 'Read the sockets of other hosts over ssh, to tell NIOs from closed ports.' }),
    ...assumptionFlags,
    ...verboseFlag,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> reach lab.net',
    '<%= config.bin %> reach 192.0.2.2 --udp 10000-10099 --tcp 7200 --token-file -',
  ];

  async run(): Promise<ReachResult> {
    const parsed = await this.parse(Reach);
    const { flags } = parsed;
    if (this.typed(parsed).length === 0 && (flags.udp ?? flags.tcp) !== undefined) {
      throw new InputError('USAGE', 'which host? --udp and --tcp name ports of one', {
        next: 'niostat reach HOST --udp 10000-10099',
      });
    }
    const targets = await this.namedLabs(parsed, { hosts: true });
    const hosts = targets.filter((target) => !isLabPath(target)).map(parseHost);
    const token = await tokenFrom(flags, targets);
    const { labs } = await this.labs(targets.filter(isLabPath));
    const { result, isInterrupted } = await this.interruptibly(async (ui) => {
      const names = new HostNames({ timeoutMs: flags.timeout });
      const addresses = await names.addressesFor(labs, ui.signal);
      const model = LabModel.of(labs, { ...assumptionsFrom(flags), addresses });
      const options = {
        hosts,
        names,
        udpPorts: flags.udp ?? [],
        tcpPorts: flags.tcp ?? [],
        token,
        all: flags.all,
        timeoutMs: flags.timeout,
        ssh: flags.ssh,
      };
      return await reach(model, options, ui);
    });
    return this.finish(result, () => renderReach(result, this.page(flags)), isInterrupted);
  }
}
