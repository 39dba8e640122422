import { present } from '../../core/present.ts';
import type { Asked, AskWord } from '../../core/teach/asked.ts';
import { nameOf } from '../../core/teach/socket-at.ts';
import type { GiveEvent, TraceEvent } from '../../core/trace/trace-event.ts';
import type { QuizLab } from './labs/quiz-lab.ts';
import type { Topic } from './topics.ts';

/** A question that a lab allows. */
export interface QuizAsk {
  readonly asked: Asked;
  /** True if it is about the lab when all has happened, and not about the step of its anchor. */
  readonly isAtEnd: boolean;
}

/** All that can be asked of a lab in some words. */
type Asks = (lab: QuizLab) => QuizAsk[];

/** The words of each topic, each with what it can be asked of. */
const ASKS: Readonly<Record<Topic, ReadonlyArray<readonly [AskWord, Asks]>>> = {
  ports: [
    ['port', portAsks],
    ['next port', nextPortAsks],
    ['ports', lastLinkAsks],
    ['count ports', wholeLab('count ports')],
  ],
  rows: [
    ['count rows', countRowAsks],
    ['peer', socketAsks('peer')],
    ['state', socketAsks('state')],
    ['hears', socketAsks('hears')],
  ],
  frames: [
    ['receiver', socketAsks('receiver')],
    ['hears', socketAsks('hears')],
    ['bind', bindAsks],
    ['verdict', linkAsks('verdict')],
  ],
  consoles: [
    ['console', consoleAsks],
    ['clash', consoleClashAsks],
  ],
  bases: [
    ['base', baseAsks],
    ['clash', baseClashAsks],
  ],
  firewall: [['firewall', firewallAsks]],
  gns3: [
    ['port', portAsks],
    ['count ports', linkAsks('count ports')],
    ['count rows', wholeLab('count rows')],
  ],
};

/** What a topic can ask of a lab, by the word of the question. */
export function asksOf(topic: Topic, lab: QuizLab): ReadonlyMap<AskWord, readonly QuizAsk[]> {
  return new Map(ASKS[topic].map(([word, asks]) => [word, asks(lab)]));
}

function eventsOf({ stepper }: QuizLab): TraceEvent[] {
  return Array.from({ length: stepper.lastStep + 1 }, (_, step) => stepper.eventsAt(step)).flat();
}

function lastAnchor({ stepper }: QuizLab): string {
  return stepper.anchorOf(stepper.lastStep);
}

function atEnd(lab: QuizLab, ask: AskWord, of?: string): QuizAsk {
  return { asked: present({ ask, of, at: lastAnchor(lab) }) as Asked, isAtEnd: true };
}

function portAsks(lab: QuizLab): QuizAsk[] {
  const gives = eventsOf(lab).filter((event): event is GiveEvent => event.event === 'give' && event.by !== 'file');
  return gives
    .filter(({ socket }) => socket !== undefined)
    .map(({ end, role, at }) => ({ asked: { ask: 'port', of: nameOf({ end, role }), at }, isAtEnd: false }));
}

function nextPortAsks(lab: QuizLab): QuizAsk[] {
  const counting = lab.stepper.end.hypervisors.filter(({ next }) => next !== undefined);
  return counting.map(({ hypervisor }) => atEnd(lab, 'next port', hypervisor));
}

function wholeLab(ask: AskWord): Asks {
  return (lab) => [atEnd(lab, ask)];
}

/** Links that were made and are still there. */
function linkAsks(ask: AskWord): Asks {
  return (lab) => {
    const links = lab.stepper.end.links.filter(({ isRemoved, hasFailed }) => !isRemoved && !hasFailed);
    return links.filter(({ link }) => !link.includes('NIO_')).map(({ link }) => atEnd(lab, ask, link));
  };
}

/** The ports of the last link can only be told by who has counted all others. */
function lastLinkAsks(lab: QuizLab): QuizAsk[] {
  return linkAsks('ports')(lab).slice(-1);
}

/** Sockets that are there at the end. */
function socketAsks(ask: AskWord): Asks {
  return (lab) => {
    const open = lab.stepper.end.sockets.filter(({ bind, isClosed }) => bind !== undefined && !isClosed);
    return open.filter(({ bind }) => bind !== 'refused').map(({ end, role }) => atEnd(lab, ask, nameOf({ end, role })));
  };
}

function bindAsks(lab: QuizLab): QuizAsk[] {
  return eventsOf(lab).flatMap((event) =>
    event.event === 'bind' && event.holder !== undefined
      ? [{ asked: { ask: 'bind', of: nameOf(event), at: event.at }, isAtEnd: false }]
      : [],
  );
}

/** Of the hypervisor that stops, if one does, else of the whole lab. */
function countRowAsks(lab: QuizLab): QuizAsk[] {
  const stops = eventsOf(lab).flatMap((event): QuizAsk[] =>
    event.event === 'stop'
      ? [{ asked: { ask: 'count rows', of: event.hypervisor, at: event.at }, isAtEnd: false }]
      : [],
  );
  return stops.length > 0 ? stops : [atEnd(lab, 'count rows')];
}

/** The first router has the base console itself: nothing has to be counted. */
function consoleAsks(lab: QuizLab): QuizAsk[] {
  return lab.stepper.end.devices.slice(1).map(({ device }) => atEnd(lab, 'console', device));
}

function consoleClashAsks(lab: QuizLab): QuizAsk[] {
  const { devices } = lab.stepper.end;
  const hypervisors = lab.lab.hypervisors.map(({ name }) => name);
  const bases = pairsOf(hypervisors).map(([a, b]) => `base console ${a}, base console ${b}`);
  const consoles = pairsOf(devices.map(({ device }) => device)).map(([a, b]) => `console ${a}, console ${b}`);
  const written = lab.lab.devices.some((device) => device.console !== undefined);
  const protocols = lab.lab.hypervisors.map(({ baseUdp }) => `TCP ${baseUdp}, UDP ${baseUdp}`);
  return [...bases, ...protocols, ...(written ? consoles : [])].map((of) => atEnd(lab, 'clash', of));
}

function baseAsks(lab: QuizLab): QuizAsk[] {
  return lab.lab.hypervisors.slice(1).map(({ name }) => atEnd(lab, 'base', name));
}

function baseClashAsks(lab: QuizLab): QuizAsk[] {
  return pairsOf(lab.lab.hypervisors.map(({ name }) => name)).map(([a, b]) =>
    atEnd(lab, 'clash', `base ${a}, base ${b}`),
  );
}

function firewallAsks(lab: QuizLab): QuizAsk[] {
  const hosts = [...new Set(lab.lab.hypervisors.map(({ host }) => host))];
  return hosts.flatMap((of) =>
    hosts.flatMap((from) => {
      if (from === of) return [];
      const { asked, isAtEnd } = atEnd(lab, 'firewall', of);
      return [{ asked: { ...asked, from }, isAtEnd }];
    }),
  );
}

/** Each with each that comes after it. */
function pairsOf<T>(items: readonly T[]): Array<readonly [T, T]> {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
}
