import { MAX_PORT, wrapPort } from '../address/port.ts';
import type { Check } from './check.ts';
import { explicitNios } from './explicit-nio.ts';
import { locationsOf } from './locations-of.ts';
import { proposeBases } from './propose-bases.ts';
import type { UsedRange } from './used-range.ts';

/**
 * Dynamips takes any number for a port and keeps its low 16 bits (seen: 70000 → 4464); 0 becomes one that
 * nobody knows.
 */
export const portOutOfRange: Check = {
  id: 'NIO010',
  slug: 'port-out-of-range',
  severity: 'error',
  title: 'A UDP port is not between 1 and 65535, and wraps around',
  *find(context) {
    for (const range of context.ranges) {
      const last = Math.max(range.next - 1, range.first);
      if (range.first >= 1 && last <= MAX_PORT) continue;
      yield {
        message: describe(range, last),
        evidence: {
          hypervisors: [range.hypervisor.name],
          ports: [span(range.first, last)],
          locations: locationsOf(range.hypervisor),
        },
        remedy: proposeBases(context, [range]),
        location: range.hypervisor.location,
      };
    }
    for (const { nio } of explicitNios(context)) {
      for (const [what, port] of [
        ['local', nio.localPort],
        ['remote', nio.remotePort],
      ] as const) {
        if (port >= 1 && port <= MAX_PORT) continue;
        yield {
          message: `the ${what} port ${port} of ${nio.link.name} is not between 1 and ${MAX_PORT}; ${what === 'remote' && wrapPort(port) === 0 ? 'no frame can be sent there, and on Linux the NIO takes frames from any port of its peer' : becomes(port)}`,
          evidence: { hypervisors: [nio.hypervisor.name], ports: [String(port)], links: [nio.link.name] },
          remedy: { text: `write a ${what} port from 1 to ${MAX_PORT}` },
          location: nio.link.location,
        };
      }
    }
  },
};

function describe({ hypervisor, first, given }: UsedRange, last: number): string {
  if (first < 1) return `${hypervisor.name} counts its UDP ports from ${first}; ${becomes(first)}`;
  if (given === 0) return `base UDP ${first} of ${hypervisor.name} is above ${MAX_PORT}; ${becomes(first)}`;
  const from = Math.max(first, MAX_PORT + 1);
  return `${hypervisor.name} counts up to UDP port ${last}; Dynamips makes ${span(from, last)} into ${span(wrapPort(from), wrapPort(last))}, without an error`;
}

function becomes(port: number): string {
  const wrapped = wrapPort(port);
  return wrapped === 0
    ? 'the kernel chooses one instead, and no peer can know it'
    : `Dynamips makes it ${wrapped}, without an error`;
}

function span(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}
