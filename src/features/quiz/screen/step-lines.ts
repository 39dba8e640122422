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
  const above = [head, ...sentences.flatMap((line) => indented(line, width)), ...tables(asked, width)];
  return [...above, ...sockets(asked, { width, rows: Math.max(0, rows - above.length) })].slice(0, rows);
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

function sockets({ lab, question, topic, isAtEnd }: QuizQuestion, room: Room): string[] {
  if (topic === 'consoles') return [];
  const { step } = question;
  const before = isAtEnd ? undefined : lab.stepper.stateAt(step - 1);
  return socketRows({ state: lab.stepper.stateAt(step), before }, room);
}
