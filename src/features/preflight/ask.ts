import { EXIT } from '../../core/errors/exit-code.ts';
import { NiostatError } from '../../core/errors/niostat-error.ts';
import type { Facts } from './live/facts.ts';
import { type Question, unknown } from './questions/question.ts';
import type { Answer, PreflightAnswer } from './result.ts';

interface Limits {
  /** Milliseconds, for what is said when they are over. */
  readonly deadlineMs: number;
  /** Aborted by the user. */
  readonly interruption: AbortSignal;
}

/**
 * The answer to a question, or that it is not known when the signal of the facts is aborted. A bug of ours is
 * thrown on.
 */
export async function ask(question: Question, facts: Facts, limits: Limits): Promise<PreflightAnswer> {
  const startedAt = performance.now();
  // What does something is not left alone while it tidies up.
  const ends = question.onRequest ? [] : [atTheEnd(facts.ui.signal, limits)];
  const answer = await Promise.race([
    question.ask(facts).catch((error: unknown): Answer => unknown(reasonOf(error))),
    ...ends,
  ]);
  const { id, title } = question;
  return { id, title, ...answer, elapsedMs: Math.round(performance.now() - startedAt) };
}

/** What is answered when the signal is aborted first. */
function atTheEnd(signal: AbortSignal, { deadlineMs, interruption }: Limits): Promise<Answer> {
  return new Promise((resolve) => {
    const end = (): void =>
      resolve(unknown(interruption.aborted ? 'interrupted' : `not known after ${deadlineMs / 1000} s`));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/**
 * Why the world outside gave no answer. Throws what is no fault of the world: a bug of ours, and what the
 * caller must mend.
 */
function reasonOf(error: unknown): string {
  if (!isOfTheWorld(error)) throw error;
  // Several obstacles have a line each.
  return error.message.replaceAll('\n', '; ');
}

/** True for an error of ours that is not about the input, and for one of the system, which names its call. */
function isOfTheWorld(error: unknown): error is Error {
  if (error instanceof NiostatError) return error.exitCode !== EXIT.badInput;
  return error instanceof Error && 'syscall' in error;
}
