import type { Hypervisor } from '../lab/lab.ts';
import type { LabModel } from '../model/lab-model.ts';
import { someOf } from '../text/listed.ts';
import type { DeviceState, HypervisorState } from '../trace/trace-state.ts';
import type { Asked, AskWord } from './asked.ts';
import { modelHypervisor } from './model-hypervisor.ts';
import type { Moment, SocketAsk, Subject, Thing } from './moment.ts';
import { isProblem, type Problem } from './problem.ts';
import { socketAt } from './socket-at.ts';

/** What is asked of one thing: all but `true of`. */
type AskedOne = Asked & { readonly ask: Exclude<AskWord, 'true of'> };

/** What a lesson asks, found in the lab as it is at the moment; or why it cannot be asked. */
export function subjectFor(moment: Moment, asked: AskedOne): Subject | Problem {
  const { ask, of } = asked;
  if (moment.system !== 'linux' && RESTS_ON_SOCKETS.has(ask))
    return { problem: 'what sockets do is known of Linux alone' };
  switch (ask) {
    case 'ports':
      return bothEnds(moment, of);
    case 'next port':
      return counter(moment, of);
    case 'count ports':
      return portsToCount(moment, of);
    case 'count rows':
      return rowsToCount(moment, of);
    case 'count links':
      return linksToCount(moment, of);
    case 'verdict':
      return linksToJudge(moment, of);
    case 'console':
    case 'clash':
    case 'firewall':
    case 'base':
      return moment.model === undefined
        ? { problem: `"${ask}" needs the model of the lab` }
        : ofModel(moment, moment.model, { ...asked, ask });
    default:
      return socketSubject(moment, ask, of);
  }
}

/** Of Windows and macOS it is not known which socket gets what. */
const RESTS_ON_SOCKETS: ReadonlySet<AskWord> = new Set(['bind', 'receiver', 'hears', 'state', 'verdict', 'count rows']);

function socketSubject(moment: Moment, ask: SocketAsk, of: string | undefined): Subject | Problem {
  const socket = socketAt(moment, of);
  return isProblem(socket) ? socket : { ask, socket };
}

/** The place in `links` of the newest link with a name. */
function linkAt(moment: Moment, of: string | undefined): number | Problem {
  const { after } = moment;
  if (of === undefined) return { problem: 'no link is named' };
  const place = after.links.findLastIndex(({ link }) => link === of);
  const link = after.links[place];
  if (link === undefined) return { problem: whyNoLink(moment, of) };
  if (after.links.some((other) => other.link === of && other.lab !== link.lab))
    return { problem: `several labs have a link ${of}` };
  return link.hasFailed ? { problem: `the link ${of} gets no ports` } : place;
}

/** An end in place of a link is the usual slip. */
function whyNoLink({ end }: Moment, of: string): string {
  const links = [...new Set(end.links.map(({ link }) => link))];
  if (links.includes(of)) return `no link ${of} is made yet at this step`;
  const whole = links.find((link) => link.split(' -- ').includes(of));
  return whole === undefined
    ? `no link is called ${of}; known here: ${someOf(links)}`
    : `${of} is an end: name the link, ${whole}`;
}

function bothEnds(moment: Moment, of: string | undefined): Subject | Problem {
  const link = linkAt(moment, of);
  if (typeof link !== 'number') return link;
  const sockets = moment.after.sockets.filter(
    ({ link: own, role, by }) => own === link && (role === undefined || role === 'link') && by !== 'file',
  );
  const isWhole = sockets.length === 2;
  return isWhole ? { ask: 'ports', sockets } : { problem: `not both ends of ${of} have been given ports` };
}

function counter(moment: Moment, of: string | undefined): Subject | Problem {
  const hypervisor = hypervisorAt(moment, of);
  if (isProblem(hypervisor)) return hypervisor;
  if (hypervisor.next === undefined) return { problem: `${of} has no counter: its host has a pool` };
  return { ask: 'next port', hypervisor };
}

function hypervisorAt({ after }: Moment, of: string | undefined): HypervisorState | Problem {
  const [found, other] = after.hypervisors.filter(({ hypervisor }) => hypervisor === of);
  if (found === undefined) return { problem: `no hypervisor is called ${of ?? '""'}` };
  return other === undefined ? found : { problem: `several labs have a hypervisor ${of}` };
}

/** What a lab takes is asked for only where ports and ends are as many. */
function portsToCount(moment: Moment, of: string | undefined): Subject | Problem {
  if (of !== undefined) {
    const link = linkAt(moment, of);
    return typeof link === 'number' ? { ask: 'count ports', link } : link;
  }
  const { sockets } = moment.after;
  if (sockets.some(({ isClosed }) => isClosed)) return { problem: 'sockets were closed: count rows instead' };
  if (new Set(sockets.map(({ machine, port }) => `${port} ${machine}`)).size < sockets.length)
    return { problem: 'two ends have one port: count rows instead' };
  if (moment.end.devices.some(({ atStart }) => atStart.length > 0))
    return { problem: 'devices take ports when they start: ask for a link' };
  return sockets.length === 0 ? { problem: 'no port is given yet at this step' } : { ask: 'count ports' };
}

function rowsToCount(moment: Moment, of: string | undefined): Subject | Problem {
  if (of === undefined) return { ask: 'count rows' };
  const machine = machineAt(moment, of);
  if (machine !== undefined) return { ask: 'count rows', machine };
  const hypervisor = hypervisorAt(moment, of);
  if (isProblem(hypervisor)) return { problem: `no hypervisor and no host is called ${of}` };
  const stops = moment.events.some((event) => event.event === 'stop' && event.hypervisor === of);
  return stops
    ? { ask: 'count rows', stopped: of }
    : { problem: `${of} does not stop at this step: name its host, or nothing for the whole lab` };
}

function machineAt({ after }: Moment, host: string | undefined): string | undefined {
  return after.hypervisors.find((one) => one.host === host || one.machine === host)?.machine;
}

/** Links inside one hypervisor, from its base to the next one of its machine, or in a number of ports. */
function linksToCount(moment: Moment, of: string | undefined): Subject | Problem {
  if (of !== undefined && /^\d{1,5}$/.test(of)) return { ask: 'count links', ports: Number(of) };
  const hypervisor = hypervisorAt(moment, of);
  if (isProblem(hypervisor)) return hypervisor;
  const { base, machine } = hypervisor;
  if (base === undefined) return { problem: `${of} has no base: its host has a pool` };
  const above = moment.after.hypervisors
    .filter((other) => other.machine === machine && other.base !== undefined && other.base > base)
    .sort((a, b) => (a.base ?? 0) - (b.base ?? 0));
  const [next] = above;
  if (next?.base === undefined) return { problem: `no base of its host is above that of ${of}` };
  return { ask: 'count links', ports: next.base - base, hypervisor: hypervisor.hypervisor, next: next.hypervisor };
}

function linksToJudge(moment: Moment, of: string | undefined): Subject | Problem {
  const links: number[] = [];
  for (const name of of?.split(/\s*,\s*/) ?? []) {
    const link = linkAt(moment, name);
    if (typeof link !== 'number') return link;
    links.push(link);
  }
  const isAskable = links.length === 1 || (links.length === 2 && links[0] !== links[1]);
  return isAskable ? { ask: 'verdict', links } : { problem: 'name one link, or two with a comma between them' };
}

type OfModel = Asked & { readonly ask: 'console' | 'clash' | 'firewall' | 'base' };

/** What the trace alone does not say. */
function ofModel(moment: Moment, model: LabModel, { ask, of, from }: OfModel): Subject | Problem {
  switch (ask) {
    case 'console': {
      const device = deviceAt(moment, of);
      if (isProblem(device)) return device;
      const hasConsole = device.consoles.some(({ type }) => type === 'console');
      return hasConsole ? { ask, device, model } : { problem: `${of} has no console` };
    }
    case 'clash':
      return clashOf(moment, model, of);
    case 'firewall': {
      const [machine, sender] = [machineAt(moment, of), machineAt(moment, from)];
      if (machine === undefined || sender === undefined)
        return { problem: `no host is called ${machine === undefined ? of : from}` };
      return machine === sender ? { problem: `${of} and ${from} are one host` } : { ask, machine, from: sender, model };
    }
    case 'base': {
      const hypervisor = hypervisorAt(moment, of);
      if (isProblem(hypervisor)) return hypervisor;
      if (hypervisor.base === undefined) return { problem: `${of} has no base: its host has a pool` };
      return { ask, hypervisor, model };
    }
  }
}

function deviceAt({ after }: Moment, of: string | undefined): DeviceState | Problem {
  const [device, other] = after.devices.filter((one) => one.device === of);
  if (device === undefined) return { problem: `no device is called ${of ?? '""'}` };
  return other === undefined ? device : { problem: `several labs have a device ${of}` };
}

/** The console of a device, as the rule set has given it. */
export function consoleOf({ allocations }: LabModel, { lab, device }: DeviceState) {
  return allocations
    .filter((one) => lab === undefined || one.lab.name === lab)
    .flatMap(({ consoles }) => consoles)
    .find((port) => port.device.name === device && port.type === 'console');
}

function clashOf(moment: Moment, model: LabModel, of = ''): Subject | Problem {
  const words = of.split(/\s*,\s*/);
  const [one, other] = words.map((word) => thingAt(moment, model, word));
  if (one === undefined || other === undefined || words.length > 2)
    return { problem: 'name two things with a comma between them' };
  if (isProblem(one)) return one;
  return isProblem(other) ? other : { ask: 'clash', things: [one, other], model };
}

function thingAt(moment: Moment, model: LabModel, word: string): Thing | Problem {
  const [, protocol, number] = /^(TCP|UDP) (\d{1,5})$/.exec(word) ?? [];
  if (protocol === 'TCP' || protocol === 'UDP') return { thing: protocol, port: Number(number) };
  const [, kind, name] = /^(base console|base|console) (.+)$/.exec(word) ?? [];
  if (kind === 'console') {
    const device = deviceAt(moment, name);
    if (isProblem(device)) return device;
    const console = consoleOf(model, device);
    if (console === undefined) return { problem: `${name} has no console` };
    return { thing: kind, device, machine: model.machines.machineOf(console.hypervisor.host), port: console.port };
  }
  if (kind === 'base' || kind === 'base console') {
    const hypervisor = hypervisorAt(moment, name);
    if (isProblem(hypervisor)) return hypervisor;
    const { baseUdp, baseConsole } = modelHypervisor(model, hypervisor) as Hypervisor;
    return { thing: kind, hypervisor, port: kind === 'base' ? baseUdp : baseConsole };
  }
  const socket = socketAt(moment, word);
  return isProblem(socket) ? socket : { thing: 'end', socket };
}
