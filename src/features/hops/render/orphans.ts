import { portListText, portRanges } from '../../../core/address/port-ranges.ts';
import type { Orphan } from '../../../core/open-project/orphans.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import type { Page } from '../../../output/paint.ts';
import { commandLines, indent, paintLines } from '../../../output/prose.ts';
import type { HopsResult } from '../result.ts';

/** As many pids stand in one command. */
const MOST_PIDS = 40;

/** As many processes are named; --explain names all, with what they hold. */
const MOST_NAMES = 3;

/** What servers that are gone have left behind, and how it ends; one block for each host. */
export function orphanLines(
  { orphans, links }: HopsResult,
  page: Page,
  { explain }: { readonly explain: boolean },
): string[] {
  const hosts = new Map<string, Orphan[]>();
  for (const orphan of orphans) hosts.set(orphan.host, [...(hosts.get(orphan.host) ?? []), orphan]);
  return [...hosts.values()].map((all) => {
    const shared = links.filter(
      ({ state, a, b }) => state === 'ORPHAN' && [a.host, b.host].includes(all[0]?.host ?? ''),
    );
    return orphansOfHost(all, shared.length, page, explain);
  });
}

function orphansOfHost(orphans: readonly Orphan[], sharing: number, page: Page, explain: boolean): string {
  const { paint, width } = page;
  const given = orphans.flatMap(({ givenOut }) => givenOut);
  const later = orphans.flatMap(({ toBeGivenOut }) => toBeGivenOut).filter((port) => !given.includes(port));
  const isBad = given.length + later.length > 0;
  const names = someOf(orphans.map(nameOf), MOST_NAMES);
  const pids = orphans.slice(0, MOST_PIDS).map(({ process }) => process.pid);
  const host = orphans[0]?.host ?? '';
  const left = orphans.length === 1 ? 'is left' : 'are left';
  const sentences = [
    `${counted(orphans.length, 'process', 'processes')} of a server that is gone ${left}${sharing === 0 ? '' : `, and ${orphans.length === 1 ? 'shares' : 'share'} ports with ${counted(sharing, 'link')}`}: ${names}.`,
    ...(given.length > 0 ? [`The server has given out ${portsText(given)} again.`] : []),
    ...(later.length > 0 ? [`It will give out ${portsText(later)} again.`] : []),
  ];
  const them = orphans.length === 1 ? 'it' : 'them';
  const where = host === 'localhost' ? '' : ` on ${host}`;
  const then = sharing === 0 ? '' : ', then close the project in GNS3 and open it again';
  return [
    paintLines(indent(sentences.join(' '), 0, width), isBad ? paint.bad : paint.warn),
    ...(explain ? story(orphans, width) : []),
    indent(`${paint.good('What to do:')} end ${them}${where}${then}:`, 2, width),
    commandLines(`kill ${pids.join(' ')}`, 4, width),
  ].join('\n');
}

/** Why they are there, and what each of them holds. */
function story(orphans: readonly Orphan[], width: number): string[] {
  const why =
    'A server that is killed does not end its programs. The next one does not know them, and gives their ports out again: then two sockets have one port, and one of them gets all frames.';
  return [
    indent(why, 2, width),
    ...orphans.map((orphan) => {
      const { udpPorts, node, projectName } = orphan;
      const of = node === undefined ? '' : ` of ${node}`;
      const project = projectName === undefined ? '' : ` in ${projectName}`;
      const ports = udpPorts.length === 0 ? 'no UDP port' : portsText(udpPorts);
      return indent(`- ${nameOf(orphan)}${of}${project}: ${ports}`, 4, width);
    }),
  ];
}

function nameOf({ process: { program, pid } }: Orphan): string {
  return `${program} (pid ${pid})`;
}

function portsText(ports: readonly number[]): string {
  const all = [...new Set(ports)].sort((a, b) => a - b);
  return `${all.length === 1 ? 'port' : 'ports'} ${portListText(portRanges(all))}`;
}
