import { join } from 'node:path';
import type { Command } from '@oclif/core/command';
import { InputError } from '../../core/errors/input-error.ts';
import { readOwnFile } from '../../world/files/own-files.ts';

/** What the commands take, by their names: of oclif's manifest. */
export type Commands = Readonly<Record<string, Command.Cached>>;

interface PackageJson {
  readonly version: string;
  readonly description: string;
  readonly homepage?: string;
  readonly oclif: { readonly bin: string };
}

/**
 * What commands ask of the program, and what oclif asks for them. oclif's own Config also looks for plugins,
 * hooks, a theme and the name of the shell; there are none, and the search takes longer than many a command.
 */
export class Program {
  readonly root: string;
  /** Between a command and one below it. */
  readonly topicSeparator = ' ';
  private readonly readCommands: () => Commands;
  private readPackageJson: PackageJson | undefined;

  /** `root` is the folder of the package; `readCommands` says what the commands take, when that is asked. */
  constructor(root: string, readCommands?: () => Commands) {
    this.root = root;
    this.readCommands =
      readCommands ?? (() => (readJson(join(root, 'oclif.manifest.json')) as { commands: Commands }).commands);
  }

  /** Read when it is first asked for: a program that is being replaced may have none for a moment. */
  private get pjson(): PackageJson {
    this.readPackageJson ??= readJson(join(this.root, 'package.json')) as PackageJson;
    return this.readPackageJson;
  }

  get bin(): string {
    return this.pjson.oclif.bin;
  }

  get version(): string {
    return this.pjson.version;
  }

  /** The folder on the web in which the files of this version can be read, if there is one. */
  get homepage(): string | undefined {
    return this.pjson.homepage;
  }

  get userAgent(): string {
    return `${this.bin}/${this.version} ${process.platform}-${process.arch} node-${process.version}`;
  }

  /** One sentence. */
  get summary(): string {
    return this.pjson.description;
  }

  get commands(): readonly Command.Cached[] {
    return Object.values(this.readCommands());
  }

  async runHook(): Promise<{ successes: []; failures: [] }> {
    return { successes: [], failures: [] };
  }

  scopedEnvVarKeys(name: string): string[] {
    return [`${this.bin.toUpperCase()}_${name}`];
  }

  scopedEnvVar(name: string): string | undefined {
    return process.env[`${this.bin.toUpperCase()}_${name}`];
  }
}

/** Reads a file of the package. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readOwnFile(path));
  } catch (error) {
    throw new InputError('PACKAGE', `${path} cannot be read: ${(error as Error).message}`, {
      next: 'if niostat is being installed at this moment, try again; otherwise install it again',
      cause: error,
    });
  }
}
