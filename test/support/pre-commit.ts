/** The real git and pre-commit, in repositories that a test makes. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Folder } from './cli.ts';
import { type Ended, runTool } from './tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** pre-commit installs niostat with npm, on a machine that may be busy; what goes on longer hangs. */
const LIMIT_MS = 1_800_000;

/** Settings of the person at this machine, such as hooks for all repositories, must not count. */
const GIT_CONFIG = '[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n';

/** Why pre-commit cannot be tested with; undefined if it can, or if NIOSTAT_REQUIRE_PRE_COMMIT=1 says so. */
export function lackOfPreCommit(): string | undefined {
  if (process.env.NIOSTAT_REQUIRE_PRE_COMMIT === '1') return undefined;
  const { error } = spawnSync('pre-commit', ['--version'], { stdio: 'ignore' });
  return error === undefined ? undefined : 'there is no pre-commit on the PATH';
}

/** Repositories of git below a folder, which share the environments that pre-commit keeps. */
export class Repositories {
  private readonly env: NodeJS.ProcessEnv;

  constructor(private readonly folder: Folder) {
    const others = Object.entries(process.env).filter(
      ([name]) => !/^(GIT_|PRE_COMMIT|npm_|SKIP$|FORCE_COLOR$)/i.test(name),
    );
    this.env = {
      ...Object.fromEntries(others),
      GIT_CONFIG_GLOBAL: folder.file('gitconfig', GIT_CONFIG),
      GIT_CONFIG_NOSYSTEM: '1',
      PRE_COMMIT_HOME: join(folder.path, 'pre-commit'),
      PRE_COMMIT_COLOR: 'never',
      // What npm has fetched already it need not ask for again.
      npm_config_prefer_offline: 'true',
    };
  }

  async make(name: string): Promise<Repository> {
    const path = join(this.folder.path, name);
    mkdirSync(path);
    const repository = new Repository(path, this.env);
    await repository.git('init', '--quiet');
    return repository;
  }

  /** The project as its files are now, committed or not, without its past. */
  async ofProject(): Promise<Repository> {
    const repository = await this.make('niostat');
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = spawnSync('git', list, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 24 });
    for (const file of stdout.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
      mkdirSync(dirname(join(repository.path, file)), { recursive: true });
      copyFileSync(join(ROOT, file), join(repository.path, file));
    }
    await repository.git('add', '--all', '--force');
    await repository.git('commit', '--quiet', '--message', 'The project');
    return repository;
  }
}

export class Repository {
  constructor(
    readonly path: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  write(name: string, content: string | Buffer): void {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** What git prints; it must not fail. */
  async git(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.run('git', args);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
    return output.trim();
  }

  /** Stages these files, or all, and commits what is staged. */
  async commit(...files: readonly string[]): Promise<Ended> {
    await this.git('add', ...(files.length > 0 ? files : ['--all']));
    return this.run('git', ['commit', '--message', 'A change']);
  }

  run(program: string, args: readonly string[]): Promise<Ended> {
    return runTool(program, args, this.path, { env: this.env, limitMs: LIMIT_MS });
  }
}
