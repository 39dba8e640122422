import type { PracticeAct } from '../../core/teach/result-file.ts';
import type { Staged } from './exercise.ts';
import type { Texts } from './labs-of-files.ts';
import { hasBlanks } from './port-table.ts';

/** What is not in the files, and decides all the same what there is on the machine. */
export interface Machine {
  /** False as long as no NIO is made: until the student has saved, with every blank filled in. */
  readonly isLoaded: boolean;
  /** Hypervisors that were started again since the labs were loaded, and have no NIO. */
  readonly empty: ReadonlySet<string>;
  /** UDP ports that another program has. */
  readonly held: ReadonlySet<number>;
  readonly isProgramThere: boolean;
}

/**
 * The machine after what was done so far. Troubles begin anew when the first files are put back; those of
 * loading end with the next save, or when the labs are loaded again. To go on later changes nothing.
 */
export function machineAfter(staged: Staged, texts: Texts, acts: readonly PracticeAct[]): Machine {
  const since = acts.slice(acts.findLastIndex((act) => act.do === 'first file') + 1);
  const hasLoaded = since.some((act) => act.do === 'save' || act.do === 'load');
  const lastOfProgram = acts.findLast((act) => act.do === 'program ended' || act.do === 'program started');
  const isProgramThere = lastOfProgram?.do !== 'program ended';
  const { trouble } = staged;
  const isOpen = trouble.every((one) => one.trouble !== 'not loaded') || hasLoaded;
  return {
    isLoaded: isOpen && !staged.goals.some((goal) => goal.goal === 'ports' && hasBlanks(texts[goal.file])),
    empty: new Set(trouble.flatMap((one) => (one.trouble === 'started again' && !hasLoaded ? one.hypervisor : []))),
    held: new Set(trouble.flatMap((one) => (one.trouble === 'held port' && isProgramThere ? one.port : []))),
    isProgramThere: trouble.some((one) => one.trouble === 'held port') && isProgramThere,
  };
}
