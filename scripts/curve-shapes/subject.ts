import { isLoopback, meansThisMachine, normalizeHost, THIS_MACHINE } from '../../src/core/address/host.ts';
import { type ExpectedLink, expectedLinks } from '../../src/core/allocation/expected-links.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';
import { ReadHosts } from '../../src/core/sockets/read-hosts.ts';
import type { ProcessInfo, SocketRow, SocketTable } from '../../src/core/sockets/socket-table.ts';
import { type CheckResult, check } from '../../src/features/check/check.ts';
import { hostsNamedIn, labHosts, type NamedHosts } from '../../src/features/links/lab-hosts.ts';
import { matchExpected } from '../../src/features/links/match-expected.ts';
import type { LinksResult } from '../../src/features/links/result.ts';
import { type SimulateResult, simulate } from '../../src/features/simulate/simulate.ts';
import type { Shape } from './shape.ts';

/** A shape in one size, with what operations need of it; each is made when the first one asks. */
export class Subject {
  readonly labs: readonly Lab[];
  readonly model: LabModel;
  private readonly made = new Map<string, unknown>();

  constructor(shape: Shape, size: number) {
    this.labs = shape.labs(size);
    this.model = LabModel.of(this.labs, shape.assumptions?.(size));
  }

  get checked(): CheckResult {
    return this.once('checked', () => check(this.model));
  }

  get simulated(): SimulateResult {
    return this.once('simulated', () => simulate(this.model));
  }

  get expected(): readonly ExpectedLink[] {
    return this.once('expected', () => expectedLinks(this.model.allocations));
  }

  /** The sockets that the labs would have, if every host had been read. */
  get tables(): readonly SocketTable[] {
    return this.once('tables', () => socketTables(this.model));
  }

  readHosts(): ReadHosts {
    const [here, ...others] = this.tables;
    return new ReadHosts(here as SocketTable, others);
  }

  get named(): NamedHosts {
    return this.once('named', () => namedHosts(this.model));
  }

  get observed(): LinksResult {
    return this.once('observed', () => {
      const hosts = this.readHosts();
      const links = matchExpected(hosts, this.expected, {
        labHosts: labHosts(this.named, hosts),
        countersOf: () => undefined,
      });
      return { schemaVersion: 1, outcome: 'findings', labs: ['curve'], hosts: [], links, filteredOut: 0 } as const;
    });
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }
}

/** The sockets of a machine while they are collected. */
class Machine {
  readonly rows: SocketRow[] = [];
  readonly processes = new Map<number, ProcessInfo>();
  readonly addresses = new Set<string>();
}

/** A table for each machine: control ports, and the NIOs of Dynamips 0.2.18 that are not refused. */
function socketTables(model: LabModel): SocketTable[] {
  const tables = new Map<string, Machine>();
  const tableOf = (machine: string): Machine => {
    const table = tables.get(machine) ?? new Machine();
    tables.set(machine, table);
    return table;
  };
  tableOf(THIS_MACHINE).addresses.add('127.0.0.1').add('::1');
  const pids = new Map(model.hypervisors.map((hypervisor, index) => [hypervisor, 1000 + index]));
  for (const [hypervisor, pid] of pids) {
    const { rows, processes, addresses } = tableOf(model.machines.machineOf(hypervisor.host));
    const { host } = hypervisor;
    // A name that nobody knows stands for its machine.
    const known = meansThisMachine(host) ? [] : (model.assumptions.addresses?.get(host) ?? [host]);
    for (const address of known) addresses.add(address);
    processes.set(pid, { pid, name: 'dynamips', args: ['dynamips', '-H', String(hypervisor.port)] });
    rows.push(
      socketRow({ protocol: 'tcp', localAddress: '0.0.0.0', localPort: hypervisor.port, state: 'LISTEN', pid }),
    );
  }
  for (const { bind, machine, nio, port, remotePort, route, index } of model.prediction('from-0.2.18').sockets()) {
    if (bind === 'refused') continue;
    const { rows, addresses } = tableOf(machine);
    const { localAddress, remoteAddress } = route;
    if (!isLoopback(localAddress)) addresses.add(localAddress);
    const pid = pids.get(nio.hypervisor) ?? 1;
    // Of sockets on one port the newest has the lowest age.
    const age = Number.MAX_SAFE_INTEGER - index;
    rows.push(socketRow({ localAddress, localPort: port, remoteAddress, remotePort, inode: index + 1, age, pid }));
  }
  return [...tables].map(([host, { rows, processes, addresses }]) => ({
    host,
    source: '/proc',
    addresses: [...addresses],
    rows,
    processes,
    tellsAge: true,
    hidesPeers: false,
    limits: [],
  }));
}

function socketRow(row: Partial<SocketRow>): SocketRow {
  return {
    protocol: 'udp',
    family: 4,
    localAddress: '0.0.0.0',
    localPort: 0,
    remoteAddress: '0.0.0.0',
    remotePort: 0,
    state: 'ESTABLISHED',
    receiveQueue: 0,
    sendQueue: 0,
    inode: 0,
    age: 0,
    ...row,
  };
}

function namedHosts({ allocations, machines, assumptions }: LabModel): NamedHosts {
  return new Map(
    [...hostsNamedIn(allocations)].map((host) => [
      normalizeHost(host),
      {
        addresses: assumptions.addresses?.get(host) ?? [host],
        isThisHost: machines.machineOf(host) === THIS_MACHINE,
      },
    ]),
  );
}
