import type { ConsolePort } from '../allocation/allocation.ts';
import type { Lab } from '../lab/lab.ts';
import type { Check } from './check.ts';

/** The second console on a port does not open, and Dynamips lists it all the same (FACTS §1). */
export const consoleTwice: Check = {
  id: 'NIO031',
  slug: 'console-twice',
  severity: 'error',
  title: 'Two consoles or AUX ports on one TCP port of one host',
  *find(context) {
    const users = new Map<string, Array<{ port: ConsolePort; lab: Lab }>>();
    const highest = new Map<string, number>();
    for (const { lab, consoles } of context.allocations) {
      for (const port of consoles) {
        const machine = context.machineOf(port.hypervisor);
        const key = `${machine} ${port.port}`;
        const group = users.get(key);
        if (group === undefined) users.set(key, [{ port, lab }]);
        else group.push({ port, lab });
        highest.set(machine, Math.max(highest.get(machine) ?? 0, port.port));
      }
    }
    for (const group of users.values()) {
      const [first, ...others] = group;
      const second = others[0];
      if (first === undefined || second === undefined) continue;
      const machine = context.machineOf(first.port.hypervisor);
      const pastes: string[] = [];
      for (const { port, lab } of others) {
        const free = (highest.get(machine) ?? port.port) + 1;
        highest.set(machine, free);
        pastes.push(
          lab.format === 'dynagen'
            ? `    [[ROUTER ${port.device.name}]]\n        ${port.type} = ${free}`
            : `  - name: ${port.device.name}\n    ${port.type}: ${free}`,
        );
      }
      yield {
        message: `TCP port ${first.port.port} is ${group.map(({ port }) => `the ${port.type === 'aux' ? 'AUX port' : 'console'} of ${port.device.name}`).join(' and ')} on one host: only the one that starts first can be reached, and nothing says so`,
        evidence: {
          hypervisors: [...new Set(group.map(({ port }) => port.hypervisor.name))],
          ports: [String(first.port.port)],
          devices: group.map(({ port }) => port.device.name),
          locations: group.flatMap(({ port }) => port.device.location ?? []),
        },
        remedy: {
          text: `give ${others.map(({ port }) => port.device.name).join(' and ')} another ${second.port.type === 'aux' ? 'AUX' : 'console'} port`,
          paste: pastes.join('\n'),
        },
        location: second.port.device.location,
      };
    }
  },
};
