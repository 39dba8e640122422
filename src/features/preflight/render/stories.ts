import { SEVERITIES, type Severity } from '../../../core/checks/finding.ts';
import type { Location } from '../../../core/lab/lab.ts';
import type { CauseItem, PreflightAnswer, PreflightDetail } from '../result.ts';

/** One cause, told once, whichever questions met it. */
export interface Story {
  readonly severity: Severity;
  /** Of the question that met it first. */
  readonly rule: string;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly locations: readonly Location[];
  readonly labs: readonly string[];
}

/** What is wrong or worth to know, the worst first, each cause once. */
export function storiesOf(answers: readonly PreflightAnswer[]): Story[] {
  const groups = new Map<string, [PreflightDetail, ...PreflightDetail[]]>();
  for (const answer of answers) {
    for (const detail of answer.details) {
      const key = detail.cause?.id ?? `${answer.id} ${detail.rule} ${detail.message} ${detail.remedy}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [detail]);
      else group.push(detail);
    }
  }
  return [...groups.values()].map(storyOf).sort((a, b) => rank(a) - rank(b));
}

function rank({ severity }: Pick<Story, 'severity'>): number {
  return SEVERITIES.indexOf(severity);
}

function storyOf(details: readonly [PreflightDetail, ...PreflightDetail[]]): Story {
  const [first, ...others] = details;
  const worst = others.reduce((known, one) => (rank(one) < rank(known) ? one : known), first);
  const { message, remedy, rule = '', cause } = first;
  return {
    severity: worst.severity,
    rule,
    message: cause === undefined || isOneThing(details) ? message : `${cause.title} ${itemsText(details)}`,
    remedy: remedy ?? worst.remedy,
    locations: details.flatMap(({ location }) => location ?? []),
    labs: [...new Set(details.flatMap(({ labs = [] }) => labs))],
  };
}

/** True if all details say the same of one thing: then the first says it best. */
function isOneThing(details: readonly PreflightDetail[]): boolean {
  return new Set(details.map(({ cause }) => JSON.stringify([cause?.title, cause?.items]))).size === 1;
}

/** `UDP 10000 (R1 f0/0), TCP 7200 (control port of localhost:7200)`: each once, with its notes. */
function itemsText(details: readonly PreflightDetail[]): string {
  const notes = new Map<string, string[]>();
  for (const { what, note } of details.flatMap(({ cause }): readonly CauseItem[] => cause?.items ?? [])) {
    const known = notes.get(what) ?? [];
    if (note !== undefined && !known.includes(note)) known.push(note);
    notes.set(what, known);
  }
  return [...notes].map(([what, some]) => (some.length === 0 ? what : `${what} (${some.join(', ')})`)).join(', ');
}
