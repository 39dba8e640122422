import type { AllocatorName, Lab, Location, OperatingSystem } from '../../core/lab/lab.ts';
import type { AskWord, Statement } from '../../core/teach/asked.ts';

/** A lesson as its file says it (docs/LESSONS.md). No right answer stands in it. */
export interface Lesson {
  readonly file: string;
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  /** `G1` to `G9` of niostat's own lessons, or words. */
  readonly goals: readonly string[];
  /** Lessons that come before it. */
  readonly after: readonly string[];
  readonly lab: LabSource;
  readonly play: Play;
  readonly vary: Vary;
  readonly steps: readonly LessonStep[];
  /** What the lesson comes to, shown at its end. */
  readonly summary: string | undefined;
  /** What the key `w` explains. */
  readonly words: readonly string[];
  /** How many questions that were missed return at the end. */
  readonly again: number;
  /** Where the value at a JSON pointer of the file stands. */
  readonly placeOf: (pointer: string) => Location;
}

/** A file, seen from the folder of the lesson, or the lab itself. */
export type LabSource = { readonly path: string } | { readonly inline: Lab };

/** What a lab is played with, in place of what it says itself. */
export interface Play {
  readonly dynamips?: string;
  readonly allocator?: AllocatorName;
  readonly os?: OperatingSystem;
}

/**
 * What the seed can move: all UDP bases, all consoles, the ports of NIO_udp lines, the pool of a GNS3
 * server.
 */
export const VARIED = ['base', 'console', 'nio', 'pool'] as const;
export type Varied = (typeof VARIED)[number];

/** Values to pick from; the first is the one in the lab, and the whole lab moves by the difference. */
export type Vary = { readonly [name in Varied]?: readonly number[] };

export type LessonStep = SayStep | AskStep;

interface OfStep {
  /** `/steps/3` */
  readonly pointer: string;
  /** Another lab than the lesson's, for this step alone. */
  readonly lab: LabSource | undefined;
  /** What of `play` is otherwise, for this step alone. */
  readonly play: Play;
  /** The anchor where the screen stands: nothing later is visible. Absent: where it stood, or before `at`. */
  readonly show: string | undefined;
}

export interface SayStep extends OfStep {
  readonly does: 'say';
  readonly say: string;
}

export interface AskStep extends OfStep {
  readonly does: 'ask';
  readonly ask: AskWord;
  readonly of: string | undefined;
  readonly from: string | undefined;
  /** The anchor of the step that shows the answer. */
  readonly at: string;
  /** Absent: as the answers are. */
  readonly as: 'choice' | 'number' | 'table' | undefined;
  /** The question, the hints and the reason are computed where they are not written. */
  readonly question: string | undefined;
  readonly hints: readonly [string, string, string] | undefined;
  readonly because: string | undefined;
  readonly beliefs: readonly string[] | undefined;
  readonly slips: readonly Slip[];
  readonly statements: readonly Statement[];
}

/** A wrong answer that no belief stands behind. */
export interface Slip {
  readonly answer: string;
  readonly says: string;
}
