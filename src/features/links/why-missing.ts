import type { OpenFiles } from '../../core/kernel/open-files.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import { holderName } from '../../core/sockets/holder-name.ts';
import type { HostView, Located } from '../../core/sockets/host-view.ts';
import { strangeHypervisors } from '../../core/sockets/strange-hypervisors.ts';
import { someOf } from '../../core/text/listed.ts';
import { dynamipsCommands, startAdvice } from '../../core/words/start-hypervisor.ts';
import { presentEnd } from './link-end.ts';
import type { MatchedEnd } from './matched-end.ts';
import { REFUSAL } from './verdicts.ts';

/** Why a socket is not there, and what to do, in sentences. */
export interface WhyMissing {
  readonly reason: string;
  readonly remedy: string;
}

/** Why the sockets of ends are not there, as far as it can be told from here. */
export function whyMissing(ends: readonly MatchedEnd[]): WhyMissing {
  const down = ends.filter(({ isHypervisorDown }) => isHypervisorDown);
  if (down.length > 0) return notRunning(down);
  const exhausted = ends.find((end) => isExhausted(end, ends));
  if (exhausted?.openFiles !== undefined) return outOfDescriptors(exhausted.expected.hypervisor, exhausted.openFiles);
  const held = ends.find(({ holder }) => holder !== undefined);
  if (held?.holder !== undefined) return portHeld(held, held.holder);
  if (ends.every(({ expected }) => expected.owner === 'ubridge')) {
    return {
      reason: 'uBridge has no such socket: it has ended, or it was refused the port.',
      remedy: 'stop the router and start it again: GNS3 starts its uBridge with it',
    };
  }
  return {
    reason:
      'The hypervisor runs, but has no such NIO: it was refused, it was deleted, or the lab was not loaded to the end.',
    remedy: 'load the lab again, and look at the answers of the hypervisor',
  };
}

/** True if a hypervisor has no room for the client that loads the lab and for what is missing of it. */
function isExhausted({ openFiles, expected }: MatchedEnd, ends: readonly MatchedEnd[]): boolean {
  if (openFiles === undefined) return false;
  const missing = ends.filter((one) => one.found === undefined && one.expected.hypervisor === expected.hypervisor);
  return openFiles.open + 1 + missing.length > openFiles.limit;
}

function notRunning(ends: readonly MatchedEnd[]): WhyMissing {
  const down = [...new Set(ends.map(({ expected }) => expected.hypervisor))];
  const places = down.map(({ host, port }) => `TCP port ${port} of ${host}`).join(', nor on ');
  const running = [...new Set(ends.flatMap(({ view }) => (view === undefined ? [] : strangersOn(view))))];
  const areDynamips = down.every(({ kind }) => kind === 'dynamips');
  const others = areDynamips && running.length > 0 ? ` ${someOf(running)}.` : '';
  return {
    reason: `Nothing listens on ${places}: ${down.length === 1 ? `that ${nounOf(down)} does` : `those ${nounOf(down)}s do`} not run.${others}`,
    remedy: areDynamips
      ? `start ${down.length === 1 ? 'it' : 'them'}: ${dynamipsCommands(down)}; then load the lab${others === '' ? '' : ', or write the address of the one that runs'}`
      : down.map(startAdvice).join('; '),
  };
}

/** Hosts with those that run there: very many links may ask. */
const STRANGERS = new WeakMap<HostView, readonly string[]>();

/** The hypervisors on a host that are none of the lab's, once those of the lab are known. */
function strangersOn(view: HostView): readonly string[] {
  const known = STRANGERS.get(view) ?? strangeHypervisors(view);
  STRANGERS.set(view, known);
  return known;
}

function nounOf(down: readonly Hypervisor[]): string {
  if (down.every(({ kind }) => kind === 'gns3')) return 'server';
  return down.every(({ kind }) => kind !== 'dynamips' && kind !== 'gns3') ? 'wrapper' : 'hypervisor';
}

function outOfDescriptors({ name }: Hypervisor, { open, limit }: OpenFiles): WhyMissing {
  return {
    reason: `${name} has ${open} of ${limit} descriptors open, and refuses NIOs with 206 whatever their ports are.`,
    remedy: `start ${name} again, and load the lab; if the lab itself needs that many, with a higher limit: ulimit -n`,
  };
}

/** The port of a written NIO is changed where it is written; another comes from a base. */
function portHeld({ expected: end, isHolderOfLab }: MatchedEnd, socket: Located): WhyMissing {
  const { explicit, device, interface: name, hypervisor: expected } = end;
  const holder = presentEnd(socket);
  const hypervisor = holder.hypervisor === undefined ? '' : `${holder.hypervisor}, `;
  const others = `stop ${holderName(holder)}, or move the base UDP of ${expected.name} away from port ${holder.localPort}`;
  return {
    reason: `UDP port ${holder.localPort} is held by ${hypervisor}${holderName(holder)}: ${REFUSAL}.`,
    remedy: explicit
      ? `write another local port at ${device} ${name}, and the same at its far end`
      : !isHolderOfLab
        ? others
        : 'give every hypervisor of this host a base UDP of its own; niostat check says which',
  };
}
