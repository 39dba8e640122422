import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { allocateAll } from '../../../../src/core/allocation/allocate.ts';
import { readServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import type { AllocatorName, Lab } from '../../../../src/core/lab/lab.ts';
import { gns3Lab } from '../../../support/read.ts';

const FIXTURES = new URL('../../../fixtures/', import.meta.url);

function fixture(name: string): Lab {
  return gns3Lab(JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8')));
}

/** `Q1 console 5000`; after a star, what the file says instead. */
function consoles(lab: Lab, conf = '', allocator?: AllocatorName): string[] {
  const server = readServerConf(conf, 'gns3_server.conf').conf;
  const [allocation] = allocateAll([lab], () => allocator ?? lab.allocator ?? 'dynagen', server);
  return [
    ...(allocation?.consoles ?? []).map(({ device, type, port, written }) => {
      return `${device.name} ${type} ${port}${written === undefined || written === port ? '' : ` *${written}`}`;
    }),
    ...(allocation?.consoleFailures ?? []).map(({ device, cause }) => `${device.name} ${cause}`),
  ];
}

type Row = readonly [name: string, type: string, console?: number | null, more?: Record<string, unknown>];

function project(version: string, rows: readonly Row[]): Lab {
  const nodes = rows.map(([name, type, port = null, more = {}]) => ({
    ...{ name, node_id: name, node_type: type, compute_id: 'local', console: port, console_type: 'telnet' },
    properties: {},
    ...more,
  }));
  return gns3Lab({ version, revision: 9, topology: { computes: [], nodes, links: [] } });
}

/** What is expected was given by the port managers of gns3-server 2.2.54 and 3.0.6, asked as its nodes do. */
describe('consoles of a GNS3 server', () => {
  it('are given in the order of the file: one that is taken is replaced by the lowest free one', () => {
    expect(consoles(fixture('cases/consoles-that-move.gns3'))).to.deep.equal([
      'Q1 console 5000',
      'Q1 internal 5001',
      'R4 console 5002 *5001',
      'PC1 console 5004',
      'PC1 internal 5003',
    ]);
  });

  it('are one more for each QEMU of 3.0, whose AUX port is passed on too', () => {
    expect(consoles(fixture('cases/consoles-that-move.gns3'), '', 'gns3-server-3.0')).to.deep.equal([
      'Q1 console 5000',
      'Q1 internal 5001',
      'Q1 internal 5002',
      'R4 console 5003 *5001',
      'PC1 console 5004',
      'PC1 internal 5005',
    ]);
  });

  it('are replaced when they are out of range; VNC has a range of its own', () => {
    expect(consoles(fixture('cases/consoles-out-of-range.gns3'))).to.deep.equal([
      'R1 console 5000 *2001',
      'R2 console 5001 *2002',
      'Q1 console 5901',
      'Q1 internal 5002',
      'R3 console 5003 *5901',
      'R4 console 5004 *12001',
    ]);
  });

  it('end with the range of the configuration', () => {
    const conf = readFileSync(new URL('cases/consoles-out-of-range.conf', FIXTURES), 'utf8');
    expect(consoles(fixture('cases/consoles-out-of-range.gns3'), conf)).to.deep.equal([
      'R1 console 2001',
      'R2 console 2002',
      'Q1 console 5901',
      'Q1 internal 2003',
      'R3 exhausted',
      'R4 exhausted',
    ]);
  });

  it('are those of each kind of node of 2.2', () => {
    const lab = project('2.2.54', [
      ['D1', 'docker', 5001],
      ['D2', 'docker', null, { console_type: 'vnc', properties: { aux: 5000 } }],
      ['D3', 'docker', 5003, { console_type: 'none' }],
      ['V1', 'virtualbox', 5002],
      ['N1', 'nat'],
      ['S1', 'ethernet_switch', 5001, { console_type: 'none' }],
      ['H1', 'ethernet_hub'],
      ['R1', 'dynamips', null, { properties: { aux: 2501 } }],
      ['I1', 'iou', 5000],
      ['Q1', 'qemu', 6000, { console_type: 'vnc' }],
    ]);
    expect(consoles(lab)).to.deep.equal([
      'D1 console 5001',
      'D1 aux 5000',
      'D2 aux 5002 *5000',
      'D2 console 5900',
      'D3 aux 5003',
      'V1 console 5004 *5002',
      'N1 reserved 5005',
      'S1 reserved 5006 *5001',
      'R1 aux 5007 *2501',
      'R1 console 5008',
      'I1 console 5009 *5000',
      'Q1 console 6000',
      'Q1 internal 5010',
    ]);
  });

  it('pass over ports that browsers refuse, the first one excepted', () => {
    const five = project(
      '2.2.54',
      ['A', 'B', 'C', 'D', 'E', 'F'].map((name): Row => [name, 'dynamips']),
    );
    const conf = '[Server]\nconsole_start_port_range = 5998\nconsole_end_port_range = 6003\n';
    expect(consoles(five, conf).map((line) => line.split(' ').at(-1))).to.deep.equal([
      ...['5998', '5999', '6001', '6002', '6003', 'exhausted'],
    ]);
    expect(consoles(five, '[Server]\nconsole_start_port_range = 6000\n')[0]).to.equal('A console 6000');
  });

  it('of VNC are 5900 to 6000 up to 2.2.16, and may be another range', () => {
    const lab = (version: string): Lab => project(version, [['Q1', 'qemu', 6001, { console_type: 'vnc' }]]);
    expect(consoles(lab('2.2.16'))[0]).to.equal('Q1 console 5900 *6001');
    expect(consoles(lab('2.2.17'))[0]).to.equal('Q1 console 6001');
    const conf = '[Server]\nvnc_console_start_port_range = 5950\nvnc_console_end_port_range = 5999\n';
    expect(consoles(lab('2.2.54'), conf)[0]).to.equal('Q1 console 5950 *6001');
  });

  it('are fewer in older versions', () => {
    const rows: readonly Row[] = [
      ['Q1', 'qemu', 5000],
      ['S1', 'ethernet_switch', 5009],
      ['C1', 'cloud'],
    ];
    expect(consoles(project('2.0.3', rows))).to.deep.equal(['Q1 console 5000', 'Q1 internal 5001', 'C1 reserved 5002']);
    // The switch of 2.1 is not asked for the console that it had.
    expect(consoles(project('2.1.21', rows)).slice(2)).to.deep.equal(['S1 console 5002', 'C1 reserved 5003']);
    expect(consoles(project('2.2.0', rows)).slice(2)).to.deep.equal(['S1 console 5009', 'C1 reserved 5002']);
  });

  it('that 1.3 cannot give as written are refused', () => {
    const nodes = [2001, 2001, 5001].map((port, index) => ({
      id: index,
      ...{ server_id: 1, type: 'C3725', label: { text: `R${index}` }, properties: { console: port } },
    }));
    const servers = [{ id: 1, host: '127.0.0.1', port: 8000, local: true }];
    const lab = gns3Lab({ version: '1.3.2', revision: 3, topology: { servers, nodes, links: [] } });
    expect(consoles(lab)).to.deep.equal(['R0 console 2001', 'R1 refused', 'R2 refused']);
  });

  it('are those that a server of 2.2.59 listed for a project with all of its nodes', () => {
    const { console_ports: listed } = JSON.parse(
      readFileSync(new URL('gns3-live/campus-network-ports.json', FIXTURES), 'utf8'),
    );
    const given = consoles(fixture('gns3-live/campus.gns3')).map((line) => Number(line.split(' ')[2]));
    expect(given.sort()).to.deep.equal(listed);
  });
});
