import * as Flags from '@oclif/core/flags';
import { LabModel } from '../../core/model/lab-model.ts';
import { DIALECT_NAMES, type FirewallResult, firewall } from '../../features/firewall/firewall.ts';
import { renderFirewall } from '../../features/firewall/render/text.ts';
import { ENDS_PER_SWITCH } from '../../features/rehearse/ends-per-switch.ts';
import { BaseCommand } from '../base-command.ts';
import { injectorPortFlag } from '../injector-port.ts';
import { assumptionFlags, assumptionsFrom, labArgs } from '../lab-flags.ts';
import { say } from '../remarks.ts';

export default class Firewall extends BaseCommand {
  static override summary = 'List the ports that a lab needs open, and write firewall rules.';
  static override description =
    'Without --for prints a table of all flows between the hosts of a lab; with it, one script for each host, which opens those ports for those senders and no more. Changes nothing here; exits 3 if a script needs the address of a host whose name is not known.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    headroom: Flags.integer({
      default: 0,
      min: 0,
      max: 10_000,
      helpValue: '<n>',
      description: 'So many UDP ports more for each hypervisor, for links that are not there yet.',
    }),
    from: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<cidr>',
      description:
        'Address or network of those who run the lab and use its consoles; may be repeated. Default: this host.',
    }),
    rehearse: Flags.boolean({
      description: 'Also the ports that rehearse takes for itself; it takes the same from --injector-port.',
    }),
    'injector-port': injectorPortFlag(),
    host: Flags.string({ helpValue: '<name>', description: 'Only what this host of the lab has to let in.' }),
    for: Flags.option({ options: DIALECT_NAMES, description: 'Write scripts for this firewall.' })(),
    undo: Flags.boolean({ description: 'Scripts that take away what those without it add.' }),
    wide: Flags.boolean({ char: 'W', description: 'Do not cut columns to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> firewall lab.net',
    '<%= config.bin %> firewall lab.net --from 10.0.0.0/24 --headroom 20',
    '<%= config.bin %> firewall lab.net --for nft --host 10.0.0.7 > open-lab.sh',
    '<%= config.bin %> firewall lab.net --for nft --host 10.0.0.7 --undo > close-lab.sh',
  ];

  async run(): Promise<FirewallResult> {
    const parsed = await this.parse(Firewall);
    const { flags } = parsed;
    const { labs } = await this.labs(await this.namedLabs(parsed));
    const model = LabModel.of(labs, {
      ...assumptionsFrom(flags),
      // Two names of one machine must not become two scripts, of which the second takes back what the first
      // has opened.
      addresses: flags.for === undefined ? undefined : (await this.resolved(labs)).addresses,
    });
    const result = await firewall(model, {
      headroom: flags.headroom,
      undo: flags.undo,
      rehearsal: flags.rehearse ? { firstPort: flags['injector-port'], endsPerPort: ENDS_PER_SWITCH } : undefined,
      from: flags.from,
      host: flags.host,
      dialect: flags.for,
      names: this.names,
    });
    if (!this.jsonEnabled()) {
      for (const one of result.remarks) say(one);
    }
    return this.finish(result, () => renderFirewall(result, this.page(flags), { isOneHost: flags.host !== undefined }));
  }
}
