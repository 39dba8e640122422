import { isBroken } from '../../../core/kernel/verdict.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { toneOf } from '../../../core/trace/tone-of-step.ts';
import type { TraceEvent } from '../../../core/trace/trace-event.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, paintLines } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { sentenceOf } from '../../../output/trace-sentence/event-sentence.ts';
import { sentencesOf } from '../../../output/trace-sentence/step-sentences.ts';
import { simulate } from '../simulate.ts';
import { trace } from '../trace.ts';
import { renderSimulation } from './render.ts';
import type { NioStyle } from './rows.ts';

/** Of a step with more events than this the rest is counted: a hypervisor with 50,000 sockets may stop. */
const MOST_OF_STEP = 10_000;

/** Room for the number of a step. */
const MARGIN = 7;

/** The trace, a paragraph a step, and last the table of `simulate`. */
export function* traceText(model: LabModel, page: Page, style: NioStyle): Generator<string, void, undefined> {
  let place = '0';
  for (const { events, left } of steps(trace(model))) {
    const safe = events.map((event) => safeResult(event));
    const [first] = safe;
    if (first === undefined) continue;
    const here = placeOf(first);
    if (here !== place) yield `\n${paintLines(indent(titleOf(first), 0, page.width), page.paint.strong)}\n`;
    place = here;
    yield paragraph(safe, left, model, page);
  }
  if (style.header) yield `\n${renderSimulation(simulate(model), 'table', page, style)}\n`;
}

interface TracedStep {
  readonly events: readonly TraceEvent[];
  /** How many more there are. */
  readonly left: number;
}

function* steps(all: Iterable<TraceEvent>): Generator<TracedStep, void, undefined> {
  let events: TraceEvent[] = [];
  let left = 0;
  for (const event of all) {
    if (events[0] !== undefined && event.step !== events[0].step) {
      yield { events, left };
      [events, left] = [[], 0];
    }
    if (events.length < MOST_OF_STEP) events.push(event);
    else left++;
  }
  yield { events, left };
}

/** The number of the step, and beside it what happens, a sentence a line. */
function paragraph(events: readonly TraceEvent[], left: number, { os }: LabModel, { paint, width }: Page): string {
  const sentences = sentencesOf(events, { os });
  const broken = new Set(events.filter(isBreak).map((event) => sentenceOf(event, { os })));
  const more = left === 0 ? [] : [`${left} more events belong to this step; --format jsonl has them.`];
  const [lead = '', ...rest] = [...sentences, ...more];
  const number = `${events[0]?.step ?? 0}`.padStart(MARGIN - 2);
  const text = indent(lead, MARGIN, width).slice(MARGIN);
  const tone = toneOf(events);
  const lines = [`${paint.dim(number)}  ${tone === undefined ? text : paintLines(text, paint[tone])}`];
  for (const sentence of rest) {
    const colour = broken.has(sentence) ? paint.bad : (text: string) => text;
    lines.push(paintLines(indent(sentence, MARGIN, width), colour));
  }
  return `${lines.join('\n')}\n`;
}

/** A link that is broken, an earlier one too: a step that makes one good link may break another. */
function isBreak(event: TraceEvent): boolean {
  return event.event === 'link' && isBroken(event.verdict);
}

/** `3` of `3a.port`. */
function placeOf({ at }: TraceEvent): string {
  return /^(?:end|[es]?\d+)/.exec(at)?.[0] ?? '';
}

/** What the next steps are about. */
function titleOf(event: TraceEvent): string {
  const place = placeOf(event);
  const lab = event.lab === undefined ? '' : `${event.lab}, `;
  const isEvent = place.startsWith('e') && place !== 'end';
  const what = subjectOf(event);
  if (place === 'end') return 'All links are made';
  if (place.startsWith('s')) return `${lab}${what} starts`;
  const [word, number] = isEvent ? ['event', place.slice(1)] : ['link', place];
  return lab === ''
    ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)} ${number}: ${what}`
    : `${lab}${word} ${number}: ${what}`;
}

function subjectOf(event: TraceEvent): string {
  switch (event.event) {
    case 'give':
      return event.link === undefined ? event.end : `${event.at.startsWith('e') ? 'add ' : ''}${event.link}`;
    case 'fail':
      return `${event.at.startsWith('e') ? 'add ' : ''}${event.link}`;
    case 'remove':
      return `remove ${event.link}`;
    case 'stop':
      return `stop ${event.ubridgeOf === undefined ? event.hypervisor : `uBridge of ${event.ubridgeOf}`}`;
    default:
      return event.event;
  }
}
