import * as Flags from '@oclif/core/flags';
import { SEVERITIES, type Severity } from '../../core/checks/finding.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { Lab, OperatingSystem } from '../../core/lab/lab.ts';
import type { UnreadableLab } from '../../core/lab/unreadable-lab.ts';
import { unusableLabs } from '../../core/lab/unusable-labs.ts';
import type { Assumptions } from '../../core/model/assumptions.ts';
import { isAnyOnGns3Server, modelOfEachFile } from '../../core/model/each-file.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { someOf } from '../../core/text/listed.ts';
import { type CheckResult, check } from '../../features/check/check.ts';
import { checkEach } from '../../features/check/check-each.ts';
import { CHECK_FORMATS, renderCheckAs } from '../../features/check/render/render.ts';
import { withUnreadable } from '../../features/check/with-unreadable.ts';
import { safeText } from '../../output/safe-text.ts';
import { isPlaceOfLabs, kindOfWord } from '../../world/files/kind-of-word.ts';
import { BaseCommand } from '../base-command.ts';
import { checkRules } from '../check-rules.ts';
import { kernelFlag, kernelFrom } from '../kernel-file.ts';
import { assumptionFlags, assumptionsFrom, labArgs, verboseFlag } from '../lab-flags.ts';
import { tell } from '../remarks.ts';
import { reportError } from '../report-error.ts';
import { serverConfFlag, serverConfFrom } from '../server-conf.ts';

/** Those of the result, and the page, which carries the lab itself. */
const FORMATS = [...CHECK_FORMATS, 'html'] as const;

/** What words have led to. */
interface ReadLabs {
  readonly labs: readonly Lab[];
  readonly unreadable: readonly UnreadableLab[];
  /** A word is a folder or a pattern. */
  readonly isSearched: boolean;
}

interface ReadFlags {
  readonly 'only-labs': boolean;
  readonly verbose: boolean;
}

interface AssumptionFlags {
  readonly allocator: string | undefined;
  readonly dynamips: string | undefined;
  readonly os: OperatingSystem | undefined;
  readonly 'server-conf': string | undefined;
  readonly kernel: string | undefined;
  readonly resolve: boolean;
}

export default class CheckCommand extends BaseCommand {
  static override summary = 'Say what is wrong with a lab, and what to do about it.';
  static override description =
    'Finds UDP ports, consoles and addresses that clash or lead nowhere, before anything is started; several labs are taken to run at once. A folder, or a pattern such as labs/**/*.net, is searched, and each of its labs checked by itself. Exits 1 if there is a finding at least as bad as --fail-on, 2 if a file cannot be read or a folder has no lab.';
  static override strict = false;
  static override args = {
    lab: { ...labArgs.lab, description: `${labArgs.lab.description} A folder or a pattern means all labs in it.` },
  };
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
    each: Flags.boolean({
      description: 'Check each file by itself, not as if all labs ran at once; so it is where a folder is searched.',
    }),
    together: Flags.boolean({
      exclusive: ['each'],
      description: 'Check the labs of folders and patterns as if all of them ran at once, too.',
    }),
    'only-labs': Flags.boolean({ description: 'Pass over files that are no labs, such as other YAML.' }),
    format: Flags.option({
      options: FORMATS,
      default: 'text' as const,
      description:
        'How to print; json is the same as --json; sarif, junit, github and gitlab are for CI; html is a page for a browser.',
    })(),
    ...verboseFlag,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> check lab.net',
    '<%= config.bin %> check monday.net tuesday.net',
    '<%= config.bin %> check --rule same-base-udp --fail-on error lab.net',
    '<%= config.bin %> check --format html lab.net > lab.html',
    '<%= config.bin %> check labs',
    '<%= config.bin %> check "labs/**/*.net" --format sarif > niostat.sarif',
  ];

  async run(): Promise<CheckResult | undefined> {
    const parsed = await this.parse(CheckCommand);
    const { flags } = parsed;
    const { format } = flags;
    const startedAt = new Date();
    if (format === 'html' && flags.each) throw oneLabToAPage();
    const { labs, unreadable, isSearched } = await this.read(this.typed(parsed), flags);
    const isEach = flags.each || (isSearched && !flags.together);
    if (format === 'html' && isEach) throw oneFolderToAPage();
    if (unreadable.length > 0) {
      const hasResult = await this.tellUnreadable(unusableLabs(unreadable), format, labs.length > 0);
      if (!hasResult) return;
    }
    const assumptions = await this.assumptions(labs, flags, unreadable.length > 0);
    const options = { rules: flags.rule, failOn: flags['fail-on'] };
    if (format === 'html') {
      const model = LabModel.of(labs, assumptions);
      const { checkHtml } = await import('../../features/check/render/html.ts');
      const program = await this.pageProgram();
      return this.finish(check(model, options), () => checkHtml(model, options, program));
    }
    const checked = isEach
      ? checkEach(modelOfEachFile(labs, assumptions), options)
      : check(LabModel.of(labs, assumptions), options);
    const result = withUnreadable(checked, unreadable);
    const report = {
      version: this.program.version,
      homepage: this.program.homepage,
      rules: checkRules(flags.rule, { root: this.program.root, withPages: format === 'sarif' }),
      failOn: flags['fail-on'],
      startedAt,
      paths: this.paths(),
    };
    return this.finish(result, () => renderCheckAs(result, format, this.page(flags), report));
  }

  /** Reads the labs that words lead to, and remarks on standard error on what was passed over. */
  private async read(words: readonly string[], { 'only-labs': onlyLabs, verbose }: ReadFlags): Promise<ReadLabs> {
    const kinds = words.map((word) => ({ word, kind: kindOfWord(word) }));
    const places = kinds.filter(({ kind }) => isPlaceOfLabs(kind));
    if (places.length === 0) {
      const loaded = await this.eachLab(await this.filesOrOnlyLab(words), { onlyLabs });
      tellPassedOver(loaded.passedOver, verbose);
      this.tellWarnings(loaded);
      return { ...loaded, isSearched: false };
    }
    // Most runs name a file, and with the search comes a library.
    const { placesWithoutLab, searchLabs } = await import('../lab-search.ts');
    const named = kinds.filter((word) => !places.includes(word)).map(({ word }) => word);
    const files = await this.filesOf(named);
    const search = searchLabs(kinds, new Map(named.map((word, index) => [word, files[index] ?? word])));
    const loaded = await this.eachLab(search.paths, { onlyLabs, found: search.found });
    const { passedOver } = loaded;
    tellPassedOver(verbose ? passedOver : passedOver.filter((path) => !search.found.has(path)), verbose);
    this.tellWarnings(loaded);
    const unreadable = [...loaded.unreadable, ...search.places.flatMap((place) => place.unreadable)];
    const isRead = loaded.labs.length + unreadable.length > 0;
    const without = placesWithoutLab(search.places, { passedOver, mayBeEmpty: onlyLabs && isRead });
    return { labs: loaded.labs, unreadable: [...unreadable, ...without], isSearched: true };
  }

  /**
   * Tells of files that could not be read; true if a result is to be printed too. Without a lab there is none
   * for a person, nor as JSON; other formats, which are read by others later, are written all the same.
   */
  private async tellUnreadable(
    error: InputError,
    format: (typeof FORMATS)[number],
    hasLabs: boolean,
  ): Promise<boolean> {
    // A page of some of the labs would look as if it showed all of them.
    if (format === 'html') throw error;
    const isJson = format === 'json' || this.jsonEnabled();
    if (hasLabs) {
      // JSON tells of them itself.
      if (!isJson) await reportError(error, { asJson: false });
      return true;
    }
    if (format === 'text' || this.jsonEnabled()) throw error;
    await reportError(error, { asJson: isJson });
    return !isJson;
  }

  /** What is assumed of labs. A server's configuration is kept for labs that may be among those not read. */
  private async assumptions(labs: readonly Lab[], flags: AssumptionFlags, isPart: boolean): Promise<Assumptions> {
    const assumptions = {
      ...assumptionsFrom(flags),
      serverConf: await serverConfFrom(flags),
      kernel: await kernelFrom(flags),
      ...(flags.resolve ? await this.resolved(labs) : {}),
    };
    const isOfOthers = isPart && !isAnyOnGns3Server(labs, assumptions.allocator);
    return isOfOthers ? { ...assumptions, serverConf: undefined } : assumptions;
  }
}

/** A commit may have hundreds of such files, and what is wrong with its labs is told below them. */
function tellPassedOver(paths: readonly string[], isVerbose: boolean): void {
  if (isVerbose) for (const path of paths) tell(`${safeText(path)}: passed over, it is no lab`);
  else if (paths.length > 0)
    tell(`${safeText(someOf(paths))}: passed over, ${paths.length === 1 ? 'it is no lab' : 'they are no labs'}`);
}

function oneFolderToAPage(): InputError {
  return new InputError(
    'USAGE',
    'the labs of a folder or a pattern are checked each by itself, and a page shows labs that run at once',
    { next: 'name one lab, or add --together if they run at once' },
  );
}

function oneLabToAPage(): InputError {
  return new InputError('USAGE', '--each takes each file by itself, and a page shows labs that run at once', {
    next: 'leave --each out, or write a page for each file',
  });
}
