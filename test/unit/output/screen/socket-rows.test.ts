import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { Stepper } from '../../../../src/core/trace/stepper.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import { socketRows } from '../../../../src/output/screen/socket-rows.ts';
import { lessonLab } from '../../../support/lesson-labs.ts';
import { scenarioLab } from '../../../support/read.ts';

const ROOM = { width: 78, rows: 14 };

/** The table at a step, with what has changed since the one before. */
function rowsAt(lab: Lab, step: number, room = ROOM, dynamips = '0.2.24'): string[] {
  const stepper = new Stepper(() => trace(LabModel.of([lab], { dynamips }), 'from-0.2.18'));
  const before = step === 0 ? undefined : stepper.stateAt(step - 1);
  return socketRows({ state: stepper.stateAt(step), before }, room);
}

describe('socketRows', () => {
  it('shows a port before there is a socket', () => {
    expect(rowsAt(lessonLab('one link'), 0)).to.deep.equal(['No UDP port is given yet.']);
    expect(rowsAt(lessonLab('one link'), 1)).to.deep.equal([
      'UDP sockets of localhost',
      '  End      Local            Foreign          Sends to         Hears',
      '+ R1 f0/0  10000            -                (no socket yet)  -',
    ]);
  });

  it('marks what is new and what has changed', () => {
    // Both sockets have port 10000 and peer 10000: the one connected last takes all.
    expect(rowsAt(lessonLab('one base'), 4).slice(2)).to.deep.equal([
      '  R1 f0/0  127.0.0.1:10000  127.0.0.1:10000  (link not ready) -',
      '+ R2 f0/0  127.0.0.1:10000  127.0.0.1:10000  (link not ready) -',
    ]);
    expect(rowsAt(lessonLab('one base'), 5).slice(2)).to.deep.equal([
      '* R1 f0/0  127.0.0.1:10000  127.0.0.1:10000  R2 f0/0          nothing',
      '* R2 f0/0  127.0.0.1:10000  127.0.0.1:10000  itself           R1 f0/0, itself',
    ]);
  });

  it('says who has the port of a socket that is refused', () => {
    const lines = rowsAt(lessonLab('one base'), 4, ROOM, '0.2.14');
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).to.contain('+ R2 f0/0 10000');
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).to.contain('206');
    expect(lines.join(' ')).to.contain('R1 f0/0');
  });

  it('shows a socket that has just been closed once more', () => {
    // R1 f0/0 has 10000, R2 f0/0 10001, R1 f1/0 10002; R3 f0/0 has 10100 of 7201, which stops at step 11.
    const lines = rowsAt(lessonLab('one stops'), 11);
    expect(lines.slice(2)).to.deep.equal([
      '  R1 f0/0  127.0.0.1:10000  127.0.0.1:10001  R2 f0/0                   R2 f0/0',
      '  R2 f0/0  127.0.0.1:10001  127.0.0.1:10000  R1 f0/0                   R1 f0/0',
      '* R1 f1/0  127.0.0.1:10002  127.0.0.1:10100  (no receiver: the socket  nothing',
      '                                             there was closed)',
      '- R3 f0/0  127.0.0.1:10100  127.0.0.1:10002  (closed)                  -',
    ]);
    expect(rowsAt(lessonLab('one stops'), 12).filter((line) => line.includes('R3 f0/0'))).to.deep.equal([]);
  });

  it('shows the rows around what has changed, and says how many are hidden', () => {
    const links = Array.from({ length: 40 }, (_, index) => `R${2 * index} f0/0 -- R${2 * index + 1} f0/0`);
    const devices = Array.from({ length: 80 }, (_, index) => `{ name: R${index} }`);
    const lab = scenarioLab(`hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
devices: [${devices.join(', ')}]
links: [${links.join(', ')}]
`);
    // Link 21 is complete at step 105; its ends are R40 and R41.
    const lines = rowsAt(lab, 105);
    expect(lines.length).to.be.at.most(14);
    expect(lines.filter((line) => line.startsWith('*')).map((line) => line.slice(2, 10))).to.deep.equal([
      'R40 f0/0',
      'R41 f0/0',
    ]);
    const shown = lines.filter((line) => line.includes('127.0.0.1:')).length;
    // 42 sockets are there.
    expect(lines.at(-1)).to.equal(`  … ${42 - shown} more rows: ${42 - shown} above`);
  });

  it('has a heading for each host, and never cuts a port', () => {
    const lab =
      scenarioLab(`hypervisors: [{ address: "first-host-with-a-name-that-is-long.example.org:7200", baseUdp: 10000 }, { address: "second-host-with-a-name-that-is-long.example.org:7200", baseUdp: 20000 }]
devices: [{ name: R1, hypervisor: "first-host-with-a-name-that-is-long.example.org:7200" }, { name: R2, hypervisor: "second-host-with-a-name-that-is-long.example.org:7200" }]
links: [R1 f0/0 -- R2 f0/0]
`);
    const lines = rowsAt(lab, 5);
    // 78 columns leave 17 for each address, and so 11 for a host.
    expect(lines).to.deep.equal([
      'UDP sockets of first-host-with-a-name-that-is-long.example.org',
      '  End      Local             Foreign           Sends to         Hears',
      '* R1 f0/0  first…e.org:10000 secon…e.org:20000 R2 f0/0          R2 f0/0',
      'UDP sockets of second-host-with-a-name-that-is-long.example.org',
      '  End      Local             Foreign           Sends to         Hears',
      '* R2 f0/0  secon…e.org:20000 first…e.org:10000 R1 f0/0          R1 f0/0',
    ]);
  });
});
