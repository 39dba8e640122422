import type { HostNames } from '../../../world/network/host-names.ts';
import { pause } from '../../../world/network/pause.ts';
import type { Slots } from '../../../world/network/slots.ts';
import { dial, type TcpResult } from '../../../world/network/tcp.ts';
import type { HostToTry, PortToTry } from '../ports-to-try.ts';
import { remediesFor } from '../remedies.ts';
import type { HostReach, PortReach } from '../result.ts';
import { sampleOf } from '../sample.ts';
import { type ReachVerdict, tcpVerdict, udpVerdict } from '../verdict.ts';
import { askResponder, NO_RESPONDER } from './ask-responder.ts';
import { findInUse } from './in-use.ts';
import { tryPaced } from './paced-ports.ts';
import { RoundTrip } from './round-trip.ts';
import { tryUdpPort, type UdpEvidence } from './udp-port.ts';

/** What is on its way may be lost, its answer too; three in a row are not. */
const TRIES = 3;

/** A sample ends then, whatever is still silent: a user waits no longer than ten seconds, the start of the program included. */
const SAMPLE_MS = 8000;

export interface HostOptions {
  /** For one port, all its tries together. */
  readonly timeoutMs: number;
  readonly token: string | undefined;
  readonly all: boolean;
  readonly ssh: boolean;
  /** The labs as the arguments of a command; empty if there is none. */
  readonly labWords: string;
  readonly names: HostNames;
  /** Sockets that may be open at a time, for all hosts together. */
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** Called for each port that is done. */
  readonly onPort: () => void;
}

/** Tries the ports of one host. Never throws but for a lack of descriptors. */
export async function reachHost(plan: HostToTry, options: HostOptions): Promise<HostReach> {
  const found = await addressesOf(plan, options);
  const [address] = found;
  if (address === undefined) {
    const reason = options.signal.aborted ? 'interrupted' : 'unresolvable';
    const ports = plan.ports.map((port) => portReach(port, { state: 'not tried', reason }));
    return judged({ host: plan.host, responder: 'not asked', isSample: false, ports, limits: [] }, options);
  }
  return await new HostRun(plan, [address, ...found.slice(1)], options).run();
}

async function addressesOf(plan: HostToTry, { names, signal }: HostOptions): Promise<string[]> {
  const all = await Promise.all(plan.names.map((name) => names.addressesOf(name, signal)));
  return signal.aborted ? [] : [...new Set(all.flat())];
}

class HostRun {
  private readonly plan: HostToTry;
  private readonly addresses: readonly [string, ...string[]];
  private readonly options: HostOptions;
  private readonly token: string | undefined;
  private readonly roundTrip = new RoundTrip();
  private readonly limits: string[] = [];

  constructor(plan: HostToTry, addresses: readonly [string, ...string[]], options: HostOptions) {
    this.plan = plan;
    this.addresses = addresses;
    this.options = options;
    this.token = plan.expectsResponder ? options.token : undefined;
  }

  async run(): Promise<HostReach> {
    const { plan, token, addresses, limits, options } = this;
    const [tcp, udp] = await Promise.all([this.tryTcp(), this.tryUdp()]);
    const asking = { ...options, addresses, waitMs: this.roundTrip.waitMs };
    const responder = token === undefined ? NO_RESPONDER : await askResponder(tcp, udp, { ...asking, token });
    const verdicts = new Map<PortToTry, ReachVerdict>();
    for (const port of plan.ports) {
      const result = port.protocol === 'tcp' ? tcp.get(port.port) : undefined;
      const evidence = port.protocol === 'udp' ? udp.get(port.port) : undefined;
      if (result !== undefined) verdicts.set(port, tcpVerdict(port.port, result, responder));
      else if (evidence !== undefined) verdicts.set(port, udpVerdict(port.port, evidence, responder));
      else verdicts.set(port, { state: 'not tried', reason: options.signal.aborted ? 'interrupted' : 'sample' });
    }
    const isHere = options.names.isOwnAddress(addresses[0]);
    const limit = await findInUse(verdicts, { ...options, host: plan.host, addresses, isHere });
    if (limit !== undefined) limits.push(limit);
    const isAsked = token !== undefined && !options.signal.aborted;
    const isSample = [...verdicts.values()].some(({ reason }) => reason === 'sample');
    return judged(
      {
        host: plan.host,
        address: addresses[0],
        responder: responder.isHeard ? 'heard' : isAsked ? 'not heard' : 'not asked',
        isSample,
        ports: plan.ports.map((port) => portReach(port, verdicts.get(port) as ReachVerdict)),
        ...(responder.path === undefined ? {} : { path: responder.path }),
        limits,
      },
      options,
    );
  }

  private portsOf(protocol: 'tcp' | 'udp'): number[] {
    return this.plan.ports.flatMap((one) => (one.protocol === protocol ? [one.port] : []));
  }

  private async tryTcp(): Promise<Map<number, TcpResult>> {
    const { slots, timeoutMs, signal, onPort } = this.options;
    const results = new Map<number, TcpResult>();
    await Promise.all(
      this.portsOf('tcp').map((port) =>
        slots.within(async () => {
          const { tcp, socket } = await dial(this.addresses, port, { timeoutMs, signal });
          socket?.destroy();
          results.set(port, tcp);
          onPort();
        }),
      ),
    );
    return results;
  }

  private async tryUdp(): Promise<Map<number, UdpEvidence>> {
    const { all, names, timeoutMs, signal, slots, onPort } = this.options;
    const [address] = this.addresses;
    const ports = this.portsOf('udp');
    const evidence = new Map<number, UdpEvidence>();
    const onEvidence = (port: number, found: UdpEvidence): void => {
      if (!evidence.has(port)) onPort();
      evidence.set(port, found);
    };
    const tryPort = (port: number, tries: number): Promise<UdpEvidence> =>
      slots.within(() =>
        tryUdpPort(port, { address, token: this.token, roundTrip: this.roundTrip, tries, timeoutMs, signal }),
      );
    // The loopback rations no errors (`icmpv4_xrlim_allow`), and a responder needs none.
    if (this.token !== undefined || names.isOwnAddress(address)) {
      await Promise.all(ports.map(async (port) => onEvidence(port, await tryPort(port, TRIES))));
      return evidence;
    }
    const chosen = all ? ports : sampleOf(ports);
    for (let untried = chosen.length; untried < ports.length; untried++) onPort();
    const deadline = performance.now() + (all ? Number.POSITIVE_INFINITY : SAMPLE_MS);
    await tryPaced(chosen, {
      tryPort: (port) => tryPort(port, 1),
      pause: (ms) => pause(ms, signal),
      isOver: () => signal.aborted || performance.now() > deadline,
      onEvidence,
    });
    return evidence;
  }
}

function portReach({ protocol, port, purpose }: PortToTry, verdict: ReachVerdict): PortReach {
  const { state } = verdict;
  // Before a lab runs nobody listens on its consoles and NIO ports; a refusal shows that the path is free.
  const isFinding = state === 'filtered' || (state === 'closed' && (purpose === undefined || purpose === 'control'));
  return { protocol, port, ...(purpose === undefined ? {} : { purpose }), ...verdict, isFinding };
}

function judged(host: Omit<HostReach, 'remedies' | 'verdict'>, { labWords, token, signal }: HostOptions): HostReach {
  const isUntried = host.ports.some(({ state, reason }) => state === 'not tried' && reason !== 'sample');
  // An interruption leaves open what would have been asked next, too.
  const isUnknown = signal.aborted || isUntried || host.responder === 'not heard';
  const losesFrames = host.path !== undefined && host.path.frame.result !== 'passes';
  const hasFindings = losesFrames || host.ports.some(({ isFinding }) => isFinding);
  const isSilent = host.ports.some(({ state }) => state === 'open|filtered');
  return {
    ...host,
    remedies: remediesFor(host, { labWords, hasToken: token !== undefined }),
    verdict: isUnknown ? 'unknown' : hasFindings ? 'findings' : isSilent ? 'unknown' : 'clean',
  };
}
