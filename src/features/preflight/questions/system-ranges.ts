import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import type { PortRange } from '../../../core/lab/lab.ts';
import { counted } from '../../../core/text/counted.ts';
import type { SystemRanges } from '../../../world/network/system-ranges.ts';
import type { PreflightDetail } from '../result.ts';
import { judged, type Question, skipped, unknown } from './question.ts';

export const SYSTEM_RANGES: Question = {
  id: 'ranges',
  title: 'Does this host use the ports itself?',
  async ask(facts) {
    const ports = [...new Set((await facts.endsHere()).map(({ localPort }) => localPort))].sort((a, b) => a - b);
    if (ports.length === 0) {
      const isHere = (await facts.hypervisorsHere()).length > 0;
      return skipped(isHere ? 'no UDP port on this host is fixed before the lab starts' : await facts.whyNothingHere());
    }
    const ranges = await facts.systemRanges();
    if (ranges === undefined) return unknown('this system does not tell its ephemeral range');
    const { ephemeral, reserved, excluded } = ranges;
    const blocked = ports.filter((port) => excluded.some((range) => isIn(port, range)));
    const risky = ports.filter((port) => isIn(port, ephemeral) && !reserved.some((range) => isIn(port, range)));
    const text = `${ephemeral.first}-${ephemeral.last}`;
    const details = [...blockedDetails(blocked, facts.files), ...riskyDetails(risky, ranges)];
    return judged(
      details,
      `the ephemeral range is ${text}`,
      `${counted(blocked.length + risky.length, 'port')} in ranges of this host`,
      `niostat plan ${facts.files}`,
    );
  },
};

/** winnat takes blocks of the dynamic range at its start (docs/FACTS.md, "Ephemeral and excluded ranges"). */
const KEPT_FREE = 'netsh int ipv4 set dynamic udp start=49152 num=16384';

function blockedDetails(ports: readonly number[], files: string): PreflightDetail[] {
  if (ports.length === 0) return [];
  return [
    {
      severity: 'error',
      rule: 'excluded-range',
      about: [],
      message: `${counted(ports.length, 'UDP port')} of the lab, from ${ports[0]} on, are excluded by this host: a bind fails with 10013 though no socket has the port, and Dynamips answers 206`,
      remedy: `choose another base UDP: \`niostat plan ${files}\` proposes one; or, as an administrator, net stop winnat, then ${KEPT_FREE}, then net start winnat`,
    },
  ];
}

function riskyDetails(ports: readonly number[], { ephemeral, reserved }: SystemRanges): PreflightDetail[] {
  if (ports.length === 0) return [];
  const toReserve = portRangesText([...reserved, ...portRanges(ports)]);
  return [
    {
      severity: 'warning',
      rule: 'ephemeral-range',
      about: [],
      message: `${counted(ports.length, 'UDP port')} of the lab, ${ports[0]} to ${ports.at(-1)}, may be taken at any time: this host gives ${ephemeral.first}-${ephemeral.last} to outgoing connections`,
      remedy: `choose a base UDP below ${ephemeral.first}; Linux can also keep them free: sysctl net.ipv4.ip_local_reserved_ports=${toReserve}`,
    },
  ];
}

function isIn(port: number, { first, last }: PortRange): boolean {
  return port >= first && port <= last;
}
