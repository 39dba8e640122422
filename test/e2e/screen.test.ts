/**
 * What runs programs with a window, in real terminals: what is drawn, which keys arrive, and that the
 * terminal is as it was before, however it ends.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import {
  CTRL_C,
  HAS_PSEUDO_TERMINAL,
  type TerminalCommand,
  type TerminalKind,
  TerminalSession,
} from '../support/pseudo-terminal.ts';
import type { TerminalScreen } from '../support/terminal-screen.ts';

const KIND: TerminalKind = { columns: 80, rows: 24, env: { TERM: 'xterm-256color' } };

const EXAMPLE = `${process.execPath} --import tsx test/support/screen-example.ts`;

/** The program, then what the shell says of its end and of the terminal. */
function commandOf(words: string, kind: 'program' | 'shell' = 'shell'): TerminalCommand {
  const end = `; echo "code $?"; stty -a | tr ';' '\\n' | grep -oE -- '-?(icanon|echo|isig|opost|ixon)\\b' | sort; echo end`;
  const command = kind === 'shell' ? `${EXAMPLE} ${words}${end}` : `exec ${EXAMPLE} ${words}`;
  return { command, cwd: process.cwd(), under: [] };
}

/** What `stty` says of a terminal in which lines are typed. */
const USUAL = ['echo', 'icanon', 'isig', 'ixon', 'opost'];

async function within<T>(
  command: TerminalCommand,
  work: (session: TerminalSession) => Promise<T>,
  kind = KIND,
): Promise<T> {
  const session = TerminalSession.start(command, kind);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const isDrawn = ({ isWindow, lines }: TerminalScreen): boolean => isWindow && lines.at(-1) === 'q quit';

/** Runs the example, does something when it is drawn, and gives what the terminal shows in the end. */
async function shownAfter(words: string, act: (session: TerminalSession) => Promise<void> | void): Promise<string[]> {
  return within(commandOf(words), async (session) => {
    await session.untilShown(isDrawn, 'its window');
    await act(session);
    await session.ended;
    const screen = session.screen();
    expect(screen.faults).to.deep.equal([]);
    expect([screen.isWindow, screen.attributes, screen.column]).to.deep.equal([false, [], 0]);
    return screen.lines.filter((line) => line !== '');
  });
}

/** The number that the example shows of its process. */
function pidOf(session: TerminalSession): number {
  return Number(/^pid (\d+)$/m.exec(session.screen().lines.join('\n'))?.[1]);
}

const shows =
  (line: string) =>
  ({ lines }: TerminalScreen): boolean =>
    lines.includes(line);

if (HAS_PSEUDO_TERMINAL) {
  describe('a window in a terminal', function () {
    this.timeout(120_000);

    it('is gone when the program ends, and what it says last stands where it was', async () => {
      const lines = await shownAfter('', async (session) => {
        session.press('\u001b[C\u001b[C');
        await session.untilShown(shows(`${'count 2'.padEnd(75)}right`), 'two steps');
        session.press('q');
      });
      expect(lines).to.deep.equal(['counted to 2', 'code 0', ...USUAL, 'end']);
    });

    it('shows the whole window, also in the last column, and no cursor', async () => {
      await within(commandOf(''), async (session) => {
        await session.untilShown(isDrawn, 'its window');
        const { lines, hasStyle, faults } = session.screen();
        expect(lines).to.have.length(24);
        expect(lines[0]).to.equal(`${'count 0'.padEnd(75)}right`);
        expect(lines.slice(6, 23)).to.deep.equal(Array.from({ length: 17 }, (_, row) => `row ${row + 7}`));
        expect([hasStyle, faults]).to.deep.equal([true, []]);
        expect(session.output).to.include('\u001b[?25l').and.to.not.include('\u001b[?25h');
      });
    });

    it('is sent the lines that differ and nothing else', async () => {
      await within(commandOf(''), async (session) => {
        await session.untilShown(isDrawn, 'its window');
        session.press('\u001b[C');
        await session.untilShown(shows('last right'), 'a step');
        const before = session.output.length;
        session.press('\u001b[C');
        await session.untilShown(({ lines }) => lines[0]?.startsWith('count 2') === true, 'another step');
        const sent = session.output.slice(before);
        expect([...sent.matchAll(/\u001b\[(\d+);1H/g)].map(([, row]) => row)).to.deep.equal(['1']);
        expect(sent.length).to.be.below(110);
      });
    });

    for (const [what, words] of [
      ['a key', ''],
      ['a key, with something that is live', 'live'],
    ] as const) {
      it(`is gone when ${what} makes the program throw, and the error is seen`, async () => {
        const lines = await shownAfter(words, (session) => session.press('b'));
        const live = words === '' ? [] : ['live has ended'];
        expect(lines).to.deep.equal([...live, 'caught: thrown by a key', 'code 70', ...USUAL, 'end']);
      });
    }

    for (const when of ['live-throws', 'live-rejects']) {
      it(`is gone when what is live fails: ${when}`, async () => {
        const lines = await shownAfter(when, (session) => session.press('x'));
        expect(lines).to.deep.equal([`caught: ${when}`, 'code 70', ...USUAL, 'end']);
      });
    }

    it('is gone on Ctrl-C, and what is live has ended before the last words', async () => {
      const lines = await shownAfter('live', async (session) => {
        await session.untilShown(shows('alive'), 'what is live');
        session.press(CTRL_C);
      });
      expect(lines).to.deep.equal(['live has ended', 'counted to 0', 'code 130', ...USUAL, 'end']);
    });

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      it(`is gone on ${signal}`, async () => {
        const lines = await shownAfter('live', async (session) => {
          await session.untilShown(shows('alive'), 'what is live');
          process.kill(pidOf(session), signal);
        });
        expect(lines).to.deep.equal(['live has ended', 'counted to 0', 'code 130', ...USUAL, 'end']);
      });
    }

    it('is gone on Ctrl-D, as on the end of input', async () => {
      const lines = await shownAfter('', (session) => session.press('\u0004'));
      expect(lines).to.deep.equal(['counted to 0', 'code 0', ...USUAL, 'end']);
    });

    it('ends when its terminal is taken away', async () => {
      const fifo = join(new Folder().path, 'fifo');
      execFileSync('mkfifo', [fifo]);
      // It has an end when the last process is gone that has it open.
      const gone = readFile(fifo);
      const { command, ...where } = commandOf('live', 'program');
      await within({ command: `exec 3> ${fifo} && ${command}`, ...where }, async (session) => {
        await session.untilShown(shows('alive'), 'what is live');
        process.kill(pidOf(session), 0);
      });
      expect(await gone).to.have.length(0);
    });

    it('is drawn again after Ctrl-Z and fg, and the shell has its terminal in between', async () => {
      const shell: TerminalCommand = {
        command: 'exec bash --norc --noprofile --noediting -i',
        cwd: process.cwd(),
        under: [],
      };
      await within(
        shell,
        async (session) => {
          session.press(`${EXAMPLE}\n`);
          await session.untilShown(isDrawn, 'its window');
          session.press('\u001b[C');
          await session.untilShown(shows('last right'), 'a step');
          session.press('\u001a');
          await session.untilShown(
            ({ isWindow, lines }) => !isWindow && lines.join('').includes('Stopped') && lines.at(-1) === '$',
            'the prompt of the shell',
          );
          session.press("stty -a | grep -oE -- '-?icanon'; echo mo''de\n");
          await session.untilShown(
            ({ lines }) => lines.includes('mode') && lines.at(-1) === '$',
            'the mode of the terminal, and the prompt',
          );
          expect(session.screen().lines, session.output).to.include('icanon').and.not.include('-icanon');
          session.press('fg\n');
          await session.untilShown(isDrawn, 'its window again');
          expect(session.screen().lines[0]).to.match(/^count 1 /);
          session.press('\u001b[C');
          await session.untilShown(({ lines }) => lines[0]?.startsWith('count 2 ') === true, 'a step');
          session.press('q');
          await session.untilShown(shows('counted to 2'), 'the last words');
          session.press('exit\n');
          await session.ended;
          expect(session.screen().faults).to.deep.equal([]);
        },
        { ...KIND, columns: 120, env: { ...KIND.env, PS1: '$ ' } },
      );
    });

    it('goes on after Ctrl-Z where no shell could continue it', async () => {
      await within(commandOf('', 'program'), async (session) => {
        await session.untilShown(isDrawn, 'its window');
        session.press('\u001a');
        await session.until((output) => output.split('\u001b[?1049h').length === 3, 'its window again');
        session.press('\u001b[C');
        await session.untilShown(shows('last right'), 'a step');
        session.press('q');
        expect(await session.ended).to.equal(0);
      });
    });

    it('is drawn anew in a window that was pulled', async () => {
      await within(commandOf(''), async (session) => {
        await session.untilShown(isDrawn, 'its window');
        for (const [columns, rows] of [
          [120, 40],
          [80, 24],
          [200, 30],
        ] as const) {
          session.resize({ columns, rows });
          await session.untilShown(shows(`window ${columns} x ${rows}`), 'the new size');
          await session.untilShown(isDrawn, 'the last line');
          expect(session.screen().lines).to.have.length(rows);
        }
        expect(session.screen().faults).to.deep.equal([]);
      });
    });

    it('shows the top in a window that is too small, says so, and goes on when it is larger', async () => {
      await within(commandOf(''), async (session) => {
        await session.untilShown(isDrawn, 'its window');
        session.resize({ columns: 200, rows: 10 });
        await session.untilShown(shows('the window is 200 × 10; 80 × 24 are needed (Ctrl-C ends)'), 'what is needed');
        expect(session.screen().lines.slice(0, 9).at(-1)).to.equal('row 9');
        session.press('\u001b[C');
        await session.untilShown(shows('last right'), 'a step');
        session.resize({ columns: 30, rows: 5 });
        await session.untilShown(shows('the window is 30 × 5; 80 × 24…'), 'what is needed');
        expect(session.screen().lines).to.have.length(5);
        expect(session.screen().lines[0]).to.equal(`${'count 1'.padEnd(29)}…`);
        session.resize({ columns: 80, rows: 1 });
        await session.untilShown(
          ({ lines }) => lines[0] === 'the window is 80 × 1; 80 × 24 are needed (Ctrl-C ends)',
          'the remark',
        );
        session.resize({ columns: 80, rows: 24 });
        await session.untilShown(isDrawn, 'its window');
        expect(session.screen().faults).to.deep.equal([]);
        session.press('q');
        await session.ended;
        expect(session.screen().lines).to.include('counted to 1');
      });
    });

    it('takes what is pasted into a field alone', async () => {
      const lines = await shownAfter('', async (session) => {
        session.press('\u001b[200~q\u001b[201~\u001b[C');
        await session.untilShown(shows('last right'), 'a step');
        session.press('/\u001b[200~R1 f0/0\r\nq\u001b[201~');
        await session.untilShown(shows('typed R1 f0/0q'), 'what was pasted');
        session.press('\r');
        await session.untilShown(shows('last R1 f0/0q'), 'the field');
        session.press('q');
      });
      expect(lines).to.deep.equal(['counted to 1', 'code 0', ...USUAL, 'end']);
    });

    it('knows a lone Escape, and arrows of both kinds', async () => {
      await shownAfter('', async (session) => {
        for (const [bytes, key] of [
          ['\u001b', 'escape'],
          ['\u001bOC', 'right'],
          ['\u001b[1;2C', 'shift+right'],
          ['\u001b[1;2D', 'shift+left'],
          ['\u001b[5~', 'page up'],
          ['\u001b[F', 'end'],
          ['\r', 'enter'],
          [' ', 'space'],
          ['\u007f', 'backspace'],
          ['\t', 'tab'],
          ['?', '?'],
          ['ß', 'ß'],
        ] as const) {
          session.press(bytes);
          await session.untilShown(shows(`last ${key}`), key);
        }
        session.press('q');
      });
    });

    for (const [why, words, env] of [
      ['TERM=dumb', '', { TERM: 'dumb' }],
      ['--plain', 'plain', KIND.env],
    ] as const) {
      it(`is none with ${why}: lines are typed, and lines are told`, async () => {
        await within(
          commandOf(words),
          async (session) => {
            await session.until((output) => output.includes('lists the keys'), 'its first lines');
            session.press('next\nnext\nback\n\ngibberish\n/\nR1 f0/0\nquit\n');
            await session.ended;
            expect(session.output).to.not.include('\u001b');
            const said = session.output.split(/\r?\n/).filter((line) => /^(count|last|There|Nothing|code)/.test(line));
            expect(said).to.deep.equal([
              ...['count 0', 'last -', 'count 1', 'last right', 'count 2', 'last right', 'count 1', 'last left'],
              ...['count 1', 'last enter', 'There is no key "gibberish"; ? lists the keys, q ends.'],
              ...['count 1', 'last enter', 'count 1', 'last R1 f0/0', 'counted to 1', 'code 0'],
            ]);
          },
          { ...KIND, env },
        );
      });
    }

    it('is none where output is no terminal, and a reader who has seen enough is no error', async () => {
      const command = `bash -c '${EXAMPLE} | head -n 1; echo "code \${PIPESTATUS[0]}"; stty -a | grep -oE -- "-?icanon"'`;
      await within({ command, cwd: process.cwd(), under: [] }, async (session) => {
        await session.until((output) => output.includes('count 0'), 'its first line');
        session.press('next\nnext\nnext\n');
        await session.ended;
        const { lines } = session.screen();
        expect(lines.filter((line) => /^code|icanon|rror/.test(line))).to.deep.equal(['code 0', 'icanon']);
      });
    });

    it('is none where input is no terminal: the keys are read as lines up to the end', async () => {
      const command = `printf 'next\\nnext' | ${EXAMPLE} live; echo "code $?"`;
      await within({ command, cwd: process.cwd(), under: [] }, async (session) => {
        await session.ended;
        expect(session.output).to.not.include('\u001b');
        expect(
          session
            .screen()
            .lines.filter((line) => line !== '')
            .slice(-3),
        ).to.deep.equal(['live has ended', 'counted to 2', 'code 0']);
      });
    });
  });
}
