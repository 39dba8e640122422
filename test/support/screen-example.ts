/**
 * A program with a window, for tests of what runs it. It counts: `right` up, `left` down, `b` throws, `q`
 * ends; `/` opens a field. Words behind it: `plain`; `live` changes the state by itself until it is stopped;
 * `live-throws` and `live-rejects` fail at the first key, the one where nobody waits for it.
 */

import { runScreen } from '../../src/cli/screen/run-screen.ts';
import type { Live } from '../../src/cli/screen/screen-run.ts';
import { ownStandardOutput } from '../../src/cli/standard-output.ts';
import type { ScreenProgram } from '../../src/output/screen/screen-program.ts';

interface Count {
  readonly count: number;
  /** Undefined where no field is open. */
  readonly typed?: string | undefined;
  readonly last?: string;
  readonly isLive?: boolean;
}

const program: ScreenProgram<Count> = {
  start: { count: 0 },
  press(state, key) {
    if (state.typed !== undefined && key === 'enter') return { count: state.count, last: state.typed };
    if (state.typed !== undefined) return { ...state, typed: state.typed + (key === 'space' ? ' ' : key) };
    if (key === 'q') return undefined;
    if (key === 'b') throw new RangeError('thrown by a key');
    if (key === '/') return { ...state, typed: '' };
    if (key === 'right') return { ...state, count: state.count + 1, last: key };
    if (key === 'left') return { ...state, count: Math.max(0, state.count - 1), last: key };
    return key === state.last ? state : { ...state, last: key };
  },
  draw: ({ count, typed, last, isLive }, { columns, rows, paint }) => [
    paint.strong(`${`count ${count}`.padEnd(columns - 5)}right`),
    `pid ${process.pid}`,
    `window ${columns} x ${rows}`,
    `last ${last ?? '-'}`,
    `typed ${typed ?? '-'}`,
    isLive === true ? 'alive' : '',
    ...Array.from({ length: rows - 7 }, (_, row) => `row ${row + 7}`),
    'q quit',
  ],
  takes: ({ typed }) => (typed === undefined ? undefined : 'text'),
  tell: ({ count, last }) => [`count ${count}`, `last ${last ?? '-'}`],
};

/** Called with the first state after the start. */
let pressed: () => void = () => undefined;

const LIVE: Readonly<Record<string, Live<Count>>> = {
  async live(post, signal) {
    post((state) => ({ ...state, isLive: true }));
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    process.stdout.write('live has ended\n');
  },
  async 'live-throws'() {
    await new Promise<void>((resolve) => {
      pressed = () =>
        setTimeout(() => {
          resolve();
          throw new RangeError('live-throws');
        });
    });
  },
  async 'live-rejects'() {
    await new Promise((_, reject) => {
      pressed = () => reject(new RangeError('live-rejects'));
    });
  },
};

const [word = ''] = process.argv.slice(2);
ownStandardOutput();
try {
  const { isInterrupted } = await runScreen(program, {
    plain: word === 'plain',
    color: true,
    ...(LIVE[word] === undefined ? {} : { live: LIVE[word] }),
    onState: () => pressed(),
    lastWords: ({ count }) => [`counted to ${count}`],
  });
  process.exitCode = isInterrupted ? 130 : 0;
} catch (error) {
  process.stderr.write(`caught: ${(error as Error).message}\n`);
  process.exitCode = 70;
}
