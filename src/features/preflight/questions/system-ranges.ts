import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import type { PortRange } from '../../../core/lab/lab.ts';
import { counted, judged, type Question, skipped, unknown } from './question.ts';

export const SYSTEM_RANGES: Question = {
  id: 'ranges',
  title: 'Does this host use the ports itself?',
  async ask(facts) {
    const ports = [...new Set((await facts.endsHere()).map(({ localPort }) => localPort))].sort((a, b) => a - b);
    if (ports.length === 0) return skipped('no hypervisor of the lab is on this host');
    const ranges = await facts.systemRanges();
    if (ranges === undefined) return unknown('this system does not tell its ephemeral range');
    const { ephemeral, reserved, excluded } = ranges;
    const blocked = ports.filter((port) => excluded.some((range) => isIn(port, range)));
    const risky = ports.filter((port) => isIn(port, ephemeral) && !reserved.some((range) => isIn(port, range)));
    const text = `${ephemeral.first}-${ephemeral.last}`;
    const details = [
      ...(blocked.length === 0
        ? []
        : [
            {
              severity: 'error' as const,
              rule: 'excluded-range',
              message: `${counted(blocked.length, 'UDP port')} of the lab, from ${blocked[0]} on, are excluded by this host: nobody can bind them`,
              remedy: 'choose another base UDP: niostat plan proposes one',
            },
          ]),
      ...(risky.length === 0
        ? []
        : [
            {
              severity: 'warning' as const,
              rule: 'ephemeral-range',
              message: `${counted(risky.length, 'UDP port')} of the lab, ${risky[0]} to ${risky.at(-1)}, may be taken at any time: this host gives ${text} to outgoing connections`,
              remedy: `choose a base UDP below ${ephemeral.first}; Linux can also keep them free: sysctl net.ipv4.ip_local_reserved_ports=${portRangesText([...reserved, ...portRanges(risky)])}`,
            },
          ]),
    ];
    return judged(
      details,
      `the ephemeral range is ${text}`,
      `${counted(blocked.length + risky.length, 'port')} in ranges of this host`,
      `niostat plan ${facts.files}`,
    );
  },
};

function isIn(port: number, { first, last }: PortRange): boolean {
  return port >= first && port <= last;
}
