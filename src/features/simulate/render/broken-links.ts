import { isBroken } from '../../../core/kernel/verdict.ts';
import { listed } from '../../../core/text/listed.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, paintLines } from '../../../output/prose.ts';
import type { OtherEnd, SimulatedEnd, SimulatedLink, SimulateResult } from '../result.ts';
import { hasSeveralLabs } from './rows.ts';

/** Past so many the table has to do. */
const MOST_SHOWN = 10;

/** Links that are broken, or of which it is not known; one that leads outside the lab is neither. */
export function brokenLinks({ links }: SimulateResult): SimulatedLink[] {
  const isOpen = ({ ends = [] }: SimulatedLink): boolean => ends.some(({ to }) => to === 'unknown');
  return links.filter((link) => isBroken(link.verdict) || link.reason !== undefined || isOpen(link));
}

/** One sentence for each broken link that is listed, so that the eye finds them before the table. */
export function brokenLines(
  result: SimulateResult,
  allBroken: readonly SimulatedLink[],
  { paint, width }: Page,
): string[] {
  const broken = result.niosInAll === undefined ? allBroken : linksOfNios(allBroken, result);
  const lines = broken.slice(0, MOST_SHOWN).map((link) => {
    const where = hasSeveralLabs(result) ? `${link.lab}: ` : '';
    const text = indent(`${link.verdict}  ${where}${link.name}: ${story(link)}`, 2, width);
    return paintLines(text, isBroken(link.verdict) ? paint.bad : paint.warn);
  });
  if (broken.length > MOST_SHOWN) lines.push(`  and ${broken.length - MOST_SHOWN} more`);
  return lines;
}

/** Those of the links that have a NIO among the listed ones. */
function linksOfNios(links: readonly SimulatedLink[], { nios }: SimulateResult): SimulatedLink[] {
  const listedLinks = new Set(nios.map(({ lab, link }) => `${lab}\n${link}`));
  return links.filter(({ lab, name }) => listedLinks.has(`${lab}\n${name}`));
}

/** `R1 hears nothing; R2 hears itself and R1`. */
function story({ reason, ends = [] }: SimulatedLink): string {
  if (reason !== undefined) return reason;
  const name = namer(ends);
  const clauses = [
    ...silence(ends, name),
    ...notKnown(ends, name),
    ...ends.flatMap((end) => clausesOf(end, name)),
    ...together(astray(ends, name)),
    ...(ends.length === 1 ? lost(ends, name) : []),
  ];
  return clauses.join('; ');
}

/** A device by its name alone, unless that could be an end that is not meant. */
type Namer = (end: Pick<OtherEnd, 'device' | 'interface' | 'lab'>) => string;

function namer([a, b]: readonly SimulatedEnd[]): Namer {
  const isOne = a !== undefined && a.device === b?.device;
  return ({ device, interface: port, lab }) => {
    const ofDevice = [a, b].filter((end) => lab === undefined && end?.device === device);
    const isClear = ofDevice.length === 0 || (!isOne && ofDevice[0]?.interface === port);
    const name = isClear ? device : `${device} ${port}`.trimEnd();
    return lab === undefined ? name : `${name} (${lab})`;
  };
}

/** True if none arrives, or none is known to. */
function hasNoSender({ socket, hears }: SimulatedEnd): boolean {
  return socket === 'open' && hears.length === 0;
}

/** Ends that hear nothing, in one clause. */
function silence(ends: readonly SimulatedEnd[], name: Namer): string[] {
  const silent = ends.filter((end) => hasNoSender(end) && end.hearsUnknown === undefined);
  if (silent.length === 0) return [];
  return [`${listed(silent.map(name))} ${silent.length === 1 ? 'hears' : 'hear'} nothing`];
}

function notKnown(ends: readonly SimulatedEnd[], name: Namer): string[] {
  const open = ends.filter((end) => hasNoSender(end) && end.hearsUnknown);
  if (open.length === 0) return [];
  return [`it is not known what ${listed(open.map(name))} ${open.length === 1 ? 'hears' : 'hear'}`];
}

/** What an end hears, or why it has no socket. */
function clausesOf(end: SimulatedEnd, name: Namer): string[] {
  const self = name(end);
  if (end.socket === 'stopped')
    return [
      `the ${end.ubridgeEnded ? 'uBridge' : 'hypervisor'} of ${self} has ${end.ubridgeEnded ? 'ended' : 'stopped'}`,
    ];
  if (end.socket === 'refused') return [`${self} has no socket`];
  const clauses = hasNoSender(end) ? [] : [`${self} hears ${heard(end, name)}`];
  if (end.tunnelBroken) clauses.push(`frames do not pass between ${self} and its uBridge`);
  return clauses;
}

function heard({ device, interface: port, hears, hearsUnknown }: SimulatedEnd, name: Namer): string {
  const isSelf = (other: OtherEnd): boolean =>
    other.lab === undefined && other.device === device && other.interface === port;
  const names = hears.filter((other) => !isSelf(other)).map(name);
  const all = listed([...(hears.some(isSelf) ? ['itself'] : []), ...names]);
  return hearsUnknown === undefined ? all : `${all}, and it is not known what else`;
}

/** Who gets frames that were meant for another end. */
function astray(ends: readonly SimulatedEnd[], name: Namer): string[] {
  return ends.flatMap((end) =>
    end.to === 'other' && end.receiver !== undefined ? [`${name(end.receiver)} hears ${name(end)}`] : [],
  );
}

function together(clauses: readonly string[]): string[] {
  return clauses.length === 0 ? [] : [clauses.join(', ')];
}

/** Of a link of one end: that its frames come out nowhere. */
function lost(ends: readonly SimulatedEnd[], name: Namer): string[] {
  return ends.flatMap((end) =>
    end.to === 'nobody' && end.socket === 'open' ? [`what ${name(end)} sends has no receiver`] : [],
  );
}
