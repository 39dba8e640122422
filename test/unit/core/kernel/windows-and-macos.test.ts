import { expect } from 'chai';
import { knowledgeOf } from '../../../../src/core/kernel/knowledge.ts';
import { SITUATIONS, type SituationId } from '../../../../src/core/kernel/situation.ts';
import type { Lab, OperatingSystem } from '../../../../src/core/lab/lab.ts';
import { readScenario } from '../../../../src/core/lab/scenario/scenario-reader.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { type SimulateResult, simulate } from '../../../../src/features/simulate/simulate.ts';
import { modelOf } from '../../../support/model.ts';
import { gns3Lab, scenarioLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';

/*
 * Every row of docs/FACTS.md, "What a collision does on Windows and macOS", as labs: what the second socket
 * gets, who receives, and how sure both are. `old` is Dynamips 0.2.17, `new` 0.2.24.
 */

const VERSIONS = { old: '0.2.17', new: '0.2.24' } as const;

type Age = keyof typeof VERSIONS;

/** Two hypervisors on one machine, each with explicit NIOs: `first` and `second` want port 12000. */
function lab(first: Age, second: Age, nios: readonly (readonly [hypervisor: 0 | 1, nio: string])[]): string {
  const hypervisors = [first, second].map(
    (age, index) => `{address: "127.0.0.1:${7200 + index}", dynamips: "${VERSIONS[age]}"}`,
  );
  const devices = nios.map(([at], index) => `{name: R${index + 1}, hypervisor: "127.0.0.1:${7200 + at}"}`);
  const links = nios.map(([, nio], index) => `"R${index + 1} f0/0 -- NIO_udp:${nio}"`);
  return `hypervisors: [${hypervisors.join(', ')}]\ndevices: [${devices.join(', ')}]\nlinks: [${links.join(', ')}]\n`;
}

function simulated(text: string, os: OperatingSystem, assumptions: Assumptions = {}): SimulateResult {
  const { labs, problems } = readScenario(text, 'lab.yaml');
  expect(problems).to.deep.equal([]);
  return simulate(modelOf(labs, { os, ...assumptions }));
}

/** `R1: bound (source), peer R3 (source)`, for each NIO. */
function told({ nios }: SimulateResult): string[] {
  return nios.map(({ device, bind, frames }) => {
    const receiver = frames.receiver === undefined ? '' : ` ${frames.receiver.device}`;
    return `${device}: ${bind.outcome} (${bind.grade}), ${frames.to}${receiver} (${frames.grade})`;
  });
}

/** 12000 twice, with peers 12001 and 12002, which are there; the peers belong to the first hypervisor. */
const DIFFERENT = [
  [0, '12000:127.0.0.1:12001'],
  [1, '12000:127.0.0.1:12002'],
  [0, '12001:127.0.0.1:12000'],
  [0, '12002:127.0.0.1:12000'],
] as const;

/** 12000 twice with peer 12001. */
const IDENTICAL = [
  [0, '12000:127.0.0.1:12001'],
  [1, '12000:127.0.0.1:12001'],
  [0, '12001:127.0.0.1:12000'],
] as const;

/** The same-base accident. */
const ITSELF = [
  [0, '10000:127.0.0.1:10000'],
  [1, '10000:127.0.0.1:10000'],
] as const;

const REFUSED = (grade: string): string[] => [
  `R1: bound (${grade}), peer R3 (${grade})`,
  `R2: refused (${grade}), nobody (${grade})`,
  `R3: bound (${grade}), peer R1 (${grade})`,
];

describe('Windows, by what is documented and reported', () => {
  it('old, old and new, old: 206 whatever the peers; the first goes on (documented)', () => {
    for (const first of ['old', 'new'] as const) {
      expect(told(simulated(lab(first, 'old', DIFFERENT), 'windows')).slice(0, 3)).to.deep.equal(REFUSED('documented'));
      expect(told(simulated(lab(first, 'old', IDENTICAL), 'windows'))).to.deep.equal(REFUSED('documented'));
    }
  });

  it('old, new: 206, for WSAEACCES and WSAEADDRINUSE are one reply (documented)', () => {
    const result = simulated(lab('old', 'new', DIFFERENT), 'windows');
    expect(told(result).slice(0, 3)).to.deep.equal(REFUSED('documented'));
    expect(result.nios[1]?.bind.reason).to.equal('port-taken');
  });

  it('new, new with different peers: bound; likely only the first receives (bind documented, receiver reported)', () => {
    expect(told(simulated(lab('new', 'new', DIFFERENT), 'windows'))).to.deep.equal([
      'R1: bound (documented), peer R3 (documented)',
      'R2: shared (documented), peer R4 (documented)',
      'R3: bound (documented), peer R1 (reported)',
      'R4: bound (documented), nobody (reported)',
    ]);
  });

  it('new, new with the same four values: bound (documented), who receives is not established', () => {
    const result = simulated(lab('new', 'new', IDENTICAL), 'windows');
    expect(told(result)).to.deep.equal([
      'R1: bound (documented), peer R3 (documented)',
      'R2: shared (documented), peer R3 (documented)',
      'R3: bound (documented), unknown (unknown)',
    ]);
    expect(result.nios[2]?.frames.place).to.equal('');
  });

  it('the same-base accident: 206 from old ones, the first loops to itself; new ones are not established', () => {
    expect(told(simulated(lab('old', 'old', ITSELF), 'windows'))).to.deep.equal([
      'R1: bound (documented), self R1 (documented)',
      'R2: refused (documented), nobody (documented)',
    ]);
    expect(told(simulated(lab('new', 'new', ITSELF), 'windows'))).to.deep.equal([
      'R1: bound (documented), unknown (unknown)',
      'R2: shared (documented), unknown (unknown)',
    ]);
  });

  it('IPv4 and IPv6 have a set of ports each (documented)', () => {
    const nios = [
      [0, '12000:::1:12001'],
      [1, '12000:127.0.0.1:12001'],
    ] as const;
    expect(told(simulated(lab('old', 'old', nios), 'windows')).map((line) => line.split(',')[0])).to.deep.equal([
      'R1: bound (documented)',
      'R2: bound (documented)',
    ]);
  });

  it('a peer port of 0 and 127.0.0.2 are not established', () => {
    for (const nio of ['12000:127.0.0.1:0', '12000:127.0.0.2:12001']) {
      const [alone] = simulated(lab('new', 'new', [[0, nio]]), 'windows').nios;
      expect([alone?.bind.outcome, alone?.bind.grade]).to.deep.equal(['unknown', 'unknown']);
    }
  });
});

describe("macOS, by its kernel's source", () => {
  it('anything, old: 206; the first goes on', () => {
    for (const first of ['old', 'new'] as const) {
      expect(told(simulated(lab(first, 'old', DIFFERENT), 'darwin')).slice(0, 3)).to.deep.equal(REFUSED('source'));
    }
  });

  it('old or new, new with different peers: only the second needs SO_REUSEADDR, each gets the frames of its peer', () => {
    for (const first of ['old', 'new'] as const) {
      expect(told(simulated(lab(first, 'new', DIFFERENT), 'darwin'))).to.deep.equal([
        'R1: bound (source), peer R3 (source)',
        'R2: shared (source), peer R4 (source)',
        'R3: bound (source), peer R1 (source)',
        'R4: bound (source), peer R2 (source)',
      ]);
    }
  });

  it('the same four values: connect() refuses them, so 206 in both generations', () => {
    for (const first of ['old', 'new'] as const) {
      for (const second of ['old', 'new'] as const) {
        const result = simulated(lab(first, second, IDENTICAL), 'darwin');
        expect(told(result)).to.deep.equal(REFUSED('source'));
        expect(result.nios[1]?.bind.place).to.equal('XNU bsd/netinet/in_pcb.c');
        expect(told(simulated(lab(first, second, ITSELF), 'darwin'))).to.deep.equal([
          'R1: bound (source), self R1 (source)',
          'R2: refused (source), nobody (source)',
        ]);
      }
    }
  });

  it('a peer port of 0: connect() fails, 206', () => {
    const result = simulated(
      lab('new', 'new', [
        [0, '12000:127.0.0.1:0'],
        [1, '12001:127.0.0.1:65536'],
      ]),
      'darwin',
    );
    expect(result.nios.map(({ bind }) => [bind.outcome, bind.reason, bind.grade])).to.deep.equal([
      ['refused', 'peer-port-zero', 'source'],
      ['refused', 'peer-port-zero', 'source'],
    ]);
  });

  it('uBridge is root: Dynamips is refused on its port, and it is bound on that of Dynamips', () => {
    // The first link of GNS3's pool takes 10000 and 10001 for its uBridges; so does a lab that counts from
    // 10000.
    const two = 'devices: [{name: R1}, {name: R2}]\nlinks: [R1 f0/0 -- R2 f0/0]\n';
    const gns3 = `allocator: gns3-server-3.0\nhypervisors: [{address: 127.0.0.1:7300}]\n${two}`;
    const dynagen = `hypervisors: [{address: 127.0.0.1:7200, baseUdp: 10000}]\ndevices: [{name: R3}]\nlinks: ["R3 f0/0 -- NIO_udp:10000:127.0.0.1:20000"]\n`;
    const outcomes = (text: string): string[] =>
      simulated(text, 'darwin', { dynamips: '0.2.24' })
        .nios.filter(({ bind }) => bind.port === 10_000)
        .map(({ owner, bind }) => `${owner}: ${bind.outcome} (${bind.grade})`);
    expect(outcomes(`${gns3}---\n${dynagen}`)).to.deep.equal([
      'ubridge: bound (source)',
      'hypervisor: refused (source)',
    ]);
    expect(outcomes(`${dynagen}---\n${gns3}`)).to.deep.equal([
      'hypervisor: bound (source)',
      'ubridge: shared (source)',
    ]);
  });
});

describe('localhost where it is ::1 first', () => {
  const addresses = new Map([['localhost', ['::1', '127.0.0.1']]]);
  const nios = [
    [0, '12000:localhost:12001'],
    [1, '12000:localhost:12001'],
    [0, '12001:localhost:12000'],
  ] as const;

  it('a collision on ::1 falls back to 127.0.0.1 without a 206, and the NIO never meets its peer', () => {
    for (const [os, ages, grade] of [
      ['darwin', ['old', 'old'], 'source'],
      ['darwin', ['new', 'new'], 'source'],
      ['windows', ['old', 'old'], 'documented'],
    ] as const) {
      const result = simulated(lab(ages[0], ages[1], nios), os, { addresses });
      const [, second] = result.nios;
      expect([second?.bind.outcome, second?.bind.grade], os).to.deep.equal(['fallback', grade]);
      expect([second?.localAddress, second?.frames.to], os).to.deep.equal(['127.0.0.1', 'nobody']);
      expect(result.nios[2]?.frames.receiver?.device, os).to.equal('R1');
    }
  });

  it('on Linux the second address is refused too: 206 (seen)', () => {
    const [, second] = simulated(lab('old', 'old', nios), 'linux', { addresses }).nios;
    expect([second?.bind.outcome, second?.bind.grade]).to.deep.equal(['refused', 'seen']);
  });

  it('where nobody has asked for localhost the order is what users report', () => {
    const [, second] = simulated(lab('old', 'old', nios), 'darwin').nios;
    expect([second?.bind.outcome, second?.bind.grade]).to.deep.equal(['fallback', 'reported']);
  });

  it('is refused in the end if the port is taken on 127.0.0.1 as well', () => {
    const taken = [[0, '12000:127.0.0.1:9'], ...nios] as const;
    const result = simulated(lab('old', 'old', taken), 'darwin', { addresses });
    expect(result.nios.map(({ bind }) => bind.outcome)).to.deep.equal(['bound', 'refused', 'refused', 'bound']);
  });
});

describe('programs that are no NIOs', () => {
  it('VPCS of a GNS3 project refuses a NIO on its port, and is refused on that of a NIO', () => {
    // PC1 of the project has port 20003.
    const project = gns3Lab(JSON.parse(readProjectFile('test/fixtures/gns3/two-servers.gns3')));
    const nio = scenarioLab(lab('new', 'new', [[0, '20003:127.0.0.1:9']]));
    const binds = (os: OperatingSystem, labs: readonly Lab[]): string[] =>
      simulate(modelOf(labs, { os, dynamips: '0.2.24' }))
        .nios.filter(({ bind, hypervisor }) => bind.port === 20_003 && hypervisor.includes('127.0.0.1'))
        .map(({ device, bind }) => `${device} ${bind.outcome} (${bind.grade})`);
    for (const [os, grade] of [
      ['linux', 'seen'],
      ['darwin', 'source'],
      ['windows', 'documented'],
    ] as const) {
      expect(binds(os, [project, nio]), os).to.deep.equal([`PC1 bound (${grade})`, `R1 refused (${grade})`]);
      expect(binds(os, [nio, project]), os).to.deep.equal([`R1 bound (${grade})`, `PC1 refused (${grade})`]);
    }
  });

  const answer = (system: OperatingSystem, id: SituationId): string => {
    const { bind, receiver } = knowledgeOf(system).answerTo(id);
    return `${bind.value} (${bind.grade}), ${receiver.value} (${receiver.grade})`;
  };

  it('VPCS, and any unconnected program on 0.0.0.0, is in the way of every NIO, on both', () => {
    const ids = ['vpcs-plain', 'vpcs-reuse', 'plain-vpcs', 'reuse-vpcs', 'foreign-plain', 'foreign-reuse'] as const;
    for (const id of ids) {
      expect(answer('windows', id), id).to.equal('refused (documented), first (documented)');
      expect(answer('darwin', id), id).to.equal('refused (source), first (source)');
    }
  });

  it('a program on 127.0.0.1: a new NIO is bound; on macOS each gets its own, on Windows nobody knows', () => {
    expect(answer('darwin', 'loopback-reuse')).to.equal('shared (source), peer-of-each (source)');
    expect(answer('windows', 'loopback-reuse')).to.equal('shared (documented), unknown (unknown)');
    expect(answer('darwin', 'loopback-plain')).to.equal('refused (source), first (source)');
    expect(answer('windows', 'loopback-plain')).to.equal('refused (documented), first (documented)');
  });

  it('a port of another user is closed on macOS, to root open', () => {
    expect(answer('darwin', 'two-users')).to.equal('refused (source), first (source)');
    expect(answer('darwin', 'root-then-user')).to.equal('refused (source), first (source)');
    expect(answer('darwin', 'user-then-root')).to.equal('shared (source), peer-of-each (source)');
    expect(answer('windows', 'two-users')).to.equal('shared (documented), first (reported)');
  });

  it('nothing about Windows and macOS is called seen, and every statement has a place', () => {
    for (const system of ['windows', 'darwin'] as const) {
      for (const { id } of SITUATIONS) {
        const { bind, receiver } = knowledgeOf(system).answerTo(id);
        for (const { value, grade, place } of [bind, receiver]) {
          expect(grade, id).to.not.be.oneOf(['seen', 'observed']);
          const isKnown = value !== 'unknown';
          expect([grade !== 'unknown', place !== ''], id).to.deep.equal([isKnown, isKnown]);
        }
      }
    }
  });

  it('on macOS VPCS whose port is taken has no other address of a server to try: the second project is refused', () => {
    // Both projects count from 10000; a server tells the other one a single address, and not a name.
    const project = {
      version: '2.2.45',
      revision: 9,
      topology: {
        computes: [{ compute_id: 'far', host: '10.0.0.9', port: 3080, name: 'far' }],
        nodes: ['local', 'far'].map((compute, index) => ({
          node_id: `n${index}`,
          name: `PC${index}`,
          node_type: 'vpcs',
          compute_id: compute,
          console: null,
          properties: {},
        })),
        links: [
          {
            link_id: 'l0',
            nodes: [0, 1].map((index) => ({ node_id: `n${index}`, adapter_number: 0, port_number: 0 })),
          },
        ],
      },
    };
    const labs = [gns3Lab(project), gns3Lab(project)];
    const { nios } = simulate(modelOf(labs, { os: 'darwin', dynamips: VERSIONS.old, allocator: 'gns3-classic' }));
    expect(nios.map(({ device, bind }) => `${device}: ${bind.outcome}`)).to.deep.equal([
      'PC0: bound',
      'PC1: bound',
      'PC0: refused',
      'PC1: refused',
    ]);
  });
});
