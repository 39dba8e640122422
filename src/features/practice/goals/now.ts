/** Columns that are left on the screen for what is there instead of a goal. */
const NOW_WIDTH = 40;

/** The first of some texts that fits; the last one is short whatever the student's files say. */
export function fitting(...texts: readonly [string, ...string[]]): string {
  return texts.find((text) => text.length <= NOW_WIDTH) ?? (texts.at(-1) as string).slice(0, NOW_WIDTH);
}

/** What one goal comes to. */
export interface Judged {
  readonly isReached: boolean;
  readonly now: string;
}

/** Where no lab can be read. */
export const UNREADABLE: Judged = { isReached: false, now: 'a file cannot be read' };
