import { join } from 'node:path';
import * as Args from '@oclif/core/args';
import { renderScenario, renderScenarios } from '../../features/scenarios/render/text.ts';
import type { ScenariosResult } from '../../features/scenarios/result.ts';
import { scenarios } from '../../features/scenarios/scenarios.ts';
import { areOwnFilesCarried } from '../../world/files/own-files.ts';
import { BaseCommand } from '../base-command.ts';
import { verboseFlag } from '../lab-flags.ts';

export default class Scenarios extends BaseCommand {
  static override summary = 'List the labs that come with niostat, or print one.';
  static override description =
    'Each shows one thing that goes right or wrong, and says what. Every command takes one by its name in place of a LAB, as in `niostat simulate full-mesh-3-routers`; a file of that name wins.';
  static override args = {
    name: Args.string({ description: 'Print this one as it is in its file, to change it.' }),
  };
  static override flags = {
    verbose: { ...verboseFlag.verbose, description: 'Print all that each lab says of itself.' },
  };
  static override examples = [
    '<%= config.bin %> scenarios',
    '<%= config.bin %> scenarios two-labs-one-host > my-lab.yaml',
    '<%= config.bin %> simulate two-hypervisors-same-base',
    '<%= config.bin %> check two-labs-one-host',
  ];

  async run(): Promise<ScenariosResult> {
    const { args, flags } = await this.parse(Scenarios);
    const result = await scenarios(join(this.program.root, 'scenarios'), args.name);
    return this.finish(result, () =>
      args.name === undefined
        ? renderScenarios(result, this.page(flags), areOwnFilesCarried())
        : renderScenario(result),
    );
  }
}
