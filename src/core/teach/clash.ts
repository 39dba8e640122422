import type { ConsolePort } from '../allocation/allocation.ts';
import type { LabModel } from '../model/lab-model.ts';
import type { HypervisorState, SocketState } from '../trace/trace-state.ts';
import type { Moment, SubjectOf, Thing } from './moment.ts';

type BaseThing = Extract<Thing, { readonly hypervisor: HypervisorState }>;

/**
 * True if two things want one port of one machine. Undefined where that depends on the time: a port that was
 * closed before the other wanted it.
 */
export function isClash({ end }: Moment, { things: [one, other], model }: SubjectOf<'clash'>): boolean | undefined {
  if (protocolOf(one) !== protocolOf(other)) return false;
  const [machine, otherMachine] = [machineOf(one), machineOf(other)];
  if (machine !== undefined && otherMachine !== undefined && machine !== otherMachine) return false;
  if (one.thing === 'base' && other.thing === 'base') return doBasesClash(end.sockets, one, other);
  if (one.thing === 'base console' && other.thing === 'base console') return doConsolesClash(model, one, other);
  return portOf(one) === portOf(other);
}

export function protocolOf({ thing }: Thing): 'TCP' | 'UDP' {
  return thing === 'TCP' || thing === 'console' || thing === 'base console' ? 'TCP' : 'UDP';
}

/** The machine of a thing; a bare port is on any. */
export function machineOf(thing: Thing): string | undefined {
  if (thing.thing === 'end') return thing.socket.machine;
  if (thing.thing === 'console') return thing.machine;
  return 'hypervisor' in thing ? thing.hypervisor.machine : undefined;
}

export function portOf(thing: Thing): number {
  return thing.thing === 'end' ? (thing.socket.boundPort ?? thing.socket.port) : thing.port;
}

/** One base for two counters, or ports that both have given: hypervisors of a pool have no counter. */
function doBasesClash(sockets: readonly SocketState[], one: BaseThing, other: BaseThing): boolean | undefined {
  if (one.hypervisor.base === undefined || other.hypervisor.base === undefined) return false;
  if (one.hypervisor.base === other.hypervisor.base) return true;
  const portsOf = ({ hypervisor: { lab, hypervisor } }: BaseThing): SocketState[] =>
    sockets.filter((socket) => socket.hypervisor === hypervisor && socket.lab === lab);
  const pairs = portsOf(one).flatMap((a) =>
    portsOf(other).flatMap((b) => (a.port === b.port ? [[a, b] as const] : [])),
  );
  if (pairs.some(([a, b]) => !a.isClosed && !b.isClosed)) return true;
  return pairs.length === 0 ? false : undefined;
}

/** What is counted from them; a console that the file writes out is no matter of the base. */
function doConsolesClash({ allocations, machines }: LabModel, one: BaseThing, other: BaseThing): boolean {
  const countedFrom = ({ hypervisor: { lab, hypervisor } }: BaseThing): ConsolePort[] =>
    allocations
      .filter((allocation) => lab === undefined || allocation.lab.name === lab)
      .flatMap(({ consoles }) => consoles)
      .filter((console) => !console.explicit && console.hypervisor.name === hypervisor);
  const key = ({ port, hypervisor }: ConsolePort): string => `${port} ${machines.machineOf(hypervisor.host)}`;
  const taken = new Set(countedFrom(one).map(key));
  return countedFrom(other).some((console) => taken.has(key(console)));
}
