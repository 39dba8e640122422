import { sep } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { SEVERITIES, type Severity } from '../../core/checks/finding.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { modelOfEachFile } from '../../core/model/each-file.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { type CheckResult, check } from '../../features/check/check.ts';
import { checkEach } from '../../features/check/check-each.ts';
import { CHECK_FORMATS, renderCheckAs } from '../../features/check/render/render.ts';
import { BaseCommand } from '../base-command.ts';
import { checkRules } from '../check-rules.ts';
import { kernelFlag, kernelFrom } from '../kernel-file.ts';
import { assumptionFlags, assumptionsFrom, labArgs, verboseFlag } from '../lab-flags.ts';
import { serverConfFlag, serverConfFrom } from '../server-conf.ts';

/** Those of the result, and the page, which carries the lab itself. */
const FORMATS = [...CHECK_FORMATS, 'html'] as const;

export default class CheckCommand extends BaseCommand {
  static override summary = 'Say what is wrong with a lab, and what to do about it.';
  static override description =
    'Finds UDP ports, consoles and addresses that clash or lead nowhere, before anything is started; several labs are taken to run at once. Exits 1 if there is a finding at least as bad as --fail-on.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    ...serverConfFlag,
    ...kernelFlag,
    'fail-on': Flags.option({
      options: SEVERITIES,
      default: 'warning' as Severity,
      description: 'The mildest finding that makes the exit code 1.',
    })(),
    rule: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<id>',
      description: 'Run this check only, by id or slug; may be repeated.',
    }),
    resolve: Flags.boolean({
      description:
        'Ask the resolver and the kernel of this machine for the hosts of the lab: their addresses, whether two names are one machine, and from which address this machine sends.',
    }),
    each: Flags.boolean({ description: 'Check each file by itself, not as if all labs ran at once.' }),
    'only-labs': Flags.boolean({ description: 'Pass over files that are no labs, such as other YAML.' }),
    format: Flags.option({
      options: FORMATS,
      default: 'text' as const,
      description:
        'How to print; json is the same as --json; sarif, junit and github are for CI; html is a page for a browser.',
    })(),
    ...verboseFlag,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> check lab.net',
    '<%= config.bin %> check monday.net tuesday.net',
    '<%= config.bin %> check --rule same-base-udp --fail-on error lab.net',
    '<%= config.bin %> check --format html lab.net > lab.html',
    '<%= config.bin %> check --each --format sarif labs/*.net > niostat.sarif',
  ];

  async run(): Promise<CheckResult> {
    const parsed = await this.parse(CheckCommand);
    const { flags } = parsed;
    const { format } = flags;
    const startedAt = new Date();
    if (format === 'html' && flags.each) throw oneLabToAPage();
    const { labs } = await this.labs(await this.namedLabs(parsed), { onlyLabs: flags['only-labs'] });
    const assumptions = {
      ...assumptionsFrom(flags),
      serverConf: await serverConfFrom(flags),
      kernel: await kernelFrom(flags),
      ...(flags.resolve ? await this.resolved(labs) : {}),
    };
    const options = { rules: flags.rule, failOn: flags['fail-on'] };
    if (format === 'html') {
      const model = LabModel.of(labs, assumptions);
      const { checkHtml } = await import('../../features/check/render/html.ts');
      const program = await this.pageProgram();
      return this.finish(check(model, options), () => checkHtml(model, options, program));
    }
    const result = flags.each
      ? checkEach(modelOfEachFile(labs, assumptions), options)
      : check(LabModel.of(labs, assumptions), options);
    const report = {
      version: this.program.version,
      rules: await checkRules(flags.rule, { root: this.program.root, withPages: format === 'sarif' }),
      failOn: flags['fail-on'],
      startedAt,
      pathSeparator: sep,
    };
    return this.finish(result, () => renderCheckAs(result, format, this.page(flags), report));
  }
}

function oneLabToAPage(): InputError {
  return new InputError('USAGE', '--each takes each file by itself, and a page shows labs that run at once', {
    next: 'leave --each out, or write a page for each file',
  });
}
