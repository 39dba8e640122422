import { expect } from 'chai';
import { deathsOf } from '../../../../src/core/open-project/deaths.ts';
import type { Hop } from '../../../../src/core/open-project/live-link.ts';

type Numbers = readonly [came: number, went: number];

function counted([packetsIn, packetsOut]: Numbers): { packetsIn: number; packetsOut: number; bytesIn: 0; bytesOut: 0 } {
  return { packetsIn, packetsOut, bytesIn: 0, bytesOut: 0 };
}

/** A hop with what it has counted between the readings, and in all: a hundred more than that. */
function hop(program: Hop['program'], node: string, grown: Numbers | undefined, more: Partial<Hop> = {}): Hop {
  const counters = grown && counted([grown[0] + 100, grown[1] + 100]);
  return {
    ...{ program, node, host: 'localhost', isPresent: true },
    ...(grown === undefined ? {} : { grown: counted(grown) }),
    ...(counters === undefined ? {} : { counters }),
    ...more,
  };
}

/** VPCS – uBridge – uBridge – Dynamips of a switch, with what each of the three that count has counted. */
function chain(near: Numbers, far: Numbers, nio: Numbers, filters?: readonly string[]): Hop[] {
  const filtered = filters === undefined ? {} : { filters };
  return [
    hop('vpcs', 'PC1', undefined),
    hop('ubridge', 'PC1', near, { pid: 7, side: 'source', ...filtered }),
    hop('ubridge', 'PC1', far, { pid: 7, side: 'destination', ...filtered }),
    hop('dynamips', 'SW1', nio),
  ];
}

const NONE = new Set<string>();

describe('where frames die', () => {
  it('is nowhere where all of them pass, and where none are sent', () => {
    expect(deathsOf(chain([5, 4], [4, 5], [5, 4]), NONE)).to.deep.equal([]);
    expect(deathsOf(chain([0, 0], [0, 0], [0, 0]), NONE)).to.deep.equal([]);
  });

  it('is the first hop that takes in nothing of what the one before has sent', () => {
    expect(deathsOf(chain([5, 0], [0, 5], [0, 0]), NONE)).to.deep.equal([
      { direction: 'a to b', after: 2, before: 3, lost: 5 },
    ]);
  });

  it('is found in the other direction too, and in both', () => {
    expect(deathsOf(chain([5, 0], [0, 5], [0, 4]), NONE)).to.deep.equal([
      { direction: 'a to b', after: 2, before: 3, lost: 5 },
      { direction: 'b to a', after: 3, before: 2, lost: 4 },
    ]);
  });

  it('may be inside a uBridge, which takes in and does not send', () => {
    expect(deathsOf(chain([6, 0], [0, 0], [0, 0]), NONE)).to.deep.equal([
      { direction: 'a to b', after: 1, before: 2, lost: 6 },
    ]);
  });

  it('is not where a filter drops on purpose', () => {
    expect(deathsOf(chain([6, 0], [0, 0], [0, 0], ['filter0']), NONE)).to.deep.equal([]);
  });

  it('is not where one frame may be on its way', () => {
    expect(deathsOf(chain([1, 0], [0, 1], [0, 0]), NONE)).to.deep.equal([]);
  });

  it('is not where both have counted the same in all: the readings were a moment apart', () => {
    const hops = chain([3, 0], [0, 3], [0, 0]);
    const late = { ...(hops[3] as Hop), counters: counted([103, 100]) };
    expect(deathsOf([...hops.slice(0, 3), late], NONE)).to.deep.equal([]);
  });

  it('is not where a part of the frames has arrived', () => {
    expect(deathsOf(chain([50, 0], [0, 50], [1, 0]), NONE)).to.deep.equal([]);
  });

  it('is not at a router that is not started: nothing should read there', () => {
    const hops = [...chain([5, 0], [0, 5], [0, 0]).slice(0, 3), hop('dynamips', 'R1', [0, 0])];
    expect(deathsOf(hops, new Set(['R1']))).to.deep.equal([]);
    expect(deathsOf(hops, NONE)).to.have.length(1);
  });

  it('is in front of a socket that is not there', () => {
    const gone: Hop = { program: 'dynamips', node: 'SW1', host: 'localhost', isPresent: false, fault: 'process ended' };
    const hops = [...chain([2, 0], [0, 2], [0, 0]).slice(0, 3), gone];
    expect(deathsOf(hops, NONE)).to.deep.equal([{ direction: 'a to b', after: 2, before: 3, lost: 2 }]);
  });

  it('is not said of what was not seen, or is not started', () => {
    for (const fault of ['not seen', undefined] as const) {
      const gone: Hop = { program: 'vpcs', node: 'PC2', host: 'localhost', isPresent: false };
      const hops = [...chain([2, 0], [0, 2], [0, 0]).slice(0, 3), fault === undefined ? gone : { ...gone, fault }];
      expect(deathsOf(hops, NONE)).to.deep.equal([]);
    }
  });
});
