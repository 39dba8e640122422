import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { peerOf } from '../../../../src/features/rehearse/ends.ts';
import { linksToRehearse } from '../../../../src/features/rehearse/links-to-rehearse.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function planned(labs: readonly Lab[], assumptions: Assumptions = {}) {
  return linksToRehearse(LabModel.of(labs, assumptions));
}

/** `0 to 1 on 0: 10000 -> 127.0.0.1:10001`, the hypervisor being an index. */
function nioTexts(plan: ReturnType<typeof planned>): string[] {
  return plan.ends.map((end) => {
    const { id, hypervisor, localPort, remoteHost, remotePort } = end;
    const on = plan.hypervisors.indexOf(hypervisor);
    return `${id} to ${peerOf(end).id} on ${on}: ${localPort} -> ${remoteHost}:${remotePort}`;
  });
}

describe('linksToRehearse', () => {
  it('takes both ends of every link in the order of the lab, and each hypervisor once', () => {
    const lab = netLab(file`
      [bender:7200]
      udp = 10000
      [[ROUTER R1]]
      f0/0 = R2 f0/0
      f0/1 = R3 f0/0
      [[ROUTER R2]]
      [fry:7200]
      udp = 10100
      [[ROUTER R3]]
      `);
    const plan = planned([lab]);
    expect(plan.links.map(({ name }) => name)).to.deep.equal(['R1 f0/0 -- R2 f0/0', 'R1 f0/1 -- R3 f0/0']);
    expect(plan.hypervisors).to.deep.equal([
      { name: 'bender:7200', host: 'bender', port: 7200, machine: 'bender', expectedVersion: undefined },
      { name: 'fry:7200', host: 'fry', port: 7200, machine: 'fry', expectedVersion: undefined },
    ]);
    expect(nioTexts(plan)).to.deep.equal([
      '0 to 1 on 0: 10000 -> 127.0.0.1:10001',
      '1 to 0 on 0: 10001 -> 127.0.0.1:10000',
      '2 to 3 on 0: 10002 -> fry:10100',
      '3 to 2 on 1: 10100 -> bender:10002',
    ]);
    expect(plan.skipped).to.deep.equal([]);
  });

  it('takes two NIOs of the file that point at each other as one link, and no others', () => {
    const lab = netLab(file`
      [localhost:7200]
      [[ROUTER R1]]
      f0/0 = NIO_udp:30000:127.0.0.1:20000
      f0/1 = NIO_udp:30001:127.0.0.1:20001
      [[ROUTER R2]]
      f0/0 = NIO_udp:20000:127.0.0.1:30000
      f0/1 = NIO_udp:20001:127.0.0.1:30009
      `);
    const plan = planned([lab]);
    expect(nioTexts(plan)).to.deep.equal([
      '0 to 1 on 0: 30000 -> 127.0.0.1:20000',
      '1 to 0 on 0: 20000 -> 127.0.0.1:30000',
    ]);
    expect(plan.skipped.map(({ why }) => why)).to.deep.equal([
      'no NIO of the lab points back at it',
      'no NIO of the lab points back at it',
    ]);
  });

  it('leaves out what wrappers and uBridge have', () => {
    const lab = netLab(file`
      [localhost:7200]
      [[ROUTER R1]]
      f0/0 = V1 e0
      [vbox localhost]
      [[VBOX V1]]
      `);
    const [wrapped] = planned([lab]).skipped;
    expect(wrapped?.why).to.match(/is a wrapper and has no NIOs of its own$/);
    const routers = netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    const plan = planned([routers], { allocator: 'gns3-server-3.0' });
    expect(plan.links).to.deep.equal([]);
    // Six ports: a tunnel from each router to its uBridge, and one between the two.
    const why = 'uBridge has their sockets, not the hypervisor';
    expect(plan.skipped.map((one) => one.why)).to.deep.equal([why, why, why]);
  });

  it('numbers the ends of several labs on, and one hypervisor of both is one', () => {
    const text = (base: number): string =>
      `[localhost:7200]\nudp = ${base}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`;
    const plan = planned([netLab(text(10_000), 'one.net'), netLab(text(10_100), 'two.net')]);
    expect(plan.links.map(({ lab }) => lab)).to.deep.equal(['one', 'two']);
    expect(plan.ends.map(({ id, hypervisor }) => [id, plan.hypervisors.indexOf(hypervisor)])).to.deep.equal([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
  });
});
