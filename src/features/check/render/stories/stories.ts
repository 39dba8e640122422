import type { ConsoleEvidence, Finding } from '../../../../core/checks/finding.ts';
import { openControlPort } from '../../../../core/checks/open-control-port.ts';
import { findCheck } from '../../../../core/checks/registry.ts';
import { groupBy } from '../../../../core/group-by.ts';
import { placeText } from '../../../../core/text/place-text.ts';
import { consoleStory } from './console-story.ts';
import { isBetweenLabs, labsStory } from './labs-story.ts';
import { type Story, sharedStory, someLines, storyOf } from './story.ts';

type Group = readonly [Finding, ...Finding[]];
type WithConsoles = Finding & { readonly consoles: readonly ConsoleEvidence[] };

/**
 * What a person is told: one story for findings with one cause, in the order of the first of each, so that
 * the worst stays first.
 */
export function storiesOf(findings: readonly Finding[]): Story[] {
  const between = new Set(findings.filter(isBetweenLabs));
  // One shared port is told as what it is; only several of different kinds say that two labs are twins.
  const areTwins = new Set([...between].map(({ id }) => id)).size > 1;
  const causes = groupBy([...findings.entries()], ([index, finding]) =>
    areTwins && between.has(finding) ? 'labs' : causeOf(finding, index),
  );
  return [...causes].map(([cause, entries]) => tell(cause, entries.map(([, finding]) => finding) as unknown as Group));
}

/** What findings that are told together have in common: one remedy, and nothing to be pasted. */
function causeOf({ id, severity, consoles, remedy, consequences }: Finding, index: number): string {
  if (consoles?.some(({ written }) => written !== undefined)) return `${id} ${index}`;
  if (consoles !== undefined) return `${id} ${severity}`;
  if (consequences.length > 0 || remedy.paste !== undefined) return `${id} ${index}`;
  return `${id} ${severity} ${remedy.text}`;
}

function tell(cause: string, group: Group): Story {
  if (group.length === 1) {
    const story = storyOf(group[0]);
    return { ...story, points: someLines(story.points) };
  }
  if (cause === 'labs') return labsStory(group);
  const [first, ...others] = group.filter((finding): finding is WithConsoles => finding.consoles !== undefined);
  return first === undefined ? listStory(group) : consoleStory([first, ...others]);
}

/** The same at several places: what the check is about, and each place. */
function listStory(group: Group): Story {
  const [{ id }] = group;
  const points =
    id === openControlPort.id
      ? group.map(({ evidence }) => evidence.hypervisors.join(', '))
      : group.map(({ message, location }) => (location === undefined ? message : `${placeText(location)}: ${message}`));
  return { ...sharedStory(group), message: `${findCheck(id)?.title ?? id}:`, points: someLines(points) };
}
