import type { ConsolePort } from '../../../core/allocation/allocation.ts';
import { type ExpectedEnd, expectedLinks } from '../../../core/allocation/expected-links.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import type { Hypervisor } from '../../../core/lab/lab.ts';
import type { Problem } from '../../../core/lab/problem.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { labWords } from '../../../core/model/lab-words.ts';
import { HostView } from '../../../core/sockets/host-view.ts';
import type { Ui } from '../../../core/ui.ts';
import { type DirectoryState, directoryState } from '../../../world/files/directory-state.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { readSystemRanges, type SystemRanges } from '../../../world/network/system-ranges.ts';
import { isOrphan } from '../../../world/sockets/process-parent.ts';
import { readThisHost } from '../../../world/sockets/this-host.ts';
import { probe } from '../../probe/probe.ts';
import type { ProbeResult } from '../../probe/result.ts';

export interface FactsOptions {
  /** For each connection and each command. */
  readonly timeoutMs: number;
  /** Lines of the lab files that the reader passed over. */
  readonly warnings?: readonly Problem[] | undefined;
  /** Of the responders on other hosts. */
  readonly token?: string | undefined;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

/** What several questions look at, each found once and when it is first asked for. */
export class Facts {
  readonly model: LabModel;
  readonly options: FactsOptions;
  /** Its signal ends when the time is over, or on Ctrl-C. */
  readonly ui: Ui;
  private readonly names: HostNames;
  private foundView: Promise<HostView> | undefined;
  private foundProbe: Promise<ProbeResult> | undefined;

  constructor(model: LabModel, options: FactsOptions, ui: Ui) {
    this.model = model;
    this.names = options.names ?? new HostNames();
    this.options = { ...options, names: this.names };
    this.ui = ui;
  }

  /** The labs as they are written on a command line, with what is assumed about them. */
  get files(): string {
    return labWords(this.model);
  }

  /** True if a plan could change ports: those of a GNS3 project are given at run time. */
  get hasBases(): boolean {
    return this.model.labs.some(({ format }) => format !== 'gns3');
  }

  get hypervisors(): readonly Hypervisor[] {
    return this.model.hypervisors;
  }

  /** The sockets of this host. Throws `WorldError` if they cannot be read. */
  view(): Promise<HostView> {
    this.foundView ??= readThisHost({ allOwners: true }).then((reading) => {
      if (reading.table !== undefined) return new HostView(reading.table);
      throw new WorldError('SOCKETS_UNREADABLE', reading.why, { cause: reading.cause });
    });
    return this.foundView;
  }

  /** The ranges of ports that this host uses itself; undefined where its system does not tell. */
  systemRanges(): Promise<SystemRanges | undefined> {
    return readSystemRanges();
  }

  /** Whether this user could write files into a directory of this host. */
  directoryState(path: string): Promise<DirectoryState> {
    return directoryState(path);
  }

  /**
   * True if the program that started a process of this host is gone; undefined where that cannot be known.
   */
  isOrphan(pid: number): boolean | undefined {
    return isOrphan(pid);
  }

  /** What the labs' hypervisors say. */
  probe(): Promise<ProbeResult> {
    const { timeoutMs } = this.options;
    this.foundProbe ??= probe(this.model, { timeoutMs, concurrency: 64, names: this.names }, this.ui);
    return this.foundProbe;
  }

  /** True if what is sent to a host, by its name or address, arrives on this one. */
  async isHere(host: string): Promise<boolean> {
    return this.names.reachesThisHost(await this.names.addressesOf(host));
  }

  async hypervisorsHere(): Promise<Hypervisor[]> {
    return await this.here(this.hypervisors, ({ host }) => host);
  }

  /** The ends of links whose sockets the labs make on this host. */
  async endsHere(): Promise<ExpectedEnd[]> {
    const ends = this.model.allocations.flatMap((allocation) =>
      expectedLinks([allocation]).flatMap(({ a, b }) => {
        if (b === undefined) return [a];
        // From a pool the ports are given at run time, and those that are in use are passed over.
        return allocation.pool === undefined ? [a, b] : [];
      }),
    );
    return await this.here(ends, ({ hypervisor }) => hypervisor.host);
  }

  async consolesHere(): Promise<ConsolePort[]> {
    const consoles = this.model.allocations.flatMap((allocation) => allocation.consoles);
    return await this.here(consoles, ({ hypervisor }) => hypervisor.host);
  }

  /**
   * The processes of this host that are the labs' own hypervisors: they listen on the control ports and are
   * called like one, or answer as one.
   */
  async ownProcesses(): Promise<ReadonlySet<number>> {
    const view = await this.view();
    const displaced = new Set((await this.displacedHypervisors()).map(({ port }) => port));
    const own = (await this.hypervisorsHere()).filter(({ port }) => !displaced.has(port));
    const pids = new Set(own.map(({ port }) => view.listenerOn(port)).filter((pid) => typeof pid === 'number'));
    // A GNS3 server starts emulators of its own.
    if (own.some(({ kind, port }) => kind === 'gns3' && view.listening(port).length > 0)) {
      for (const { row } of view.allUdp()) if (row.pid !== undefined && view.isEmulators(row)) pids.add(row.pid);
    }
    return pids;
  }

  /**
   * Hypervisors of this host on whose control port something else listens. Who is called like one is not
   * asked.
   */
  async displacedHypervisors(): Promise<Hypervisor[]> {
    const view = await this.view();
    const doubtful = (await this.hypervisorsHere()).filter(
      ({ kind, port }) =>
        kind === 'dynamips' &&
        view.listening(port).some((row) => view.roleOf(row) !== 'hypervisor' && row.pid !== undefined),
    );
    if (doubtful.length === 0) return [];
    const states = new Map((await this.probe()).hypervisors.map(({ target, tcp }) => [target, tcp.state]));
    return doubtful.filter(({ name }) => states.get(name) !== 'open');
  }

  private async here<T>(all: readonly T[], hostOf: (one: T) => string): Promise<T[]> {
    const hosts = new Set<string>();
    for (const host of new Set(all.map(hostOf))) if (await this.isHere(host)) hosts.add(host);
    return all.filter((one) => hosts.has(hostOf(one)));
  }
}
