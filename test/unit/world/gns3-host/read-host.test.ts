import { expect } from 'chai';
import type { HostReading } from '../../../../src/core/open-project/host.ts';
import type { ServerNode } from '../../../../src/core/open-project/server.ts';
import type { SocketRow, SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { readHost } from '../../../../src/world/gns3-host/read-host.ts';
import { AnsweringPrograms, dynamipsWith, ubridgeWith } from '../../../support/answering-dial.ts';
import { type GivenFile, GivenFiles, procOf } from '../../../support/host-files.ts';

const PROJECT = 'c58cbb9e-54b6-4ea6-9486-74ce038936ec';
const FILES = `/home/user/GNS3/projects/${PROJECT}/project-files`;
const [R1, PC1] = ['3fc26812-e180-41f4-9740-051543e75c70', 'c338fe0e-93b9-4796-8689-c9bdbc2b04b2'];
const ROUTER_FOLDER = `${FILES}/dynamips/${R1}`;
const VPCS_FOLDER = `${FILES}/vpcs/${PC1}`;

const VPCS = 'vpcs -p 5003 -m 0 -i 1 -F -R -s 20016 -c 20017 -t 127.0.0.1';
const SERVER = { name: 'python3', words: ['python3', '-m', 'gns3server'], parent: 1 };
const DYNAMIPS = ['dynamips', '-N1', '-l', 'dynamips_i1_log.txt', '-H', '127.0.0.1:60895'];

const NODES = [
  { id: R1, name: 'R1', type: 'dynamips', directory: ROUTER_FOLDER },
  { id: PC1, name: 'PC1', type: 'vpcs', directory: VPCS_FOLDER, commandLine: VPCS },
].map((node): ServerNode => ({ ...node, computeId: 'local', ports: [] }));

const LOG = [
  '2026-11-26T21:26:09.742Z HYPERVISOR: Started on IP = 127.0.0.1, TCP port = 60895.',
  `2026-11-26T21:26:09.746Z HYPERVISOR: exec_cmd: hypervisor working_dir ${ROUTER_FOLDER} `,
  '2026-11-26T21:26:09.746Z HYPERVISOR: exec_cmd: vm create R1 1 c7200 ',
  '2026-11-26T21:26:10.611Z HYPERVISOR: exec_cmd: nio create_udp udp-a 20002 127.0.0.1 20003 ',
  '2026-11-26T21:26:10.825Z HYPERVISOR: exec_cmd: vm slot_add_nio_binding R1 2 1 udp-a ',
  '',
].join('\n');

/** The log of a uBridge with one tunnel. */
function ubridgeLog(port: number, local: number, remote: number, ...more: readonly string[]): string {
  return [
    `Hypervisor TCP control server started (IP 127.0.0.1 port ${port}).`,
    `UDP tunnel connecting from local port ${local} to IPv4 address 127.0.0.1 on port ${remote}`,
    ...more,
    '',
  ].join('\n');
}

function udp(localPort: number, remotePort: number, owner: Partial<SocketRow>): SocketRow {
  const [localAddress, remoteAddress] = ['127.0.0.1', '127.0.0.1'];
  const queues = { receiveQueue: 0, sendQueue: 0 };
  const ends = { localAddress, localPort, remoteAddress, remotePort };
  return { protocol: 'udp', family: 4, ...ends, state: 'ESTABLISHED', ...queues, inode: localPort, age: 0, ...owner };
}

const HIDDEN = { unknownOwner: 'no permission' } as const;

interface Scene {
  readonly files: Readonly<Record<string, GivenFile>>;
  readonly rows?: readonly SocketRow[];
  readonly programs?: AnsweringPrograms;
}

async function readingOf({ files, rows = [], programs = new AnsweringPrograms({}) }: Scene): Promise<HostReading> {
  const table: SocketTable = {
    ...{ host: 'localhost', source: '/proc', addresses: ['127.0.0.1'], rows, processes: new Map() },
    ...{ tellsAge: true, hidesPeers: false, limits: [] },
  };
  const place = {
    files: new GivenFiles(files),
    sockets: async () => table,
    dial: programs.dial,
    computeIds: ['local'],
  };
  const says = { project: { id: PROJECT, name: 'Campus', status: 'opened' }, nodes: NODES };
  const remedy = 'sudo niostat links gns3:///Campus';
  return (await readHost({ ...place, remedy }, says, { timeoutMs: 2000 }, quietUi())).reading;
}

const PROGRAMS = (): AnsweringPrograms =>
  new AnsweringPrograms({
    60895: dynamipsWith('vm', 'R1 (c7200)', ['udp-a']),
    43815: ubridgeWith('DYNAMIPS-20002-20003', '20003:127.0.0.1:20002', '20000:127.0.0.1:20001'),
    39021: ubridgeWith(`VPCS-${PC1}`, '20017:127.0.0.1:20016', '20014:127.0.0.1:20015'),
  });

/** The processes of the project; `seen` says whether their directories may be read. */
function processes(seen: boolean): Record<string, GivenFile> {
  const at = (directory: string): string => (seen ? directory : 'denied');
  return procOf({
    10: SERVER,
    20: { name: 'dynamips', words: DYNAMIPS, parent: 10, directory: at(ROUTER_FOLDER) },
    21: { name: 'ubridge', words: ['ubridge', '-H', '127.0.0.1:43815'], parent: 10, directory: at(ROUTER_FOLDER) },
    30: { name: 'vpcs', words: VPCS.split(' '), parent: 10, directory: at(VPCS_FOLDER) },
    31: { name: 'vpcs', words: VPCS.split(' '), parent: 30, directory: at(VPCS_FOLDER) },
    32: { name: 'ubridge', words: ['ubridge', '-H', '127.0.0.1:39021'], parent: 10, directory: at(VPCS_FOLDER) },
  });
}

const LOGS = {
  [`${FILES}/dynamips/dynamips_i1_log.txt`]: LOG,
  [`${ROUTER_FOLDER}/ubridge.log`]: ubridgeLog(43815, 20003, 20002),
};

const OPEN_LOG = {
  '/proc/20/fd/3': { link: `${FILES}/dynamips/dynamips_i1_log.txt` },
  '/proc/20/fdinfo/3': '',
};

describe('readHost', () => {
  it('tells ports, slot and counters of a NIO, by the log and few questions', async () => {
    const programs = PROGRAMS();
    const rows = [udp(20002, 20003, { pid: 20 })];
    const { hypervisors } = await readingOf({ files: { ...processes(true), ...LOGS, ...OPEN_LOG }, rows, programs });
    expect(hypervisors).to.deep.equal([
      {
        ...{ pid: 20, host: '127.0.0.1', port: 60895, version: '0.2.24-amd64', devices: ['R1'] },
        nios: [
          {
            name: 'udp-a',
            ports: { localPort: 20002, remoteHost: '127.0.0.1', remotePort: 20003 },
            inode: 20002,
            counters: { packetsIn: 8, packetsOut: 7, bytesIn: 612, bytesOut: 550 },
            ...{ boundTo: 'R1', module: 'vm', slot: 2, port: 1 },
          },
        ],
      },
    ]);
    expect(programs.heard.get(60895)).to.deep.equal([
      ...['hypervisor version', 'nio list', 'vm list', 'nio get_stats udp-a', 'hypervisor close'],
    ]);
  });

  it('asks no program of another project', async () => {
    const programs = PROGRAMS();
    const other = '/home/user/GNS3/projects/d0000000-0000-4000-8000-000000000000/project-files/vpcs/n1';
    const { processes: found, ubridges } = await readingOf({
      files: procOf({
        10: SERVER,
        21: { name: 'ubridge', words: ['ubridge', '-H', '127.0.0.1:43815'], parent: 10, directory: other },
      }),
      programs,
    });
    expect(found.map(({ pid }) => pid)).to.deep.equal([10, 21]);
    expect(ubridges).to.deep.equal([]);
    expect(programs.heard.size).to.equal(0);
  });

  it('asks no program that a server has left behind, into whose log a living one writes', async () => {
    const programs = PROGRAMS();
    const { processes: found, hypervisors } = await readingOf({
      files: {
        ...procOf({ 20: { name: 'dynamips', words: DYNAMIPS, parent: 1, directory: ROUTER_FOLDER } }),
        ...{ ...LOGS, ...OPEN_LOG },
      },
      programs,
    });
    expect(found.map(({ isOrphan }) => isOrphan)).to.deep.equal([true]);
    expect(hypervisors).to.deep.equal([]);
    expect(programs.heard.size).to.equal(0);
  });

  describe('to a user who may not look into the processes', () => {
    const rows = [udp(20002, 20003, HIDDEN), udp(20003, 20002, HIDDEN), udp(20016, 0, HIDDEN)];

    it('finds nodes by logs, bridges and command lines', async () => {
      const { processes: found } = await readingOf({ files: { ...processes(false), ...LOGS }, programs: PROGRAMS() });
      expect(found.map(({ pid, directory }) => `${pid} ${directory}`)).to.deep.equal([
        '10 undefined',
        `20 ${ROUTER_FOLDER}`,
        `21 ${ROUTER_FOLDER}`,
        `30 ${VPCS_FOLDER}`,
        `31 ${VPCS_FOLDER}`,
        `32 ${VPCS_FOLDER}`,
      ]);
    });

    it('takes the word of a uBridge and a Dynamips for their sockets, and not the command line of a VPCS', async () => {
      const { sockets, limits } = await readingOf({
        files: { ...processes(false), ...LOGS },
        ...{ rows, programs: PROGRAMS() },
      });
      expect(sockets.rows.map(({ localPort, pid, unknownOwner }) => [localPort, pid, unknownOwner])).to.deep.equal([
        [20002, 20, undefined],
        [20003, 21, undefined],
        [20016, undefined, 'no permission'],
      ]);
      expect(limits).to.deep.equal([
        'who owns 1 socket of VPCS or QEMU may not be seen on localhost: "sudo niostat links gns3:///Campus" shows it',
      ]);
    });

    it('gives no owner to a port that two sockets have', async () => {
      const twice = [...rows, udp(20003, 20002, { ...HIDDEN, age: 1 })];
      const { sockets } = await readingOf({
        files: { ...processes(false), ...LOGS },
        ...{ rows: twice, programs: PROGRAMS() },
      });
      expect(sockets.rows.filter(({ localPort }) => localPort === 20003).map(({ pid }) => pid)).to.deep.equal([
        undefined,
        undefined,
      ]);
    });

    it('asks no Dynamips that may be of another project, and says so', async () => {
      const programs = PROGRAMS();
      const denied = { [`${FILES}/dynamips/dynamips_i1_log.txt`]: 'denied' as const };
      const { hypervisors, limits } = await readingOf({ files: { ...processes(false), ...denied }, programs });
      expect(hypervisors.map(({ unasked }) => unasked?.why)).to.deep.equal([
        'not asked, may be of another project: the log may not be read',
      ]);
      expect(programs.heard.has(60895)).to.equal(false);
      expect(limits[0]).to.match(/^the directories of 2 processes and the logs of 1 Dynamips may not be seen/);
    });
  });

  describe('of what has ended', () => {
    const server = procOf({ 10: SERVER });

    it('tells last words, ports and time of a uBridge', async () => {
      const text = ubridgeLog(43815, 20003, 20002, 'recv: Connection refused', 'send: Network is unreachable');
      const { ended } = await readingOf({
        files: { ...server, [`${ROUTER_FOLDER}/ubridge.log`]: { text, changedMs: 1_795_000_000_000 } },
      });
      expect(ended).to.deep.equal([
        {
          ...{ program: 'ubridge', directory: ROUTER_FOLDER, atMs: 1_795_000_000_000 },
          lastWords: 'send: Network is unreachable',
          ports: [{ localPort: 20003, remoteHost: '127.0.0.1', remotePort: 20002 }],
        },
      ]);
    });

    it('tells a uBridge from another that has got its control port', async () => {
      const { ended } = await readingOf({
        files: {
          ...procOf({ 21: { name: 'ubridge', words: ['ubridge', '-H', '127.0.0.1:43815'], directory: ROUTER_FOLDER } }),
          [`${VPCS_FOLDER}/ubridge.log`]: ubridgeLog(43815, 20017, 20016),
          [`${ROUTER_FOLDER}/ubridge.log`]: ubridgeLog(43815, 20003, 20002),
        },
      });
      expect(ended.map(({ directory }) => directory)).to.deep.equal([VPCS_FOLDER]);
    });

    it('tells a VPCS whose second process is gone, with the ports that it was told', async () => {
      const { ended } = await readingOf({
        files: {
          ...procOf({ 10: SERVER, 30: { name: 'vpcs', words: VPCS.split(' '), parent: 10, directory: VPCS_FOLDER } }),
          [`${VPCS_FOLDER}/vpcs.log`]: { text: 'Welcome', changedMs: 5 },
        },
      });
      expect(ended).to.deep.equal([
        {
          ...{ program: 'vpcs', directory: VPCS_FOLDER, atMs: 5 },
          ports: [{ localPort: 20016, remoteHost: '127.0.0.1', remotePort: 20017 }],
        },
      ]);
    });

    it('tells a Dynamips, and passes over logs of devices that were deleted', async () => {
      const gone = LOG.replaceAll(R1, 'd0000000-0000-4000-8000-000000000000');
      const { ended } = await readingOf({
        files: {
          ...server,
          [`${FILES}/dynamips/dynamips_i1_log.txt`]: { text: LOG, changedMs: 7 },
          [`${FILES}/dynamips/dynamips_i2_log.txt`]: { text: gone, changedMs: 7 },
        },
      });
      expect(ended).to.deep.equal([
        {
          ...{ program: 'dynamips', directory: ROUTER_FOLDER, device: 'R1', atMs: 7 },
          ports: [{ localPort: 20002, remoteHost: '127.0.0.1', remotePort: 20003 }],
          nios: [
            {
              name: 'udp-a',
              ports: { localPort: 20002, remoteHost: '127.0.0.1', remotePort: 20003 },
              ...{ boundTo: 'R1', module: 'vm', slot: 2, port: 1 },
            },
          ],
        },
      ]);
    });
  });

  it('passes on what living uBridges complain about', async () => {
    const log = ubridgeLog(43815, 20003, 20002, 'recv: Connection refused');
    const { complaints, ended } = await readingOf({
      files: { ...processes(true), [`${ROUTER_FOLDER}/ubridge.log`]: log },
      programs: PROGRAMS(),
    });
    expect([...complaints]).to.deep.equal([[ROUTER_FOLDER, ['recv: Connection refused']]]);
    expect(ended).to.deep.equal([]);
  });

  it('says which programs did not answer', async () => {
    const { limits } = await readingOf({ files: { ...processes(true), ...LOGS, ...OPEN_LOG } });
    expect(limits.at(-1)).to.equal('Dynamips 20 on 127.0.0.1:60895: it refuses the connection');
    // Two of one kind, for one reason.
    expect(limits).to.have.length(2);
    expect(limits[0]).to.match(/^2 uBridges \(pid 21, 32\): /);
  });
});
