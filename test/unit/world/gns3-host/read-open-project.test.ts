import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { liveLinks } from '../../../../src/core/open-project/live-links.ts';
import type { OpenProject } from '../../../../src/core/open-project/open-project.ts';
import type { ServerNode, ServerSays } from '../../../../src/core/open-project/server.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { readOpenProject } from '../../../../src/world/gns3-host/read-open-project.ts';
import { AnsweringPrograms, type Answers, ubridgeWith } from '../../../support/answering-dial.ts';

const PROJECT = 'c58cbb9e-54b6-4ea6-9486-74ce038936ec';
const PC1 = 'c338fe0e-93b9-4796-8689-c9bdbc2b04b2';
const PC2 = 'd338fe0e-93b9-4796-8689-c9bdbc2b04b2';

/** As GNS3 wires two VPCS: each has a uBridge between its tunnel and the link. */
const COMPUTERS = [
  { id: PC1, name: 'PC1', pid: 30, control: 39021, tunnel: [20017, 20016], end: [20014, 20015] },
  { id: PC2, name: 'PC2', pid: 40, control: 39022, tunnel: [20019, 20018], end: [20015, 20014] },
] as const;

/** What has passed the side of the link: in and out. */
type Passed = readonly [packetsIn: number, packetsOut: number];

/** A uBridge whose bridge says one of these each time it is asked. */
function counting({ id, tunnel, end }: (typeof COMPUTERS)[number], passed: readonly Passed[]): Answers {
  const side = ([local, remote]: readonly [number, number]): string => `${local}:127.0.0.1:${remote}`;
  const usual = ubridgeWith(`VPCS-${id}`, side(tunnel), side(end));
  let asked = 0;
  return (line) => {
    if (!line.startsWith('bridge get_stats')) return usual(line);
    const [packetsIn, packetsOut] = passed[asked++] as Passed;
    const counters = (from: number, to: number): string => `IN: ${from} packets (0 bytes) OUT: ${to} packets (0 bytes)`;
    return [
      `101 Source NIO:      ${counters(packetsOut, packetsIn)}`,
      `101 Destination NIO: ${counters(packetsIn, packetsOut)}`,
      '100-OK',
    ];
  };
}

describe('readOpenProject', () => {
  let proc: string;
  before(() => {
    proc = mkdtempSync(join(tmpdir(), 'niostat-proc-'));
    const rows = COMPUTERS.flatMap((computer) => writeComputer(proc, computer));
    writeProcess(proc, 10, { name: 'python3', words: ['python3', '-m', 'gns3server'], parent: 1, directory: '/' });
    mkdirSync(join(proc, 'net'));
    const head = 'sl local_address rem_address';
    writeFileSync(join(proc, 'net', 'tcp'), `${head}\n`);
    writeFileSync(join(proc, 'net', 'udp'), [head, ...rows, ''].join('\n'));
  });
  after(() => rmSync(proc, { recursive: true }));

  async function read(pc1: readonly Passed[], pc2: readonly Passed[], intervalMs?: number): Promise<OpenProject> {
    const { dial } = new AnsweringPrograms({
      [COMPUTERS[0].control]: counting(COMPUTERS[0], pc1),
      [COMPUTERS[1].control]: counting(COMPUTERS[1], pc2),
    });
    const stages = new Map([['local', { proc, dial }]]);
    return await readOpenProject(SAYS, { stages, intervalMs }, quietUi());
  }

  it('reads counters once where no interval is asked for', async () => {
    const project = await read([[8, 8]], [[8, 8]]);
    expect(project.earlier).to.equal(undefined);
    expect(liveLinks(project).map(({ state, deaths }) => ({ state, deaths }))).to.deep.equal([
      { state: 'ESTABLISHED', deaths: undefined },
    ]);
  });

  it('reads them again after the interval, and finds where frames were lost', async () => {
    // PC1's uBridge has sent 5 more into the link, and PC2's has taken in none of them.
    const before: Passed = [8, 8];
    const project = await read([before, [8, 13]], [before, before], 1);
    const destinations = (hosts: OpenProject['hosts'] = []): unknown =>
      hosts.flatMap(({ ubridges }) => ubridges.map(({ bridges }) => bridges[0]?.destination?.counters?.packetsOut));
    expect(destinations(project.earlier)).to.deep.equal([8, 8]);
    expect(destinations(project.hosts)).to.deep.equal([13, 8]);
    const [link] = liveLinks(project);
    expect(link?.state).to.equal('ONE-WAY');
    const [death] = link?.deaths ?? [];
    expect(death).to.deep.include({ direction: 'a to b', lost: 5 });
    const [last, next] = [link?.hops[death?.after ?? 0], link?.hops[death?.before ?? 0]];
    expect([last?.node, last?.localPort, next?.node, next?.localPort]).to.deep.equal(['PC1', 20014, 'PC2', 20015]);
  });

  it('finds none lost where both have counted the same', async () => {
    const project = await read(
      [
        [8, 8],
        [9, 13],
      ],
      [
        [8, 8],
        [13, 9],
      ],
      1,
    );
    expect(liveLinks(project).map(({ state, deaths }) => ({ state, deaths }))).to.deep.equal([
      { state: 'ESTABLISHED', deaths: undefined },
    ]);
  });
});

const NODES = COMPUTERS.map(
  ({ id, name }): ServerNode => ({
    ...{ id, name, type: 'vpcs', computeId: 'local', status: 'started', ports: [] },
    directory: directoryOf(id),
  }),
);

const SAYS: ServerSays = {
  server: { host: '127.0.0.1', port: 3080, protocol: 'http', api: 'v2', version: '2.2.59', isHere: true },
  projects: [],
  project: { id: PROJECT, name: 'Campus', status: 'opened' },
  nodes: NODES,
  links: [
    {
      ...{ id: 'l1', isSuspended: false, filters: new Map(), isCapturing: false },
      ends: [PC1, PC2].map((nodeId) => ({ nodeId, adapter: 0, port: 0 })),
    },
  ],
  computes: [{ id: 'local', name: 'local', host: '127.0.0.1', port: 3080, protocol: 'http', isConnected: true }],
  portsInUse: [],
  limits: [],
};

function directoryOf(id: string): string {
  return `/nowhere/${PROJECT}/project-files/vpcs/${id}`;
}

/** The two processes of a VPCS and its uBridge; returns the rows of their sockets. */
function writeComputer(proc: string, { id, pid, control, tunnel, end }: (typeof COMPUTERS)[number]): string[] {
  const directory = directoryOf(id);
  const vpcs = `vpcs -p 5003 -m 0 -i 1 -F -R -s ${tunnel[1]} -c ${tunnel[0]} -t 127.0.0.1`.split(' ');
  const ubridge = ['ubridge', '-H', `127.0.0.1:${control}`];
  writeProcess(proc, pid, { name: 'vpcs', words: vpcs, parent: 10, directory });
  writeProcess(proc, pid + 1, { name: 'vpcs', words: vpcs, parent: pid, directory, inodes: [tunnel[1]] });
  writeProcess(proc, pid + 2, { name: 'ubridge', words: ubridge, parent: 10, directory, inodes: [tunnel[0], end[0]] });
  return [socketRow(tunnel[1], 0), socketRow(tunnel[0], tunnel[1]), socketRow(end[0], end[1])];
}

interface Written {
  readonly name: string;
  readonly words: readonly string[];
  readonly parent: number;
  readonly directory: string;
  /** Of its sockets. */
  readonly inodes?: readonly number[];
}

function writeProcess(proc: string, pid: number, { name, words, parent, directory, inodes = [] }: Written): void {
  const folder = join(proc, String(pid));
  mkdirSync(join(folder, 'fd'), { recursive: true });
  writeFileSync(join(folder, 'comm'), `${name}\n`);
  writeFileSync(join(folder, 'cmdline'), words.map((word) => `${word}\0`).join(''));
  writeFileSync(join(folder, 'stat'), `${pid} (${name}) S ${parent} 1`);
  symlinkSync(directory, join(folder, 'cwd'));
  for (const inode of inodes) symlinkSync(`socket:[${inode}]`, join(folder, 'fd', String(inode)));
}

/** A row of /proc/net/udp, on 127.0.0.1; its inode is its port. */
function socketRow(local: number, remote: number): string {
  const address = (port: number): string =>
    `${port === 0 ? '00000000' : '0100007F'}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const state = remote === 0 ? '07' : '01';
  return `1: ${address(local)} ${address(remote)} ${state} 00000000:00000000 00:00000000 00000000 0 0 ${local} 2 0 0`;
}
