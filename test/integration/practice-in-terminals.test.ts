/**
 * `niostat teach practice` as a student runs it: in a terminal, ended in every way, and thirty times on one
 * machine. Needs Linux and a build.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PracticeResultFile } from '../../src/core/teach/result-file.ts';
import { niostat } from '../support/cli.ts';
import { portsByPid, untilFree, untilGone } from '../support/ports-of-places.ts';
import { CTRL_C, HAS_PSEUDO_TERMINAL, type TerminalKind, TerminalSession } from '../support/pseudo-terminal.ts';
import { HAS_DYNAMIPS } from '../support/subjects.ts';
import type { TerminalScreen } from '../support/terminal-screen.ts';

let folder = '';

/** A terminal of somebody who has done nothing yet. */
function terminal(): TerminalKind {
  return { columns: 80, rows: 24, env: { TERM: 'xterm-256color', XDG_STATE_HOME: join(folder, 'state') } };
}

/** How a student types it; the folder is one of the test. */
function words(exercise: string, ...more: string[]): string[] {
  return ['teach', 'practice', exercise, '--folder', join(folder, exercise), ...more];
}

function lab(exercise: string): string {
  return join(folder, exercise, 'lab.yaml');
}

function resultOf(path: string): PracticeResultFile {
  return JSON.parse(readFileSync(join(path, 'result.json'), 'utf8')) as PracticeResultFile;
}

const has =
  (pattern: RegExp) =>
  ({ lines, faults }: TerminalScreen): boolean => {
    expect(faults).to.deep.equal([]);
    return pattern.test(lines.join('\n'));
  };

/** Writes another base for the second hypervisor of the lab: that of the first and so many ports more. */
function moveSecondBase(by: number): void {
  const text = readFileSync(lab('same-base-new'), 'utf8');
  const [first = 0] = [...text.matchAll(/baseUdp: (\d+)/g)].map(([, base]) => Number(base));
  const last = text.lastIndexOf('baseUdp: ');
  writeFileSync(lab('same-base-new'), text.slice(0, last) + text.slice(last).replace(/\d+/, String(first + by)));
}

/** Starts practices without a terminal; tells their pids, then each that has loaded its lab or ended. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const all = JSON.parse(process.argv[1]).map((args) =>
    spawn(process.execPath, ['bin/run.js', ...args], { stdio: ['pipe', 'pipe', 'inherit'] }));
  process.stdout.write(all.map(({ pid }) => pid).join(' ') + '\\n');
  for (const [index, child] of all.entries()) {
    let said = '';
    child.once('exit', (code, signal) => process.stdout.write('practice ' + index + ' ended: ' + (signal ?? code) + '\\n'));
    child.stdout.on('data', (chunk) => {
      if (/NIOs? made/.test(said)) return;
      said += chunk;
      if (/NIOs? made/.test(said)) process.stdout.write('loaded\\n');
    });
  }
`;

interface Family {
  readonly parent: ChildProcess;
  /** Of its practices, in their order. */
  readonly pids: readonly number[];
}

/** Those that a test has started: where it fails, nothing of them is to write into its folder any more. */
const families: { readonly parent: ChildProcess; pids: readonly number[] }[] = [];

async function endFamilies(): Promise<void> {
  for (const { parent, pids } of families.splice(0)) {
    // They end with it.
    parent.kill('SIGKILL');
    await untilGone(pids);
  }
}

/** Starts a process that starts practices, and waits until all of them have loaded their labs. */
async function startFamily(all: readonly (readonly string[])[]): Promise<Family> {
  const parent = spawn(process.execPath, ['-e', PARENT, JSON.stringify(all)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const family: (typeof families)[number] = { parent, pids: [] };
  families.push(family);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    parent.once('exit', (code) => reject(new Error(`the parent ended with ${code}`)));
    parent.stdout.on('data', (chunk) => {
      said += chunk;
      const [pids = '', ...news] = said.split('\n').slice(0, -1);
      family.pids = pids.split(' ').filter(Boolean).map(Number);
      const [end] = news.filter((line) => line !== 'loaded');
      if (end !== undefined) reject(new Error(end));
      if (news.length === all.length) resolve();
    });
  });
  return family;
}

/** Memory that is a process's own, and its share of what it has with others, in KiB. */
function proportionalKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
}

if (process.platform === 'linux') {
  describe('teach practice', function () {
    this.timeout(120_000);
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'niostat-practice-test-'));
    });
    afterEach(async () => {
      await endFamilies();
      rmSync(folder, { recursive: true, force: true });
    });

    if (HAS_PSEUDO_TERMINAL) {
      it('in a terminal: wrong first, a hint, right then, and the result', () =>
        TerminalSession.with(words('same-base-new', '--seed', 'a'), terminal(), async (session) => {
          await session.untilShown(has(/✗ every link ESTABLISHED .*SHARED/), 'the broken link');
          expect(session.screen().lines).to.have.length.at.most(24);
          moveSecondBase(1);
          await session.untilShown(
            has(/✓ every link ESTABLISHED[\s\S]*✗ niostat check finds nothing[\s\S]*by luck/),
            'luck',
          );
          session.press('h');
          await session.untilShown(has(/hint 1 used · 9 of 10[\s\S]*Hint 1: /), 'the hint');
          session.press('\r');
          await session.untilShown(has(/Goals/), 'the goals');
          moveSecondBase(100);
          await session.untilShown(has(/All goals are reached/), 'the end');
          expect(session.screen().lines.join('\n')).to.not.include('✗');
          session.press('q');
          expect(await session.ended).to.equal(0);
          const { isWindow, lines, faults } = session.screen();
          expect([isWindow, faults]).to.deep.equal([false, []]);
          expect(lines.join('\n')).to.match(/Result: .*\/same-base-new\/result\.json/);
          const { log, place } = resultOf(join(folder, 'same-base-new'));
          expect(log.filter((act) => act.do === 'goals').at(-1))
            .to.have.property('open')
            .that.deep.equals([]);
          expect(await portsByPid([place])).to.deep.equal(new Map());
          const { stdout } = await niostat(['teach', 'practice'], { env: terminal().env });
          expect(stdout).to.match(/^same-base-new +done /m);
          expect(stdout).to.match(/^same-base-old +- /m);
        }));

      it('interrupted and gone on with: the hint that was taken stays taken', async () => {
        await TerminalSession.with(words('same-base-new', '--seed', 'a'), terminal(), async (session) => {
          await session.untilShown(has(/SHARED/), 'the broken link');
          session.press('h');
          await session.untilShown(has(/hint 1 used/), 'the hint');
          session.press(CTRL_C);
          expect(await session.ended).to.equal(130);
          expect(session.screen().isWindow).to.equal(false);
        });
        await TerminalSession.with(words('same-base-new'), terminal(), async (session) => {
          await session.untilShown(has(/seed a .*hint 1 used · 9 of 10[\s\S]*SHARED/), 'the hint that was taken');
          moveSecondBase(100);
          await session.untilShown(has(/All goals are reached/), 'the end');
        });
      });

      it('asks before it shows a mend, and gives no points then', () =>
        TerminalSession.with(words('crossed', '--seed', 'a'), terminal(), async (session) => {
          await session.untilShown(has(/CROSSED/), 'the broken links');
          session.press('u');
          await session.untilShown(has(/Give up, and see a mend\?/), 'the question');
          session.press('n');
          await session.untilShown(has(/CROSSED/), 'the links');
          session.press('u');
          await session.untilShown(has(/Give up, and see a mend\?/), 'the question');
          session.press('y');
          await session.untilShown(has(/no points[\s\S]*lab\.yaml[\s\S]*- .*\n.*\+ /), 'the mend');
          const before = readFileSync(lab('crossed'), 'utf8');
          expect(before).to.equal(resultOf(join(folder, 'crossed')).final['lab.yaml']);
        }));

      // `foreign` has a child that holds a port.
      for (const signal of ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
        it(`leaves no port and no process after ${signal}`, () =>
          TerminalSession.with(words('foreign', '--seed', 'a'), terminal(), async (session) => {
            await session.untilShown(has(/FOREIGN/), 'the broken link');
            const { place } = resultOf(join(folder, 'foreign'));
            const before = await portsByPid([place]);
            expect(before.size).to.equal(2);
            const pid = [...before].find(([, { tcp }]) => tcp.length > 0)?.[0] ?? 0;
            process.kill(pid, signal);
            await session.ended;
            await untilFree([place]);
            await untilGone([...before.keys()]);
          }));
      }

      it('leaves no port and no process when its terminal is closed', async () => {
        let place = -1;
        let pids: number[] = [];
        await TerminalSession.with(words('foreign', '--seed', 'a'), terminal(), async (session) => {
          await session.untilShown(has(/FOREIGN/), 'the broken link');
          place = resultOf(join(folder, 'foreign')).place;
          pids = [...(await portsByPid([place])).keys()];
          expect(pids).to.have.length(2);
        });
        await untilFree([place]);
        // What was done is on the disk.
        expect(resultOf(join(folder, 'foreign')).log.at(-1)?.do).to.equal('quit');
      });
    }

    if (HAS_DYNAMIPS) {
      it('leaves no Dynamips behind that it has started', async () => {
        const { parent, pids } = await startFamily([words('same-base-old', '--seed', 'a', '--real', '--plain')]);
        const { place } = resultOf(join(folder, 'same-base-old'));
        const before = await portsByPid([place]);
        // The practice has its place, each Dynamips its sockets.
        expect([...before.keys()]).to.include(pids[0]);
        expect(before.size).to.equal(3);
        process.kill(pids[0] as number, 'SIGKILL');
        await untilFree([place]);
        await untilGone([...before.keys()]);
        parent.kill('SIGKILL');
      });
    }

    it('thirty at once have no port in common, little memory, and end with their parents', async function () {
      // Thirty starts are a minute of one core: how long they take is up to what else the machine does.
      this.timeout(900_000);
      const all = Array.from({ length: 30 }, (_, index) => [
        ...['teach', 'practice', index % 3 === 0 ? 'foreign' : 'block', '--plain', '--seed', `s${index}`],
        ...['--folder', join(folder, String(index))],
      ]);
      const bare = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
      const families = await Promise.all([startFamily(all.slice(0, 15)), startFamily(all.slice(15))]);
      const places = all.map((_, index) => resultOf(join(folder, String(index))).place);
      try {
        const pids = families.flatMap((family) => family.pids);
        expect(new Set(places).size).to.equal(30);
        const byPid = await portsByPid(places);
        // Each practice has ports of its own place alone; those of `foreign` have another program each.
        expect(byPid.size).to.equal(40);
        for (const [index, pid] of pids.entries()) {
          const { tcp = [], udp = [] } = byPid.get(pid) ?? {};
          expect(tcp.length).to.be.at.least(2);
          expect(tcp.map((port) => Math.floor((port - 7300) / 10))).to.satisfy((of: number[]) =>
            of.every((place) => place === places[index]),
          );
          expect(udp.map((port) => Math.floor((port - 10_000) / 300))).to.satisfy((of: number[]) =>
            of.every((place) => place === places[index]),
          );
        }
        const own = proportionalKiB(bare.pid as number);
        const sizes = [...byPid.keys()].map(proportionalKiB);
        const sum = Math.round(sizes.reduce((total, size) => total + size, 0) / 1024);
        if (this.test !== undefined) this.test.title += ` (${sum} MiB in all, a bare node ${Math.round(own / 1024)})`;
        for (const pid of pids) expect(proportionalKiB(pid) - own).to.be.at.most(60 * 1024);
      } finally {
        for (const { parent } of families) parent.kill('SIGKILL');
        bare.kill('SIGKILL');
        await untilFree(places);
        await untilGone(families.flatMap(({ pids }) => pids));
      }
    });
  });
}
