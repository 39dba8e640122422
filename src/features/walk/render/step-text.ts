import type { Page } from '../../../output/paint.ts';
import { socketRows } from '../../../output/screen/socket-rows.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { Way } from '../ways.ts';
import { consoleRows } from './console-rows.ts';
import { labNames, wayText } from './draw.ts';
import { hypervisorRows } from './hypervisor-rows.ts';
import { saidAt } from './said.ts';
import { stepTitle } from './step-title.ts';

/** One step as text: all hypervisors and sockets, however many there are. */
export function stepText(way: Way, step: number, { width, paint }: Page): string {
  const room = { width, rows: Number.POSITIVE_INFINITY };
  const before = step === 0 ? undefined : way.stateAt(step - 1);
  const state = way.stateAt(step);
  const consoles = step === 0 ? consoleRows(way.model, room) : [];
  return [
    ...wrapText(`${labNames(way)} · ${wayText(way)}`, width).map(paint.strong),
    ...wrapText(stepTitle(way, step), width),
    '',
    ...hypervisorRows(state, room),
    '',
    ...socketRows({ state, before }, room),
    '',
    ...(consoles.length === 0 ? [] : [...consoles, '']),
    ...saidAt(way, step).flatMap((sentence) => wrapText(sentence, width)),
  ].join('\n');
}
