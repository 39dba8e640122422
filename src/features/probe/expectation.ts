import { type Allocation, deletedNios } from '../../core/allocation/allocation.ts';
import { NIO_FLAG } from '../../core/allocation/nio-table.ts';
import { hypervisorKey } from '../../core/lab/hypervisor.ts';
import { type Hypervisor, type Lab, type Link, stoppedHypervisors } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';

/** A console or AUX port that a lab gives a router. */
export interface ExpectedConsole {
  readonly device: string;
  readonly type: 'console' | 'aux';
  /** TCP. */
  readonly port: number;
}

/** What all given labs together expect of one hypervisor. */
export interface Expectation {
  readonly hypervisor: Hypervisor;
  /** Names of the labs. */
  readonly labs: string[];
  /** Names of the routers. */
  readonly routers: string[];
  nioCount: number;
  readonly consoles: ExpectedConsole[];
  /** The version that somebody has written down. */
  readonly version: string | undefined;
}

/** The expectations by `hypervisorKey`, in the order of the labs. */
export function expectations(model: LabModel): Map<string, Expectation> {
  const found = new Map<string, Expectation>();
  const of = (hypervisor: Hypervisor, lab: string): Expectation => {
    const key = hypervisorKey(hypervisor);
    const known = found.get(key);
    const expectation = known ?? {
      hypervisor,
      labs: [],
      routers: [],
      nioCount: 0,
      consoles: [],
      version: model.versionOf(hypervisor),
    };
    if (known === undefined) found.set(key, expectation);
    if (!expectation.labs.includes(lab)) expectation.labs.push(lab);
    return expectation;
  };
  for (const allocation of model.allocations) addLab(allocation, (hypervisor) => of(hypervisor, allocation.lab.name));
  return found;
}

function addLab(allocation: Allocation, of: (hypervisor: Hypervisor) => Expectation): void {
  const { lab, hypervisors, placement, consoles } = allocation;
  // What a hypervisor had is gone when it has stopped.
  const stopped = stoppedHypervisors(lab);
  for (const hypervisor of hypervisors) of(hypervisor);
  for (const [device, hypervisor] of placement) {
    if (device.kind === 'router' && !stopped.has(hypervisor)) of(hypervisor).routers.push(device.name);
  }
  for (const { device, hypervisor, type, port } of consoles) {
    // The others are a GNS3 server's own.
    if (stopped.has(hypervisor) || (type !== 'console' && type !== 'aux')) continue;
    of(hypervisor).consoles.push({ device: device.name, type, port });
  }
  for (const hypervisor of udpNioOwners(allocation)) of(hypervisor).nioCount++;
  // NIOs of other kinds, such as NIO_gen_eth, are in the hypervisor's list too.
  for (const { a, b } of liveLinks(lab)) {
    const hypervisor = a.device && placement.get(a.device);
    if (hypervisor === undefined || stopped.has(hypervisor)) continue;
    if (b.type === 'nio' && b.udp === undefined) of(hypervisor).nioCount++;
  }
}

/** The links that are made, and not removed by an event. */
function liveLinks({ links, events }: Lab): Set<Link> {
  const live = new Set(links.filter(({ fault }) => fault === undefined));
  for (const event of events) {
    if (event.type === 'add' && event.link.fault === undefined) live.add(event.link);
    if (event.type === 'remove') live.delete(event.link);
  }
  return live;
}

/** The hypervisor of every UDP NIO that exists in the end; uBridge's are not the hypervisor's. */
function* udpNioOwners({ created, deletions }: Allocation): Generator<Hypervisor, void, undefined> {
  const deleted = deletedNios(deletions);
  for (let index = 0; index < created.length; index++) {
    const isUbridge = ((created.flags[index] ?? 0) & NIO_FLAG.ubridge) !== 0;
    const hypervisor = created.hypervisors[created.hypervisor[index] ?? 0];
    if (!isUbridge && !deleted.has(index) && hypervisor !== undefined) yield hypervisor;
  }
}
