import { expect } from 'chai';
import type { AllocatorName } from '../../../../src/core/lab/lab.ts';
import { scenarioLab } from '../../../support/read.ts';
import { stepLines, stepsOf } from '../../../support/steps.ts';
import { file } from '../../../support/text.ts';

const MESH = file`
  hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
  devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
  links:
    - R1 f0/0 -- R2 f0/0
    - R1 f1/0 -- R3 f0/0
    - R2 f1/0 -- R3 f1/0
`;

describe('allocation steps', () => {
  it('walk through the full mesh of the manual, one port at a time', () => {
    expect(stepLines(stepsOf(scenarioLab(MESH), 'dynagen'))).to.deep.equal([
      'R1 f0/0 on localhost:7200: counter 10000, port 10000',
      'R2 f0/0 on localhost:7200: counter 10001, port 10001, then R1 f0/0 10000 -> 127.0.0.1:10001, then R2 f0/0 10001 -> 127.0.0.1:10000',
      'R1 f1/0 on localhost:7200: counter 10002, port 10002',
      'R3 f0/0 on localhost:7200: counter 10003, port 10003, then R1 f1/0 10002 -> 127.0.0.1:10003, then R3 f0/0 10003 -> 127.0.0.1:10002',
      'R2 f1/0 on localhost:7200: counter 10004, port 10004',
      'R3 f1/0 on localhost:7200: counter 10005, port 10005, then R2 f1/0 10004 -> 127.0.0.1:10005, then R3 f1/0 10005 -> 127.0.0.1:10004',
    ]);
  });

  it('say by which rule', () => {
    const rules = (name: AllocatorName): unknown[] =>
      stepsOf(scenarioLab(MESH), name).map((step) => (step.type === 'give' ? step.by : step.type));
    expect(rules('dynagen')).to.deep.equal(Array(6).fill('counter'));
    expect(rules('udp-auto')).to.deep.equal(Array(6).fill('first free'));
    expect(rules('gns3-server-1.3')).to.deep.equal(Array(6).fill('pool'));
    expect(rules('gns3-server-2.1').slice(0, 6)).to.deep.equal([
      ...['pool', 'pool', 'tunnel', 'tunnel', 'tunnel', 'tunnel'],
    ]);
  });

  it('go on where a counter stands, each hypervisor for itself', () => {
    const lab = scenarioLab(file`
      hypervisors:
        - { address: "localhost:7200", baseUdp: 10000 }
        - { address: "localhost:7201", baseUdp: 10100 }
      devices:
        - { name: R1, hypervisor: "localhost:7200" }
        - { name: R2, hypervisor: "localhost:7201" }
      links: [R1 f0/0 -- R2 f0/0, R2 f0/1 -- R1 f0/1]
    `);
    expect(stepLines(stepsOf(lab, 'dynagen')).map((line) => line.split(', then')[0])).to.deep.equal([
      'R1 f0/0 on localhost:7200: counter 10000, port 10000',
      'R2 f0/0 on localhost:7201: counter 10100, port 10100',
      'R2 f0/1 on localhost:7201: counter 10101, port 10101',
      'R1 f0/1 on localhost:7200: counter 10001, port 10001',
    ]);
  });

  it('show that an explicit NIO leaves the counter where it is', () => {
    const lab = scenarioLab(file`
      hypervisors: [{ address: "localhost:7200" }]
      devices: [{ name: R1 }, { name: R2 }]
      links:
        - R1 f0/0 -- R2 f0/0
        - R1 f0/1 -- NIO_udp:30000:127.0.0.1:20000
        - R1 f1/0 -- R2 f1/0
    `);
    const steps = stepsOf(lab, 'dynagen');
    expect(stepLines(steps)[2]).to.equal(
      'R1 f0/1 on localhost:7200: counter 10002, port 30000, then R1 f0/1 30000 -> 127.0.0.1:20000',
    );
    expect(steps[2]).to.have.property('by', 'file');
    expect(stepLines(steps)[3]).to.equal('R1 f1/0 on localhost:7200: counter 10002, port 10002');
  });

  it('show removed links and stopped hypervisors', () => {
    const lab = scenarioLab(`${MESH}events:\n  - remove: R1 f0/0 -- R2 f0/0\n  - stop: localhost\n`);
    const steps = stepsOf(lab, 'dynagen').slice(6);
    expect(stepLines(steps)).to.deep.equal(['release 10000 10001', 'release 10002 10003 10004 10005']);
    expect(steps[0]).to.have.property('why').which.includes('removed');
    expect(steps[1]).to.have.property('why').which.includes('stopped');
    expect(steps.map((step) => step.type === 'release' && step.givenBack.size)).to.deep.equal([0, 0]);
  });

  it('show where a pool is searched from', () => {
    const lab = scenarioLab(MESH);
    expect(stepLines(stepsOf(lab, 'udp-auto')).map((line) => line.split(', then')[0])).to.deep.equal([
      'R1 f0/0 on localhost:7200: counter 10001, port 10001',
      'R2 f0/0 on localhost:7200: counter 10001, port 10002',
      'R1 f1/0 on localhost:7200: counter 10001, port 10003',
      'R3 f0/0 on localhost:7200: counter 10001, port 10004',
      'R2 f1/0 on localhost:7200: counter 10001, port 10005',
      'R3 f1/0 on localhost:7200: counter 10001, port 10006',
    ]);
  });

  it('show an end that gets no port', () => {
    const lab = scenarioLab(
      'allocator: gns3-classic\ndevices: [{ name: R1 }, { name: R2 }]\nlinks: [R1 f0/0 -- R2 f0/0]\n',
    );
    const steps = stepsOf(lab, 'dynagen');
    expect(stepLines(steps)).to.deep.equal(['R1 f0/0: fail']);
    expect(steps[0]).to.have.property('why').which.includes('R1 has no hypervisor');
  });
});
