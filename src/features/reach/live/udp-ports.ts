import type { HostNames } from '../../../world/network/host-names.ts';
import { pause } from '../../../world/network/pause.ts';
import type { Slots } from '../../../world/network/slots.ts';
import type { UdpEvidence } from '../evidence.ts';
import { sampleOf } from '../sample.ts';
import { tryPaced } from './paced-ports.ts';
import type { RoundTrip } from './round-trip.ts';
import { type ResponderAccess, tryUdpPort } from './udp-port.ts';

/** What is on its way may be lost, its answer too; three in a row are not. */
const TRIES = 3;

/**
 * A sample ends then, whatever is still silent: a user waits no longer than ten seconds, with the start of
 * the program.
 */
const SAMPLE_MS = 8000;

export interface UdpPortsOptions {
  readonly address: string;
  /** What a responder which is expected there must be told. */
  readonly known: ResponderAccess | undefined;
  readonly roundTrip: RoundTrip;
  /** Every port, also where no responder is. */
  readonly all: boolean;
  readonly names: HostNames;
  /** For one port, all its tries together. */
  readonly timeoutMs: number;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** Called for each port that is done. */
  readonly onPort: () => void;
}

/**
 * Tries UDP ports of a host: all at once where refusals are not rationed, else a sample, or all of them
 * slowly.
 */
export async function tryUdpPorts(
  ports: readonly number[],
  { address, known, roundTrip, all, names, timeoutMs, slots, signal, onPort }: UdpPortsOptions,
): Promise<Map<number, UdpEvidence>> {
  const evidence = new Map<number, UdpEvidence>();
  const onEvidence = (port: number, found: UdpEvidence): void => {
    if (!evidence.has(port)) onPort();
    evidence.set(port, found);
  };
  const tryPort = (port: number, tries: number): Promise<UdpEvidence> =>
    slots.within(() => tryUdpPort(port, { address, known, roundTrip, tries, timeoutMs, signal }));
  // The loopback rations no errors (`icmpv4_xrlim_allow`), and a responder needs none.
  if (known !== undefined || names.isOwnAddress(address)) {
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
