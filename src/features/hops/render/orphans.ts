import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import type { Page } from '../../../output/paint.ts';
import { commandLines, indent, paintLines } from '../../../output/prose.ts';
import type { HopsResult, Orphan } from '../result.ts';

/** As many pids stand in one command. */
const MOST_PIDS = 40;

/** What servers that are gone have left behind, and how it ends; one block for each host. */
export function orphanLines({ orphans }: HopsResult, page: Page): string[] {
  const hosts = new Map<string, Orphan[]>();
  for (const orphan of orphans) hosts.set(orphan.host, [...(hosts.get(orphan.host) ?? []), orphan]);
  return [...hosts.values()].map((all) => orphansOfHost(all, page));
}

function orphansOfHost(orphans: readonly Orphan[], { paint, width }: Page): string {
  const given = orphans.flatMap((orphan) => orphan.given);
  const later = orphans.flatMap(({ inRange }) => inRange).filter((port) => !given.includes(port));
  const names = someOf(orphans.map(({ program, pid }) => `${program} (pid ${pid})`));
  const ports = [
    ...(given.length > 0 ? [`the server has given out ${portsText(given)} again`] : []),
    ...(later.length > 0 ? [`it will give out ${portsText(later)} again`] : []),
  ];
  const sentence = `${counted(orphans.length, 'process', 'processes')} of a server that is gone: ${names}${ports.length === 0 ? '' : `; ${ports.join(', and ')}`}.`;
  const pids = orphans.slice(0, MOST_PIDS).map(({ pid }) => pid);
  const isHere = orphans[0]?.host === 'localhost';
  return [
    paintLines(indent(sentence, 0, width), ports.length > 0 ? paint.bad : paint.warn),
    indent(
      `${paint.good('What to do:')} end ${orphans.length === 1 ? 'it' : 'them'}${isHere ? '' : ` on ${orphans[0]?.host}`}:`,
      2,
      width,
    ),
    commandLines(`kill ${pids.join(' ')}`, 4, width),
  ].join('\n');
}

function portsText(ports: readonly number[]): string {
  const sorted = [...new Set(ports)].sort((a, b) => a - b).map(String);
  return `${sorted.length === 1 ? 'port' : 'ports'} ${someOf(sorted, 6)}`;
}
