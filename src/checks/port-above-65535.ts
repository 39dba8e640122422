import { MAX_PORT, wrapPort } from '../lab/endpoint.ts';
import type { Check } from './check.ts';
import { explicitNios } from './explicit-nio.ts';
import { proposeBases } from './propose-bases.ts';

/** Dynamips takes any number for a port and keeps its low 16 bits (seen: 70000 → 4464). */
export const portAbove65535: Check = {
  id: 'NIO010',
  slug: 'port-above-65535',
  severity: 'error',
  title: 'A UDP port is above 65535 and wraps around',
  *find(context) {
    for (const range of context.ranges) {
      if (range.next - 1 <= MAX_PORT) continue;
      const from = Math.max(range.first, MAX_PORT + 1);
      const last = range.next - 1;
      yield {
        message:
          range.given === 0
            ? `base UDP ${range.first} of ${range.hypervisor.name} is above 65535; its first NIO would get port ${wrapPort(range.first)}`
            : `${range.hypervisor.name} counts up to UDP port ${last}; Dynamips makes ${span(from, last)} into ${span(wrapPort(from), wrapPort(last))}, without an error`,
        evidence: {
          hypervisors: [range.hypervisor.name],
          ports: [span(from, Math.max(last, from))],
          locations: range.hypervisor.location ? [range.hypervisor.location] : [],
        },
        remedy: proposeBases(context, [range]),
        location: range.hypervisor.location,
      };
    }
    for (const { link, hypervisor, nio } of explicitNios(context)) {
      for (const [what, port] of [
        ['local', nio.localPort],
        ['remote', nio.remotePort],
      ] as const) {
        if (port <= MAX_PORT) continue;
        yield {
          message: `the ${what} port ${port} of ${link.name} is above 65535; Dynamips makes it ${wrapPort(port)}, without an error`,
          evidence: { hypervisors: [hypervisor.name], ports: [String(port)], links: [link.name] },
          remedy: { text: `write a ${what} port below 65536` },
          location: link.location,
        };
      }
    }
  },
};

function span(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}
