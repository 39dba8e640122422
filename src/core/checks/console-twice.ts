import type { ConsolePort } from '../allocation/allocation.ts';
import { groupBy } from '../group-by.ts';
import type { Lab } from '../lab/lab.ts';
import { present } from '../present.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { controlPortsTaken } from './control-ports-taken.ts';
import type { ConsoleEvidence } from './finding.ts';
import { pastePorts, pasteTarget } from './paste.ts';

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
    const proposals = proposalsFor(context, all, users.values());
    for (const group of users.values()) {
      const [first, ...others] = group;
      if (first === undefined || others.length === 0) continue;
      const consoles = group.map((user) => evidenceOf(user, proposals.get(user)));
      const labs = [...new Set(group.map(({ lab }) => lab))];
      yield {
        message: `${namesOf(group, labs.length > 1)} have the same TCP port ${first.port.port} on one host: only the one that starts first can be reached, and no error is shown`,
        evidence: {
          hypervisors: [...new Set(group.map(({ port }) => port.hypervisor.name))],
          ports: [String(first.port.port)],
          devices: group.map(({ port }) => port.device.name),
          locations: group.flatMap(({ port }) => port.device.location ?? []),
        },
        remedy: present({
          text: `give ${listed(movesOf(others, consoles, labs.length > 1))}`,
          paste: pasteOf(consoles),
        }),
        location: others[0]?.port.device.location,
        labs: labs.length > 1 ? labs.map(({ name }) => name) : undefined,
        consoles,
      };
    }
  },
};

/**
 * A free port for all but the first of each group, given out in the order of the labs, as `plan` gives them
 * out.
 */
function proposalsFor(
  context: CheckContext,
  all: readonly User[],
  groups: Iterable<readonly User[]>,
): ReadonlyMap<User, number | undefined> {
  const movers = new Set([...groups].flatMap((group) => group.slice(1)));
  if (movers.size === 0) return new Map();
  const taken = controlPortsTaken(context);
  for (const { port } of all) taken.take(context.machineOf(port.hypervisor), port.port);
  const moving = all.filter((user) => movers.has(user));
  return new Map(
    moving.map((user) => [user, taken.takeNext(context.machineOf(user.port.hypervisor), user.port.port + 1)]),
  );
}

/** All are in the evidence. */
function namesOf(users: readonly User[], saysLab: boolean): string {
  return listed(users.map((user) => userName(user, saysLab)));
}

function userName({ port, lab }: User, saysLab: boolean): string {
  return `the ${nameOf(port)} of ${port.device.name}${saysLab ? ` in ${lab.name}` : ''}`;
}

function nameOf({ type }: ConsolePort): string {
  return type === 'aux' ? 'AUX port' : type === 'internal' ? 'inner console' : 'console';
}

/** False for a port that a GNS3 server only keeps. */
function opens({ type }: ConsolePort): boolean {
  return type !== 'reserved';
}

function evidenceOf({ port, lab }: User, free: number | undefined): ConsoleEvidence {
  const { device, type } = port;
  const proposed = free === undefined ? undefined : { ...pasteTarget(lab, device), port: free };
  return present({
    lab: lab.name,
    device: device.name,
    type: type === 'reserved' ? 'console' : type,
    port: port.port,
    proposed,
  });
}

/** `the console of R2 port 2003`. */
function movesOf(others: readonly User[], consoles: readonly ConsoleEvidence[], saysLab: boolean): string[] {
  return others.map((user, index) => {
    const free = consoles[index + 1]?.proposed?.port;
    return `${userName(user, saysLab)} ${free === undefined ? 'another port' : `TCP port ${free}`}`;
  });
}

function pasteOf(consoles: readonly ConsoleEvidence[]): string | undefined {
  const lines = consoles.flatMap(({ type, proposed }) => {
    return proposed === undefined ? [] : [pastePorts(proposed, { [type]: proposed.port })];
  });
  return lines.length === 0 ? undefined : lines.join('\n');
}
