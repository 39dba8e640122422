import { expect } from 'chai';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import { MOVE_OF_0_8_3, moveOfVersion } from '../../../../src/core/allocation/counter-move.ts';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { netLab, nioLines } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** `R1 e0/0 10000 -> 127.0.0.1:11000`: the NIOs in the order of creation. */
function nios(lab: Lab): string[] {
  return nioLines(lab, 'dynagen-0.8.3').map((line) => line.replace(/^(vbox )?\S+ /, ''));
}

/**
 * The rule as the source has it: if the hosts are equal and the control ports are not, and
 * abs(src.udp - dst.udp) <= 500, then dst.udp += 1000; then each end takes its counter and adds 1. Dynagen of
 * GNS3 0.8.3.1 itself, run without sending (Python 2.7, the tag's own code), made the same NIOs of all three
 * labs.
 */
describe('dynagen-0.8.3', () => {
  // A = 10000, B = 10000: 0 apart, so B goes to 11000. R1 takes 10000, R2 takes 11000.
  it('keeps two hypervisors with one base apart', () => {
    const lab = netLab(file`
      [127.0.0.1:7200]
          udp = 10000
          [[ROUTER R1]]
              e0/0 = R2 e0/0
      [127.0.0.1:7201]
          udp = 10000
          [[ROUTER R2]]
    `);
    expect(nios(lab)).to.deep.equal(['R1 e0/0 10000 -> 127.0.0.1:11000', 'R2 e0/0 11000 -> 127.0.0.1:10000']);
    const { used } = allocate(lab, 'dynagen-0.8.3');
    expect(used.map(({ given, first, next }) => [given, first, next])).to.deep.equal([
      [1, 10000, 10001],
      [1, 11000, 11001],
    ]);
  });

  // A = 10000, B = 10100, C = 10200.
  // R1-R2: A and B are 100 apart: B = 11100.           A gives 10000, B gives 11100.  A = 10001, B = 11101
  // R1-R3: A and C are 199 apart: C = 11200.           A gives 10001, C gives 11200.  A = 10002, C = 11201
  // R2-R3: B = 11101 and C = 11201 are 100 apart: C = 12201.     11101 and 12201.     B = 11102, C = 12202
  // R3-R1: 12202 and 10002 are 2200 apart: nothing moves.        12202 and 10002.     C = 12203, A = 10003
  // R3-R2: 12203 and 11102 are 1101 apart: nothing moves.        12203 and 11102.
  it('compares counters as they stand, at each link, and moves that of the destination', () => {
    const lab = netLab(file`
      [127.0.0.1:7200]
          udp = 10000
          [[ROUTER R1]]
              e0/0 = R2 e0/0
              e0/1 = R3 e0/1
      [127.0.0.1:7201]
          udp = 10100
          [[ROUTER R2]]
              e0/1 = R3 e0/0
      [127.0.0.1:7202]
          udp = 10200
          [[ROUTER R3]]
              e0/2 = R1 e0/2
              e0/3 = R2 e0/2
    `);
    expect(nios(lab)).to.deep.equal([
      'R1 e0/0 10000 -> 127.0.0.1:11100',
      'R2 e0/0 11100 -> 127.0.0.1:10000',
      'R1 e0/1 10001 -> 127.0.0.1:11200',
      'R3 e0/1 11200 -> 127.0.0.1:10001',
      'R2 e0/1 11101 -> 127.0.0.1:12201',
      'R3 e0/0 12201 -> 127.0.0.1:11101',
      'R3 e0/2 12202 -> 127.0.0.1:10002',
      'R1 e0/2 10002 -> 127.0.0.1:12202',
      'R3 e0/3 12203 -> 127.0.0.1:11102',
      'R2 e0/2 11102 -> 127.0.0.1:12203',
    ]);
  });

  // On 127.0.0.1: A = 10000, B = 10500, D = 10505, E = 11506, and V = 10010 in VBoxwrapper; on localhost
  // C = 10000.
  // R1-R2:  500 apart, which is not more: B = 11500.   10000 and 11500.   A = 10001, B = 11501
  // R1-R3:  the hosts are written differently.         10001 and 10000.   A = 10002
  // R1-R1b: one hypervisor.                            10002 and 10003.   A = 10004
  // R1b-NIO: explicit, no counter.
  // R2-R1:  11501 and 10004 are 1497 apart.            11501 and 10004.   B = 11502, A = 10005
  // R4-R1b: 10505 and 10005 are 500 apart: A = 11005.  10505 and 11005.   D = 10506, A = 11006
  // R4-LAN 1: the LAN is where R4 is, on D.            10506 and 10507.   D = 10508
  // R5-R1b: 11506 and 11006 are 500 apart: A = 12006.  11506 and 12006.   E = 11507, A = 12007
  // R5-LAN 1: 11507 and 10508 are 999 apart.           11507 and 10508.
  // R2-V1:  the wrapper takes its port first and moves nothing, though 10010 and 11502 ...: 10010 and 11502.
  it('looks neither at other hosts, nor at one hypervisor, nor at wrappers; 500 is close and 501 is not', () => {
    const text = file`
      [127.0.0.1:7200]
          udp = 10000
          [[ROUTER R1]]
              e0/0 = R2 e0/0
              e0/1 = R3 e0/0
              e0/2 = R1b e0/0
          [[ROUTER R1b]]
              e0/1 = NIO_udp:30000:127.0.0.1:20000
      [127.0.0.1:7201]
          udp = 10500
          [[ROUTER R2]]
              e0/1 = R1 e0/3
      [localhost:7202]
          udp = 10000
          [[ROUTER R3]]
      [127.0.0.1:7203]
          udp = 10505
          [[ROUTER R4]]
              e0/0 = R1b e0/2
              e0/1 = LAN 1
      [127.0.0.1:7204]
          udp = 11506
          [[ROUTER R5]]
              e0/0 = R1b e0/3
              e0/1 = LAN 1
      [vbox 127.0.0.1]
          udp = 10010
          [[VBOX V1]]
              e0 = R2 e0/2
    `;
    expect(nios(netLab(text))).to.deep.equal([
      'R1 e0/0 10000 -> 127.0.0.1:11500',
      'R2 e0/0 11500 -> 127.0.0.1:10000',
      'R1 e0/1 10001 -> localhost:10000',
      'R3 e0/0 10000 -> 127.0.0.1:10001',
      'R1 e0/2 10002 -> 127.0.0.1:10003',
      'R1b e0/0 10003 -> 127.0.0.1:10002',
      'R1b e0/1 30000 -> 127.0.0.1:20000',
      'R2 e0/1 11501 -> 127.0.0.1:10004',
      'R1 e0/3 10004 -> 127.0.0.1:11501',
      'R4 e0/0 10505 -> 127.0.0.1:11005',
      'R1b e0/2 11005 -> 127.0.0.1:10505',
      'R4 e0/1 10506 -> 127.0.0.1:10507',
      'LAN 1 10507 -> 127.0.0.1:10506',
      'R5 e0/0 11506 -> 127.0.0.1:12006',
      'R1b e0/3 12006 -> 127.0.0.1:11506',
      'R5 e0/1 11507 -> 127.0.0.1:10508',
      'LAN 1 10508 -> 127.0.0.1:11507',
      'V1 e0 10010 -> 127.0.0.1:11502',
      'R2 e0/2 11502 -> 127.0.0.1:10010',
    ]);
    const apart = netLab(text.replace('udp = 10500', 'udp = 10501'));
    expect(nios(apart).slice(0, 1)).to.deep.equal(['R1 e0/0 10000 -> 127.0.0.1:10501']);
  });
});

describe('the rule of a version of GNS3', () => {
  // By the tags of gns3-legacy: <= 500, + 1000 from GNS3-0.4 to GNS3-0.8.4-RC3; < 100, + 100 in
  // GNS3-0.8.4-RC4; a comment since GNS3-0.8.4.
  it('is that of its tag', () => {
    for (const version of [
      '0.4',
      '0.4.1',
      '0.6.1',
      '0.7',
      '0.8.2',
      '0.8.2-BETA2',
      '0.8.3',
      '0.8.3.1',
      '0.8.4-BETA2',
      '0.8.4-RC1',
      '0.8.4-RC3',
    ]) {
      expect(moveOfVersion(version), version).to.equal(MOVE_OF_0_8_3);
    }
    expect(MOVE_OF_0_8_3).to.deep.equal({ upTo: 500, by: 1000 });
    expect(moveOfVersion('0.8.4-RC4')).to.deep.equal({ upTo: 99, by: 100 });
    for (const version of ['0.2', '0.3.2', '0.8.4', '0.8.5', '0.8.6', '0.8.7', '1.0', '2.2.45', '', 'x', '0.8.x']) {
      expect(moveOfVersion(version), version).to.equal(undefined);
    }
  });
});
