import { present } from '../../../core/present.ts';
import type { HostNames } from '../../../world/network/host-names.ts';
import type { Slots } from '../../../world/network/slots.ts';
import { type HostObservation, judgedPort } from '../judge-host.ts';
import type { HostToTry } from '../ports-to-try.ts';
import type { ReachVerdict } from '../result.ts';
import type { Protocol } from '../transport-protocol.ts';
import { portVerdict } from '../verdict.ts';
import { askResponder, NO_RESPONDER } from './ask-responder.ts';
import { findInUse } from './in-use.ts';
import { newRun } from './protocol.ts';
import { RoundTrip } from './round-trip.ts';
import { tryTcpPorts } from './tcp-ports.ts';
import { tryUdpPorts } from './udp-ports.ts';

export interface HostOptions {
  /** For one port, all its tries together. */
  readonly timeoutMs: number;
  readonly token: string | undefined;
  readonly all: boolean;
  readonly ssh: boolean;
  readonly names: HostNames;
  /** Sockets that may be open at a time, for all hosts together. */
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** Called for each port that is done. */
  readonly onPort: () => void;
}

/** Tries the ports of one host. Never throws but for a lack of descriptors. */
export async function reachHost(host: HostToTry, options: HostOptions): Promise<HostObservation> {
  const [address, ...others] = await addressesOf(host, options);
  if (address === undefined) return notReached(host, options);
  return await reachAddresses(host, [address, ...others], options);
}

/** Of all names of the host; none if it was interrupted. */
async function addressesOf({ names }: HostToTry, options: HostOptions): Promise<string[]> {
  const { signal } = options;
  const all = await Promise.all(names.map((name) => options.names.addressesOf(name, signal)));
  return signal.aborted ? [] : [...new Set(all.flat())];
}

/** A host without an address, or of which nobody has said whether it has one. */
function notReached({ host, names, ports, isThisHost }: HostToTry, options: HostOptions): HostObservation {
  const isInterrupted = options.signal.aborted;
  const [unanswered] = isInterrupted ? [] : names.flatMap((name) => options.names.unanswered(name) ?? []);
  const reason = isInterrupted ? 'interrupted' : unanswered === undefined ? 'unresolvable' : 'dns-no-response';
  const verdict = { state: 'not tried', reason } as const;
  return present({
    isInterrupted,
    host,
    isThisHost: isThisHost || undefined,
    unanswered,
    responder: 'not asked' as const,
    isSample: false,
    ports: ports.map((port) => judgedPort(port, verdict)),
    limits: [],
  });
}

async function reachAddresses(
  { host, ports, expectsResponder, isThisHost }: HostToTry,
  addresses: readonly [string, ...string[]],
  options: HostOptions,
): Promise<HostObservation> {
  const { names, signal } = options;
  const known = expectsResponder && options.token !== undefined ? { token: options.token, run: newRun() } : undefined;
  const roundTrip = new RoundTrip();
  const of = (wanted: Protocol) => ports.filter(({ protocol }) => protocol === wanted);
  const [tcp, udp] = await Promise.all([
    tryTcpPorts(of('tcp'), { ...options, addresses }),
    tryUdpPorts(
      of('udp').map(({ port }) => port),
      { ...options, address: addresses[0], known, roundTrip },
    ),
  ]);
  const asking = { ...options, addresses, waitMs: roundTrip.waitMs };
  const responder = known === undefined ? NO_RESPONDER : await askResponder(tcp, udp, { ...asking, known });
  const evidence = { tcp: tcp.results, udp, responder, isInterrupted: signal.aborted };
  const verdicts = new Map(ports.map((port) => [port, portVerdict(port, evidence)]));
  const isHere = names.isOwnAddress(addresses[0]);
  const limit = await findInUse(verdicts, { ...options, host, addresses, isHere });
  const isAsked = known !== undefined && !signal.aborted;
  const heard: HostObservation['responder'] = responder.isHeard ? 'heard' : isAsked ? 'not heard' : 'not asked';
  return present({
    isInterrupted: signal.aborted,
    host,
    isThisHost: isThisHost || undefined,
    address: addresses[0],
    responder: heard,
    answersFrom: responder.answersFrom,
    isSample: [...verdicts.values()].some(({ reason }) => reason === 'sample'),
    ports: ports.map((port) => judgedPort(port, verdicts.get(port) as ReachVerdict, { isHere: isThisHost })),
    path: responder.path,
    limits: limit === undefined ? [] : [limit],
  });
}
