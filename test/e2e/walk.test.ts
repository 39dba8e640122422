/**
 * A student in a terminal walks through the labs of the lessons: what has to be on the screen was worked out
 * by hand.
 */
import { expect } from 'chai';
import { Folder, niostat } from '../support/cli.ts';
import { CTRL_C, HAS_PSEUDO_TERMINAL, type TerminalKind, TerminalSession } from '../support/pseudo-terminal.ts';
import { SideBySide } from '../support/side-by-side.ts';

const KIND: TerminalKind = { columns: 80, rows: 24, env: { TERM: 'xterm-256color', NO_COLOR: '1' } };

const [RIGHT, LEFT, SHIFT_RIGHT, END] = ['\u001b[C', '\u001b[D', '\u001b[1;2C', '\u001b[F'];

/** The window of a walk, in which keys are pressed one after the other. */
class Window {
  private readonly session: TerminalSession;

  constructor(session: TerminalSession) {
    this.session = session;
  }

  get lines(): string[] {
    return this.session.screen().lines.map((line) => line.trim().replaceAll(/\s+/g, ' '));
  }

  get faults(): readonly string[] {
    return this.session.screen().faults;
  }

  /** Waits until a line like this is there. */
  async has(line: string | RegExp): Promise<void> {
    const isThere = (one: string): boolean => (typeof line === 'string' ? one === line : line.test(one));
    await this.session.until(() => this.lines.some(isThere), `${line}`);
  }

  async press(keys: string, line: string | RegExp): Promise<void> {
    this.session.press(keys);
    await this.has(line);
  }
}

async function walking(
  args: readonly string[],
  work: (window: Window, session: TerminalSession) => Promise<void>,
): Promise<void> {
  await TerminalSession.with(['teach', 'walk', ...args], KIND, async (session) => {
    const window = new Window(session);
    await window.has(/^Step 0 of/);
    await work(window, session);
  });
}

describe('teach walk', function () {
  this.timeout(120_000);

  it('prints what simulate --trace prints where output is no terminal', async () => {
    for (const lab of ['one-base', 'one-pool']) {
      const flags = ['--dynamips', '0.2.14'];
      const [walk, trace] = await Promise.all([
        niostat(['teach', 'walk', lab, ...flags]),
        niostat(['simulate', lab, '--trace', ...flags]),
      ]);
      expect(walk.stdout).to.equal(trace.stdout);
      expect(walk.code).to.equal(0);
    }
  });

  it('prints one step, by its number or its moment', async () => {
    const [byNumber, byMoment] = await Promise.all([
      niostat(['teach', 'walk', 'one-link', '--step', '1']),
      niostat(['teach', 'walk', 'one-link', '--step', '1a.port']),
    ]);
    expect(byNumber.stdout).to.equal(byMoment.stdout);
    expect(byNumber.stdout).to.contain('* localhost:7200 10000 10001 (was 10000)');
    const wrong = await niostat(['teach', 'walk', 'one-link', '--step', '6']);
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.contain('from 0 to 5');
  });

  it('is read line by line with --plain', async () => {
    const { stdout, code } = await niostat(['teach', 'walk', 'one-link', '--plain'], { input: 'next\n/\nR2\nquit\n' });
    expect(code).to.equal(0);
    expect(stdout).to.contain('Step 1 of 5, link 1 of 1: R1 f0/0 -- R2 f0/0.\n');
    // R1 has 10000, and so the step that gives R2 a port gives it 10001.
    expect(stdout).to.contain('Step 2 of 5, link 1 of 1: R1 f0/0 -- R2 f0/0.\nlocalhost:7200 gives R2 f0/0 port 10001');
    expect(stdout).to.not.match(/\u001b|─/);
  });

  (HAS_PSEUDO_TERMINAL ? describe : describe.skip)('in a terminal', () => {
    const atOnce = new SideBySide();

    atOnce.it('goes through one link, forward and back, and ends with q', async () => {
      await walking(['one-link'], async (window, session) => {
        await window.press(RIGHT, '+ R1 f0/0 10000 - (no socket yet) -');
        await window.press(RIGHT, '+ R2 f0/0 10001 - (no socket yet) -');
        await window.press(END, '* R1 f0/0 127.0.0.1:10000 127.0.0.1:10001 R2 f0/0 R2 f0/0');
        await window.press(LEFT, /^Step 4 of 5/);
        expect(window.faults).to.deep.equal([]);
        session.press('q');
        expect(await session.ended).to.equal(0);
        expect(session.screen().isWindow).to.equal(false);
      });
    });

    atOnce.it('shows one base in both generations', async () => {
      await walking(['one-base'], async (window) => {
        await window.press(SHIFT_RIGHT, '* R2 f0/0 127.0.0.1:10000 127.0.0.1:10000 itself R1 f0/0, itself');
        await window.press('g', /^\* R2 f0\/0 10000 - \(refused, 206: R1 f0\/0 has/);
        expect(window.lines).to.include('* R1 f0/0 127.0.0.1:10000 127.0.0.1:10000 itself itself');
        await window.press('w', /^looped \(verdicts/);
        await window.press('q', /^Step 5 of/);
        expect(window.faults).to.deep.equal([]);
      });
    });

    atOnce.it('finds what is typed', async () => {
      await walking(['three-routers'], async (window) => {
        await window.press('/10004', 'Find: 10004_ Enter go there Esc stop');
        // Two links have taken 10000 to 10003.
        await window.press('\r', /^Step 11 of 15 · link 3 of 3/);
      });
    });

    atOnce.it('plays by itself to the last step', async () => {
      await walking(['one-link'], async (window) => {
        await window.press(' ', /^Step \d of 5 .* · playing$/);
        await window.has('Step 5 of 5 · link 1 of 1: R1 f0/0 -- R2 f0/0');
      });
    });

    atOnce.it('ends with Ctrl-C as interrupted', async () => {
      await walking(['one-link'], async (_, session) => {
        session.press(CTRL_C);
        expect(await session.ended).to.equal(130);
      });
    });

    atOnce.it('says what is wrong with a lab before a window is opened', async () => {
      const file = new Folder().file('broken.yaml', 'hypervisors: 5\n');
      await TerminalSession.with(['teach', 'walk', file], KIND, async (session) => {
        expect(await session.ended).to.equal(2);
        expect(session.output).to.not.contain('\u001b[?1049h');
        expect(session.output).to.contain('broken.yaml:1');
      });
    });
  });
});
