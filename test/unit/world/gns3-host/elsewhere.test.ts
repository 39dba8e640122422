import { expect } from 'chai';
import type { EmulatorProcess, HostReading } from '../../../../src/core/open-project/host.ts';
import type { SocketRow } from '../../../../src/core/sockets/socket-table.ts';
import { leadsElsewhere } from '../../../../src/world/gns3-host/elsewhere.ts';

const SAYS = {
  server: { host: '127.0.0.1', port: 3081, protocol: 'http', api: 'v2', version: '2.2.59', isHere: true },
  project: { id: 'p', name: 'Campus', status: 'opened' },
  nodes: [],
} as const;

const GNS3: EmulatorProcess = { pid: 10, program: 'gns3server', args: [] };

/** This host with these processes, and a listener on 3081 of a program, or one whose owner is hidden. */
function host(processes: readonly EmulatorProcess[], listener?: string): HostReading {
  const nothing = { receiveQueue: 0, sendQueue: 0, inode: 1, age: 0, remoteAddress: '0.0.0.0', remotePort: 0 };
  const bound = { localAddress: '127.0.0.1', localPort: 3081, state: 'LISTEN', ...nothing } as const;
  const row: SocketRow = { protocol: 'tcp', family: 4, ...bound, ...(listener === undefined ? {} : { pid: 7 }) };
  const owner = { pid: 7, name: listener ?? '', args: [] };
  return {
    ...{ host: 'localhost', computeIds: ['local'], processes, ubridges: [], hypervisors: [], ended: [] },
    ...{ complaints: new Map(), atMs: 0, limits: [] },
    sockets: {
      ...{ host: 'localhost', source: '/proc', addresses: [], rows: [row], limits: [], tellsAge: true },
      ...{ processes: new Map(listener === undefined ? [] : [[7, owner]]), hidesPeers: false },
    },
  };
}

describe('leadsElsewhere', () => {
  it('says so where what listens passes connections on, whatever else runs here', () => {
    expect(leadsElsewhere(host([GNS3], 'ssh'), SAYS)).to.equal(
      '127.0.0.1:3081 leads to another host (ssh, pid 7, passes it on): add --host USER@HOST',
    );
  });

  it('says so where the owner is not seen, and nothing of GNS3 is here', () => {
    expect(leadsElsewhere(host([]), SAYS)).to.equal(
      '127.0.0.1:3081 leads to another host (no GNS3 server runs here): add --host USER@HOST',
    );
    const other: EmulatorProcess = { pid: 20, program: 'vpcs', args: [], directory: '/p/other/project-files/vpcs/n' };
    expect(leadsElsewhere(host([other]), SAYS)).to.be.a('string');
  });

  it('takes the server for one of this host in every other case', () => {
    const own: EmulatorProcess = { pid: 20, program: 'vpcs', args: [], directory: '/x/p/project-files/vpcs/n' };
    expect(leadsElsewhere(host([], 'python3'), SAYS)).to.equal(undefined);
    expect(leadsElsewhere(host([GNS3]), SAYS)).to.equal(undefined);
    expect(leadsElsewhere(host([own]), SAYS)).to.equal(undefined);
    const server = { ...SAYS.server, host: '10.66.0.1' };
    expect(leadsElsewhere(host([]), { ...SAYS, server })).to.equal(undefined);
  });
});
