import * as Flags from '@oclif/core/flags';
import { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import { renderSimulation, SIMULATE_FORMATS } from '../../features/simulate/render/render.ts';
import { type SimulateResult, simulate } from '../../features/simulate/simulate.ts';
import { topologyOf } from '../../output/picture/topology-of.ts';
import { BaseCommand } from '../base-command.ts';
import { kernelFlag, kernelFrom } from '../kernel-file.ts';
import { assumptionFlags, assumptionsFrom, labArgs } from '../lab-flags.ts';
import { serverConfFlag, serverConfFrom } from '../server-conf.ts';

/** Those of the result, and the page, which carries the lab itself. */
const FORMATS = [...SIMULATE_FORMATS, 'html'] as const;

export default class Simulate extends BaseCommand {
  static override summary = 'Show every UDP socket of a lab as netstat would, before it starts.';
  static override description =
    'Gives each end of each link its UDP port as the named software does, and predicts what the kernel does with the sockets and where the frames go. Several labs are taken to run at once, started in the order given.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    ...serverConfFlag,
    ...kernelFlag,
    format: Flags.option({ options: FORMATS, default: 'table' as const, description: 'How to print.' })(),
    resolve: Flags.boolean({
      description:
        'Ask the resolver and the kernel of this machine for the hosts of the lab: which addresses they have, and from which address this machine sends.',
    }),
    numeric: Flags.boolean({ char: 'n', description: 'Addresses as numbers: 127.0.0.1 instead of localhost.' }),
    program: Flags.boolean({ char: 'p', description: 'The program of each socket; no process is there yet.' }),
    'no-header': Flags.boolean({ char: 'H', description: 'Rows only.' }),
    filter: Flags.string({
      helpValue: '<expression>',
      description: "Only NIOs that match, in ss's words: 'sport = :10000', 'device R1', 'state looped'.",
    }),
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> simulate lab.net',
    '<%= config.bin %> simulate --dynamips 0.2.14 -n lab.net',
    "<%= config.bin %> simulate lab.net -np --filter 'state looped or device R1'",
    '<%= config.bin %> simulate --format html lab.net > lab.html',
    '<%= config.bin %> simulate --format svg lab.net > lab.svg',
  ];

  async run(): Promise<SimulateResult> {
    const parsed = await this.parse(Simulate);
    const { flags } = parsed;
    const { labs } = await this.labs(await this.namedLabs(parsed));
    const model = LabModel.of(labs, {
      ...assumptionsFrom(flags),
      serverConf: await serverConfFrom(flags),
      kernel: await kernelFrom(flags),
      ...(flags.resolve ? await this.resolved(labs) : {}),
    });
    const result = simulate(model, { filter: flags.filter });
    const { format } = flags;
    if (format === 'html') {
      const { simulateHtml } = await import('../../features/simulate/render/html.ts');
      const program = await this.pageProgram();
      return this.finish(result, () => simulateHtml(model, program));
    }
    const style = {
      numeric: flags.numeric,
      programs: flags.program,
      header: !flags['no-header'],
      files: labWords(model, { takesServerConf: true }),
      topology: () => topologyOf(model),
    };
    return this.finish(result, () => renderSimulation(result, format, this.page(flags), style));
  }
}
