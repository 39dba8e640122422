import { hostPortText } from '../../../core/address/host-port.ts';
import { unansweredText } from '../../../core/address/unanswered.ts';
import type { ConsolePort } from '../../../core/allocation/allocation.ts';
import { type ExpectedEnd, expectedLinks } from '../../../core/allocation/expected-links.ts';
import { hypervisorLoads, type LoadedHypervisor } from '../../../core/allocation/hypervisor-loads.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import type { OpenFiles } from '../../../core/kernel/open-files.ts';
import { hypervisorKey } from '../../../core/lab/hypervisor.ts';
import type { Device, Hypervisor } from '../../../core/lab/lab.ts';
import type { Problem } from '../../../core/lab/problem.ts';
import { LabModel } from '../../../core/model/lab-model.ts';
import { labWords } from '../../../core/model/lab-words.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import { HostView } from '../../../core/sockets/host-view.ts';
import type { SocketRow } from '../../../core/sockets/socket-table.ts';
import type { Ui } from '../../../core/ui.ts';
import { type DirectoryState, directoryState } from '../../../world/files/directory-state.ts';
import { type FileState, fileState } from '../../../world/files/file-state.ts';
import { type PathHere, pathHere } from '../../../world/files/path-here.ts';
import { availableMemoryMb } from '../../../world/memory.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { readSystemRanges, type SystemRanges } from '../../../world/network/system-ranges.ts';
import { udpInTheWay } from '../../../world/network/udp-in-the-way.ts';
import { openFilesOf } from '../../../world/sockets/open-files.ts';
import { directoryOfProcess } from '../../../world/sockets/process-directory.ts';
import { isOrphan } from '../../../world/sockets/process-parent.ts';
import { readThisHost, type ThisHostReading } from '../../../world/sockets/this-host.ts';
import { probe } from '../../probe/probe.ts';
import type { HypervisorProbe, ProbeResult } from '../../probe/result.ts';
import { reach } from '../../reach/reach.ts';
import type { ReachResult } from '../../reach/result.ts';
import type { LeftByServer } from '../left-by-server.ts';
import { projectOf } from '../pool-ports.ts';
import type { ServerHere, SilentServer } from '../server-here.ts';
import { leftByServerHere, type RoutersOfProcess } from './left-by-server-here.ts';
import { type PoolPortsHere, poolPortsHere } from './pool-ports-here.ts';

interface FactsOptions {
  /** For each connection and each command. */
  readonly timeoutMs: number;
  /** Lines of the lab files that the reader passed over. */
  readonly warnings?: readonly Problem[] | undefined;
  /** Of the responders on other hosts. */
  readonly token?: string | undefined;
  /** The GNS3 server that would open the labs, or why it is not known; absent where there is none. */
  readonly server?: ServerHere | SilentServer | undefined;
  /** `gns3://…`, where the lab is a project that such a server has told. */
  readonly gns3Target?: string | undefined;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

/** What a server that is started with `--pid` ends (docs/FACTS.md, "Never on a live GNS3"). */
const ENDED_BY_GUI: ReadonlySet<string> = new Set(['dynamips', 'ubridge', 'vpcs', 'traceng']);

/** What several questions look at, each found once and when it is first asked for. */
export class Facts {
  readonly model: LabModel;
  readonly options: FactsOptions;
  /** Its signal ends when the time is over, or on Ctrl-C. */
  readonly ui: Ui;
  private readonly names: HostNames;
  private reading: Promise<ThisHostReading> | undefined;
  private foundView: Promise<HostView> | undefined;
  private foundPoolPorts: Promise<PoolPortsHere> | undefined;
  private foundLeft: Promise<LeftByServer | undefined> | undefined;
  private foundProbe: Promise<ProbeResult> | undefined;
  private foundReach: Promise<ReachResult> | undefined;

  constructor(model: LabModel, options: FactsOptions, ui: Ui) {
    this.model = model;
    this.names = options.names ?? new HostNames({ timeoutMs: options.timeoutMs });
    this.options = { ...options, names: this.names };
    this.ui = ui;
  }

  /** The labs as they are written on a command line, with what is assumed about them. */
  get files(): string {
    return labWords(this.model);
  }

  /** The same for a command that takes the configuration of a GNS3 server. */
  get filesAndServer(): string {
    return labWords(this.model, { takesServerConf: true });
  }

  /** True if a plan could change ports: those of a GNS3 project are given at run time. */
  get hasBases(): boolean {
    return this.model.labs.some(({ format }) => format !== 'gns3');
  }

  /** True if the server that would open the labs was asked. */
  get knowsServer(): boolean {
    const { server } = this.options;
    return server !== undefined && !('why' in server);
  }

  /** True if a lab is a project that the server has open. */
  get isOpenAtServer(): boolean {
    const { server } = this.options;
    return server !== undefined && 'own' in server && server.own.some(({ status }) => status === 'opened');
  }

  get hypervisors(): readonly Hypervisor[] {
    return this.model.hypervisors;
  }

  /** The sockets of this host. Throws `WorldError` if they cannot be read. */
  view(): Promise<HostView> {
    this.foundView ??= this.readHere().then((reading) => {
      if (reading.table !== undefined) return new HostView(reading.table);
      throw new WorldError('SOCKETS_UNREADABLE', reading.why, { cause: reading.cause });
    });
    return this.foundView;
  }

  /** Who has which descriptor takes longest of all: it is read once, for the probe too. */
  private readonly readHere = (): Promise<ThisHostReading> => {
    this.reading ??= readThisHost({ allOwners: false });
    return this.reading;
  };

  /** The sockets that keep a NIO of this host from having its port. */
  async inTheWayOf({ localPort, remoteHost }: ExpectedEnd): Promise<SocketRow[]> {
    const rows = (await this.view()).udp(localPort);
    if (rows.length === 0) return [];
    return udpInTheWay(localPort, rows, await this.names.familyTowards(remoteHost, this.ui.signal));
  }

  /** The ranges of ports that this host uses itself; undefined where its system does not tell. */
  systemRanges(): Promise<SystemRanges | undefined> {
    return readSystemRanges();
  }

  /** Whether this user could write files into a directory of this host. */
  directoryState(path: string): Promise<DirectoryState> {
    return directoryState(path);
  }

  /** Whether this user could read a file of this host, and whether Dynamips takes such an image. */
  fileState(path: string, kind: 'image' | 'text'): Promise<FileState> {
    return fileState(path, kind);
  }

  /** Where the working directory of a hypervisor is; where it was started, if none is written. */
  async workingDirectoryOf(hypervisor: Hypervisor): Promise<PathHere> {
    const { workingDirectory = '.' } = hypervisor;
    const absolute = pathHere(workingDirectory, undefined);
    if ('path' in absolute || absolute.why === 'foreign') return absolute;
    const pid = await this.processOf(hypervisor);
    return pathHere(workingDirectory, pid === undefined ? undefined : directoryOfProcess(pid));
  }

  /**
   * Where a file of a hypervisor is: Dynamips opens it from its working directory (gns3-legacy
   * `Dynagen/dynamips_lib.py`, which sends the path as it is written).
   */
  async pathOf(hypervisor: Hypervisor, written: string): Promise<PathHere> {
    const absolute = pathHere(written, undefined);
    if ('path' in absolute || absolute.why === 'foreign') return absolute;
    const directory = await this.workingDirectoryOf(hypervisor);
    return 'path' in directory ? pathHere(written, directory.path) : directory;
  }

  /** MiB that programs could use; undefined where the system counts only what is not used for anything. */
  availableMemoryMb(): number | undefined {
    return availableMemoryMb();
  }

  /** The routers of hypervisors on this host that do not run yet. */
  async routersToStartHere(): Promise<Device[]> {
    const here = new Set(await this.hypervisorsHere());
    const running = new Set(
      (await this.probe()).hypervisors.flatMap(({ target, vms = [] }) =>
        vms.filter(({ status }) => status === 'running').map(({ name }) => `${target} ${name}`),
      ),
    );
    return this.model.allocations.flatMap(({ placement }) =>
      [...placement].flatMap(([device, hypervisor]) =>
        device.kind === 'router' && here.has(hypervisor) && !running.has(`${hypervisor.name} ${device.name}`)
          ? [device]
          : [],
      ),
    );
  }

  /**
   * The hypervisors that run on this host with their descriptors, and the names of those whose descriptors
   * this user may not see.
   */
  async openFilesOfHypervisors(): Promise<{ running: RunningHypervisor[]; hidden: string[] }> {
    const here = new Set((await this.hypervisorsHere()).map(hypervisorKey));
    const probed = new Map((await this.probe()).hypervisors.map((one) => [one.target, one]));
    const running: RunningHypervisor[] = [];
    const hidden: string[] = [];
    for (const load of hypervisorLoads(this.model.allocations)) {
      const { hypervisor } = load;
      const found = probed.get(hypervisor.name);
      if (!here.has(hypervisorKey(hypervisor)) || found?.tcp.state !== 'open') continue;
      const pid = await this.processOf(hypervisor);
      const files = pid === undefined ? undefined : openFilesOf(pid);
      if (pid === undefined || files === undefined) hidden.push(hypervisor.name);
      else running.push({ load, pid, files, probe: found });
    }
    return { running, hidden };
  }

  /** The names of the labs that have a hypervisor; undefined where there is one lab only. */
  labsOf(hypervisor: Pick<Hypervisor, 'kind' | 'host' | 'port'>): readonly string[] | undefined {
    if (this.model.labs.length < 2) return undefined;
    const key = hypervisorKey(hypervisor);
    return this.model.allocations
      .filter(({ hypervisors }) => hypervisors.some((one) => hypervisorKey(one) === key))
      .map(({ lab }) => lab.name);
  }

  /** The process that is a hypervisor of this host; undefined if it does not run, or is not known. */
  async processOf({ host, port }: Hypervisor): Promise<number | undefined> {
    const view = await this.view();
    const pid = view.listenerOn(port, await this.names.addressesOf(host, this.ui.signal));
    return typeof pid === 'number' ? pid : undefined;
  }

  /**
   * True if the program that started a process of this host is gone; undefined where that cannot be known.
   */
  isOrphan(pid: number): boolean | undefined {
    return isOrphan(pid);
  }

  /** Where a process of this host works, such as the folder of a node; undefined where nobody tells. */
  directoryOfProcess(pid: number): string | undefined {
    return directoryOfProcess(pid);
  }

  /**
   * Emulators of this host that no GNS3 server has started or left behind, such as hypervisors for Dynagen:
   * `dynamips (pid 7)`.
   */
  async startedByHand(): Promise<string[]> {
    const view = await this.view();
    const names = [...view.table.processes.values()].filter(({ name }) => ENDED_BY_GUI.has(name));
    const left = new Set((await this.leftByServer())?.processes.map(({ pid }) => pid));
    const own = names.filter(({ pid }) => !left.has(pid) && projectOf(directoryOfProcess(pid)) === undefined);
    return own.map(({ pid }) => ownerName(view, { pid })).sort();
  }

  /** What the GNS3 servers of this host will give to the labs, compared with its sockets. */
  poolPorts(): Promise<PoolPortsHere> {
    this.foundPoolPorts ??= poolPortsHere(this);
    return this.foundPoolPorts;
  }

  /** What a GNS3 server has left behind here; undefined where that is nothing, or no lab is of GNS3. */
  leftByServer(): Promise<LeftByServer | undefined> {
    this.foundLeft ??= leftByServerHere(this);
    return this.foundLeft;
  }

  /** What a process of this host says of its routers, if it is a hypervisor that answers. */
  async routersOf(pid: number): Promise<RoutersOfProcess | undefined> {
    const view = await this.view();
    // What is asked of a stopped process would wait for it, and leave a descriptor there.
    if (view.table.processes.get(pid)?.halted !== undefined) return undefined;
    const port = view.controlPortOf(pid);
    const [address] = port === undefined ? [] : view.addressesOfListener(port);
    if (port === undefined || address === undefined || view.listening(port).length === 0) return undefined;
    const target = hostPortText(address, port);
    const { timeoutMs } = this.options;
    const options = { targets: [target], timeoutMs, consoles: false, names: this.names, readHere: this.readHere };
    const [found] = (await probe(LabModel.of([]), options, this.ui)).hypervisors;
    if (found?.vms === undefined) return undefined;
    return { target, total: found.vms.length, running: found.vms.filter(({ status }) => status === 'running').length };
  }

  /** What the labs' hypervisors say. */
  probe(): Promise<ProbeResult> {
    const { timeoutMs } = this.options;
    const { names, readHere } = this;
    this.foundProbe ??= probe(this.model, { timeoutMs, concurrency: 64, names, readHere }, this.ui);
    return this.foundProbe;
  }

  /** What `reach` finds on the other hosts, with the token of their responders. */
  reach(): Promise<ReachResult> {
    const { names, token, timeoutMs } = this.options;
    const ports = { udpPorts: [], tcpPorts: [], all: false, ssh: false };
    this.foundReach ??= reach(this.model, { names, token, timeoutMs, ...ports }, this.ui);
    return this.foundReach;
  }

  /** True if what is sent to a host, by its name or address, arrives on this one. */
  async isHere(host: string): Promise<boolean> {
    return this.names.reachesThisHost(await this.names.addressesOf(host, this.ui.signal));
  }

  /** Without those whose control port is only passed on from here. */
  async hypervisorsHere(): Promise<Hypervisor[]> {
    return await this.here(this.hypervisors, (hypervisor) => hypervisor);
  }

  /**
   * Hypervisors that are named as if they were on this host, and whose control port a program such as ssh
   * passes on to another: their NIOs are there.
   */
  async forwardedHypervisors(): Promise<{ hypervisor: Hypervisor; pid: number }[]> {
    const view = await this.view();
    const forwarded: { hypervisor: Hypervisor; pid: number }[] = [];
    for (const hypervisor of this.hypervisors) {
      if (view.listening(hypervisor.port).length === 0 || !(await this.isHere(hypervisor.host))) continue;
      const pid = await this.processOf(hypervisor);
      if (pid !== undefined && view.isForwarder(pid)) forwarded.push({ hypervisor, pid });
    }
    return forwarded;
  }

  /** Why nothing of the labs is looked for on this host. */
  async whyNothingHere(): Promise<string> {
    const [first] = await this.forwardedHypervisors();
    if (first === undefined) {
      const open = this.hypervisors.find(({ host }) => this.names.unanswered(host) !== undefined);
      const why = open === undefined ? undefined : this.names.unanswered(open.host);
      if (open === undefined || why === undefined) return 'no hypervisor of the lab is on this host';
      return `whether ${open.host} is this host is not known: ${unansweredText(why)}`;
    }
    const view = await this.view();
    return `${ownerName(view, first)} passes ${first.hypervisor.name} on to another host, which is not looked at`;
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
    return await this.here(ends, ({ hypervisor }) => hypervisor);
  }

  async consolesHere(): Promise<ConsolePort[]> {
    const consoles = this.model.allocations.flatMap((allocation) => allocation.consoles);
    return await this.here(consoles, ({ hypervisor }) => hypervisor);
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
    const servers = own.filter(({ kind, port }) => kind === 'gns3' && view.listening(port).length > 0);
    if (servers.length === 0) return pids;
    // A GNS3 server starts emulators of its own; what is left of another is none. One that is the first
    // process of its container is the parent of both.
    const isFirst = servers.some(({ port }) => view.listenerOn(port) === 1);
    // VPCS's own console belongs to a process that has no UDP socket.
    for (const row of view.table.rows) {
      if (row.pid === undefined || !view.isEmulators(row)) continue;
      if (isFirst || this.isOrphan(row.pid) !== true) pids.add(row.pid);
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

  /** True if all hypervisors run and have nothing of a lab, as a rehearsal needs them. */
  async areAllEmpty(): Promise<boolean> {
    const { hypervisors } = await this.probe();
    return hypervisors.every(({ tcp, nios, vms }) => tcp.state === 'open' && nios?.length === 0 && vms?.length === 0);
  }

  /** The hypervisors on whose control port a program accepts connections and does not answer. */
  async muteTargets(): Promise<ReadonlySet<string>> {
    const { hypervisors } = await this.probe();
    return new Set(hypervisors.filter(({ tcp }) => tcp.reason === 'no-reply').map(({ target }) => target));
  }

  private async here<T>(all: readonly T[], hypervisorOf: (one: T) => Hypervisor): Promise<T[]> {
    const forwarded = new Set((await this.forwardedHypervisors()).map(({ hypervisor }) => hypervisorKey(hypervisor)));
    const hosts = new Set<string>();
    for (const host of new Set(all.map((one) => hypervisorOf(one).host))) if (await this.isHere(host)) hosts.add(host);
    return all.filter((one) => {
      const hypervisor = hypervisorOf(one);
      return hosts.has(hypervisor.host) && !forwarded.has(hypervisorKey(hypervisor));
    });
  }
}

/** A hypervisor that runs on this host, with what it may open. */
export interface RunningHypervisor {
  readonly load: LoadedHypervisor;
  readonly pid: number;
  readonly files: OpenFiles;
  readonly probe: HypervisorProbe;
}
