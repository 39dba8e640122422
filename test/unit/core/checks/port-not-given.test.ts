import { expect } from 'chai';
import { readServerConf, type ServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import { simulate } from '../../../../src/features/simulate/simulate.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { modelOf } from '../../../support/model.ts';
import { gns3Lab, netLab, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

const UNPLACED = scenarioLab(file`
  allocator: gns3-classic
  devices:
    - name: R1
    - name: R2
  links:
    - R1 f0/0 -- R2 f0/0
`);

/** `count` links between two routers of one host: six ports each behind uBridge. */
function ring(count: number) {
  const links = Array.from({ length: count }, (_, index) => `  - R1 f${index}/0 -- R2 f${index}/0\n`).join('');
  return scenarioLab(`hypervisors: [{ address: localhost }]\ndevices: [{ name: R1 }, { name: R2 }]\nlinks:\n${links}`);
}

describe('port-not-given', () => {
  it('reports a link of a device that runs nowhere, at the link', () => {
    const found = finding('port-not-given', UNPLACED, { allocator: 'dynagen' });
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO006', 'error', 'lab.yaml:6']);
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R2 f0/0']);
    expect(found.message).to.include('R1 has no hypervisor');
  });

  it('reports a range that is used up: 3333 links between routers fit into 10000–30000', () => {
    const found = finding('port-not-given', ring(3334), { allocator: 'gns3-server-3.0' });
    expect([found.severity, place(found)]).to.deep.equal(['error', 'lab.yaml:3337']);
    expect(found.evidence.links).to.deep.equal(['R1 f3333/0 -- R2 f3333/0']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200']);
    expect(found.message).to.match(/10000.30000/);
  });

  it('counts the links, not their ends', () => {
    const found = finding('port-not-given', ring(3336), { allocator: 'gns3-server-3.0' });
    expect(found.evidence.links).to.deep.equal([
      'R1 f3333/0 -- R2 f3333/0',
      'R1 f3334/0 -- R2 f3334/0',
      'R1 f3335/0 -- R2 f3335/0',
    ]);
    expect(found.message).to.include('2 more links');
  });

  it('leaves a link without all its ports out of the simulation, but for one line that says why', () => {
    // 10001 ports make 1666 links of six ports, 20001 make 3333.
    for (const [allocator, count] of [
      ['gns3-server-2.2.3', 1666],
      ['gns3-server-3.0', 3333],
    ] as const) {
      const { links } = simulate(modelOf(ring(count + 1), { allocator }));
      expect(links, allocator).to.have.length(count + 1);
      const [dead, ...more] = links.filter(({ verdict }) => verdict !== 'ok');
      expect([dead?.name, dead?.verdict, more], allocator).to.deep.equal([
        `R1 f${count}/0 -- R2 f${count}/0`,
        'dead',
        [],
      ]);
      expect(dead?.reason, allocator).to.include('no free port');
    }
  });

  it('is silent when the rule set places devices by itself, and while ports are left', () => {
    expect(findings('port-not-given', UNPLACED)).to.deep.equal([]);
    expect(findings('port-not-given', ring(3333), { allocator: 'gns3-server-3.0' })).to.deep.equal([]);
  });

  describe('with the ranges of a gns3_server.conf', () => {
    const node = (name: string): unknown => ({ node_id: name, compute_id: 'local', node_type: 'vpcs', name });
    const link = (port: number): unknown => ({
      nodes: ['PC1', 'PC2'].map((id) => ({ node_id: id, adapter_number: port, port_number: 0 })),
    });
    const lab = gns3Lab({
      version: '2.2.45',
      topology: { computes: [], nodes: [node('PC1'), node('PC2')], links: [link(0), link(1)] },
    });
    const conf = (first: number, last: number): { serverConf: ServerConf } => {
      const text = `[Server]\nudp_start_port_range = ${first}\nudp_end_port_range = ${last}\n`;
      const { conf: serverConf } = readServerConf(text, 'gns3_server.conf');
      if (serverConf === undefined) throw new Error('no configuration');
      return { serverConf };
    };

    it('is silent while the range has a port for each end, and two for each VPCS', () => {
      expect(findings('port-not-given', lab, conf(30_000, 30_007))).to.deep.equal([]);
      expect(simulate(modelOf(lab, conf(30_000, 30_007))).nios.map(({ localPort }) => localPort)).to.deep.equal([
        30_000, 30_001, 30_002, 30_003,
      ]);
    });

    it('reports a range that is too small, and one that ends before it begins', () => {
      const found = finding('port-not-given', lab, conf(30_000, 30_002));
      expect(found.message).to.equal(
        'PC1 1 -- PC2 1: no free port left in 30000–30002 on 127.0.0.1 (the links need 4 ports, the nodes 4 more when they start, and the pool has 3)',
      );
      expect(found.remedy.text).to.include('gns3_server.conf');
      expect(finding('port-not-given', lab, conf(30_003, 30_000)).message).to.include('ends before it begins');
    });

    it('does not take a file for a lab that no GNS3 server runs', () => {
      const net = netLab('[localhost]\n[[ROUTER R1]]\n');
      expect(() => simulate(modelOf(net, conf(30_000, 30_001)))).to.throw(
        'no lab here gets its ports from a GNS3 server',
      );
      expect(simulate(modelOf(net, { ...conf(30_000, 30_001), allocator: 'gns3-server-2.1' })).nios).to.deep.equal([]);
    });
  });

  describe('counts what nodes take when they start', () => {
    /** A VPCS on a switch, and a QEMU with `adapters` adapters on another port of it. */
    function small(adapters: number) {
      const node = (name: string, type: string, properties = {}): unknown => {
        return { name, node_id: name, node_type: type, compute_id: 'local', console_type: 'telnet', properties };
      };
      const end = (name: string, port: number) => ({ node_id: name, adapter_number: 0, port_number: port });
      const nodes = [node('PC1', 'vpcs'), node('Q1', 'qemu', { adapters }), node('SW1', 'ethernet_switch')];
      const links = [
        { link_id: 'a', nodes: [end('PC1', 0), end('SW1', 0)] },
        { link_id: 'b', nodes: [end('Q1', 0), end('SW1', 1)] },
      ];
      return gns3Lab({ version: '2.2.54', revision: 9, topology: { computes: [], nodes, links } });
    }

    function pool(last: number): ServerConf | undefined {
      return readServerConf(`[Server]\nudp_start_port_range = 20000\nudp_end_port_range = ${last}\n`, 'x').conf;
    }

    it('and reports the pool that has none left for them, with the numbers', () => {
      const found = finding('port-not-given', small(4), { serverConf: pool(20_010) });
      expect(found.message).to.equal(
        'Q1: no free port is left in 20000–20010 on 127.0.0.1 when all nodes start: the links need 4 ports, the nodes 10 more when they start, and the pool has 11',
      );
      expect(found.evidence.devices).to.deep.equal(['Q1']);
    });

    it('of links that have none too', () => {
      const found = finding('port-not-given', small(4), { serverConf: pool(20_002) });
      expect(found.message).to.include('no free port left in 20000–20002');
      expect(found.message).to.include('the links need 4 ports, the nodes 10 more when they start, and the pool has 3');
    });

    it('and is silent where all fit', () => {
      expect(findings('port-not-given', small(4), { serverConf: pool(20_013) })).to.deep.equal([]);
      expect(simulate(modelOf(small(4), { serverConf: pool(20_013) })).atStart).to.deep.equal([
        { lab: 'lab', device: 'PC1', hypervisor: 'gns3 127.0.0.1:3080', count: 2, ports: [20_004, 20_005] },
        {
          ...{ lab: 'lab', device: 'Q1', hypervisor: 'gns3 127.0.0.1:3080', count: 8 },
          ports: [20_006, 20_007, 20_008, 20_009, 20_010, 20_011, 20_012, 20_013],
        },
      ]);
    });
  });
});
