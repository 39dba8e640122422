import * as Flags from '@oclif/core/flags';
import { LabModel } from '../../core/model/lab-model.ts';
import { cleanRehearsal, DEFAULT_FRAME_COUNT, rehearse } from '../../features/rehearse/rehearse.ts';
import { renderCleaning, renderRehearsal } from '../../features/rehearse/render/text.ts';
import type { CleanResult, RehearseResult } from '../../features/rehearse/result.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { BaseCommand } from '../base-command.ts';
import { durationFlag } from '../duration.ts';
import { injectorPortFlag } from '../injector-port.ts';
import { assumptionFlags, assumptionsFrom, labArgs, verboseFlag } from '../lab-flags.ts';

export default class Rehearse extends BaseCommand {
  static override summary = 'Send frames through every link of a lab, without starting IOS.';
  static override description =
    'Creates the UDP NIOs of the lab with their planned ports on its live, empty hypervisors, sends numbered frames through every link both ways, and deletes everything again, also after Ctrl-C. Exits 1 unless every frame was delivered, 3 if hypervisors could not be tried.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    frames: Flags.integer({
      default: DEFAULT_FRAME_COUNT,
      min: 1,
      max: 100,
      helpValue: '<n>',
      description: 'Frames for each direction; a direction that loses some is tried once more.',
    }),
    timeout: durationFlag({
      default: 5000,
      defaultHelp: async () => '5s',
      description: 'Time limit for each name, each connection and each command.',
    }),
    'injector-port': injectorPortFlag(),
    clean: Flags.boolean({ description: 'Only delete what a killed rehearsal left behind.' }),
    'by-name': Flags.boolean({
      description: 'With --clean: also objects of rehearsals by another user or from another host.',
      dependsOn: ['clean'],
    }),
    // -a and --all are its names up to 0.1.
    verbose: { ...verboseFlag.verbose, aliases: ['all'], charAliases: ['a' as const] },
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines at the width of the terminal.' }),
  };
  static override examples = ['<%= config.bin %> rehearse lab.net', '<%= config.bin %> rehearse --clean lab.net'];

  async run(): Promise<RehearseResult | CleanResult> {
    const parsed = await this.parse(Rehearse);
    const { flags } = parsed;
    const { labs } = await this.labs(await this.namedLabs(parsed));
    const names = new HostNames({ timeoutMs: flags.timeout });
    // Two names of one machine must not be two: the order of creation is that of a machine.
    const model = LabModel.of(labs, { ...assumptionsFrom(flags), ...(await this.resolved(labs, names)) });
    if (flags.clean) {
      const { result, isInterrupted } = await this.interruptibly((ui) =>
        cleanRehearsal(model, { names, byName: flags['by-name'] }, ui),
      );
      return this.finish(result, () => renderCleaning(result, this.page(flags)), isInterrupted);
    }
    const options = {
      names,
      timeoutMs: flags.timeout,
      frameCount: flags.frames,
      injectorPort: flags['injector-port'],
    };
    // If it was interrupted it has thrown, unless every frame was sent by then.
    const { result } = await this.interruptibly((ui) => rehearse(model, options, ui), {
      remark: 'interrupted; deleting what was made, which takes a minute at most',
    });
    return this.finish(result, () => renderRehearsal(result, this.page(flags)));
  }
}
