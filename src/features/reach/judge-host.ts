import type { Outcome } from '../../core/outcome.ts';
import { present } from '../../core/present.ts';
import { hostFindings } from './host-findings.ts';
import type { PortToTry } from './ports-to-try.ts';
import { type RemedyContext, remediesFor, type SeenHost } from './remedies.ts';
import type { HostFinding, HostReach, PortReach, ReachVerdict } from './result.ts';

/** What was seen of a host, before it is judged. */
export interface HostObservation extends SeenHost {
  /** True if the user ended it before everything was asked. */
  readonly isInterrupted: boolean;
}

/** The result of a host: what was seen of it, what to do, and what it comes to. */
export function judgedHost({ isInterrupted, ...seen }: HostObservation, context: RemedyContext): HostReach {
  const findings = hostFindings(seen, context);
  const remedies = remediesFor(seen, findings, context);
  return { ...seen, findings, remedies, verdict: hostVerdict(seen, findings, isInterrupted) };
}

function hostVerdict(
  { ports, responder }: SeenHost,
  findings: readonly HostFinding[],
  isInterrupted: boolean,
): Outcome {
  const isUntried = ports.some(({ state, reason }) => state === 'not tried' && reason !== 'sample');
  // An interruption leaves open what would have been asked next, too.
  if (isInterrupted || isUntried || responder === 'not heard') return 'unknown';
  if (findings.length > 0) return 'findings';
  return ports.some(({ state }) => state === 'open|filtered') ? 'unknown' : 'clean';
}

/**
 * A port with its verdict, and whether that is a finding. `isHere`: it is one of this host, to which there is
 * always a way.
 */
export function judgedPort(one: PortToTry, verdict: ReachVerdict, { isHere = false } = {}): PortReach {
  const { protocol, port } = one;
  const purpose = one.from === 'lab' ? one.purpose : undefined;
  const { state } = verdict;
  // Before a lab runs nothing listens on its consoles and NIO ports, nor do the hypervisors of this host run;
  // a refusal shows that the path is open.
  const mustListen = one.from === 'user' || (purpose === 'control' && !isHere);
  const isFinding = state === 'filtered' || (state === 'closed' && mustListen);
  return present({ protocol, port, purpose, ...verdict, isFinding });
}
