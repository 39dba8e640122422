import type { ConsolePort } from '../allocation/allocation.ts';
import { groupBy } from '../group-by.ts';
import type { Lab } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import { controlPortsTaken } from './control-ports-taken.ts';

interface User {
  readonly port: ConsolePort;
  readonly lab: Lab;
}

/**
 * The second console on a port does not open, and Dynamips lists it all the same (docs/FACTS.md, "Consoles").
 */
export const consoleTwice: Check = {
  id: 'NIO031',
  slug: 'console-twice',
  severity: 'error',
  title: 'Two consoles or AUX ports on one TCP port of one host',
  *find(context) {
    const all = context.allocations.flatMap(({ lab, consoles }) =>
      consoles.filter(opens).map((port): User => ({ port, lab })),
    );
    const users = groupBy(all, ({ port }) => `${context.machineOf(port.hypervisor)} ${port.port}`);
    const taken = controlPortsTaken(context);
    for (const { port } of all) taken.take(context.machineOf(port.hypervisor), port.port);
    for (const group of users.values()) {
      const [first, ...others] = group;
      if (first === undefined || others.length === 0) continue;
      const machine = context.machineOf(first.port.hypervisor);
      const pastes = others.flatMap((user) => {
        const free = taken.takeNext(machine, user.port.port + 1);
        return free === undefined ? [] : [paste(user, free)];
      });
      yield {
        message: `TCP port ${first.port.port} is ${namesOf(group)} on one host: only the one that starts first can be reached, and nothing says so`,
        evidence: {
          hypervisors: [...new Set(group.map(({ port }) => port.hypervisor.name))],
          ports: [String(first.port.port)],
          devices: group.map(({ port }) => port.device.name),
          locations: group.flatMap(({ port }) => port.device.location ?? []),
        },
        remedy: {
          text: `give ${namesOf(others)} another port`,
          paste: pastes.join('\n'),
        },
        location: others[0]?.port.device.location,
      };
    }
  },
};

/** All are in the evidence. */
function namesOf(users: readonly User[]): string {
  return listed(users.map(({ port }) => `the ${nameOf(port)} of ${port.device.name}`));
}

function nameOf(port: ConsolePort): string {
  return port.type === 'aux' ? 'AUX port' : port.type === 'internal' ? 'inner console' : 'console';
}

/** False for a port that a GNS3 server keeps for nobody. */
function opens({ type }: ConsolePort): boolean {
  return type !== 'reserved';
}

function paste({ port, lab }: User, free: number): string {
  const { device, type } = port;
  if (lab.format === 'gns3') return `${device.name}: ${type} ${free}`;
  if (lab.format === 'scenario') return `  - name: ${device.name}\n    ${type}: ${free}`;
  return `    [[${device.kind === 'qemu' ? 'QEMU' : 'ROUTER'} ${device.name}]]\n        ${type} = ${free}`;
}
