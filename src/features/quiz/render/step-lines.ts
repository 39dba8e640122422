import type { Question } from '../../../core/teach/question.ts';
import { counted } from '../../../core/text/counted.ts';
import type { SocketState, TraceState } from '../../../core/trace/trace-state.ts';
import { renderColumns } from '../../../output/columns.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { Room } from '../../../output/screen/frame.ts';
import { socketRows } from '../../../output/screen/socket-rows.ts';
import { sentencesOf } from '../../../output/trace-sentence/step-sentences.ts';
import type { QuizQuestion } from '../quiz.ts';
import { indented } from './indented.ts';

/** Sentences of a step that are shown above its table. */
const MOST_SENTENCES = 2;

/** The step that shows the answer: what happens at it, and how things are then. At most `room.rows` lines. */
export function stepLines(asked: QuizQuestion, { width, rows }: Room): string[] {
  const { lab, question } = asked;
  const head = `Step ${question.step} of ${lab.stepper.lastStep}${asked.isAtEnd ? ', the last one' : ''}`;
  const sentences = stepSentences(asked).slice(0, MOST_SENTENCES);
  const beside = tables(asked, width);
  const above = [head, ...sentences.flatMap((line) => indented(line, width)), ...beside];
  const room = { width, rows: Math.max(0, rows - above.length) };
  return [...above, ...sockets(asked, room, beside.length > 0)].slice(0, rows);
}

/** What happens at the step. The last step of a lab is only where all is to be seen. */
export function stepSentences({ lab, question, isAtEnd }: QuizQuestion): string[] {
  if (isAtEnd) return [];
  return sentencesOf(lab.stepper.eventsAt(question.step), { os: lab.model.os }).map(safeText);
}

/** What no row of a socket shows: counters and consoles. */
function tables({ lab, question, topic }: QuizQuestion, width: number): string[] {
  const { hypervisors, devices } = lab.stepper.stateAt(question.step);
  if (topic === 'consoles')
    return table(
      ['Router', 'Hypervisor', 'Console'],
      devices.map(({ device, hypervisor, consoles }) => {
        const ports = consoles.filter(({ type }) => type === 'console').map(({ port }) => `${port}`);
        return [device, hypervisor, ports.join(', ') || '-'];
      }),
      width,
    );
  if (question.subject.ask !== 'next port' && topic !== 'bases') return [];
  const rows = hypervisors.map(({ hypervisor, base, next }) => [hypervisor, `${base ?? '-'}`, `${next ?? '-'}`]);
  return table(['Hypervisor', 'Base', 'Next port'], rows, width);
}

function table(titles: readonly string[], rows: readonly string[][], width: number): string[] {
  const columns = titles.map((title) => ({ title, stays: true }));
  const safe = rows.map((row) => row.map(safeText));
  return renderColumns(columns, safe, width).split('\n');
}

/** Beside a table, which shows the answer already, they are there only as a whole. */
function sockets({ lab, question, topic, isAtEnd }: QuizQuestion, room: Room, isBeside: boolean): string[] {
  if (topic === 'consoles') return [];
  const state = lab.stepper.stateAt(question.step);
  const before = isAtEnd ? undefined : lab.stepper.stateAt(question.step - 1);
  const all = socketRows({ state, before }, { ...room, rows: Number.POSITIVE_INFINITY });
  if (all.length <= room.rows) return all;
  if (isBeside) return [];
  const near = isAtEnd ? concerned(question, state) : undefined;
  if (near === undefined || near.size === 0) return socketRows({ state, before }, room);
  const shown = state.sockets.map((socket) => (near.has(socket) ? socket : { ...socket, isClosed: true }));
  const rows = socketRows({ state: { ...state, sockets: shown } }, { ...room, rows: room.rows - 1 });
  return [...rows, `  … ${counted(state.sockets.filter(({ isClosed }) => !isClosed).length - near.size, 'other row')}`];
}

/** The sockets that are asked about, those at their ports, and those that send there. */
function concerned({ subject }: Question, { sockets: all }: TraceState): ReadonlySet<SocketState> {
  const asked =
    'socket' in subject
      ? [subject.socket]
      : subject.ask === 'ports'
        ? subject.sockets
        : subject.ask === 'verdict'
          ? all.filter(({ link }) => subject.links.includes(link))
          : [];
  const isNear = (one: SocketState): boolean =>
    asked.some(
      ({ link, port, local, remote }) =>
        one.link === link ||
        one.port === port ||
        (local !== undefined && one.remote === local) ||
        (remote !== undefined && one.local === remote),
    );
  return new Set(all.filter((one) => !one.isClosed && isNear(one)));
}
