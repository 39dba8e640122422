import { setMaxListeners } from 'node:events';
import { InputError } from '../../core/errors/input-error.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { Facts, type FactsOptions } from './live/facts.ts';
import { CHECK } from './questions/checks.ts';
import { CONSOLES } from './questions/consoles.ts';
import { DIRECTORIES } from './questions/directories.ts';
import { FILE } from './questions/file.ts';
import { FREE_PORTS } from './questions/free-ports.ts';
import { HYPERVISORS } from './questions/hypervisors.ts';
import { ORPHANS } from './questions/orphans.ts';
import { type Question, unknown } from './questions/question.ts';
import { REACHABLE_PORTS } from './questions/reachable-ports.ts';
import { REHEARSAL } from './questions/rehearsal.ts';
import { SYSTEM_RANGES } from './questions/system-ranges.ts';
import type { Answer, PreflightAnswer, PreflightResult } from './result.ts';

/** All questions, in the order in which they are shown. */
export const QUESTIONS: readonly Question[] = [
  FILE,
  CHECK,
  FREE_PORTS,
  SYSTEM_RANGES,
  ORPHANS,
  DIRECTORIES,
  HYPERVISORS,
  CONSOLES,
  REACHABLE_PORTS,
  REHEARSAL,
];

/** For each connection and each command: an answer takes milliseconds, also from far away. */
const TIMEOUT_MS = 2000;

/** Longer than any question takes whose hosts answer at all. */
const DEADLINE_MS = 60_000;

export interface PreflightOptions extends Omit<FactsOptions, 'timeoutMs'> {
  /** For each connection and each command; 2000 if it is not given. */
  readonly timeoutMs?: number | undefined;
  /** Ids of the questions to ask; all that are not on request if there are none. */
  readonly only?: readonly string[] | undefined;
  /** Ids of questions to leave out. */
  readonly skip?: readonly string[] | undefined;
  /** Asks those that do something on the hypervisors too. */
  readonly rehearse?: boolean | undefined;
  /** For everything together; what has not ended by then is not known. 60,000 if it is not given. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Asks everything that can be known before labs start. Changes nothing, except for the rehearsal, which is asked for by name.
 * What cannot be known is part of the result. Throws `InputError` for a question that does not exist.
 */
export async function preflight(
  model: LabModel,
  options: PreflightOptions = {},
  ui: Ui = quietUi(),
): Promise<PreflightResult> {
  const startedAt = performance.now();
  const questions = chosen(options);
  const ending = new AbortController();
  // Every question listens to it, and every connection; that many listeners are no leak.
  setMaxListeners(0, ending.signal);
  const end = (): void => ending.abort();
  // What the questions ask have a progress of their own, which counts other things, and goes on when it is too late.
  const { timeoutMs = TIMEOUT_MS, deadlineMs = DEADLINE_MS, warnings, token, names } = options;
  const facts = new Facts(model, { timeoutMs, warnings, token, names }, { ...quietUi(), signal: ending.signal });
  // From here on nothing throws that would leave the timer behind.
  const timer = setTimeout(end, deadlineMs);
  ui.signal.addEventListener('abort', end);
  if (ui.signal.aborted) end();
  let done = 0;
  const ask = async (question: Question): Promise<PreflightAnswer> => {
    const answer = await askOne(question, facts, { deadlineMs, interruption: ui.signal });
    ui.progress(`asking: ${++done} of ${questions.length} questions`);
    return answer;
  };
  try {
    // What does something comes last: the others must not see it.
    const looked = await Promise.all(questions.filter(({ onRequest }) => !onRequest).map(ask));
    const answers = [...looked];
    for (const question of questions.filter(({ onRequest }) => onRequest)) answers.push(await ask(question));
    return {
      schemaVersion: 1,
      outcome: outcome(answers),
      labs: model.labs.map(({ name, file }) => ({ name, file })),
      answers,
      next: nextStep(answers, facts),
      elapsedMs: Math.round(performance.now() - startedAt),
    };
  } finally {
    clearTimeout(timer);
    // A question that has thrown leaves the others behind, with their connections.
    end();
    ui.signal.removeEventListener('abort', end);
  }
}

function outcome(answers: readonly PreflightAnswer[]): Outcome {
  return outcomeOf({
    unknown: answers.some(({ state }) => state === 'unknown'),
    findings: answers.some(({ state }) => state === 'failed' || state === 'warning'),
  });
}

function chosen({ only = [], skip = [], rehearse = false }: PreflightOptions): readonly Question[] {
  for (const id of [...only, ...skip]) {
    if (QUESTIONS.some((question) => question.id === id)) continue;
    throw new InputError('UNKNOWN_QUESTION', `there is no question "${id}"`, {
      next: `the questions are ${QUESTIONS.map((question) => question.id).join(', ')}`,
    });
  }
  const questions = QUESTIONS.filter(({ id, onRequest }) => {
    if (skip.includes(id)) return false;
    return onRequest ? rehearse || only.includes(id) : only.length === 0 || only.includes(id);
  });
  if (questions.length > 0) return questions;
  throw new InputError('UNKNOWN_QUESTION', 'no question is left to ask', { next: 'skip fewer; --list names them' });
}

async function askOne(
  question: Question,
  facts: Facts,
  { deadlineMs, interruption }: { readonly deadlineMs: number; readonly interruption: AbortSignal },
): Promise<PreflightAnswer> {
  const { signal } = facts.ui;
  const startedAt = performance.now();
  const ended = new Promise<Answer>((resolve) => {
    const tooLate = (): void =>
      resolve(unknown(interruption.aborted ? 'interrupted' : `not known after ${deadlineMs / 1000} s`));
    // What does something is not left alone while it tidies up.
    if (question.onRequest) return;
    if (signal.aborted) tooLate();
    else signal.addEventListener('abort', tooLate, { once: true });
  });
  const answer = await Promise.race([
    question.ask(facts).catch((error: unknown): Answer => unknown(worldText(error))),
    ended,
  ]);
  const { id, title } = question;
  return { id, title, ...answer, elapsedMs: Math.round(performance.now() - startedAt) };
}

/** What the world has against an answer; a bug of ours is thrown on. */
function worldText(error: unknown): string {
  const { exitCode, code, message } = error as { exitCode?: number; code?: unknown; message: string };
  if (exitCode === undefined && (typeof code !== 'string' || code.startsWith('ERR_'))) throw error;
  if (exitCode === 2) throw error;
  // Several obstacles have a line each.
  return message.replaceAll('\n', '; ');
}

/** What helps most comes first: a lab that is wrong as written cannot be mended by starting anything. */
function nextStep(answers: readonly PreflightAnswer[], facts: Facts): string {
  const worst = (['failed', 'unknown', 'warning'] as const)
    .map((state) => answers.find((answer) => answer.state === state && answer.next !== undefined))
    .find((answer) => answer !== undefined);
  if (worst?.next !== undefined) return worst.next;
  const stateOf = (id: string): string | undefined => answers.find((answer) => answer.id === id)?.state;
  if (answers.some(({ state }) => state === 'failed' || state === 'warning'))
    return 'mend what is wrong above, and ask again';
  if (answers.some(({ state }) => state === 'unknown')) return `niostat preflight ${facts.files} --deadline 5m`;
  if (stateOf(HYPERVISORS.id) === 'ok' && stateOf(REHEARSAL.id) !== 'ok') return `niostat rehearse ${facts.files}`;
  return `start the lab; then niostat links ${facts.files}`;
}
