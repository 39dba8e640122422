import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { probeableLabs } from '../../core/lab/probe-target.ts';
import { parseTargets } from '../../core/lab/probe-target-list.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { InventoryResult } from '../../features/inventory/result.ts';
import { probe } from '../../features/probe/probe.ts';
import { renderProbe } from '../../features/probe/render/text.ts';
import type { ProbeResult } from '../../features/probe/result.ts';
import type { LoadedLabs } from '../../world/files/load-labs.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { BaseCommand } from '../base-command.ts';
import { durationFlag } from '../duration.ts';
import { type Gns3Flags, gns3Flags, serverOptionsFrom } from '../gns3-flags.ts';
import { gns3TargetOf, type HostFlags, sshHostFlags } from '../gns3-project.ts';
import { assumptionFlags, assumptionsFrom } from '../lab-flags.ts';
import { say } from '../remarks.ts';

/** Flags that mean nothing for a GNS3 server. */
const OF_LABS = ['save-config', 'allocator', 'dynamips', 'os'] as const;

interface InventoryFlags extends Gns3Flags, HostFlags {
  readonly consoles: boolean;
  readonly timeout: number;
  readonly color: boolean;
  readonly wide: boolean;
}

export default class Probe extends BaseCommand {
  static override summary = 'Ask hypervisors what they have, and compare it with the lab.';
  static override description =
    'A TARGET is host:port, several ports of one host (127.0.0.1:7200-7203), or a lab file, whose hypervisors are compared with what the lab expects of them. Changes nothing on a hypervisor, unless --save-config asks for it; exits 1 if there is a finding, 3 if something could not be reached.';
  static override strict = false;
  static override args = {
    target: Args.string({
      description:
        'host:port, host:7200-7203 or host:7200,7202, a lab file, gns3://host:3080/PROJECT, or the name of a scenario; - reads a lab from standard input. Default: the only lab in this folder.',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    timeout: durationFlag({
      default: 3000,
      defaultHelp: async () => '3s',
      description: 'Time limit for each name, each connection and each command.',
    }),
    deadline: durationFlag({
      default: 20_000,
      defaultHelp: async () => '20s',
      description: 'Time limit for each hypervisor; what was not asked by then is reported as left out.',
    }),
    concurrency: Flags.integer({
      default: 64,
      min: 1,
      max: 1024,
      helpValue: '<n>',
      description: 'How many hypervisors are asked at a time; silent ones do not hold up the others.',
    }),
    consoles: Flags.boolean({ default: true, allowNo: true, description: 'Try whether the consoles answer TCP.' }),
    'save-config': Flags.string({
      helpValue: '<file>',
      description:
        "Tell the hypervisor to write its configuration, which reveals the ports. The file is written on the hypervisor's host, over one that is there; if that is this host, name an absolute path that does not exist yet. With several hypervisors, -HOST-PORT is put into the name.",
    }),
    ...assumptionFlags,
    ...gns3Flags,
    ...sshHostFlags,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> probe 127.0.0.1:7200',
    '<%= config.bin %> probe 127.0.0.1:7200-7203',
    '<%= config.bin %> probe lab.net --timeout 1s',
    '<%= config.bin %> probe gns3:///Campus',
    '<%= config.bin %> probe 127.0.0.1:7200 --save-config /tmp/saved.cfg',
  ];

  async run(): Promise<ProbeResult | InventoryResult> {
    const parsed = await this.parse(Probe);
    const { flags } = parsed;
    const target = gns3TargetOf(this.typed(parsed), flags, OF_LABS);
    if (target !== undefined) return await this.inventory(target, flags);
    const texts = await this.namedLabs(parsed, { hosts: true });
    const targets = texts.flatMap((text) => parseTargets(text) ?? []);
    const loaded = await this.labsOf(texts.filter((text) => parseTargets(text) === undefined));
    const labs = probeableLabs(loaded.labs, targets, say);
    const model = LabModel.of(labs, assumptionsFrom(flags));
    const files = labs.length === 0 ? '' : labWords(model);
    const options = {
      targets,
      names: new HostNames({ timeoutMs: flags.timeout }),
      timeoutMs: flags.timeout,
      deadlineMs: flags.deadline,
      concurrency: flags.concurrency,
      consoles: flags.consoles,
      saveConfig: flags['save-config'],
    };
    const { result, isInterrupted } = await this.interruptibly((ui) => probe(model, options, ui));
    return this.finish(result, () => renderProbe(result, this.page(flags), files), isInterrupted);
  }

  /** What a GNS3 server has and runs; loaded only where one is named. */
  private async inventory(target: Gns3Target, flags: InventoryFlags): Promise<InventoryResult> {
    const { inventory } = await import('../../features/inventory/inventory.ts');
    const { renderInventory } = await import('../../features/inventory/render/text.ts');
    const { readProject } = await import('../read-project.ts');
    const server = serverOptionsFrom(flags, this.names);
    const { result, isInterrupted } = await this.interruptibly(async (ui) => {
      const read = await readProject(target, { server, flags, command: 'niostat probe' }, ui);
      const { consoles, timeout: timeoutMs } = flags;
      const found = await inventory(read.project, { consoles, timeoutMs, names: this.names }, ui);
      return { found, word: commandWord(read.target.text) };
    });
    const { found, word } = result;
    return this.finish(found, () => renderInventory(found, this.page(flags), { target: word }), isInterrupted);
  }

  /** What is no host:port must be a lab file; if it is neither, both are named. */
  private async labsOf(paths: readonly string[]): Promise<LoadedLabs> {
    const wrong = paths.find((path) => /^[^/\\]+:\d+$/.test(path));
    if (wrong !== undefined) {
      throw new InputError('BAD_TARGET', `"${wrong}" is not host:port`, {
        next: 'ports are 1 to 65535; an IPv6 address stands in brackets, as in [::1]:7200',
      });
    }
    try {
      return await this.labs(paths);
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'ENOENT') throw error;
      throw new InputError(error.code, error.message, {
        next: 'a target is host:port, such as 127.0.0.1:7200 or 127.0.0.1:7200-7203, or the path of a lab file',
        problems: error.problems,
      });
    }
  }
}
