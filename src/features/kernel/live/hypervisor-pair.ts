import { unansweredText } from '../../../core/address/unanswered.ts';
import { InputError } from '../../../core/errors/input-error.ts';
import { InterruptedError } from '../../../core/errors/interrupted-error.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import { type Generation, generationOf } from '../../../core/kernel/dynamips-version.ts';
import type { ProbeTarget } from '../../../core/lab/probe-target.ts';
import { someOf } from '../../../core/text/listed.ts';
import type { Ui } from '../../../core/ui.ts';
import { observe } from '../../../world/hypervisor/observe.ts';
import { type StartedDynamips, startDynamips } from '../../../world/hypervisor/started-dynamips.ts';
import {
  type HypervisorAddress,
  type HypervisorSession,
  openHypervisor,
} from '../../../world/hypervisor/with-hypervisor.ts';
import type { HostNames } from '../../../world/network/host-names.ts';
import { choosePorts } from '../choose-ports.ts';
import { deletingCommands, isOfKernelRun } from '../names.ts';
import { freePortsHere, noPorts } from './ports-here.ts';

/** A hypervisor on this host answers in milliseconds, also one that has to wait for a core. */
const TIMEOUT_MS = 5000;

/** Two hypervisors of this host that have nothing. */
export interface HypervisorPair {
  readonly version: string;
  readonly generation: Generation;
  readonly sessions: readonly [HypervisorSession, HypervisorSession];
  readonly addresses: readonly [HypervisorAddress, HypervisorAddress];
}

/** Does some work with a pair, which is left as it was found, or ended if it was started for it. */
export type WithPair = <T>(work: (pair: HypervisorPair) => Promise<T>) => Promise<T>;

/** A pair of this program, started for the work and ended after it. */
export function withStartedPair(program: string, { signal, progress }: Ui): WithPair {
  return async (work) => {
    const started: StartedDynamips[] = [];
    // What waits for an answer of theirs then waits no longer.
    const stopAll = (): Promise<unknown> => Promise.all(started.map((one) => one.stop()));
    signal.addEventListener('abort', stopAll);
    try {
      progress(`starting ${program} twice`);
      const ports = choosePorts(2, (await freePortsHere('tcp')).usual, Math.random);
      if (ports === undefined) throw noPorts();
      for (const port of ports) started.push(await startDynamips(program, port, signal));
      const [first, second] = started.map(({ address }) => address) as [HypervisorAddress, HypervisorAddress];
      return await withSessions([first, second], signal, work);
    } catch (error) {
      if (signal.aborted) throw new InterruptedError('interrupted: what was started is ended');
      throw error;
    } finally {
      signal.removeEventListener('abort', stopAll);
      await stopAll();
    }
  };
}

/** A pair that runs. Throws `InputError` if one is on another host, `WorldError` if nobody says where. */
export function withHypervisorPair(
  targets: readonly [ProbeTarget, ProbeTarget],
  names: HostNames,
  { signal }: Ui,
): WithPair {
  return async (work) => {
    const [first, second] = targets;
    if (first.host === second.host && first.port === second.port) {
      throw new InputError('SAME_HYPERVISOR', `${first.name} was named twice`, {
        next: 'name two hypervisors: one socket alone does not meet anybody',
      });
    }
    const addresses: HypervisorAddress[] = [];
    for (const { name, host, port } of targets) {
      const { addresses: found, unanswered } = await names.whereIs(host, signal);
      if (unanswered !== undefined) {
        const why = `the address of "${host}" is not known: ${unansweredText(unanswered)}`;
        throw new WorldError('NAME_NOT_ANSWERED', why, {
          next: 'look whether this host reaches its name servers, or write the address',
        });
      }
      if (!names.reachesThisHost(found)) {
        throw new InputError('NOT_THIS_HOST', `${name} is not on this host, whose kernel is asked`, {
          next: 'run niostat kernel on the host of the hypervisor',
        });
      }
      addresses.push({ host, port, addresses: found });
    }
    return await withSessions(addresses as [HypervisorAddress, HypervisorAddress], signal, work);
  };
}

async function withSessions<T>(
  addresses: readonly [HypervisorAddress, HypervisorAddress],
  signal: AbortSignal,
  work: (pair: HypervisorPair) => Promise<T>,
): Promise<T> {
  const opened: Opened[] = [];
  try {
    for (const address of addresses) opened.push(await openEmpty(address, signal));
    const [first, second] = opened as [Opened, Opened];
    if (first.generation !== second.generation) {
      throw new WorldError('TWO_GENERATIONS', `one hypervisor is ${first.version}, the other ${second.version}`, {
        next: 'name two of one version',
      });
    }
    const { version, generation } = first;
    return await work({ version, generation, sessions: [first.session, second.session], addresses });
  } finally {
    await Promise.all(opened.map(({ session }) => session.close()));
  }
}

interface Opened {
  readonly session: HypervisorSession;
  readonly version: string;
  readonly generation: Generation;
}

/** Connects to a hypervisor; throws `WorldError` if it is not reached, is none, or is not empty. */
async function openEmpty(address: HypervisorAddress, signal: AbortSignal): Promise<Opened> {
  const name = `${address.host}:${address.port}`;
  const session = await openHypervisor(address, { timeoutMs: TIMEOUT_MS, signal });
  if (!('client' in session)) {
    if (signal.aborted) throw new InterruptedError('interrupted: nothing was done');
    const { state, reason } = session.tcp;
    throw new WorldError('NOT_REACHED', `${name} is not reached: ${state} (${reason})`, {
      next: 'start it, or let niostat start two of its own: niostat kernel --program PATH',
    });
  }
  // Nothing is made yet that would have to be taken down first.
  const abort = (): void => void session.close();
  signal.addEventListener('abort', abort);
  try {
    const {
      version = '',
      nios = [],
      bridges = [],
      switches = [],
      routers = [],
      error,
    } = await observe(session.client, {
      questions: 'everything',
      // Names are enough to see that there is something.
      most: 0,
      untilMs: performance.now() + TIMEOUT_MS,
    });
    if (error !== undefined) throw error;
    const generation = generationOf(version);
    if (generation === undefined) {
      throw new WorldError('NOT_DYNAMIPS', `${name} is no Dynamips: its version is "${version}"`, {});
    }
    const others = [...routers.map((one) => one.name), ...switches];
    checkEmpty(name, { bridges, nios: nios.map((one) => one.name), others });
    return { session, version, generation };
  } catch (error) {
    await session.close();
    if (signal.aborted) throw new InterruptedError('interrupted: nothing was done');
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

interface Objects {
  readonly bridges: readonly string[];
  readonly nios: readonly string[];
  readonly others: readonly string[];
}

/** Throws `WorldError` if there is anything, with the commands that delete what a run of ours has left. */
function checkEmpty(name: string, { bridges, nios, others }: Objects): void {
  const all = [...nios, ...bridges, ...others];
  if (all.length === 0) return;
  if (all.every(isOfKernelRun)) {
    const made = [...bridges.map((one) => ['nio_bridge', one] as const), ...nios.map((one) => ['nio', one] as const)];
    throw new WorldError('LEFTOVERS', `${name} has what another run made that was killed, or is going on`, {
      next: `if none is going on: ${deletingCommands(name, made)}`,
    });
  }
  throw new WorldError('BUSY', `${name} is not empty, and its lab could be disturbed: ${someOf(all)}`, {
    next: 'let niostat start two of its own: niostat kernel --program PATH',
  });
}
