import * as Flags from '@oclif/core/flags';
import { LabModel } from '../../core/model/lab-model.ts';
import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import { DIALECT_NAMES, type FirewallResult, firewall } from '../../features/firewall/firewall.ts';
import { renderFirewall } from '../../features/firewall/render/text.ts';
import { ENDS_PER_SWITCH } from '../../features/rehearse/ends-per-switch.ts';
import { BaseCommand } from '../base-command.ts';
import { type Gns3Flags, gns3Flags, serverOptionsFrom } from '../gns3-flags.ts';
import { computeFlags, gns3TargetOf } from '../gns3-project.ts';
import { injectorPortFlag } from '../injector-port.ts';
import { assumptionFlags, assumptionsFrom, labArgs, verboseFlag } from '../lab-flags.ts';
import { say } from '../remarks.ts';

/** Flags that mean nothing for an open project. */
const OF_LABS = ['headroom', 'rehearse', 'allocator', 'dynamips', 'os'] as const;

interface ProjectFlags extends Gns3Flags {
  readonly ssh: boolean;
  readonly from: readonly string[] | undefined;
  readonly host: string | undefined;
  readonly format: (typeof DIALECT_NAMES)[number] | undefined;
  readonly undo: boolean;
  readonly color: boolean;
  readonly wide: boolean;
  readonly verbose: boolean;
}

export default class Firewall extends BaseCommand {
  static override summary = 'List the ports that a lab needs open, and write firewall rules.';
  static override description =
    'Prints a table of all flows between the hosts of a lab, or with --format a script for each host, with inbound rules for these senders and ports only. Nothing is changed: read the script, and run it on its host.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    headroom: Flags.integer({
      default: 0,
      min: 0,
      max: 10_000,
      helpValue: '<n>',
      description: 'UDP ports to open in addition for each hypervisor, for links that are not there yet.',
    }),
    from: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<cidr>',
      description:
        'Address or network from which the lab is run and its consoles are used; may be repeated. Default: this host.',
    }),
    rehearse: Flags.boolean({
      description: 'Open the ports that niostat rehearse takes for itself, too.',
    }),
    'injector-port': injectorPortFlag(),
    host: Flags.string({ helpValue: '<name>', description: 'Only the rules of this host of the lab.' }),
    format: Flags.option({
      // Its name up to 0.1.
      aliases: ['for'],
      options: DIALECT_NAMES,
      description: 'Write scripts for this firewall, in place of the table.',
    })(),
    undo: Flags.boolean({ description: 'Write scripts that remove what the scripts without --undo add.' }),
    ...gns3Flags,
    ...computeFlags,
    ...verboseFlag,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines at the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> firewall lab.net',
    '<%= config.bin %> firewall lab.net --from 10.0.0.0/24 --headroom 20',
    '<%= config.bin %> firewall lab.net --format nft --host 10.0.0.7 > open-lab.sh',
    '<%= config.bin %> firewall lab.net --format nft --host 10.0.0.7 --undo > close-lab.sh',
    '<%= config.bin %> firewall gns3://10.0.0.5/Campus --from 10.0.0.0/24',
  ];

  async run(): Promise<FirewallResult> {
    const parsed = await this.parse(Firewall);
    const { flags } = parsed;
    const target = gns3TargetOf(this.typed(parsed), flags, OF_LABS);
    if (target !== undefined) return await this.ofProject(target, flags);
    const { labs } = await this.labs(await this.namedLabs(parsed));
    const model = LabModel.of(labs, {
      ...assumptionsFrom(flags),
      // Two names of one machine must not become two scripts, of which the second takes back what the first
      // has opened.
      addresses: flags.format === undefined ? undefined : (await this.resolved(labs)).addresses,
    });
    const result = await firewall(model, {
      headroom: flags.headroom,
      undo: flags.undo,
      rehearsal: flags.rehearse ? { firstPort: flags['injector-port'], endsPerPort: ENDS_PER_SWITCH } : undefined,
      from: flags.from,
      host: flags.host,
      dialect: flags.format,
      names: this.names,
    });
    return this.told(result, flags);
  }

  /** The ranges that an open project of a GNS3 server needs; loaded only where one is named. */
  private async ofProject(target: Gns3Target, flags: ProjectFlags): Promise<FirewallResult> {
    const { firewallOfProject } = await import('../../features/firewall/firewall-of-project.ts');
    const { readProject } = await import('../read-project.ts');
    const server = serverOptionsFrom(flags, this.names);
    const { result, isInterrupted } = await this.interruptibly(async (ui) => {
      const hosts = { ssh: flags.ssh, takesHosts: false };
      const read = await readProject(target, { server, flags: hosts, command: 'niostat firewall' }, ui);
      const { from, host, format: dialect, undo } = flags;
      return await firewallOfProject(read.project, read.target.text, { from, host, dialect, undo, names: this.names });
    });
    return this.told(result, flags, isInterrupted);
  }

  private told(result: FirewallResult, flags: ProjectFlags, isInterrupted = false): FirewallResult {
    if (!this.jsonEnabled()) {
      for (const one of result.remarks) say(one);
    }
    const view = { isOneHost: flags.host !== undefined };
    return this.finish(result, () => renderFirewall(result, this.page(flags), view), isInterrupted);
  }
}
