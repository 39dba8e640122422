/**
 * A program with a window, for tests of what runs it. It counts: `right` up, `left` down, `b` throws, `q`
 * ends; what is typed in a field stands in the line below. Words behind it: `live` changes the state by
 * itself, `plain`.
 */

import { runScreen } from '../../src/cli/screen/run-screen.ts';
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

const words = process.argv.slice(2);
ownStandardOutput();
try {
  const { isInterrupted } = await runScreen(program, {
    plain: words.includes('plain'),
    color: true,
    ...(words.includes('live') ? { live } : {}),
    lastWords: ({ count }) => [`counted to ${count}`],
  });
  process.exitCode = isInterrupted ? 130 : 0;
} catch (error) {
  process.stderr.write(`caught: ${(error as Error).message}\n`);
  process.exitCode = 70;
}

async function live(post: (change: (state: Count) => Count) => void, signal: AbortSignal): Promise<void> {
  post((state) => ({ ...state, isLive: true }));
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  process.stdout.write('live has ended\n');
}
