import { expect } from 'chai';
import { allocate, allocateAll } from '../../../../src/core/allocation/allocate.ts';
import type { AllocatorName, Lab } from '../../../../src/core/lab/lab.ts';
import { consoleLines, nioLines, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** Two hypervisors on one host and one on another; R1–R4 are routers, S1 and S2 switches. */
const DEVICES = file`
  hypervisors:
    - { address: "alpha:7200", baseUdp: 11111 }
    - { address: "alpha:7201", baseUdp: 11111 }
    - { address: "beta:7200" }
  devices:
    - { name: R1, hypervisor: "alpha:7200" }
    - { name: R2, hypervisor: "alpha:7201" }
    - { name: R3, hypervisor: "beta:7200" }
    - { name: S1, kind: ethernet-switch, hypervisor: "alpha:7200" }
    - { name: S2, kind: ethernet-switch, hypervisor: "alpha:7201" }
`;

/** Every port that was given out, in the order in which NIOs were created, lowest first. */
function givenPorts(links: string, name: AllocatorName): number[] {
  const { created } = allocate(scenarioLab(DEVICES + links), name);
  return [...new Set([...created].map((nio) => nio.localPort))].sort((a, b) => a - b);
}

/** `count` links between two devices on one host, each on interfaces of its own. */
function manyLinks(count: number, a: string, b: string): string {
  const port = (device: string, index: number) => (device.startsWith('R') ? `f${index}/0` : String(index + 1));
  return Array.from({ length: count }, (_, index) => `  - ${a} ${port(a, index)} -- ${b} ${port(b, index)}\n`).join('');
}

function lab(links: string): Lab {
  return scenarioLab(`${DEVICES}links:\n${links}`);
}

describe('gns3-server', () => {
  it('2.1 to 2.2.2 have the pool of the versions before and the tunnels of those after', () => {
    expect(givenPorts('links:\n  - R1 f0/0 -- S1 1\n', 'gns3-server-2.1')).to.deep.equal([10000, 10001, 10002, 10003]);
    expect(consoleLines(scenarioLab(DEVICES), 'gns3-server-2.1')).to.deep.equal([
      'R1 console 5000',
      'R2 console 5001',
      'R3 console 5000',
      'S1 reserved 5002',
      'S2 reserved 5003',
    ]);
  });

  describe('gns3-server-1.3', () => {
    it('gives one port per link end, the lowest of the host, from 10000, whatever the bases are', () => {
      expect(nioLines(lab('  - R1 f0/0 -- R2 f0/0\n  - S1 1 -- R2 f0/1\n'), 'gns3-server-1.3')).to.deep.equal([
        'alpha:7200 R1 f0/0 10000 -> 127.0.0.1:10001',
        'alpha:7201 R2 f0/0 10001 -> 127.0.0.1:10000',
        'alpha:7200 S1 1 10002 -> 127.0.0.1:10003',
        'alpha:7201 R2 f0/1 10003 -> 127.0.0.1:10002',
      ]);
    });

    it('has a pool for each host', () => {
      expect(nioLines(lab('  - R1 f0/0 -- R3 f0/0\n  - R1 f0/1 -- R2 f0/1\n'), 'gns3-server-1.3')).to.deep.equal([
        'alpha:7200 R1 f0/0 10000 -> beta:10000',
        'beta:7200 R3 f0/0 10000 -> alpha:10000',
        'alpha:7200 R1 f0/1 10001 -> 127.0.0.1:10002',
        'alpha:7201 R2 f0/1 10002 -> 127.0.0.1:10001',
      ]);
    });

    it('makes 5000 links of the 10001 ports of a host, and not one more', () => {
      const { created, failures } = allocate(lab(manyLinks(5001, 'S1', 'S2')), 'gns3-server-1.3');
      expect(created.length).to.equal(10_000);
      expect(failures.map(({ link }) => link.name)).to.deep.equal(['S1 5001 -- S2 5001']);
      expect(failures[0]?.why).to.match(/10000.20000.*alpha/);
    });

    it('still gives ports on another host, and the last one for a link between the two', () => {
      const links = `${manyLinks(5001, 'S1', 'S2')}  - R1 f0/0 -- R3 f0/0\n  - R1 f0/1 -- R3 f0/1\n`;
      const { created, failures } = allocate(lab(links), 'gns3-server-1.3');
      const last = [...created].slice(-2).map((nio) => `${nio.hypervisor.host}:${nio.localPort}`);
      expect(last).to.deep.equal(['alpha:20000', 'beta:10000']);
      expect(failures.map(({ link }) => link.name)).to.deep.equal(['S1 5001 -- S2 5001', 'R1 f0/1 -- R3 f0/1']);
    });
  });

  describe('ports that were given back', () => {
    it('are given again, the lowest first', () => {
      const events = file`
        links: [S1 1 -- S2 1, S1 2 -- S2 2, S1 3 -- S2 3]
        events:
          - remove: S1 3 -- S2 3
          - remove: S1 1 -- S2 1
          - add: S1 4 -- S2 4
          - add: S1 5 -- S2 5
          - add: S1 6 -- S2 6
      `;
      const pairs = nioLines(scenarioLab(DEVICES + events), 'gns3-server-1.3').slice(6);
      expect(pairs.map((line) => line.split(' ').slice(1, 4).join(' '))).to.deep.equal([
        'S1 4 10000',
        'S2 4 10001',
        'S1 5 10004',
        'S2 5 10005',
        'S1 6 10006',
        'S2 6 10007',
      ]);
    });

    it('are those of the tunnels too', () => {
      const events = file`
        links: [R1 f0/0 -- R2 f0/0]
        events:
          - remove: R1 f0/0 -- R2 f0/0
          - add: R1 f0/1 -- R2 f0/1
      `;
      expect(givenPorts(events, 'gns3-server-2.2.3')).to.deep.equal([20000, 20001, 20002, 20003, 20004, 20005]);
    });

    it('are not those of an explicit NIO', () => {
      const events = file`
        links: [S1 1 -- S2 1, R1 f0/0 -- NIO_udp:10001:127.0.0.1:9]
        events:
          - remove: R1 f0/0 -- NIO_udp:10001:127.0.0.1:9
          - add: S1 2 -- S2 2
      `;
      const lines = nioLines(scenarioLab(DEVICES + events), 'gns3-server-1.3').slice(-2);
      expect(lines.map((line) => line.split(' ')[3])).to.deep.equal(['10002', '10003']);
    });
  });

  for (const [name, first] of [
    ['gns3-server-2.2.3', 20_000],
    ['gns3-server-3.0', 10_000],
  ] as const) {
    describe(name, () => {
      const from = (count: number) => Array.from({ length: count }, (_, index) => first + index);

      it('takes six ports for a link between routers', () => {
        expect(givenPorts('links: [R1 f0/0 -- R2 f0/0]\n', name)).to.deep.equal(from(6));
      });

      it('takes four for a link between a router and a switch, and two between switches', () => {
        expect(givenPorts('links: [R1 f0/0 -- S2 1]\n', name)).to.deep.equal(from(4));
        expect(givenPorts('links: [S1 1 -- R2 f0/0]\n', name)).to.deep.equal(from(4));
        expect(givenPorts('links: [S1 1 -- S2 1]\n', name)).to.deep.equal(from(2));
      });

      it('leads from router to router through two uBridges', () => {
        const nios = [...allocate(lab('  - R1 f0/0 -- R2 f0/0\n'), name).created];
        // The ends of the link belong to the uBridges; each is joined to its router by a tunnel on the host
        // itself.
        const ends = nios.filter(({ tunnel }) => !tunnel);
        expect(ends.map((nio) => [nio.owner, nio.device, nio.localPort, nio.remotePort])).to.deep.equal([
          ['ubridge', 'R1', first, first + 1],
          ['ubridge', 'R2', first + 1, first],
        ]);
        for (const device of ['R1', 'R2']) {
          const [router, bridge] = nios.filter((nio) => nio.tunnel && nio.device === device);
          expect([router?.owner, bridge?.owner, router?.remoteHost, bridge?.remoteHost]).to.deep.equal([
            'hypervisor',
            'ubridge',
            '127.0.0.1',
            '127.0.0.1',
          ]);
          expect([router?.localPort, router?.remotePort]).to.deep.equal([bridge?.remotePort, bridge?.localPort]);
        }
      });

      it('numbers consoles from 5000 in the order of the file, and keeps one that is written and free', () => {
        const text = file`
          hypervisors: [{ address: localhost }]
          devices:
            - { name: R1 }
            - { name: S1, kind: ethernet-switch }
            - { name: R2, console: 5002 }
            - { name: R3 }
            - { name: R4 }
        `;
        expect(consoleLines(scenarioLab(text), name)).to.deep.equal([
          'R1 console 5000',
          'S1 reserved 5001',
          'R2 console 5002*',
          'R3 console 5003',
          'R4 console 5004',
        ]);
      });
    });
  }

  it('makes 1666 links between routers of the 10001 ports of 2.2.3, and 3333 of the 20001 ports of 3.0', () => {
    for (const [name, count] of [
      ['gns3-server-2.2.3', 1666],
      ['gns3-server-3.0', 3333],
    ] as const) {
      const { created, failures } = allocate(lab(manyLinks(count + 1, 'R1', 'R2')), name);
      // Three sockets for each router end: one of the router and two of its uBridge.
      expect([...created].filter((nio) => nio.link.name !== `R1 f${count}/0 -- R2 f${count}/0`)).to.have.length(
        6 * count,
      );
      expect(
        failures.map(({ link }) => link.name),
        name,
      ).to.deep.equal([`R1 f${count}/0 -- R2 f${count}/0`]);
    }
  });

  it('shares its pools among labs that run at once', () => {
    const one = lab('  - S1 1 -- S2 1\n');
    const ports = allocateAll([one, one], () => 'gns3-server-1.3').map(({ created }) =>
      [...created].map((nio) => nio.localPort),
    );
    expect(ports).to.deep.equal([
      [10000, 10001],
      [10002, 10003],
    ]);
  });

  /**
   * Seen on gns3-server 2.2.59: R2 has links to R1 and R3, and its uBridge is killed. All twelve ports stay
   * given. When both links are deleted the pool is empty, and the links that are made then, the other one
   * first, get the lowest ports again.
   */
  it('keeps the ports of a uBridge that has ended until its links are deleted', () => {
    const links = 'links: [R1 f0/0 -- R2 f0/0, R2 f2/0 -- R1 f2/0]\n';
    const dead = `${links}events:\n  - stop: uBridge of R2\n`;
    const again = `${dead}  - remove: R1 f0/0 -- R2 f0/0\n  - remove: R2 f2/0 -- R1 f2/0\n`;
    const made = `${again}  - add: R2 f2/0 -- R1 f2/0\n  - add: R1 f0/0 -- R2 f0/0\n`;
    const takenOf = (events: string) => {
      const { poolOf } = allocate(scenarioLab(DEVICES + events), 'gns3-server-2.2.3');
      const [state] = poolOf.values();
      return [state?.taken, state?.next];
    };
    expect(takenOf(dead)).to.deep.equal([12, 20012]);
    expect(takenOf(again)).to.deep.equal([0, 20000]);
    expect(takenOf(made)).to.deep.equal([12, 20012]);
    const { created, deletions } = allocate(scenarioLab(DEVICES + made), 'gns3-server-2.2.3');
    expect([...created].slice(-6).map(({ device, localPort }) => `${device} ${localPort}`)).to.deep.equal([
      'R1 20008',
      'R1 20009',
      'R1 20006',
      'R2 20010',
      'R2 20011',
      'R2 20007',
    ]);
    expect(
      deletions.slice(0, 4).map(({ index }) => `${created.at(index).owner} ${created.at(index).localPort}`),
    ).to.deep.equal(['ubridge 20005', 'ubridge 20001', 'ubridge 20009', 'ubridge 20006']);
  });
});
