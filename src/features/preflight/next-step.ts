import type { LabModel } from '../../core/model/lab-model.ts';
import { present } from '../../core/present.ts';
import { hasLinksToRehearse } from '../rehearse/rehearse.ts';
import type { Question } from './questions/question.ts';
import { ANSWER_STATES, isBad, isTrouble, type PreflightAnswer, type PreflightResult } from './result.ts';

/** What is to be done next. */
export type NextStep = Pick<PreflightResult, 'next' | 'commands' | 'afterwards'>;

interface Asking {
  readonly questions: readonly Question[];
  readonly all: readonly Question[];
  /** True if the time was over before all had answered. */
  readonly isLate: boolean;
}

interface Words {
  readonly model: LabModel;
  readonly files: string;
  readonly filesAndServer: string;
}

const AGAIN = 'run preflight again';

/** What helps most comes first: a lab that is wrong as written cannot be mended by starting anything. */
export function nextStep(
  answers: readonly PreflightAnswer[],
  { questions, all, isLate }: Asking,
  { model, files, filesAndServer }: Words,
): NextStep {
  const troubles = ANSWER_STATES.flatMap((state) =>
    answers.filter((answer) => answer.state === state && isTrouble(answer)),
  );
  const isFailed = troubles.some(({ state }) => state === 'failed');
  // A warning above is told in full, too, but whether it matters here takes more than its words.
  const worst =
    troubles.find(({ next, isMended = true }) => next !== undefined && isMended) ??
    troubles.find(({ next, state }) => next !== undefined && state === 'warning' && !isFailed);
  if (worst?.next !== undefined) {
    const others = troubles.filter((one) => one !== worst && one.next !== worst.next);
    const then = others.length === 0 ? AGAIN : `${fix(others, 'other ')}, then ${AGAIN}`;
    // What is not known has advice, unless a command finds it out.
    const commands = worst.commands ?? (worst.state === 'unknown' ? undefined : [worst.next]);
    const afterwards = worst.state === 'unknown' ? undefined : `then ${then}`;
    return present({ next: worst.next, commands, afterwards });
  }
  if (troubles.some(isBad)) return { next: `${fix(troubles, '')}, then ${AGAIN}` };
  if (troubles.length > 0 && isLate) return command(`niostat preflight ${filesAndServer} --deadline 5m`);
  if (troubles.length > 0) return { next: `find out what could not be determined, then ${AGAIN}` };
  // A part of the questions does not say that the lab can start.
  if (all.some((question) => !question.onRequest && !questions.includes(question))) {
    return command(`niostat preflight ${filesAndServer}`);
  }
  const isOk = (id: string): boolean => answers.some((answer) => answer.id === id && answer.state === 'ok');
  if (isOk('hypervisors') && !isOk('rehearsal') && hasLinksToRehearse(model)) {
    return command(`niostat rehearse ${files}`);
  }
  const isHeld = answers.some(({ details }) => details.some(({ rule }) => rule === 'responder'));
  const start = isHeld ? 'end niostat respond, start the lab' : 'start the lab';
  return { next: `${start}, then run \`niostat links ${filesAndServer}\`` };
}

function command(line: string): NextStep {
  return { next: line, commands: [line] };
}

/** `fix the other failures above`. */
function fix(troubles: readonly PreflightAnswer[], other: string): string {
  const has = (state: PreflightAnswer['state']): boolean => troubles.some((one) => one.state === state);
  if (has('failed')) return `fix the ${other}failures above`;
  return has('warning') ? 'look at the warnings above' : 'find out what could not be determined';
}
