import type { OutcomeOfFiles } from '../outcome.ts';

/** The exit codes of every command, with and without --json; docs/EXIT-CODES.md explains them. */
export const EXIT = {
  clean: 0,
  findings: 1,
  badInput: 2,
  worldUnknown: 3,
  bug: 70,
  /** Ctrl-C, as shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;

export const EXIT_OF_OUTCOME: Readonly<Record<OutcomeOfFiles, number>> = {
  clean: EXIT.clean,
  findings: EXIT.findings,
  unknown: EXIT.worldUnknown,
  unreadable: EXIT.badInput,
};
