import { setMaxListeners } from 'node:events';
import { isLoopback } from '../../core/address/host.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { generationOf } from '../../core/kernel/dynamips-version.ts';
import { hypervisorKey } from '../../core/lab/hypervisor.ts';
import { type ProbeTarget, targetAt } from '../../core/lab/probe-target.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import type { HypervisorClient } from '../../world/hypervisor/client.ts';
import type { HypervisorError } from '../../world/hypervisor/hypervisor-error.ts';
import { type Observation, type ObservedNio, observe } from '../../world/hypervisor/observe.ts';
import { encodeRequest, RequestError } from '../../world/hypervisor/request.ts';
import { withHypervisor } from '../../world/hypervisor/with-hypervisor.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { Slots } from '../../world/network/slots.ts';
import { dial, type TcpResult } from '../../world/network/tcp.ts';
import { type Expectation, expectations } from './expectation.ts';
import { judge } from './findings.ts';
import { type SaveOutcome, saveConfiguration } from './live/save-configuration.ts';
import type { HypervisorProbe, Look, ProbedConsole, ProbedNio, ProbeResult, SharedPort } from './result.ts';

/**
 * A hypervisor answers in a millisecond or two; one that stays just inside the time limit with every single command is cut off
 * after so many of them.
 */
const SLOWEST_COMMANDS = 20;

/** Nearly everything answers in milliseconds; who has not by then is only waited for, while others are asked. */
const PATIENCE_MS = 200;

/** A hypervisor on the other side of the world answers in a third of a second, one that swaps in two or three. */
const TIMEOUT_MS = 3000;

/** Far below the 256 files that macOS lets a process have open. */
const CONCURRENCY = 64;

export interface ProbeOptions {
  /** Hypervisors that no lab names; a target may be written as `host:port`. */
  readonly targets?: readonly (ProbeTarget | string)[];
  /** Milliseconds for the TCP connection, and again for each command; 3000 if it is not given. */
  readonly timeoutMs?: number | undefined;
  /** How many hypervisors and consoles are asked at once, 64 if it is not given; those that are late are waited for besides. */
  readonly concurrency?: number | undefined;
  /** False leaves the consoles alone. */
  readonly consoles?: boolean | undefined;
  /** Tells the hypervisors to write their configuration into this file on their own host. */
  readonly saveConfig?: string | undefined;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

/** The same with everything that has a default. */
type Settled = ProbeOptions & { readonly timeoutMs: number; readonly concurrency: number };

/**
 * Looks at live hypervisors, those of the labs and those of `targets`, and compares them with what the labs expect. Changes nothing
 * on them, unless `saveConfig` tells it to. What cannot be reached is part of the result; throws `InputError` for a target
 * that is no address, and for a `saveConfig` that Dynamips cannot be told.
 */
export async function probe(model: LabModel, options: ProbeOptions = {}, ui: Ui = quietUi()): Promise<ProbeResult> {
  if (options.saveConfig !== undefined) checkFileName(options.saveConfig);
  const expected = expectations(model);
  const all = new Map<string, ProbeTarget>();
  // A GNS3 server speaks HTTP; the hypervisors that it starts are on ports that no file says.
  for (const { hypervisor } of expected.values()) {
    if (hypervisor.kind !== 'gns3') all.set(hypervisorKey(hypervisor), hypervisor);
  }
  for (const written of options.targets ?? []) {
    const target = typeof written === 'string' ? targetAt(written) : written;
    if (!all.has(hypervisorKey(target))) all.set(hypervisorKey(target), target);
  }
  const { timeoutMs = TIMEOUT_MS, concurrency = CONCURRENCY } = options;
  const run = new Run({ ...options, timeoutMs, concurrency }, { ...ui, signal: ownSignal(ui.signal) }, all.size);
  ui.progress(progressText(0, all.size));
  const looks = await Promise.all([...all].map(([key, target]) => run.probe(target, expected.get(key))));
  const shared = sharedPorts(looks);
  const hypervisors = looks.map((look) => summarized({ ...look, sharedPorts: shared.get(look.target.name) ?? [] }));
  return { schemaVersion: 1, outcome: outcome(hypervisors), hypervisors };
}

/** A signal that follows the caller's: every connection listens to it, and so many listeners on one that is not ours would be warned of. */
function ownSignal(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

function progressText(done: number, total: number): string {
  return `probing: ${done} of ${total} hypervisors`;
}

function checkFileName(file: string): void {
  try {
    encodeRequest(['hypervisor', 'save_config', file]);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new InputError('BAD_FILE', `"${file}" cannot be a file name here: ${error.message}`, {
      next: 'name a file without quotes and line ends',
    });
  }
}

/** One run of probes, which share the names that were looked up and the connections that may be open. */
class Run {
  private readonly options: Settled;
  private readonly ui: Ui;
  private readonly slots: Slots;
  private readonly names: HostNames;
  private readonly total: number;
  private done = 0;

  constructor(options: Settled, ui: Ui, total: number) {
    this.options = options;
    this.ui = ui;
    this.names = options.names ?? new HostNames();
    this.total = total;
    this.slots = new Slots(options.concurrency);
  }

  async probe(target: ProbeTarget, expectation: Expectation | undefined): Promise<Omit<Look, 'sharedPorts'>> {
    const seen = await this.slots.within((giveWay) => this.look(target, giveWay));
    const consoles =
      seen.address === undefined || this.options.consoles === false
        ? []
        : await this.probeConsoles(seen.address, seen, expectation);
    this.ui.progress(progressText(++this.done, this.total));
    return { target, expectation, ...seen, consoles };
  }

  private async look(
    target: ProbeTarget,
    giveWay: () => void,
  ): Promise<Pick<Look, 'tcp' | 'address' | 'observation' | 'save'>> {
    const { timeoutMs } = this.options;
    const { signal } = this.ui;
    const { host, port, kind } = target;
    const addresses = await patiently(giveWay, () => this.names.addressesOf(host));
    const conversation = {
      timeoutMs,
      deadlineMs: SLOWEST_COMMANDS * timeoutMs,
      onLate: { afterMs: PATIENCE_MS, call: giveWay },
      signal,
    };
    const outcome = await withHypervisor({ host, port, addresses }, conversation, async (client, { address }) => {
      const observation = await observe(client, kind === 'dynamips' ? 'everything' : 'version');
      const save = await this.save(client, target, address, observation);
      return { observation, save, isAborted: signal.aborted };
    });
    const { tcp, address } = outcome;
    if (!('result' in outcome)) return { tcp, address, observation: {}, save: undefined };
    const { observation, save, isAborted } = outcome.result;
    return { tcp: afterQuestions(tcp, observation, isAborted), address, observation, save };
  }

  private async save(
    client: HypervisorClient,
    target: ProbeTarget,
    address: string,
    { error, bridges, nios }: Observation,
  ): Promise<SaveOutcome | undefined> {
    const { saveConfig } = this.options;
    if (saveConfig === undefined || error !== undefined || nios === undefined) return undefined;
    return await saveConfiguration(client, {
      file: this.total === 1 ? saveConfig : fileFor(saveConfig, target),
      isHere: this.names.isOwnAddress(address),
      bridgeCount: bridges?.length ?? 0,
    });
  }

  private async probeConsoles(
    address: string,
    { observation, save }: Pick<Look, 'observation' | 'save'>,
    expectation: Expectation | undefined,
  ): Promise<ProbedConsole[]> {
    const saved = save?.outcome === 'read' ? save.configuration.auxPorts : undefined;
    const auxPorts = new Map(saved);
    for (const { device, type, port } of expectation?.consoles ?? []) {
      if (type === 'aux' && !auxPorts.has(device)) auxPorts.set(device, port);
    }
    const ports = (observation.machines ?? []).flatMap(({ name, consolePort }) => [
      { vm: name, type: 'console' as const, port: consolePort },
      { vm: name, type: 'aux' as const, port: auxPorts.get(name) },
    ]);
    return await Promise.all(
      ports.flatMap(({ vm, type, port }) =>
        port === undefined || port === 0
          ? []
          : this.slots.within((giveWay) => patiently(giveWay, () => this.probeConsole(address, { vm, type, port }))),
      ),
    );
  }

  /** Connects and goes away again; a console notes that with a line at most. */
  private async probeConsole(
    address: string,
    row: { vm: string; type: 'console' | 'aux'; port: number },
  ): Promise<ProbedConsole> {
    const dialling = { timeoutMs: this.options.timeoutMs, signal: this.ui.signal };
    const { tcp, socket } = await dial([address], row.port, dialling);
    socket?.destroy();
    const mayBeLocal = tcp.state === 'refused' && this.names.isOwnAddress(address) && address !== LOOPBACK;
    if (!mayBeLocal) return { ...row, tcp };
    const local = await dial([LOOPBACK], row.port, dialling);
    local.socket?.destroy();
    return local.tcp.state === 'open' ? { ...row, tcp, isLocalOnly: true } : { ...row, tcp };
  }
}

const LOOPBACK = '127.0.0.1';

/** Does something, and gives way when it takes longer than a host that is well takes to answer. */
async function patiently<T>(giveWay: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(giveWay, PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** A port that accepts is still no hypervisor before it has said its version. */
function afterQuestions(tcp: TcpResult, { version, error }: Observation, isAborted: boolean): TcpResult {
  if (isAborted && error !== undefined) return { ...tcp, state: 'interrupted', reason: 'interrupted' };
  if (version !== undefined && !/^v?\d/.test(version))
    return { ...tcp, state: 'not-a-hypervisor', reason: 'bad-reply' };
  if (version !== undefined || error === undefined) return tcp;
  return { ...tcp, ...silenceOf(error) };
}

function silenceOf({ code }: HypervisorError): Pick<TcpResult, 'state' | 'reason'> {
  if (code === 'TIMEOUT') return { state: 'timeout', reason: 'no-reply' };
  const reason = code === 'CLOSED' || code === 'CONNECTION' ? 'closed' : 'bad-reply';
  return { state: 'not-a-hypervisor', reason };
}

/** Several hypervisors on one host would write over each other's file. */
function fileFor(file: string, { host, port }: ProbeTarget): string {
  const suffix = `-${host.replace(/[^\w.-]/g, '_')}-${port}`;
  const match = /^(.*[^/\\])(\.[^./\\]+)$/.exec(file);
  return match === null ? file + suffix : `${match[1]}${suffix}${match[2]}`;
}

function summarized(look: Look): HypervisorProbe {
  const { target, expectation, tcp, address, observation, save, consoles } = look;
  const { version, nios, bridges, switches, machines } = observation;
  const generation = version === undefined ? undefined : generationOf(version);
  return {
    target: target.name,
    labs: expectation?.labs ?? [],
    tcp,
    ...(address === undefined ? {} : { address }),
    ...(version === undefined ? {} : { version }),
    ...(generation === undefined || target.kind !== 'dynamips' ? {} : { generation }),
    ...(nios === undefined ? {} : { nios: withPorts(nios, save) }),
    ...(bridges === undefined ? {} : { bridges }),
    ...(switches === undefined ? {} : { switches }),
    ...(machines === undefined ? {} : { vms: machines, consoles }),
    ...(save === undefined ? {} : { saved: { file: save.file, outcome: save.outcome } }),
    findings: judge(look),
  };
}

/** One console or AUX port of a router, and where it is. */
interface PortOwner {
  readonly name: string;
  readonly target: string;
}

/** The console ports that more than one router has, for each hypervisor that has one of these routers. */
function sharedPorts(looks: readonly Omit<Look, 'sharedPorts'>[]): Map<string, SharedPort[]> {
  const shared = new Map<string, SharedPort[]>();
  for (const { port, routers } of consoleOwners(looks)) {
    const [first] = routers;
    if (first === undefined || routers.length < 2) continue;
    const names = routers.map(({ name, target }) => (target === first.target ? name : `${name} (${target})`));
    for (const target of new Set(routers.map((router) => router.target))) {
      const isToldHere = target === first.target;
      shared.set(target, [...(shared.get(target) ?? []), { port, routers: names, isToldHere }]);
    }
  }
  return shared;
}

/** Who has each console port of each host; all loopback addresses are one host. */
function consoleOwners(looks: readonly Omit<Look, 'sharedPorts'>[]): { port: number; routers: PortOwner[] }[] {
  const owners = new Map<string, { port: number; routers: PortOwner[] }>();
  // One hypervisor may be named twice, as localhost and by its address.
  const seen = new Set<string>();
  for (const { target, address = '', consoles } of looks) {
    const host = isLoopback(address) ? '' : address;
    for (const { vm, type, port } of consoles) {
      const router = `${host} ${target.port} ${type} ${vm}`;
      if (seen.has(router)) continue;
      seen.add(router);
      const owner = owners.get(`${host} ${port}`) ?? { port, routers: [] };
      owners.set(`${host} ${port}`, owner);
      owner.routers.push({ name: type === 'aux' ? `${vm} (AUX)` : vm, target: target.name });
    }
  }
  return [...owners.values()];
}

function withPorts(nios: readonly ObservedNio[], save: SaveOutcome | undefined): readonly ProbedNio[] {
  if (save?.outcome !== 'read') return nios;
  const saved = new Map(save.configuration.udpNios.map((nio) => [nio.name, nio]));
  return nios.map((nio) => {
    const { localPort, remoteHost, remotePort, boundTo } = saved.get(nio.name) ?? {};
    return {
      ...nio,
      ...(localPort === undefined ? {} : { localPort }),
      ...(remoteHost === undefined ? {} : { remoteHost }),
      ...(remotePort === undefined ? {} : { remotePort }),
      ...(boundTo === undefined ? {} : { boundTo }),
    };
  });
}

function outcome(hypervisors: readonly HypervisorProbe[]): Outcome {
  return outcomeOf({
    unknown: hypervisors.some(isNotKnown),
    // A note is nothing that is wrong.
    findings: hypervisors.some(({ findings }) => findings.some(({ severity }) => severity !== 'note')),
  });
}

/** True if a hypervisor could not be asked everything: what is there is then not known. */
function isNotKnown({ tcp, findings }: HypervisorProbe): boolean {
  if (tcp.state !== 'open' && tcp.state !== 'not-a-hypervisor') return true;
  return findings.some(({ slug }) => slug === 'broke-off');
}
