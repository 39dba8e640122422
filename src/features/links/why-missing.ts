import { hostPortText } from '../../core/address/host-port.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import { holderName } from '../../core/sockets/holder-name.ts';
import type { Located } from '../../core/sockets/host-view.ts';
import { presentEnd } from './link-end.ts';
import type { MatchedEnd } from './matched-end.ts';
import { REFUSAL } from './verdicts.ts';

/** Why a socket is not there, and what to do, in sentences. */
export interface WhyMissing {
  readonly reason: string;
  readonly remedy: string;
}

/** Why the sockets of ends are not there, as far as it can be told from here. */
export function whyMissing(ends: readonly MatchedEnd[]): WhyMissing {
  const down = new Set(
    ends.flatMap(({ isHypervisorDown, expected }) => (isHypervisorDown ? [expected.hypervisor] : [])),
  );
  if (down.size > 0) return notRunning([...down]);
  const holder = ends.map((end) => end.holder).find((one) => one !== undefined);
  if (holder !== undefined) return portHeld(holder);
  if (ends.every(({ expected }) => expected.owner === 'ubridge')) {
    return {
      reason: 'uBridge has no such socket: it has ended, or it was refused the port.',
      remedy: 'stop the router and start it again: GNS3 starts its uBridge with it',
    };
  }
  return {
    reason:
      'The hypervisor runs, but has no such NIO: it was refused, it was deleted, or the lab was not loaded to the end.',
    remedy: 'load the lab again, and look at the answers of the hypervisor',
  };
}

function notRunning(down: readonly Hypervisor[]): WhyMissing {
  const places = down.map(({ host, port }) => `TCP port ${port} of ${host}`).join(', nor on ');
  const areServers = down.every(({ kind }) => kind === 'gns3');
  const noun = areServers ? 'server' : 'hypervisor';
  return {
    reason: `Nothing listens on ${places}: ${down.length === 1 ? `that ${noun} does` : `those ${noun}s do`} not run.`,
    remedy: areServers
      ? `start the GNS3 server ${down.map(({ host, port }) => hostPortText(host, port)).join(' and ')} and open the project`
      : `start the hypervisor ${down.map(({ name }) => name).join(' and ')} and load the lab`,
  };
}

function portHeld(socket: Located): WhyMissing {
  const holder = presentEnd(socket);
  const hypervisor = holder.hypervisor === undefined ? '' : `${holder.hypervisor}, `;
  return {
    reason: `UDP port ${holder.localPort} is held by ${hypervisor}${holderName(holder)}: ${REFUSAL}.`,
    remedy: 'give every hypervisor of this host a base UDP of its own; niostat check says which',
  };
}
