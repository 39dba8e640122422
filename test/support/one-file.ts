/** The program as one file, and runs of it and of the built program that can be compared. Needs a build. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 100_000;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Writes the program as one file, as a release does. */
export async function writePortable(file: string): Promise<void> {
  const script = new URL('../../scripts/release/portable.mjs', import.meta.url);
  await (await import(script.href)).writePortable(file);
}

/** A program as somebody has it: in a folder of labs, with a home folder of its own. */
export class Place {
  readonly home: string;
  /** Where it is run. */
  readonly folder: string;
  private readonly command: readonly string[];
  /** The path of the program, or of its package. */
  private readonly root: string;

  /** `command` is how the program is called, `root` the path of the file or folder that its files are in. */
  constructor(path: string, command: readonly string[], root: string) {
    this.command = command;
    this.root = root;
    this.home = join(path, 'home');
    this.folder = join(path, 'labs');
    mkdirSync(this.home, { recursive: true });
    cpSync(join(ROOT, 'test', 'fixtures', 'cases'), this.folder, { recursive: true });
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const [program = '', ...words] = this.command;
    // Without the paths of the project: what it needs is in the file.
    return spawn(program, [...words, ...args], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, HOME: this.home, LANG: 'C.UTF-8', ...env },
      stdio: 'pipe',
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
  }

  async run(args: readonly string[], { input = '', env = {} }: RunOptions = {}): Promise<Ended> {
    const child = this.start(args, env);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    return await this.ended(child);
  }

  /** What a program that was started says until it ends, with words for the paths of the program. */
  ended(child: ChildProcess): Promise<Ended> {
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
        said[name] += chunk;
      });
    }
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ code, stdout: this.neutral(said.stdout), stderr: this.neutral(said.stderr) });
      });
    });
  }

  private neutral(text: string): string {
    return text
      .replaceAll(encodeURI(this.root), 'PROGRAM')
      .replaceAll(this.root, 'PROGRAM')
      .replaceAll(this.folder, 'FOLDER');
  }
}

interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Holds that a program serves as a hypervisor, asks it, and rehearses a lab on it and leaves nothing, with
 * real sockets.
 */
export async function servesAndRehearses(place: Place): Promise<void> {
  const serving = place.start(['hypervisor', '--listen', '127.0.0.1:0', '--working-dir', place.home]);
  const ended = place.ended(serving);
  try {
    const port = await portOf(serving, ended);
    const sent = await place.run(['send', `127.0.0.1:${port}`, 'hypervisor', 'version']);
    expect([sent.code, sent.stdout]).to.deep.equal([0, '100-0.2.24-niostat\n']);
    const probed = await place.run(['probe', `127.0.0.1:${port}`]);
    expect(probed.code).to.equal(0);
    expect(probed.stdout).to.include('0.2.24');
    const lab = `[127.0.0.1:${port}]\nudp = 21000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`;
    writeFileSync(join(place.folder, 'real.net'), lab);
    const rehearsed = await place.run(['rehearse', '--frames', '5', '--json', 'real.net']);
    expect([rehearsed.code, JSON.parse(rehearsed.stdout).outcome], rehearsed.stderr).to.deep.equal([0, 'clean']);
    // It has taken away what it made.
    const linked = await place.run(['links', '--json', 'real.net']);
    expect([linked.code, JSON.parse(linked.stdout).outcome]).to.deep.equal([1, 'findings']);
  } finally {
    serving.kill('SIGTERM');
    await ended;
  }
}

/** The port that a hypervisor says it listens on. */
function portOf(serving: ChildProcess, ended: Promise<Ended>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    serving.stderr?.on('data', (chunk) => {
      said += chunk;
      const [, found] = /^Listening on 127\.0\.0\.1:(\d+),/m.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(({ stderr }) => reject(new Error(`it does not listen: ${stderr}`)));
  });
}
