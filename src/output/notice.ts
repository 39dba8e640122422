import type { Severity } from '../core/checks/finding.ts';
import type { Location } from '../core/lab/lab.ts';

/** One thing that a command looks for: a check of `check`, a question of another command. */
export interface Rule {
  /** Stable: `NIO001`. */
  readonly id: string;
  /** For people: `same-base-udp`. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong when it reports, in one line. */
  readonly title: string;
  /** Markdown that says more, if there is any. */
  readonly page?: string | undefined;
}

/** One thing that was found, as the formats for machines need it: neither of them knows who found it. */
export interface Notice {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly severity: Severity;
  readonly message: string;
  /** What more there is to say, a paragraph each. */
  readonly details: readonly string[];
  /** What to do, in one sentence. */
  readonly remedy?: string | undefined;
  /** Lines to be pasted. */
  readonly paste?: string | undefined;
  /** Without a location the notice is about all that was looked at. */
  readonly location?: Location | undefined;
  /** Further places, without the first. */
  readonly related: readonly Location[];
  /** What the notice is about, in words that stay the same when lines move: see `fingerprints`. */
  readonly subject: readonly string[];
}

/** All that a notice says, in paragraphs, the most important first. */
export function noticeText({ message, details, remedy, paste }: Notice): string {
  return [
    message,
    ...details,
    ...(remedy === undefined ? [] : [`What to do: ${remedy}`]),
    ...(paste === undefined ? [] : [paste]),
  ].join('\n');
}

/**
 * The same for formats whose places are lines of files: an archive has none, and so the place in it comes
 * before the text.
 */
export function placedText(notice: Notice): string {
  const { location } = notice;
  if (location?.within === undefined) return noticeText(notice);
  return `${location.within}:${location.line}:${location.column}: ${noticeText(notice)}`;
}
