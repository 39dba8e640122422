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
  /** Where the page is in the project: `docs/checks/NIO001-same-base-udp.md`. */
  readonly pagePath?: string | undefined;
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
  /** Without a location the notice is about all of `file`, and without that about all that was looked at. */
  readonly location?: Location | undefined;
  readonly file?: string | undefined;
  /** Further places, without the first. */
  readonly related: readonly Location[];
  /** What the notice is about, in words that stay the same when lines move: see `fingerprints`. */
  readonly subject: readonly string[];
}

/** The file that a notice is about, or in which it has its place. */
export function fileOf({ location, file }: Pick<Notice, 'location' | 'file'>): string | undefined {
  return location?.file ?? file;
}

/** `NIO001 same-base-udp`, and a name alone where it is the id too. */
export function ruleTitle({ ruleId, ruleName }: Pick<Notice, 'ruleId' | 'ruleName'>): string {
  return ruleId === ruleName ? ruleId : `${ruleId} ${ruleName}`;
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
  return `${placeWithin(notice)}${noticeText(notice)}`;
}

/** The message alone, with the place in an archive before it. */
export function placedMessage(notice: Notice): string {
  return `${placeWithin(notice)}${notice.message}`;
}

function placeWithin({ location }: Notice): string {
  return location?.within === undefined ? '' : `${location.within}:${location.line}:${location.column}: `;
}
