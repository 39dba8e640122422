import { type Consequence, type Finding, SEVERITIES, type Severity } from '../../../../core/checks/finding.ts';
import type { Location } from '../../../../core/lab/lab.ts';
import { counted } from '../../../../core/text/counted.ts';

/** What a person is told of findings that have one cause. */
export interface Story {
  readonly severity: Severity;
  /** How many findings it tells of: `error`, `8 errors`, `5 errors, 1 warning`. */
  readonly counts: string;
  /** `NIO031 console-twice`. */
  readonly title: string;
  readonly location: Location | undefined;
  readonly labs: readonly string[];
  readonly message: string;
  /** What belongs to the message, one thing each. */
  readonly points: readonly string[];
  readonly consequences: readonly Consequence[];
  readonly remedy: string;
  readonly paste: string | undefined;
}

/** The story of a single finding. */
export function storyOf(finding: Finding): Story {
  const { severity, id, slug, location, labs = [], consequences, remedy } = finding;
  const moved = (finding.consoles ?? []).filter(({ written }) => written !== undefined);
  return {
    severity,
    counts: severity,
    title: `${id} ${slug}`,
    location,
    labs,
    message: moved.length > 0 ? 'the GNS3 server gives other ports than the file says:' : finding.message,
    points: moved.map(({ device, type, port, written }) => `${device} ${type}: ${written} -> ${port}`),
    consequences,
    remedy: remedy.text,
    paste: remedy.paste,
  };
}

/** What a group of findings has in common; the caller says the rest. */
export function sharedStory(group: readonly [Finding, ...Finding[]]): Story {
  const labs = group.flatMap((finding) => finding.labs ?? []);
  return { ...storyOf(group[0]), counts: countsOf(group), labs: [...new Set(labs)], consequences: [] };
}

/** How many there are of each severity, the worst first. */
function countsOf(group: readonly Finding[]): string {
  return SEVERITIES.map((one) => ({ one, count: group.filter(({ severity }) => severity === one).length }))
    .filter(({ count }) => count > 0)
    .map(({ one, count }) => counted(count, one))
    .join(', ');
}

/** As many points are told one by one. */
const MOST_POINTS = 20;

/** The first points, and how many more there are. */
export function someLines(points: readonly string[]): string[] {
  if (points.length <= MOST_POINTS + 1) return [...points];
  return [...points.slice(0, MOST_POINTS), `and ${points.length - MOST_POINTS} more; -v tells of each`];
}
