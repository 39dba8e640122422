import type { Generation } from '../../core/kernel/dynamips-version.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import type { Random } from '../../core/teach/random.ts';
import type { StagedServer } from './gns3/staged-server.ts';

/** One of the exercises, whatever the numbers. */
export interface Exercise {
  /** `same-base-new`, as it is typed. */
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  /** Lessons that come before it. */
  readonly after: readonly string[];
  /** The Dynamips that it is about: the embedded hypervisors behave like that one. */
  readonly generation: Generation;
  /** The exercise with the names and wiring of a seed, and the ports of a place. Pure. */
  stage(random: Random, place: Place): Staged;
}

/**
 * The ports of one practice on this machine. Those of two places have none in common, so that several
 * students can practise on one machine.
 */
export interface Place {
  /** From 0. */
  readonly number: number;
  /** TCP: control ports are counted up from here; at most 10. */
  readonly control: number;
  /** UDP: a block of 300 ports begins here. */
  readonly udp: number;
  /** TCP: a block of 50 consoles begins here. */
  readonly console: number;
}

/** An exercise as a student gets it. */
export interface Staged {
  /**
   * Its ports: nothing else of this machine is listened on or connected to. Absent until `stageOf` says it.
   */
  readonly place?: Place;
  /** Absent where labs of files are loaded: the one file says what is done with a project of GNS3. */
  readonly server?: StagedServer;
  /** One to three sentences: what is there, and what is to be mended. */
  readonly story: readonly string[];
  /** The files of the folder, in the order in which their labs are started. */
  readonly files: readonly StagedFile[];
  /** What happens on the machine before the student begins, once all labs are loaded, in this order. */
  readonly trouble: readonly Trouble[];
  readonly goals: readonly Goal[];
  /** Where to look; the rule; the calculation without its result. */
  readonly hints: readonly [look: string, rule: string, calculation: string];
  /** What common wrong mends show, the most telling first. */
  readonly slips: readonly Slip[];
  /** Our own mend, shown when the student has given up: the text of each file that changes. */
  readonly mend: Readonly<Record<string, string>>;
  /** Why it mends: one or two sentences. */
  readonly because: string;
}

export interface StagedFile {
  /** `lab.yaml` */
  readonly name: string;
  readonly text: string;
  /** True for a lab; the others are read by a goal, such as `ports.yaml`. */
  readonly isLab: boolean;
}

/** What is wrong with the machine and not in a file. */
export type Trouble =
  /** Another program has this UDP port, before any lab is loaded. */
  | { readonly trouble: 'held port'; readonly port: number; readonly program: string }
  /** A hypervisor was started again after the lab was loaded, and is empty. */
  | { readonly trouble: 'started again'; readonly hypervisor: string }
  /** The lab is not loaded at all until the student saves. */
  | { readonly trouble: 'not loaded' };

/** A state to be reached, by any mend. All of them are on the screen from the start. */
export type Goal =
  /** Every link of these labs, of all if none is named, is ESTABLISHED. */
  | { readonly goal: 'links'; readonly files?: readonly string[] }
  /** `check` has no error and no warning, in both generations. */
  | { readonly goal: 'clean' }
  /** Each hypervisor has room for so many more ends before the next block (NIO003). */
  | { readonly goal: 'room'; readonly ends: number }
  /** At most so many lines differ from the file as it was, blanks and comments aside. */
  | { readonly goal: 'lines'; readonly most: number }
  | { readonly goal: 'keep'; readonly what: 'events' | 'program' | 'file' | 'link'; readonly name: string }
  /** No program runs any more that a server has left behind. */
  | { readonly goal: 'orphans' }
  /** The numbers in this file are those of the sockets. */
  | { readonly goal: 'ports'; readonly file: string }
  /** Every console answers with the name of its own router. */
  | { readonly goal: 'consoles' };

/** A goal, whether it is reached now, and what is there instead. */
export interface GoalState {
  readonly goal: Goal;
  readonly isReached: boolean;
  /** `NIO002: port 10001 is taken twice`, `3 of 3`: at most 40 columns. */
  readonly now: string;
}

/** What a common wrong mend shows. */
export interface Slip {
  /** The belief behind it, if it has one: an id of core/teach/beliefs.ts. */
  readonly belief?: string;
  /** True where the files as they are now are this mend. */
  isMade(seen: Seen): boolean;
  /** One or two sentences on what is to be seen now. */
  readonly says: string;
}

/** All that goals are decided by. */
export interface Seen {
  readonly staged: Staged;
  /** The files as they are now; one that is gone is absent. */
  readonly files: Readonly<Record<string, string>>;
  /** The labs of these files, started in their order; undefined where one of them cannot be read. */
  readonly model: LabModel | undefined;
  /** The links as they are on this machine, or as the model says. */
  readonly links: readonly SeenLink[];
  /** What each console answers; absent where no goal asks. */
  readonly consoles?: ReadonlyArray<{ readonly router: string; readonly port: number; readonly answers?: string }>;
  /** Where a server has a project open. */
  readonly programs?: readonly SeenProgram[];
  /** True while the other program that has a port is there. */
  readonly isProgramThere: boolean;
}

export interface SeenLink {
  /** The file of its lab. */
  readonly file: string;
  readonly name: string;
  /** As the lab gives them. */
  readonly ports: readonly [a: number | undefined, b: number | undefined];
  /** In the words of `links`: `ESTABLISHED`, `SHARED`, … */
  readonly state: string;
  /** What GNS3 shows of it, where a server has made it. */
  readonly serverSays?: string;
}

/** The programs of a node of GNS3, or one that a server has left behind. */
export interface SeenProgram {
  readonly node: string;
  /** `started` */
  readonly serverSays: string;
  /** `Dynamips 7300, uBridge 7301`, by their TCP ports. */
  readonly programs: string;
}
