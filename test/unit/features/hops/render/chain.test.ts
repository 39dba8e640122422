import { expect } from 'chai';
import type { Hop, LiveLink } from '../../../../../src/core/open-project/live-link.ts';
import { chainLines } from '../../../../../src/features/hops/render/chain.ts';
import { bridge, CAMPUS_BROKEN, endedBridge, hop } from '../../../../support/campus-links.ts';

const NARROW = { width: 80, hasHosts: false };

/** R1 f2/0 -- R2 f0/0 of the recording campus-healthy, with frames that were made up. */
const ROUTERS: readonly Hop[] = [
  hop('dynamips', 'R1', [20_004, 20_005], { frames: [7, 9] }),
  ...bridge('R1', [20_005, 20_004], [20_002, 20_003], { frames: [9, 7, 7, 9] }),
  ...bridge('R2', [20_003, 20_002], [20_007, 20_006], { frames: [9, 7, 7, 9] }),
  hop('dynamips', 'R2', [20_006, 20_007], { frames: [9, 7] }),
];

function named(name: string): LiveLink {
  const found = CAMPUS_BROKEN.find((link) => link.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('a chain from left to right', () => {
  it('has programs, their ports, and what each side of a wire has counted', () => {
    expect(chainLines({ hops: ROUTERS }, NARROW)).to.deep.equal([
      '  R1                R1                R2                R2',
      '  Dynamips 8268     uBridge 8441      uBridge 8448      Dynamips 8298',
      '          20004 --- 20005   20002 --- 20003   20007 --- 20006',
      '              9 --> 9           9 --> 9           9 --> 9',
      '              7 <-- 7           7 <-- 7           7 <-- 7',
    ]);
  });

  it('ends its wires in an x where a process has ended, and says which ports it had', () => {
    expect(chainLines(named('R1 f2/0 -- R2 f0/0'), NARROW)).to.deep.equal([
      '  R1                R1                R2                    R2',
      '  Dynamips 8268     uBridge 8441      uBridge ended         Dynamips 8298',
      '          20004 --- 20005   20002 -x- (20003)   (20007) -x- 20006',
      '              0 --> 0           0 --x                       0',
      '              0 <-- 0           0                       x-- 0',
    ]);
  });

  it('shows what two readings have counted, and marks where frames die', () => {
    const grown = (packetsIn: number, packetsOut: number) => ({ packetsIn, packetsOut, bytesIn: 0, bytesOut: 0 });
    const growths = [grown(0, 5), grown(5, 0), grown(0, 5), grown(0, 0), grown(0, 0), grown(0, 0)];
    const hops = ROUTERS.map((one, index) => ({ ...one, grown: growths[index] ?? grown(0, 0) }));
    const deaths = [{ direction: 'a to b', after: 2, before: 3, lost: 5 }] as const;
    expect(chainLines({ hops, deaths }, NARROW).slice(2)).to.deep.equal([
      '          20004 --- 20005   20002 -x- 20003   20007 --- 20006',
      '             +5 --> +5         +5 --x +0         +0 --> +0',
      '             +0 <-- +0         +0 <-- +0         +0 <-- +0',
    ]);
  });

  it('marks a death the other way at the same wire', () => {
    const deaths = [{ direction: 'b to a', after: 3, before: 2, lost: 1 }] as const;
    expect(chainLines({ hops: ROUTERS, deaths }, NARROW).slice(3)).to.deep.equal([
      '              9 --> 9           9 --> 9           9 --> 9',
      '              7 <-- 7           7 x-- 7           7 <-- 7',
    ]);
  });

  it('leads out of the project where a cloud does', () => {
    expect(chainLines(named('R2 f2/1 -- CLOUD1 UDP tunnel 1'), NARROW)[2]).to.equal(
      '          20032 -x- (20033)   (20030) -x- 20031   31000 --- 127.0.0.1:31001',
    );
  });

  it('tells apart what is not started, what was not seen, and what another program has', () => {
    const { pid: _, ...stopped } = hop('vpcs', 'PC1', [20_014, 20_015]);
    const last = hop('dynamips', 'SW1', [20_015, 20_014], { frames: [0, 3] });
    expect(chainLines({ hops: [{ ...stopped, isPresent: false }, last] }, NARROW)).to.deep.equal([
      '  PC1         SW1',
      '  VPCS -      Dynamips 8328',
      '  (20014) ... 20015',
      '              0',
      '          ... 3',
    ]);
    const unseen = { ...stopped, isPresent: false, fault: 'not seen' as const };
    expect(chainLines({ hops: [unseen, last] }, NARROW)[2]).to.equal('  20014? -?- 20015');
    const foreign = { ...last, fault: 'foreign' as const, holder: 'python3 (pid 3)' };
    expect(chainLines({ hops: [stopped, foreign] }, NARROW).slice(2)).to.deep.equal([
      '  20014 -x- 20015!',
      '      - --x 0',
      '      - <-- 3',
    ]);
  });

  it('keeps every port and counter where it has no room side by side', () => {
    const million = [123_456_789, 123_456_789, 123_456_789, 123_456_789];
    const hops = [
      hop('dynamips', 'Distribution-Switch-1', [20_004, 20_005], { frames: [123_456_789, 123_456_789] }),
      ...bridge('Distribution-Switch-1', [20_005, 20_004], [20_002, 20_003], { frames: million }),
      ...bridge('Distribution-Switch-2', [20_003, 20_002], [20_007, 20_006], { frames: million }),
      hop('dynamips', 'Distribution-Switch-2', [20_006, 20_007], { frames: [123_456_789, 123_456_789] }),
    ];
    for (const width of [20, 40, 60, 80, 132, Number.POSITIVE_INFINITY]) {
      const lines = chainLines({ hops }, { width, hasHosts: true });
      // Below 40 columns a bridge alone is wider.
      if (width >= 40) for (const line of lines) expect(line.length, line).to.be.at.most(width);
      const text = lines.join('\n');
      for (const { localPort } of hops) expect(text).to.include(String(localPort));
      expect(text.match(/123456789/g)).to.have.length(12);
    }
  });

  it('takes two bridges of one uBridge for two', () => {
    const hops = [
      hop('dynamips', 'R1', [20_000, 20_001]),
      ...bridge('R1', [20_001, 20_000], [20_002, 20_003], { nio: 'one' }),
      ...bridge('R1', [20_003, 20_002], [20_005, 20_004], { nio: 'two' }),
      hop('dynamips', 'R1', [20_004, 20_005]),
    ];
    expect(chainLines({ hops }, NARROW)[2]).to.match(/20000 --- 20001 +20002 --- 20003 +20005 --- 20004$/);
    const ended = [...endedBridge('R1', [1, 2], [3, 4]), ...endedBridge('R2', [4, 3], [5, 6])];
    expect(chainLines({ hops: ended }, NARROW)[1]).to.match(/uBridge ended +uBridge ended/);
  });
});
