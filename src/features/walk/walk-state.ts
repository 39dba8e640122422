import type { WordEntry } from '../../core/words/vocabulary.ts';
import type { Way, WayChoice } from './ways.ts';

/** Where somebody stands who walks through labs, and what is on the screen. */
export interface WalkState extends WayChoice {
  readonly step: number;
  /** True while steps follow each other by themselves. */
  readonly isPlaying: boolean;
  readonly view: 'steps' | 'why' | 'keys';
  /** Lines, or rows of the table of sockets, that were moved by hand; 0 is where the screen puts itself. */
  readonly scroll: number;
  /** What was typed so far to find a step. */
  readonly typed?: string;
  /** What was found last. */
  readonly sought?: string;
  /** What is said about the last key, such as that nothing was found. */
  readonly note?: string;
}

/** What screens of a walk are made of. */
export interface WalkShown {
  wayOf(state: WalkState): Way;
  vocabulary(): readonly WordEntry[];
}
