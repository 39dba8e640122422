import { gradeSentence } from '../../core/kernel/grade-sentence.ts';
import { isBroken, VERDICTS, type Verdict } from '../../core/kernel/verdict.ts';
import { someOf } from '../../core/text/listed.ts';
import { SYSTEM_NAMES } from '../../core/text/system-names.ts';
import type { SimulatedLink, SimulateResult } from '../../features/simulate/simulate.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { shortName, shortTitle } from '../../output/short-name.ts';
import { isCovered } from '../quiz/covered.ts';
import type { Scene } from '../scene.ts';
import { isStepping } from '../seen.ts';
import { signMark } from './sign-mark.ts';

/** What a reader has to know first: which links work when all has happened, and what says so. */
export function headline(scene: Scene): Element {
  const { links } = scene.simulation;
  const isHidden = isCovered(scene, 'verdict');
  const state = isHidden ? 'open' : headlineState(links);
  return el(
    'div',
    { class: `headline ${state}`, key: 'headline' },
    el(
      'h1',
      { id: 'headline' },
      signMark(SIGNS[state]),
      el('bdi', {}, isHidden ? hiddenText(scene) : headlineText(links)),
    ),
    el('p', { class: 'premise' }, premise(scene)),
  );
}

/** In place of the verdict while somebody is to predict it. */
function hiddenText({ choices }: Scene): string {
  return choices.isPredicting === true ? 'Predict first: which port is it?' : 'Quiz: what becomes of the links?';
}

type SimulatedEnd = NonNullable<SimulatedLink['ends']>[number];

type HeadlineState = 'broken' | 'open' | 'works' | 'none';

/** No tick: a prediction proves nothing about sockets that nobody has looked at. */
const SIGNS: Readonly<Record<HeadlineState, string>> = { broken: '✗', open: '?', works: '→', none: '–' };

function headlineState(links: readonly SimulatedLink[]): HeadlineState {
  if (links.length === 0) return 'none';
  if (links.some(({ verdict }) => isBroken(verdict))) return 'broken';
  return links.some(({ verdict }) => verdict === 'unknown') ? 'open' : 'works';
}

/** The verdicts of all links in one sentence, what is broken first. */
export function headlineText(links: readonly SimulatedLink[]): string {
  if (links.length === 0) return 'This lab has no links between UDP sockets';
  const broken = links.filter(({ verdict }) => isBroken(verdict));
  const open = links.filter(({ verdict }) => verdict === 'unknown');
  const [first] = broken;
  if (first !== undefined)
    return `${brokenText(broken, links.length)}: ${whatIsBroken(broken, first, links.length === 1)}`;
  if (open.length === 0) return worksText(links.length);
  const outside = open.filter(leadsOutside);
  const many = open.length === 1 ? '1 link' : `${open.length} links`;
  const rest = links.length - open.length;
  const works = rest === 0 ? '' : `; frames arrive on the other ${rest === 1 ? 'link' : `${rest} links`}`;
  if (outside.length === open.length) return `${many} ${open.length === 1 ? 'leads' : 'lead'} outside the lab${works}`;
  return `It is not known whether ${many} ${open.length === 1 ? 'works' : 'work'}${works}`;
}

function worksText(total: number): string {
  if (total === 1) return 'Frames of the link arrive, both ways';
  if (total === 2) return 'Frames of both links arrive, both ways';
  return `Frames of all ${total} links arrive, both ways`;
}

function brokenText(broken: readonly SimulatedLink[], total: number): string {
  if (total === 1) return 'The link is broken';
  if (broken.length === total) return total === 2 ? 'Both links are broken' : `All ${total} links are broken`;
  return `${broken.length} of ${total} links ${broken.length === 1 ? 'is' : 'are'} broken`;
}

/** Of one link both ends; of several how many have which trouble. */
function whatIsBroken(broken: readonly SimulatedLink[], first: SimulatedLink, isOnly: boolean): string {
  if (broken.length === 1) return linkText(first, isOnly);
  const same = new Set(broken.map(({ verdict, reason, ends }) => (ends === undefined ? reason : verdict)));
  if (same.size === 1) return KIND_OF_ALL[kindOf(first)];
  return VERDICT_KINDS.flatMap((kind) => {
    const count = broken.filter((link) => kindOf(link) === kind).length;
    return count === 0 ? [] : [KIND_OF_SOME[kind](count)];
  }).join('; ');
}

type Kind = Exclude<Verdict, 'ok' | 'unknown'> | 'not made';

const VERDICT_KINDS = [
  ...VERDICTS.filter((verdict): verdict is Exclude<Kind, 'not made'> => isBroken(verdict)),
  'not made' as const,
];

function kindOf({ verdict, ends }: SimulatedLink): Kind {
  if (ends === undefined) return 'not made';
  return verdict === 'ok' || verdict === 'unknown' ? 'dead' : verdict;
}

const KIND_OF_ALL: Readonly<Record<Kind, string>> = {
  misdelivered: 'their frames go astray',
  looped: 'ends hear only themselves or nothing',
  dead: 'their frames are lost',
  'one-way': 'frames pass in one direction only',
  'not made': 'they are never made',
};

const KIND_OF_SOME: Readonly<Record<Kind, (count: number) => string>> = {
  misdelivered: (count) => `frames of ${count} go astray`,
  looped: (count) => `frames of ${count} come back`,
  dead: (count) => `frames of ${count} are lost`,
  'one-way': (count) => `${count} ${count === 1 ? 'passes' : 'pass'} frames one way only`,
  'not made': (count) => `${count} ${count === 1 ? 'is' : 'are'} never made`,
};

/** `R1 hears nothing; R2 hears R1 and itself`; among several links with the interfaces. */
function linkText({ name, reason, ends = [] }: SimulatedLink, isOnly: boolean): string {
  if (reason !== undefined) return `${shortName(name)} is not made: ${reason}`;
  const isOneDevice = new Set(ends.map(({ device }) => device)).size < ends.length;
  const nameOf: Namer = (end) => {
    const isEnd = ends.some((one) => isSameEnd(one, end));
    return shortName(isOnly && isEnd && !isOneDevice ? end.device : `${end.device} ${end.interface}`.trimEnd());
  };
  const [first, second] = ends.map((end) => clause(end, nameOf));
  if (first === undefined || second === undefined) return first?.join(' ') ?? '';
  const both = BOTH[first[1] ?? ''];
  if (first[1] === second[1] && both !== undefined) return `${first[0]} and ${second[0]} ${both}`;
  return `${first.join(' ')}; ${second.join(' ')}`;
}

type Namer = (end: End) => string;

/** What two ends do alike. */
const BOTH: Readonly<Record<string, string>> = {
  'has no socket': 'have no socket',
  'hears nothing': 'hear nothing',
  'hears itself': 'hear themselves',
};

/** Subject and the rest. */
function clause(end: SimulatedEnd, nameOf: Namer): readonly [subject: string, rest: string] {
  const self = nameOf(end);
  if (end.socket === 'stopped')
    return end.ubridgeEnded ? [`the uBridge of ${self}`, 'has ended'] : [`the hypervisor of ${self}`, 'has stopped'];
  if (end.socket === 'refused') return [self, 'has no socket'];
  if (end.to === 'other' && end.receiver !== undefined) {
    return [`frames of ${self}`, `come out at ${nameOf(end.receiver)}`];
  }
  if (end.hears.length === 0)
    return end.hearsUnknown ? [`what ${self} hears`, 'is not known'] : [self, 'hears nothing'];
  return [self, `hears ${heardText(end, nameOf)}`];
}

/** Names that a headline has room for. */
const MOST_HEARD = 3;

function heardText(end: SimulatedEnd, nameOf: Namer): string {
  const names = end.hears.map((other) => (isSameEnd(other, end) ? 'itself' : nameOf(other)));
  return names.length <= MOST_HEARD ? names.join(' and ') : someOf(names, MOST_HEARD);
}

type End = Pick<SimulatedEnd, 'device' | 'interface'>;

function isSameEnd(one: End, other: End): boolean {
  return one.device === other.device && one.interface === other.interface;
}

function leadsOutside({ ends = [], reason }: SimulatedLink): boolean {
  return reason === undefined && ends.length > 0 && ends.every(({ to }) => to !== 'unknown');
}

/** What the headline rests on; who gives the ports and which Dynamips runs stand beside it. */
function premise(scene: Scene): (Element | string)[] {
  const { simulation } = scene;
  const { os, labs } = simulation;
  const names = labs.map(({ name }) => shortTitle(name)).join(' + ');
  const said = `predicted from the lab file, on ${SYSTEM_NAMES[os]}. ${basis(simulation)}${following(scene)}`;
  return names === '' ? [`P${said.slice(1)}`] : [el('bdi', { class: 'lab-name' }, names), ` · ${said}`];
}

/** When a page that follows a lab is loaded again: not under the hands of who steps through it. */
function following(scene: Scene): string {
  const { reloadSeconds } = scene.data;
  if (reloadSeconds === undefined) return '';
  return isStepping(scene)
    ? ' This page waits: it is loaded again from the last step.'
    : ` Loaded again every ${reloadSeconds} s.`;
}

/** How sure what the prediction rests on is. */
function basis({ os, origins }: SimulateResult): string {
  return gradeSentence(os, origins) ?? 'Each rule was seen with the real Dynamips.';
}
