import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { targetAt } from '../../core/lab/probe-target.ts';
import { type KernelSubject, kernel, kernelFileOf } from '../../features/kernel/kernel.ts';
import { renderKernel } from '../../features/kernel/render/text.ts';
import type { KernelResult } from '../../features/kernel/result.ts';
import { writeWhole } from '../../world/files/write-file.ts';
import { BaseCommand } from '../base-command.ts';
import { verboseFlag } from '../lab-flags.ts';

export default class Kernel extends BaseCommand {
  static override summary = "Ask this machine's kernel what sockets do that meet on one port.";
  static override description =
    'Opens sockets as Dynamips does on ports that are free, sends a datagram to each, and compares who receives with what niostat predicts; with --program or --hypervisor the real Dynamips makes them. Leaves nothing behind; exits 1 if the kernel does something else than predicted, 3 if it could not be asked.';
  static override flags = {
    program: Flags.string({
      helpValue: '<path>',
      description: 'Start this Dynamips twice, on ports of its own in temporary directories, and end it again.',
      exclusive: ['hypervisor'],
    }),
    hypervisor: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<host:port>',
      description: 'A running, empty hypervisor of this host; give two of them.',
    }),
    write: Flags.string({
      // Its name up to 0.1.
      aliases: ['save'],
      helpValue: '<file>',
      description: 'Write the answers to a file, for --kernel of other commands.',
    }),
    yes: Flags.boolean({ char: 'y', description: 'Overwrite the file of --write.', dependsOn: ['write'] }),
    ...verboseFlag,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines at the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> kernel',
    '<%= config.bin %> kernel --program /usr/bin/dynamips',
    '<%= config.bin %> kernel --hypervisor localhost:7200 --hypervisor localhost:7201',
    '<%= config.bin %> kernel --write kernel.json',
  ];

  async run(): Promise<KernelResult> {
    const { flags } = await this.parse(Kernel);
    if (flags.write === '-' || flags.write === '') {
      throw new InputError('BAD_WRITE', `--write needs the name of a file, and "${flags.write}" is not one`, {
        next: 'name one, such as kernel.json; --json prints the answers',
      });
    }
    const subject = subjectOf(flags);
    const { result } = await this.interruptibly((ui) => kernel({ subject, names: this.names }, ui), {
      remark: 'interrupted; taking down what was made',
    });
    const file = kernelFileOf(result);
    // What answers nothing is no file for --kernel.
    const savedTo = file.observations.length === 0 ? undefined : flags.write;
    if (savedTo !== undefined) {
      await writeWhole(savedTo, `${JSON.stringify(file, undefined, 2)}\n`, { overwrites: flags.yes });
    }
    return this.finish(result, () => renderKernel(result, this.page(flags), { savedTo }));
  }
}

function subjectOf(flags: {
  readonly program: string | undefined;
  readonly hypervisor: readonly string[] | undefined;
}): KernelSubject | undefined {
  const { program, hypervisor } = flags;
  if (program !== undefined) return { program };
  if (hypervisor === undefined) return undefined;
  const [first, second, third] = hypervisor.map((text) => targetAt(text));
  if (first === undefined || second === undefined || third !== undefined) {
    throw new InputError('TWO_HYPERVISORS', 'two hypervisors are needed: each makes one of the sockets that meet', {
      next: 'niostat kernel --hypervisor HOST:PORT --hypervisor HOST:PORT',
    });
  }
  return { hypervisors: [first, second] };
}
