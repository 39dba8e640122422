import { expect } from 'chai';
import { RehearsalLink } from '../../../../src/features/rehearse/ends.ts';
import type { Injector, TriedEnd, Trip } from '../../../../src/features/rehearse/tried.ts';
import { judgeDirection } from '../../../../src/features/rehearse/verdicts.ts';

/** A link whose ends have these numbers; nothing else of them matters to a verdict. */
function link(a: number, b: number): RehearsalLink {
  const hypervisor = {
    name: '127.0.0.1:7200',
    host: '127.0.0.1',
    port: 7200,
    machine: 'this host',
    expectedVersion: undefined,
  };
  const end = { hypervisor, hypervisorName: hypervisor.name, device: 'R1', interface: 'f0/0', explicit: false };
  const addresses = { localPort: 10_000, remoteHost: '127.0.0.1', remotePort: 10_001 };
  return new RehearsalLink(
    { name: `${a} -- ${b}`, lab: 'lab' },
    { ...end, ...addresses, id: a },
    { ...end, ...addresses, id: b },
  );
}

const { a: FROM, b: TO } = link(0, 1);
const { b: OTHER } = link(4, 5);
const ENDS = new Map([FROM, TO, OTHER].map((end) => [end.id, end]));

/** A way in from here, through which frames do or do not get back as well. */
function injector(hasReturned: boolean): Injector {
  return { port: 24_001, isReached: true, hasReturned };
}

/** `returned`: at which end how many came out. */
function trip(returned: readonly (readonly [number, number])[], more: Partial<Trip> = {}): Trip {
  const places = returned.map(([id, frames]) => [ENDS.get(id) ?? OTHER, frames] as const);
  return { sent: 3, returned: new Map(places), countedAtSender: 0, countedAtPeer: 0, ...more };
}

/** What is said of the frames from end 0 to end 1. */
function judged(sender: TriedEnd, receiver: TriedEnd = { injector: injector(true) }, isAlone = true) {
  const tried = new Map([
    [FROM, sender],
    [TO, receiver],
  ]);
  const { strays, ...rest } = judgeDirection(tried, { from: FROM, to: TO, isAlone });
  return { ...rest, strays: [...strays].map(([{ id }, frames]) => [id, frames]) };
}

const HEARD = injector(true);
const DEAF = injector(false);

describe('judgeDirection', () => {
  it('not created: a refusal is all there is', () => {
    expect(judged({ refusal: '206-unable to create UDP NIO' })).to.deep.equal({
      ...{ verdict: 'not-created', sent: 0, received: 0, evidence: 'reply', strays: [] },
    });
  });

  it('not tried: no frame was sent', () => {
    expect(judged({ injector: DEAF })).to.deep.include({ verdict: 'not-tried', sent: 0, evidence: 'none' });
  });

  describe('by the frames that came back', () => {
    for (const [title, returned, expected] of [
      ['delivered', [[1, 3]], { verdict: 'delivered', received: 3, strays: [] }],
      ['delivered, though some were lost', [[1, 2]], { verdict: 'delivered', received: 2, strays: [] }],
      ['looped: back at the sender', [[0, 3]], { verdict: 'looped', received: 0, strays: [[0, 3]] }],
      ['elsewhere', [[5, 3]], { verdict: 'elsewhere', received: 0, strays: [[5, 3]] }],
      [
        'elsewhere, though some arrived',
        [
          [1, 1],
          [5, 2],
        ],
        { verdict: 'elsewhere', received: 1, strays: [[5, 2]] },
      ],
      [
        'elsewhere and looped: the worse of the two',
        [
          [0, 1],
          [5, 2],
        ],
        { verdict: 'elsewhere', received: 0 },
      ],
    ] as const) {
      it(title, () => {
        const result = judged({ injector: HEARD, trip: trip(returned, { roundTripMs: 1.5 }) });
        expect(result).to.deep.include({ ...expected, sent: 3, evidence: 'frames', roundTripMs: 1.5 });
      });
    }
  });

  describe('by counters, when nothing came back', () => {
    it('delivered: the receiver has counted them, and is not heard here', () => {
      const result = judged({ injector: HEARD, trip: trip([], { countedAtPeer: 3 }) }, { injector: DEAF });
      expect(result).to.deep.include({ verdict: 'delivered', sent: 3, received: 3, evidence: 'counters' });
    });

    it('delivered: frames of others that it has counted are not more than were sent', () => {
      const result = judged({ injector: HEARD, trip: trip([], { countedAtPeer: 9 }) }, { injector: DEAF });
      expect(result).to.deep.include({ verdict: 'delivered', received: 3 });
    });

    it('lost: the receiver has counted something, but its frames would have come back', () => {
      const result = judged({ injector: HEARD, trip: trip([], { countedAtPeer: 3 }) }, { injector: HEARD });
      expect(result).to.deep.include({ verdict: 'lost', received: 0, evidence: 'frames' });
    });

    it('looped: the sender has counted them, and is not heard here', () => {
      const result = judged({ injector: DEAF, trip: trip([], { countedAtSender: 3 }) });
      expect(result).to.deep.include({ verdict: 'looped', received: 0, evidence: 'counters' });
    });

    it('not looped: the sender has counted something, but its frames would have come back', () => {
      expect(judged({ injector: HEARD, trip: trip([], { countedAtSender: 3 }) })).to.deep.include({ verdict: 'lost' });
    });

    it('not looped: another end has the same port, and what it sends may be what was counted', () => {
      const result = judged({ injector: DEAF, trip: trip([], { countedAtSender: 3 }) }, { injector: DEAF }, false);
      expect(result).to.deep.include({ verdict: 'lost', evidence: 'counters' });
    });

    it('lost: nobody has counted anything', () => {
      const result = judged({ injector: DEAF, trip: trip([]) }, { injector: DEAF });
      expect(result).to.deep.include({ verdict: 'lost', sent: 3, received: 0, evidence: 'counters' });
    });

    it('lost: there is no receiver', () => {
      const result = judged({ injector: HEARD, trip: trip([]) }, { refusal: '206-unable to create UDP NIO' });
      expect(result).to.deep.include({ verdict: 'lost', evidence: 'frames' });
    });
  });
});
