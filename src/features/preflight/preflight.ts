import type { Problem } from '../../core/lab/problem.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { ask } from './ask.ts';
import { type Choice, chooseQuestions, concerns } from './choose-questions.ts';
import { Facts } from './live/facts.ts';
import { withDeadline } from './live/with-deadline.ts';
import { nextStep } from './next-step.ts';
import { CHECK } from './questions/checks.ts';
import { CONSOLES } from './questions/consoles.ts';
import { DESCRIPTORS } from './questions/descriptors.ts';
import { DIRECTORIES } from './questions/directories.ts';
import { FILE } from './questions/file.ts';
import { FREE_PORTS } from './questions/free-ports.ts';
import { HYPERVISORS } from './questions/hypervisors.ts';
import { IMAGES } from './questions/images.ts';
import { MEMORY } from './questions/memory.ts';
import { ORPHANS } from './questions/orphans.ts';
import type { Question } from './questions/question.ts';
import { REACHABLE_PORTS } from './questions/reachable-ports.ts';
import { REHEARSAL } from './questions/rehearsal.ts';
import { SERVER } from './questions/server.ts';
import { SYSTEM_RANGES } from './questions/system-ranges.ts';
import { isBad, type PreflightAnswer, type PreflightResult } from './result.ts';
import type { ServerHere, SilentServer } from './server-here.ts';

/** @internal The GNS3 server that would open labs, and what it has given out before. */
export { findServer, portsBefore } from './live/find-server.ts';

/** @internal All questions, in the order in which they are shown. */
export const QUESTIONS: readonly Question[] = [
  FILE,
  CHECK,
  // What is left over is ended, before ports are chosen that avoid it.
  ORPHANS,
  FREE_PORTS,
  SERVER,
  SYSTEM_RANGES,
  DIRECTORIES,
  IMAGES,
  MEMORY,
  HYPERVISORS,
  DESCRIPTORS,
  CONSOLES,
  REACHABLE_PORTS,
  REHEARSAL,
];

/** For each connection and each command: an answer takes milliseconds, also from far away. */
const TIMEOUT_MS = 2000;

/** Longer than any question takes whose hosts answer at all. */
const DEADLINE_MS = 60_000;

export interface PreflightOptions extends Choice {
  /** For each connection and each command; 2000 if it is not given. */
  readonly timeoutMs?: number | undefined;
  /** For everything together; what has not ended by then is not known. 60,000 if it is not given. */
  readonly deadlineMs?: number | undefined;
  /** Lines of the lab files that the reader passed over. */
  readonly warnings?: readonly Problem[] | undefined;
  /** Of the responders on other hosts. */
  readonly token?: string | undefined;
  /** @internal The GNS3 server that would open the labs, or why it is not known; absent if there is none. */
  readonly server?: ServerHere | SilentServer | undefined;
  /** @internal `gns3://…`, where the lab is a project that such a server has told. */
  readonly gns3Target?: string | undefined;
  /** @internal The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
  /**
   * @internal When it began, on the clock of `performance.now()`, if the names of the labs were looked up
   * before: that belongs to the time.
   */
  readonly began?: number | undefined;
}

/**
 * Asks everything that can be known before labs start. Changes nothing, except for the rehearsal, which is
 * asked for by name. What cannot be known is part of the result. Throws `InputError` for a question that does
 * not exist.
 */
export async function preflight(
  model: LabModel,
  options: PreflightOptions = {},
  ui: Ui = quietUi(),
): Promise<PreflightResult> {
  const { timeoutMs = TIMEOUT_MS, deadlineMs = DEADLINE_MS, warnings, token, names, server, gns3Target } = options;
  const { began = performance.now() } = options;
  const questions = chooseQuestions(QUESTIONS, model.labs, options);
  const leftMs = Math.max(0, deadlineMs - (performance.now() - began));
  return await withDeadline(leftMs, ui.signal, async (signal) => {
    // What the questions ask have a progress of their own, which counts other things, and goes on when it is
    // too late.
    const facts = new Facts(model, { timeoutMs, warnings, token, names, server, gns3Target }, { ...quietUi(), signal });
    let done = 0;
    const answerTo = async (question: Question): Promise<PreflightAnswer> => {
      const answer = await ask(question, facts, { deadlineMs, interruption: ui.signal });
      ui.progress(`asking: ${++done} of ${questions.length} questions`);
      return answer;
    };
    // From the last to the first: the checks only compute, while sockets are read and hypervisors asked.
    const lastFirst = questions.filter(({ onRequest }) => !onRequest).reverse();
    const answers = (await Promise.all(lastFirst.map(answerTo))).reverse();
    // What does something comes last: the others must not see it.
    for (const question of questions.filter(({ onRequest }) => onRequest)) answers.push(await answerTo(question));
    return {
      schemaVersion: 1,
      outcome: outcome(answers),
      labs: model.labs.map(({ name, file }) => ({ name, file })),
      answers,
      ...nextStep(
        answers,
        {
          questions,
          all: QUESTIONS.filter((question) => concerns(question, model.labs)),
          isLate: signal.aborted && !ui.signal.aborted,
        },
        facts,
      ),
      elapsedMs: Math.round(performance.now() - began),
    };
  });
}

function outcome(answers: readonly PreflightAnswer[]): Outcome {
  return outcomeOf({ unknown: answers.some(({ state }) => state === 'unknown'), findings: answers.some(isBad) });
}
