/**
 * Where the steps of a page are done: an empty folder, and two hosts of network namespaces with a firewall on
 * each, between which `ssh` and `scp` lead.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IP, makeTwoHosts, type NetworkNamespace, type TwoHosts, whatIsMissing } from '../network-namespace.ts';
import { type TerminalKind, TerminalSession } from '../pseudo-terminal.ts';
import { screenAfter } from '../terminal-screen.ts';
import type { Section, Step } from './steps.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What a page is written for. */
export const COLUMNS = 80;

/** A section has to be done by then; what has not ended, in ms, hangs. */
export const LIMIT_MS = 600_000;

/** Programs that run until they are stopped; they can be used when they have said how to stop them. */
const STAYING = /^niostat (hypervisor|respond)\b/;
const READY = /Ctrl-C/;

/** What is not done again in a test, and why. */
export const NOT_DONE: Readonly<Record<string, string>> = {
  'npm ci': 'CI has done it when it comes here, and it would take away what other tests run',
  'npm link': 'it would change the machine; here niostat is on the PATH in another way',
};

/** What is missing for the two hosts; undefined if nothing is. */
export const STAGE_LACK = whatIsMissing(['ip', 'nft']);

/** Nothing comes in that was not asked for, as where a machine is kept with care. */
const FIREWALL = `
  table inet filter {
    chain input {
      type filter hook input priority filter; policy drop;
      iif lo accept
      ct state established,related accept
    }
  }
  `;

/** A step that was done. */
export interface Done {
  readonly step: Step;
  /** What the terminal was sent. */
  readonly output: string;
  /** The lines that the terminal shows. */
  readonly lines: readonly string[];
  /** What the terminal cannot show, such as lines that are too long for it. */
  readonly faults: readonly string[];
  /** Exit code; undefined of a program that still ran at the end of the section. */
  readonly code: number | null | undefined;
}

/**
 * Does the steps of a section on a stage of its own; without namespaces if none needs a host, and in the
 * folder of the project, where readers are when they have built it, if none writes a file.
 */
export async function doneSection({ steps }: Section): Promise<Done[]> {
  const stage = await Stage.make(steps);
  try {
    const all: (() => Done)[] = [];
    for (const step of steps) all.push(await stage.do(step));
    return all.map((done) => done());
  } finally {
    await stage.remove();
  }
}

class Stage {
  private readonly running: TerminalSession[] = [];
  private token = '';

  private constructor(
    private readonly folder: string,
    private readonly home: string,
    private readonly hosts: TwoHosts | undefined,
  ) {}

  static async make(steps: readonly Step[]): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'niostat-readme-'));
    const writes = steps.some(({ kind, command }) => kind === 'paste' && doneLines(command).length > 0);
    const home = writes ? join(folder, 'near') : ROOT;
    if (!steps.some(needsHosts)) {
      writePrograms(folder);
      return new Stage(folder, home, undefined);
    }
    const hosts = await makeTwoHosts();
    const stage = new Stage(folder, home, hosts);
    try {
      writePrograms(folder, hosts);
      for (const host of [hosts.near, hosts.far]) {
        nameHosts(host, hosts);
        await closeFirewall(host, folder);
      }
      return stage;
    } catch (error) {
      await stage.remove();
      throw error;
    }
  }

  /** What it has printed is known in the end, since some programs stay. */
  async do(step: Step): Promise<() => Done> {
    if (step.kind === 'stop') return await this.stop(step);
    const stays = STAYING.test(step.command);
    const command = step.kind === 'paste' ? `set -e\n${doneLines(step.command).join('\n')}` : step.command;
    // A shell that waits for a program would end with Ctrl-C, too.
    const session = this.start(stays ? `exec ${command}` : command, step.host);
    if (stays) {
      this.running.push(session);
      await session.until((output) => READY.test(output), 'how to stop it');
      this.token = /^Token: ([0-9a-f]{32})/m.exec(plain(session.output))?.[1] ?? this.token;
      return () => done(step, undefined, beforeStop(session.output));
    }
    await this.answer(session);
    const code = await session.ended;
    await session.close();
    return () => done(step, code, session.output);
  }

  /** Ends what still runs, and removes all of it. */
  async remove(): Promise<void> {
    for (const session of this.running) await session.close();
    const hosts = this.hosts;
    if (hosts !== undefined) {
      await hosts.remove();
      for (const { name } of [hosts.near, hosts.far]) rmSync(etc(name), { recursive: true, force: true });
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(command: string, host: string): TerminalSession {
    const name = host === '' ? 'near' : host;
    const namespace = name === 'far' ? this.hosts?.far : this.hosts?.near;
    if (!['near', 'far'].includes(name)) throw new Error(`there is no host ${name}`);
    const cwd = name === 'near' ? this.home : join(this.folder, name);
    const under = namespace === undefined ? [] : [IP, 'netns', 'exec', namespace.name];
    const PATH = [join(this.folder, 'bin'), '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(':');
    const kind: TerminalKind = {
      columns: COLUMNS,
      rows: 50,
      limitMs: LIMIT_MS,
      env: { TERM: 'xterm-256color', PATH, HOME: join(this.folder, name), LANG: 'C.UTF-8' },
    };
    return TerminalSession.start({ command, cwd, under }, kind);
  }

  /** Types the token where it is asked for. */
  private async answer(session: TerminalSession): Promise<void> {
    const asked = session.until((output) => /(^|\n)Token: $/.test(output), 'a question');
    await Promise.race([session.ended, asked.then(() => session.press(`${this.token}\n`)).catch(() => undefined)]);
  }

  private async stop(step: Step): Promise<() => Done> {
    const session = this.running.pop();
    if (session === undefined) throw new Error('nothing runs that could be stopped');
    session.press('\u0003');
    const code = await session.ended;
    await session.close();
    const rest = session.output.slice(beforeStop(session.output).length);
    return () => done(step, code, rest.replace(/^\^C(\r?\n)?/, ''));
  }
}

/** True for a step that needs ports that nobody else has, or another host. */
export function needsHosts({ host, command }: Step): boolean {
  return (
    host !== '' || /\b(ssh|scp|niostat (hypervisor|respond|reach|preflight|links|probe|rehearse|send))\b/.test(command)
  );
}

function done(step: Step, code: number | null | undefined, output: string): Done {
  const screen = screenAfter(output, { columns: COLUMNS, rows: 50 });
  const lines = [...screen.lines];
  while (lines.at(-1) === '') lines.pop();
  return { step, code, output, lines, faults: screen.faults };
}

/** The terminal shows `^C` where it is pressed. */
function beforeStop(output: string): string {
  const end = output.indexOf('^C');
  return end < 0 ? output : output.slice(0, end);
}

/** Lines to paste, without those that are not done here. */
function doneLines(lines: string): string[] {
  return lines.split('\n').filter((line) => NOT_DONE[line.replace(/ +#.*/, '')] === undefined);
}

function plain(output: string): string {
  return output.replace(/\u001b\[[0-9;]*m/g, '').replaceAll('\r\n', '\n');
}

function etc(name: string): string {
  return `/etc/netns/${name}`;
}

/** `ip netns exec` shows these files in the place of /etc/hosts and /etc/nsswitch.conf. */
function nameHosts(host: NetworkNamespace, { near, far }: TwoHosts): void {
  mkdirSync(etc(host.name), { recursive: true });
  writeFileSync(join(etc(host.name), 'nsswitch.conf'), 'hosts: files\n');
  writeFileSync(join(etc(host.name), 'hosts'), `127.0.0.1 localhost\n${near.address} near\n${far.address} far\n`);
}

async function closeFirewall(host: NetworkNamespace, folder: string): Promise<void> {
  const rules = join(folder, 'rules.nft');
  writeFileSync(rules, FIREWALL);
  const { code, stderr } = await host.run('nft', ['-f', rules]);
  if (code !== 0) throw new Error(`nft: ${stderr}`);
}

/** A folder for each host, and programs that stand for those that a reader has. */
function writePrograms(folder: string, hosts?: TwoHosts): void {
  for (const name of ['bin', 'near', 'far']) mkdirSync(join(folder, name));
  const write = (name: string, script: string): void =>
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  write('niostat', `exec '${process.execPath}' '${join(ROOT, 'bin/run.js')}' "$@"`);
  write('sudo', 'exec "$@"');
  if (hosts === undefined) return;
  const far = join(folder, 'far');
  write('ssh', `cd '${far}' && shift && HOME='${far}' exec '${IP}' netns exec ${hosts.far.name} "$@"`);
  write('scp', `exec cp "$1" '${far}/'`);
}
