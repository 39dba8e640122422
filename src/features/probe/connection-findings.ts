import { isLoopback } from '../../core/address/host.ts';
import { startAdvice } from '../../core/words/start-hypervisor.ts';
import { finding } from './finding-kinds.ts';
import type { ObservedHypervisor } from './observed.ts';
import type { ProbeFinding } from './result.ts';

/** Why a hypervisor could not be asked everything; nothing if it could. */
export function judgeConnection(observed: ObservedHypervisor): ProbeFinding[] {
  const { tcp, observation } = observed;
  const { version, error } = observation;
  if (tcp.state !== 'open') return [failure(observed)];
  if (version === undefined || error === undefined) return [];
  return [finding('broke-off', error.message, 'look at its log and probe again; what is printed here is not complete')];
}

function failure({ target, tcp, observation: { version = '', error } }: ObservedHypervisor): ProbeFinding {
  const { host, port, name } = target;
  switch (tcp.state) {
    case 'interrupted':
      return finding('interrupted', `${name} was not probed to the end`, 'probe again');
    case 'refused': {
      const isOurs = target.kind === 'dynamips' && isLoopback(host);
      const remedy = `${startAdvice(target)}${isOurs ? `, or niostat hypervisor --listen ${name}` : ''}`;
      return finding('refused', `nothing listens on TCP port ${port} of ${host}`, remedy);
    }
    case 'unresolvable':
      return finding('unresolvable', `the name ${host} has no address`, 'correct the name, or write the address');
    case 'unreachable':
      return finding('unreachable', `there is no way to ${host} (${tcp.reason})`, 'look at the network and the routes');
    case 'not-a-hypervisor': {
      const why = error?.message ?? `its version is "${version.slice(0, 40)}"`;
      return finding(
        'not-a-hypervisor',
        `something listens on ${name} that is no hypervisor: ${why}`,
        `find out what has the port, on its host: ss -lntp 'sport = :${port}'`,
      );
    }
    default:
      if (tcp.reason === 'no-reply') {
        return finding(
          'silent',
          `${name} accepts connections and did not answer in time`,
          'the hypervisor hangs, or another program has the port; restart it',
        );
      }
      return finding(
        'no-response',
        `no answer at all from ${name}`,
        `look whether ${host} is up, and whether its firewall lets TCP port ${port} in`,
      );
  }
}
