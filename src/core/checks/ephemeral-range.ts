import { SECTIONS } from '../lab/gns3/server-keys.ts';
import { isGns3Server, type PortRange } from '../lab/lab.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { explicitNios } from './explicit-nio.ts';
import type { FindingDetails } from './finding.ts';
import { locationsOf } from './locations-of.ts';
import { proposeBases } from './propose-bases.ts';

/**
 * Ports that the kernel may hand to any outgoing connection at any moment (docs/FACTS.md, "Ephemeral and
 * excluded ranges").
 */
export const ephemeralRange: Check = {
  id: 'NIO012',
  slug: 'ephemeral-range',
  severity: 'warning',
  title: "A UDP range lies in the host's ephemeral ports",
  *find(context) {
    for (const range of context.ranges) {
      const ephemeral = context.ephemeralRange(range.lab);
      const last = Math.max(range.next - 1, range.first);
      if (last < ephemeral.first || range.first > ephemeral.last) continue;
      yield {
        message: `${range.hypervisor.name} has ${portsText({ first: range.first, last }, ephemeral)}: any program may have them when the lab starts${blocksOf(context)}`,
        evidence: {
          hypervisors: [range.hypervisor.name],
          ports: [`${range.first}–${last}`],
          locations: locationsOf(range.hypervisor),
        },
        remedy: proposeBases(context, [range]),
        location: range.hypervisor.location,
      };
    }
    yield* ofServer(context);
    for (const { lab, nio } of explicitNios(context)) {
      const ephemeral = context.ephemeralRange(lab);
      if (nio.localPort < ephemeral.first || nio.localPort > ephemeral.last) continue;
      yield {
        message: `the local port ${nio.localPort} of ${nio.link.name} is in the host's ephemeral range ${ephemeral.first}–${ephemeral.last}: any program may have it when the lab starts${blocksOf(context)}`,
        evidence: { hypervisors: [nio.hypervisor.name], ports: [String(nio.localPort)], links: [nio.link.name] },
        remedy: {
          text: `write a local port below ${ephemeral.first}, and the same port as the remote port of the other end`,
        },
        location: nio.link.location,
      };
    }
  },
};

/** What two ranges have in common: `UDP ports 60990–60999 in the host's ephemeral range 32768–60999`. */
function portsText(used: PortRange, ephemeral: PortRange): string {
  const first = Math.max(used.first, ephemeral.first);
  const last = Math.min(used.last, ephemeral.last);
  const ports = first === last ? `UDP port ${first}` : `UDP ports ${first}–${last}`;
  return `${ports} in the host's ephemeral range ${ephemeral.first}–${ephemeral.last}`;
}

/**
 * Windows' winnat excludes blocks of 100 ports there, other ones at each boot, which no table of sockets
 * shows.
 */
function blocksOf({ os }: CheckContext): string {
  if (os !== 'windows') return '';
  return '; Windows also excludes blocks there for Hyper-V, WSL2 and Docker, in which a bind fails with 10013 although the port is free: `netsh interface ipv4 show excludedportrange protocol=udp` lists them';
}

/** The pool of a GNS3 server, when its configuration file moves it there; the default ones lie below. */
function* ofServer(context: CheckContext): Generator<FindingDetails, void, undefined> {
  const { serverConf } = context;
  const moved = serverConf?.settings.find(
    ({ section, key }) =>
      section === SECTIONS.server && (key === 'udp_end_port_range' || key === 'udp_start_port_range'),
  );
  const [drawing] = context.allocations.filter(({ allocator }) => isGns3Server(allocator));
  if (moved === undefined || drawing?.pool === undefined) return;
  const { first, last } = drawing.pool;
  const ephemeral = context.ephemeralRange(drawing.lab);
  if (first > last || last < ephemeral.first || first > ephemeral.last) return;
  yield {
    message: `the range of the GNS3 server has ${portsText({ first, last }, ephemeral)}: any program may have them when the project is opened${blocksOf(context)}`,
    evidence: { ports: [`${first}–${last}`], locations: [moved.location] },
    remedy: { text: `write a range that ends below ${ephemeral.first}, and start the server again` },
    location: moved.location,
  };
}
