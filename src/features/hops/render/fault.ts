import type { Hop } from '../../../core/open-project/live-link.ts';
import { programName, programOf, programWithPid } from './program-name.ts';

/** What is wrong with a hop, in a clause; nothing of one that is as it should be. */
export function faultOf(hop: Hop): string | undefined {
  const { fault, localPort, remotePort, remoteHost, holder = 'another program' } = hop;
  const port = localPort === undefined ? `a port of ${programOf(hop)}` : `port ${localPort}`;
  switch (fault) {
    case undefined:
      return undefined;
    case 'no socket':
      return localPort === undefined ? `${programOf(hop)} has no socket` : `no socket on ${localPort}`;
    case 'process ended':
      return `${programOf(hop)} has ended`;
    case 'process stopped':
      return `${programWithPid(hop)} is stopped`;
    case 'process traced':
      return `a debugger holds ${programWithPid(hop)}`;
    case 'foreign':
      return `${holder} has ${port}`;
    case 'orphan':
      return `orphaned ${holder} has ${port} too`;
    case 'shared':
      return hop.holder === undefined ? `two sockets have ${port}` : `${holder} has ${port} too`;
    case 'crossed':
      return `${localPort ?? programOf(hop)} sends to ${hostAndPort(remoteHost, remotePort)}`;
    case 'bridge stopped':
      return `the bridge of ${programOf(hop)} does not run`;
    case 'queue full':
      return `nothing reads ${port}: its queue is full`;
    default:
      return notSeen(hop);
  }
}

function notSeen(hop: Hop): string {
  if (hop.program === 'other') return `${hop.node} on ${hop.host} not seen`;
  const { pid, program, localPort } = hop;
  // These answer no questions: their arguments tell the port, and who has its socket may be hidden.
  if (localPort !== undefined && (program === 'vpcs' || program === 'qemu'))
    return `owner of ${programOf(hop)} port ${localPort} not seen`;
  return pid === undefined ? `${programOf(hop)} not seen` : `${programWithPid(hop)} not asked`;
}

/** The loopback goes without saying. */
function hostAndPort(host: string | undefined, port: number | undefined): string {
  const isLoopback = host === undefined || host === '127.0.0.1' || host === 'localhost';
  return isLoopback ? `${port ?? 'nowhere'}` : `${host}:${port ?? '?'}`;
}

/** A word or two below the program, where there is no room for a clause. */
export function shortFault(hops: readonly Hop[]): string | undefined {
  for (const { fault } of hops) {
    if (fault === 'process stopped') return 'stopped';
    if (fault === 'process traced') return 'in a debugger';
    if (fault === 'bridge stopped') return 'bridge stopped';
    if (fault === 'queue full') return 'queue full';
  }
  return undefined;
}

/** True for a hop of a node that is not started, which is no fault. */
export function isNotStarted({ isPresent, fault }: Hop): boolean {
  return !isPresent && fault === undefined;
}

/** `uBridge 8441`, `uBridge ended` */
export function programLabel(hop: Hop): string {
  const { program, pid, fault } = hop;
  const name = programName(program);
  if (fault === 'process ended') return `${name} ended`;
  if (pid !== undefined) return `${name} ${pid}`;
  if (isNotStarted(hop)) return `${name} -`;
  return fault === 'not seen' ? `${name} ?` : name;
}
