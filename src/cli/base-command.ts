import { sep } from 'node:path';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { Input, ParserOutput } from '@oclif/core/interfaces';
import { unansweredNamesText } from '../core/address/unanswered.ts';
import { EXIT, EXIT_OF_OUTCOME } from '../core/errors/exit-code.ts';
import { InputError } from '../core/errors/input-error.ts';
import { InterruptedError } from '../core/errors/interrupted-error.ts';
import type { Lab } from '../core/lab/lab.ts';
import type { Assumptions } from '../core/model/assumptions.ts';
import type { OutcomeOfFiles } from '../core/outcome.ts';
import { readersShell } from '../core/text/readers-shell.ts';
import type { Ui } from '../core/ui.ts';
import { jsonChunks } from '../output/json-chunks.ts';
import type { PageProgram } from '../output/page/page-program.ts';
import type { Page } from '../output/paint.ts';
import { renderProblems } from '../output/problems.ts';
import type { Paths } from '../output/report-path.ts';
import { isPlaceOfLabs, kindOfWord } from '../world/files/kind-of-word.ts';
import { type LoadedEach, type LoadedLabs, type LoadOptions, loadEachLab, loadLabs } from '../world/files/load-labs.ts';
import { type LoadedText, loadText } from '../world/files/load-text.ts';
import { HostNames } from '../world/network/host-names.ts';
import { isGns3Word } from './gns3-word.ts';
import { untilInterrupted } from './interrupt.ts';
import { filesOf, onlyLabHere } from './lab-paths.ts';
import { printChunks } from './print-chunks.ts';
import type { Program } from './program/program.ts';
import { ProgressLine } from './progress.ts';
import { hush, say, tell } from './remarks.ts';
import { type CommandError, reportError } from './report-error.ts';
import { outputDevice, print } from './standard-output.ts';
import { pageFor } from './terminal.ts';

/** Flags or arguments by their names. */
type Parsed = Record<string, unknown>;

/** Words as oclif has read them. */
interface RawWords {
  readonly raw: readonly { readonly type: string; readonly input: string }[];
}

/** Which page is printed, and whether into a file by its name. */
interface PageOptions {
  readonly isWritten?: boolean;
  readonly name?: 'page' | 'playground';
}

/** What all commands share: --json, --color, exit codes, and how errors are told. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    color: Flags.boolean({
      description: 'Colours, also where the output is no terminal.',
      allowNo: true,
      helpGroup: 'GLOBAL',
    }),
    quiet: Flags.boolean({
      char: 'q',
      description: 'Print no result and no remarks: the exit code tells.',
      helpGroup: 'GLOBAL',
    }),
  };

  /** The names of hosts that this run has looked up; nothing is asked before it is needed. */
  protected get names(): HostNames {
    this.lookedUp ??= new HostNames();
    return this.lookedUp;
  }

  private lookedUp: HostNames | undefined;

  /** Files of scenarios that were called by their names. */
  private readonly scenarios = new Map<string, string>();

  /** True with --quiet. */
  private isQuiet = false;

  /** What oclif calls the configuration: `runCommand` gives it no other. */
  protected get program(): Program {
    return this.config as unknown as Program;
  }

  /** Runs it to its end, without rejecting because of what the user can mend. */
  async start(): Promise<void> {
    await this._run();
  }

  /** oclif tells its debugger and warns of old names of commands; there is none of either. */
  protected override async init(): Promise<void> {}

  protected override async parse<F extends Parsed, B extends Parsed, A extends Parsed>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv);
    this.isQuiet = parsed.flags.quiet === true;
    hush(this.isQuiet);
    return parsed;
  }

  /** What the paths in a report for machines are told by. */
  protected paths(): Paths {
    return { folder: process.cwd(), separator: sep };
  }

  /** The page that standard output is. */
  protected page(flags: { color?: boolean; wide?: boolean; verbose?: boolean }): Page {
    const { color, wide = false, verbose = false } = flags;
    return pageFor(outputDevice(), process.env, { color, wide, verbose });
  }

  /**
   * Loads labs from the paths that the user named. `showsWarnings`: the result has the warnings of the
   * readers, and they need not be told. Throws `InputError` with all problems of all files.
   */
  protected async labs(paths: readonly string[], { showsWarnings = false } = {}): Promise<LoadedLabs> {
    const loaded = await loadLabs(paths, load);
    if (!showsWarnings) this.tellWarnings(loaded);
    return { ...loaded, labs: this.called(loaded.labs) };
  }

  /** Loads labs, whatever is wrong with some of them; nothing is told. */
  protected async eachLab(paths: readonly string[], options: LoadOptions = {}): Promise<LoadedEach> {
    const loaded = await loadEachLab(paths, load, options);
    return { ...loaded, labs: this.called(loaded.labs) };
  }

  /** Tells on standard error which lines of labs were passed over. */
  protected tellWarnings({ warnings }: LoadedLabs): void {
    if (warnings.length > 0) tell(renderProblems(warnings));
  }

  /**
   * What the resolver and the kernel of this machine say of all hosts of the labs. What they do not say is
   * remarked on standard error. Throws `InterruptedError` on Ctrl-C.
   */
  protected async resolved(labs: readonly Lab[], names = this.names): Promise<Assumptions> {
    const { result, isInterrupted } = await this.interruptibly(({ signal, progress }) => {
      progress('looking up the names of hosts');
      return names.assumptionsFor(labs, signal);
    });
    if (isInterrupted) throw new InterruptedError('interrupted while the names of hosts were looked up');
    const open = unansweredNamesText(result.unanswered);
    if (open !== undefined) say(open);
    return result;
  }

  /**
   * The lab files that were named, and the only lab of this folder where none was. Throws `InputError` if the
   * folder has none or several. With `hosts` the words may be hosts too.
   */
  protected async namedLabs(parsed: RawWords, { hosts = false } = {}): Promise<string[]> {
    return await this.filesOrOnlyLab(this.typed(parsed), { hosts });
  }

  /** The same for words that were read already. */
  protected async filesOrOnlyLab(words: readonly string[], { hosts = false } = {}): Promise<string[]> {
    return words.length === 0 ? [await onlyLabHere(this.id ?? '')] : await this.filesOf(words, { hosts });
  }

  /**
   * The files that words mean: scenarios that come with the program may be called by their names. Throws
   * `InputError` for a folder and a pattern, which only `check` searches.
   */
  protected async filesOf(words: readonly string[], { hosts = false } = {}): Promise<string[]> {
    const server = words.find(isGns3Word);
    if (server !== undefined) {
      throw new InputError('USAGE', `niostat ${this.id?.replaceAll(':', ' ')} takes no gns3:// (${server})`, {
        next: 'links, probe, preflight, firewall and simulate do; else name the .gns3 file of the project',
      });
    }
    const place = words.find((word) => isPlace(word, hosts));
    if (place !== undefined) {
      const { placeForLab } = await import('./place-for-lab.ts');
      throw await placeForLab(place, this.id ?? '');
    }
    const files = await filesOf(words, { root: this.program.root, guesses: !hosts });
    for (const [index, file] of files.entries()) {
      const word = words[index];
      if (word !== undefined && word !== file) this.scenarios.set(file, word);
    }
    return files;
  }

  /** The labs with the names by which the user has called them: commands that are printed say these. */
  protected called(labs: readonly Lab[]): readonly Lab[] {
    return labs.map((lab) => {
      const scenario = this.scenarios.get(lab.file);
      return scenario === undefined ? lab : { ...lab, scenario };
    });
  }

  /** The arguments in the order in which they were typed; oclif's own list puts equal words together. */
  protected typed({ raw }: RawWords): string[] {
    return raw.flatMap(({ type, input }) => (type === 'arg' ? [input] : []));
  }

  /**
   * What a command that prints a page needs for it; to be asked before the work begins. Throws `InputError`
   * with --json, which wants standard output too, and where that is a terminal; `isWritten`: it goes to a
   * file.
   */
  protected async pageProgram({ isWritten = false, name = 'page' }: PageOptions = {}): Promise<PageProgram> {
    if (!isWritten && !this.isQuiet && outputDevice().isTTY === true) {
      throw new InputError('TERMINAL', 'a page is an HTML file for a browser, and this is a terminal', {
        next: intoFileHint(`${name === 'page' ? 'lab' : name}.html`),
      });
    }
    if (this.jsonEnabled()) {
      throw new InputError('USAGE', '--json and --format html both want standard output', {
        next: 'leave one of them out',
      });
    }
    const { readPageProgram } = await import('./page-program.ts');
    return readPageProgram(this.program.root, name);
  }

  /** Renders and prints to standard output, unless --json or --quiet asks for nothing of that kind there. */
  protected show(render: () => string): void {
    if (!this.jsonEnabled() && !this.isQuiet) print(`${render()}\n`);
  }

  /** Prints text while it is made, no faster than it is read, unless --quiet asks for nothing. */
  protected async stream(texts: Iterable<string>): Promise<void> {
    if (!this.isQuiet) await printChunks(texts);
  }

  /**
   * Runs an operation that the user may end early. What it is doing is shown on a terminal, and gone before
   * anything else is printed; `remark` is told as soon as it is interrupted.
   */
  protected async interruptibly<T>(
    operation: (ui: Ui) => Promise<T>,
    { remark }: { readonly remark?: string } = {},
  ): Promise<{ result: T; isInterrupted: boolean }> {
    const progress = new ProgressLine();
    try {
      return await untilInterrupted((signal) => {
        signal.addEventListener('abort', () => {
          progress.clear();
          if (remark !== undefined) say(remark);
        });
        return operation({
          signal,
          progress: (text) => {
            if (!this.isQuiet) progress.show(text);
          },
        });
      });
    } finally {
      progress.clear();
    }
  }

  /**
   * Prints a result, which says how the command ends; a user who has interrupted it knows that it is not
   * whole.
   */
  protected finish<T extends { readonly outcome: OutcomeOfFiles }>(
    result: T,
    render: () => string,
    isInterrupted = false,
  ): T {
    this.show(render);
    this.end(result, isInterrupted);
    return result;
  }

  /** The exit code of a result that was printed already. */
  protected end({ outcome }: { readonly outcome: OutcomeOfFiles }, isInterrupted = false): void {
    process.exitCode = isInterrupted ? EXIT.interrupted : EXIT_OF_OUTCOME[outcome];
  }

  override logJson(json: unknown): void {
    if (this.isQuiet) return;
    for (const chunk of jsonChunks(json)) print(chunk);
    print('\n');
  }

  protected override async catch(error: CommandError): Promise<void> {
    const typed = { words: this.argv, flags: this.ctor.flags };
    await reportError(error, { asJson: this.jsonEnabled(), command: this.id, typed });
  }
}

function load(path: string): Promise<LoadedText> {
  return loadText(path, () => process.stdin);
}

/** True for a folder or a pattern where a lab is expected; a word that may be a host is no such place. */
function isPlace(word: string, mayBeHost: boolean): boolean {
  return (!mayBeHost || /[/\\]/.test(word)) && isPlaceOfLabs(kindOfWord(word));
}

/** What to type for the output to be in a file; Windows PowerShell 5.1 would write other bytes. */
function intoFileHint(file: string): string {
  return readersShell() === 'windows-powershell'
    ? `write it into a file, by cmd since > of this PowerShell changes letters: cmd /c "niostat ... > ${file}"`
    : `write it into a file: add > ${file}`;
}
