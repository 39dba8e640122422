import { portListText, portRanges } from '../../../../core/address/port-ranges.ts';
import type { Finding } from '../../../../core/checks/finding.ts';
import type { Location, PortRange } from '../../../../core/lab/lab.ts';
import { counted } from '../../../../core/text/counted.ts';
import { listed, someOf } from '../../../../core/text/listed.ts';
import { placeText } from '../../../../core/text/place-text.ts';
import { type Story, sharedStory } from './story.ts';

/** True for a clash of two labs or more that run at once. */
export function isBetweenLabs({ labs = [] }: Finding): boolean {
  return labs.length > 1;
}

/**
 * Labs that were written for the same ports of one host, as one story: each port that they share is a finding
 * of its own, and none of them says so.
 */
export function labsStory(group: readonly [Finding, ...Finding[]]): Story {
  const story = sharedStory(group);
  const ids = [...new Set(group.map(({ id }) => id))];
  const isTwice = group.some(({ evidence }) => isOnePlace(evidence.locations));
  const who = isTwice ? `${story.location?.file} is given twice: both labs` : listed(story.labs);
  const atOnce = story.labs.length > 2 ? 'all run' : 'run';
  return {
    ...story,
    title: ids.join(' '),
    message: `${who} are written for the same ports of one host, and cannot ${atOnce} there at once:`,
    points: [...controlPorts(group), ...udpPorts(group), ...consoles(group)],
    consequences: group.find(({ consequences }) => consequences.length > 0)?.consequences ?? [],
    remedy: isTwice
      ? 'name each lab once; to run it twice at once, copy the file, and give the copy ports of its own'
      : 'run one of them at a time, or one on another host, or give each lab ports of its own',
    paste: undefined,
  };
}

/** True if what clashes is written once. */
function isOnePlace(locations: readonly Location[]): boolean {
  return locations.length > 1 && new Set(locations.map(placeText)).size === 1;
}

function controlPorts(group: readonly Finding[]): string[] {
  const names = [...new Set(of(group, 'NIO030').flatMap(({ evidence }) => evidence.hypervisors))];
  if (names.length === 0) return [];
  return [`${names.length === 1 ? 'hypervisor' : 'hypervisors'} ${names.join(', ')}: loading one lab resets the other`];
}

function udpPorts(group: readonly Finding[]): string[] {
  const ranges = of(group, 'NIO004').flatMap(({ evidence }) => sharedRanges(evidence.ports.map(rangeOf)));
  const single = of(group, 'NIO005').flatMap(({ evidence }) => evidence.ports.map(rangeOf));
  const joined = joinedRanges([...ranges, ...single]);
  return joined.length === 0 ? [] : [`UDP ports ${portListText(joined, '–')}`];
}

/** Of `10000–10003`, or of a single port. */
function rangeOf(text: string): PortRange {
  const [first = 0, last = first] = text.split('–').map(Number);
  return { first, last };
}

/** What is in more than one of some ranges. */
function sharedRanges(ranges: readonly PortRange[]): PortRange[] {
  const shared: PortRange[] = [];
  let end = -1;
  for (const { first, last } of byFirst(ranges)) {
    if (first <= end) shared.push({ first, last: Math.min(last, end) });
    end = Math.max(end, last);
  }
  return shared;
}

/** The fewest ranges that hold the same ports. */
function joinedRanges(ranges: readonly PortRange[]): PortRange[] {
  const joined: PortRange[] = [];
  for (const range of byFirst(ranges)) {
    const before = joined.at(-1);
    if (before === undefined || range.first > before.last + 1) joined.push(range);
    else if (range.last > before.last) joined[joined.length - 1] = { first: before.first, last: range.last };
  }
  return joined;
}

function byFirst(ranges: readonly PortRange[]): PortRange[] {
  return [...ranges].sort((one, other) => one.first - other.first);
}

function consoles(group: readonly Finding[]): string[] {
  const found = of(group, 'NIO031');
  if (found.length === 0) return [];
  const ports = found.map(({ consoles: [first] = [] }) => first?.port ?? 0);
  const devices = [...new Set(found.flatMap(({ evidence }) => evidence.devices))];
  const ranges = portListText(portRanges(ports), '–');
  return [
    `${counted(ports.length, 'console or AUX port', 'consoles and AUX ports')}: TCP ${ranges} of ${someOf(devices, MOST_NAMES)}`,
  ];
}

/** More names than this tell no more. */
const MOST_NAMES = 20;

function of(group: readonly Finding[], id: string): Finding[] {
  return group.filter((finding) => finding.id === id);
}
