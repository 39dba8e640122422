import type { ConsoleFailure, ConsolePort } from '../allocation/allocation.ts';
import { groupBy } from '../group-by.ts';
import type { Hypervisor, Lab } from '../lab/lab.ts';
import { counted } from '../text/counted.ts';
import { someOf } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { FindingDetails } from './finding.ts';

/** A console whose written port the server replaces. */
type Moved = ConsolePort & { readonly written: number };

/** How many are named in one finding. */
const NAMED = 5;

/**
 * A GNS3 server replaces a written port that is outside its range, or that a node before it in the file has
 * got, and does not say so (docs/FACTS.md, "Ports by a GNS3 server").
 */
export const consoleNotKept: Check = {
  id: 'NIO037',
  slug: 'console-not-kept',
  severity: 'warning',
  title: 'A GNS3 server gives another console than the file says, or none',
  *find({ allocations, serverConf }) {
    for (const allocation of allocations) {
      for (const moved of groupBy(allocation.consoles.filter(isMoved), ({ hypervisor }) => hypervisor).values()) {
        yield movedFinding(moved, allocation.lab, serverConf !== undefined);
      }
      if (allocation.consoleFailures.length === 0) continue;
      const givenBy = groupBy(allocation.consoles, ({ hypervisor }) => hypervisor);
      for (const failed of groupBy(
        allocation.consoleFailures,
        ({ hypervisor, cause }) => `${hypervisor.name} ${cause}`,
      ).values()) {
        yield failureFinding(failed, givenBy);
      }
    }
  },
};

/** No user connects to the others. */
function isMoved(port: ConsolePort): port is Moved {
  const isForUsers = port.type === 'console' || port.type === 'aux';
  return isForUsers && port.written !== undefined && port.port !== port.written;
}

function movedFinding(moved: readonly Moved[], lab: Lab, isConfigured: boolean): FindingDetails {
  const [first] = moved;
  const parts = moved.slice(0, NAMED).map(({ device, type, written, port }) => {
    return `${nameOf(type)} of ${device.name} gets TCP port ${port}, not ${written}`;
  });
  const more = moved.length > NAMED ? `; and ${moved.length - NAMED} more` : '';
  return {
    message: `the GNS3 server gives other ports than the file says: ${parts.join('; ')}${more}`,
    evidence: {
      hypervisors: first === undefined ? [] : [first.hypervisor.name],
      ports: moved.map(({ port }) => String(port)),
      devices: moved.map(({ device }) => device.name),
      locations: moved.flatMap(({ device }) => device.location ?? []),
    },
    remedy: {
      text: `connect to the port that the server gives, or set ports in GNS3 that lie in its range of consoles and that no earlier node has${isConfigured ? '' : '; if the server has another range, name its configuration with --server-conf FILE'}`,
    },
    location: first?.device.location,
    consoles: moved.map(({ device, type, port, written }) => {
      return { lab: lab.name, device: device.name, type: type === 'aux' ? 'aux' : 'console', port, written };
    }),
  };
}

function failureFinding(
  failed: readonly ConsoleFailure[],
  givenBy: ReadonlyMap<Hypervisor, readonly ConsolePort[]>,
): FindingDetails {
  const [first] = failed as [ConsoleFailure];
  const { range, hypervisor } = first;
  const pool = `${range.first}–${range.last}`;
  const isRefused = first.cause === 'refused';
  const names = someOf(failed.map(({ device, type }) => `${nameOf(type)} of ${device.name}`));
  const size = Math.max(0, range.last - range.first + 1);
  const given = (givenBy.get(hypervisor) ?? []).filter(({ port }) => port >= range.first && port <= range.last);
  return {
    severity: 'error',
    message: isRefused
      ? `the server refuses ${names}: the written port is taken, or not in ${pool}`
      : `no port is left in ${pool} for ${names}: the range has ${counted(size, 'port')}, and the project needs ${given.length + failed.length}`,
    evidence: {
      hypervisors: [hypervisor.name],
      ports: [pool],
      devices: failed.map(({ device }) => device.name),
      locations: failed.flatMap(({ device }) => device.location ?? []),
    },
    remedy: {
      text: isRefused
        ? `write a port of ${pool} that no other node has`
        : 'widen console_start_port_range–console_end_port_range in gns3_server.conf; QEMU and VPCS take a second port each, Docker an AUX port, a cloud and a switch one',
    },
    location: first.device.location,
  };
}

function nameOf(type: ConsolePort['type']): string {
  return { console: 'the console', aux: 'the AUX port', internal: 'the inner console', reserved: 'the console' }[type];
}
