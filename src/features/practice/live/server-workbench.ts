import type { LabModel } from '../../../core/model/lab-model.ts';
import type { UBridgeReading } from '../../../core/open-project/host.ts';
import { openHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { socketsOfThisHost } from '../../../world/sockets/this-host.ts';
import { EmbeddedUBridge } from '../../../world/ubridge/embedded/embedded-ubridge.ts';
import { readUBridge } from '../../../world/ubridge/read-ubridge.ts';
import type { Staged } from '../exercise.ts';
import type { PlayedBridge, PlayedProgram, ServerState } from '../gns3/play-server.ts';
import { ownedRows, pidOf, type ServerReadings } from '../gns3/server-project.ts';
import { serverSight } from '../gns3/server-sight.ts';
import { serverStateOf } from '../gns3/server-state-of.ts';
import type { Machine } from '../machine.ts';
import type { Sight } from '../session.ts';
import type { NotStarted, RunningHypervisor, StartHypervisor } from './hypervisors.ts';
import type { Done, LoadReport, Workbench } from './workbench.ts';

interface ServerOptions {
  readonly start: StartHypervisor;
  readonly onCommand: () => void;
  readonly signal: AbortSignal;
  readonly done: () => Done;
}

const HOST = '127.0.0.1';

/** A program of this machine answers in milliseconds; one that has to wait for a core takes longer. */
const TIMEOUT_MS = 10_000;

/**
 * The programs of a project that a GNS3 server has open, with real sockets: a hypervisor for each Dynamips,
 * and a uBridge for each uBridge, wired as the server wires them. The server itself is played.
 */
export class ServerWorkbench implements Workbench {
  private readonly staged: Staged;
  private readonly options: ServerOptions;
  /** By their TCP ports. */
  private readonly running = new Map<number, RunningHypervisor>();

  constructor(staged: Staged, options: ServerOptions) {
    this.staged = staged;
    this.options = options;
  }

  async load(_model: LabModel, _machine: Machine): Promise<LoadReport> {
    await this.close();
    const { programs, refused } = this.state();
    const notStarted: NotStarted[] = [];
    // Of two sockets with the same ports the one that was made last is the newer one.
    for (const program of programs) {
      const why = await this.start(program);
      if (why !== undefined) notStarted.push({ name: `${HOST}:${program.control}`, why });
    }
    return { made: 0, refused: 0, notStarted, serverRefused: refused };
  }

  async look(): Promise<Sight> {
    const { server, files } = this.staged;
    if (server === undefined) throw new Error('the exercise has no server');
    const state = this.state();
    const readings = await this.read(state);
    return { ...serverSight(server, files[0]?.name ?? '', state, readings), isProgramThere: false };
  }

  async close(): Promise<void> {
    for (const [control, one] of this.running) {
      this.running.delete(control);
      await one.stop();
    }
  }

  private state(): ServerState {
    const state = serverStateOf(this.staged, this.options.done().files);
    // Only files that can be read are loaded.
    if (state === undefined) throw new Error('the lines of the file cannot be done');
    return state;
  }

  /** Why it could not be started. */
  private async start(program: PlayedProgram): Promise<string | undefined> {
    const { control } = program;
    try {
      this.running.set(control, await this.started(program));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'EADDRINUSE' ? `TCP port ${control} is in use` : message;
    }
    return await this.command(control, commandsOf(program));
  }

  private async started({ program, control }: PlayedProgram): Promise<RunningHypervisor> {
    const { start, onCommand } = this.options;
    if (program === 'dynamips') return await start(HOST, control);
    const ubridge = await EmbeddedUBridge.start({ host: HOST, port: control, onExchange: onCommand });
    return { stop: () => ubridge.close() };
  }

  private async command(port: number, commands: readonly (readonly string[])[]): Promise<string | undefined> {
    const { signal } = this.options;
    const opened = await openHypervisor({ host: HOST, port, addresses: [HOST] }, { timeoutMs: TIMEOUT_MS, signal });
    if (!('client' in opened)) return 'it does not answer';
    try {
      for (const words of commands) await opened.client.command(...words);
      return undefined;
    } finally {
      await opened.close();
    }
  }

  /** Programs that do not answer any more are not among what is read. */
  private async read({ programs }: ServerState): Promise<ServerReadings> {
    const { rows, ...table } = await socketsOfThisHost({ allOwners: false, next: 'practice needs /proc/net' });
    const ubridges: UBridgeReading[] = [];
    const gone = new Set<PlayedProgram>();
    for (const one of programs.filter(({ program }) => program === 'ubridge')) {
      const address = { pid: pidOf(one), host: HOST, port: one.control, addresses: [HOST] };
      const reading = await readUBridge(address, { timeoutMs: TIMEOUT_MS, signal: this.options.signal });
      if (reading.version === undefined) gone.add(one);
      else ubridges.push(withoutCounters(reading));
    }
    const there = programs.filter((one) => !gone.has(one));
    return { programs: there, sockets: { ...table, rows: ownedRows(rows, there) }, ubridges };
  }
}

function commandsOf({ nios, bridges }: PlayedProgram): string[][] {
  return [
    ...nios.map(({ name, ports: { localPort, remotePort } }) => {
      return ['nio', 'create_udp', name, String(localPort), HOST, String(remotePort)];
    }),
    ...bridges.flatMap(bridgeCommands),
  ];
}

/** As a GNS3 server gives them (docs/FACTS.md, "A live GNS3"). */
function bridgeCommands({ name, source, destination, isFiltering }: PlayedBridge): string[][] {
  return [
    ['bridge', 'create', name],
    ...[source, destination].map(({ localPort, remotePort }) => {
      return ['bridge', 'add_nio_udp', name, String(localPort), HOST, String(remotePort)];
    }),
    ['bridge', 'start', name],
    ...(isFiltering ? [['bridge', 'add_packet_filter', name, 'filter0', 'frequency_drop', '-1']] : []),
  ];
}

/** No router of a practice sends a frame: that all counters are 0 says nothing of a link. */
function withoutCounters(reading: UBridgeReading): UBridgeReading {
  return {
    ...reading,
    bridges: reading.bridges.map(({ source, destination, ...bridge }) => ({
      ...bridge,
      ...(source && { source: { text: source.text, ...(source.ports && { ports: source.ports }) } }),
      ...(destination && {
        destination: { text: destination.text, ...(destination.ports && { ports: destination.ports }) },
      }),
    })),
  };
}
