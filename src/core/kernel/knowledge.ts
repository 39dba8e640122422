import type { OperatingSystem } from '../lab/lab.ts';
import { SYSTEM_NAMES } from '../text/system-names.ts';
import type { KernelFile } from './kernel-file.ts';
import type { Answer, Graded, KernelKnowledge, SituationId } from './situation.ts';
import { DARWIN } from './systems/darwin.ts';
import { LINUX } from './systems/linux.ts';
import type { SystemAnswers } from './systems/statement.ts';
import { WINDOWS } from './systems/windows.ts';

const SYSTEMS: Readonly<Record<OperatingSystem, SystemAnswers>> = { linux: LINUX, windows: WINDOWS, darwin: DARWIN };

/**
 * What is known of a system. Where `observed`, a file of a machine of that system, has an answer, that one
 * counts; the half of an answer that could not be tried is the system's.
 */
export function knowledgeOf(system: OperatingSystem, observed?: KernelFile): KernelKnowledge {
  const known = SYSTEMS[system];
  const place = observed === undefined ? '' : observationPlace(observed);
  const answers = new Map<SituationId, Answer>();
  for (const { situation, bind, receiver } of observed?.observations ?? []) {
    const usual = known[situation];
    answers.set(situation, { bind: told(bind, usual.bind, place), receiver: told(receiver, usual.receiver, place) });
  }
  return { system, answerTo: (situation) => answers.get(situation) ?? known[situation] };
}

/** `niostat kernel, 2026-11-27, macOS 24.4.0`, with the program that was asked instead of own sockets. */
function observationPlace({ date, system, release, method }: KernelFile): string {
  const by = method.by === 'program' ? `niostat kernel with ${method.program} ${method.version}` : 'niostat kernel';
  return `${by}, ${date}, ${SYSTEM_NAMES[system]} ${release}`;
}

function told<T extends string>(value: T | 'unknown', usual: Graded<T>, place: string): Graded<T> {
  return value === 'unknown' ? usual : { value: value as T, grade: 'observed', place };
}
