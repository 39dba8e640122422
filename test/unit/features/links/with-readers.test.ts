import { expect } from 'chai';
import type { LinkEnd, ObservedLink } from '../../../../src/features/links/link-table.ts';
import type { LaterLook, NioFacts } from '../../../../src/features/links/nio-facts.ts';
import { doubtfulEnds, withReaders } from '../../../../src/features/links/with-readers.ts';

const COUNTED = { bytesIn: 0, bytesOut: 0, boundTo: 'nio_bridge hub' };

function end(inode: number, more: Partial<LinkEnd> = {}): LinkEnd {
  const addresses = { localAddress: '127.0.0.1', localPort: 10_000 + inode, remoteAddress: '127.0.0.1', remotePort: 1 };
  return { host: 'localhost', ...addresses, present: true, pid: 70 + inode, inode, receiveQueue: 0, ...more };
}

function row(a: LinkEnd, b: LinkEnd, state: ObservedLink['state'] = 'ESTABLISHED'): ObservedLink {
  return { state, a, b, also: [], evidence: [], explanation: '' };
}

/** Times of the NIOs, by inode: since when each counts, and when it could first send. */
function facts(times: Record<number, readonly [countedSince: number, sendsSince: number | undefined]>) {
  return ({ inode }: { inode: number }): NioFacts | undefined => {
    const [countedSince, sendsSince] = times[inode] ?? [0, undefined];
    const rest = { nio: `n${inode}`, packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 };
    return { ...rest, boundTo: 'nio_bridge hub', router: undefined, mayBeUnbound: false, countedSince, sendsSince };
  };
}

interface Seen {
  readonly link: ObservedLink;
  readonly times?: Parameters<typeof facts>[0];
  readonly later?: LaterLook;
  readonly silentPid?: number;
}

function judged({ link, times = {}, later, silentPid }: Seen): ObservedLink {
  const looks = new Map(later === undefined ? [] : doubtfulEnds(link).map((one) => [one, later]));
  return withReaders(link, { factsOf: facts(times), isSilent: ({ pid }) => pid === silentPid }, looks);
}

const SENDER = end(1, { ...COUNTED, nio: 'n1', packetsIn: 0, packetsOut: 20 });
const DEAF = end(2, { ...COUNTED, nio: 'n2', packetsIn: 0, packetsOut: 0 });
const STILL_NOTHING = { packetsIn: 0, isRouterRunning: undefined };
/** The receiver was there before the sender could send. */
const IN_TIME = { 1: [0, 500], 2: [400, undefined] } as const;

describe('withReaders', () => {
  it('ONE-WAY: names the NIO that sends and the one that hears nothing', () => {
    const one = judged({ link: row(SENDER, DEAF), times: IN_TIME, later: STILL_NOTHING });
    expect(one.state).to.equal('ONE-WAY');
    expect(one.evidence.join()).to.include('NIO n1').and.include('has sent 20 packets').and.include('NIO n2');
    expect(judged({ link: row(DEAF, SENDER), times: IN_TIME, later: STILL_NOTHING }).state).to.equal('ONE-WAY');
  });

  it('is not ONE-WAY where the counters do not prove it', () => {
    const link = row(SENDER, DEAF);
    // The receiver was made again after the sender could send: its 0 began later.
    expect(judged({ link, times: { 1: [0, 500], 2: [600, undefined] }, later: STILL_NOTHING }).state).to.equal(
      'ESTABLISHED',
    );
    // A frame was on its way.
    expect(judged({ link, times: IN_TIME, later: { packetsIn: 1, isRouterRunning: undefined } }).state).to.equal(
      'ESTABLISHED',
    );
    // A stopped router reads nothing, and the few frames in its queue are no fault.
    expect(judged({ link, times: IN_TIME, later: { packetsIn: 0, isRouterRunning: false } }).state).to.equal(
      'ESTABLISHED',
    );
    // It was not looked at again, or one end is not counted.
    expect(judged({ link, times: IN_TIME }).state).to.equal('ESTABLISHED');
    expect(judged({ link: row(SENDER, end(2)), times: IN_TIME, later: STILL_NOTHING }).state).to.equal('ESTABLISHED');
  });

  it('IDLE: nothing has passed', () => {
    expect(judged({ link: row({ ...SENDER, packetsOut: 0 }, DEAF) }).state).to.equal('IDLE');
  });

  it('STALLED: a queue that is half full, and not the few bytes of a stopped router', () => {
    const waiting = (receiveQueue: number, more: Partial<LinkEnd> = {}) =>
      judged({ link: row(end(1), end(2, { receiveQueue, ...more })) });
    // As they were seen (docs/FACTS.md): in front of stopped routers, and where nobody reads at all.
    expect(waiting(7488).state).to.equal('ESTABLISHED');
    expect(waiting(13_312).state).to.equal('ESTABLISHED');
    // Drops of a burst that is over.
    expect(waiting(0, { drops: 4 }).state).to.equal('ESTABLISHED');
    const full = waiting(212_480, { drops: 123, process: 'dynamips', hypervisor: 'localhost:7200' });
    expect(full).to.include({ state: 'STALLED' });
    expect(full.b).to.include({ unread: 'queue full' });
    expect(full.evidence.join()).to.include('Recv-Q 212480, 123 drops');
    expect(full.remedy).to.include('start the router');
    // A larger buffer has more room.
    expect(waiting(212_480, { receiveBuffer: 4_000_000 }).state).to.equal('ESTABLISHED');
  });

  it('STALLED: says why nobody reads, where that is known', () => {
    const full = { receiveQueue: 212_480, nio: 'n2' };
    const routed = { ...full, boundTo: 'R2 1/0', router: 'R2' };
    const stopped = judged({ link: row(end(1), end(2, routed)), later: { packetsIn: 0, isRouterRunning: false } });
    expect([stopped.b?.unread, stopped.remedy]).to.deep.equal(['router not running', 'start router R2']);
    expect(stopped.explanation).to.include('router R2 is not running');
    expect(judged({ link: row(end(1), end(2, full)) }).b?.unread).to.equal('not bound');
    const silent = judged({ link: row(end(1), end(2, { hypervisor: 'localhost:7200' })), silentPid: 72 });
    expect([silent.state, silent.b?.unread]).to.deep.equal(['STALLED', 'hypervisor silent']);
    expect(silent.remedy).to.include('niostat probe localhost:7200');
    const halted = judged({ link: row(end(1, { unread: 'process stopped', hypervisor: 'localhost:7200' }), end(2)) });
    expect([halted.state, halted.remedy]).to.deep.equal(['STALLED', 'let it go on: `kill -CONT 71`']);
    expect(halted.explanation).to.include('hypervisor localhost:7200 (pid 71) is suspended');
  });

  it('is not STALLED where the NIO takes in frames from one look to the next, however many wait', () => {
    const busy = { ...COUNTED, nio: 'n2', packetsIn: 5000, packetsOut: 9, receiveQueue: 150_000 };
    const link = row({ ...SENDER, packetsIn: 9 }, end(2, busy));
    const seen = (packetsIn: number) => judged({ link, later: { packetsIn, isRouterRunning: undefined } }).state;
    expect(seen(5400)).to.equal('ESTABLISHED');
    expect(seen(5000)).to.equal('STALLED');
  });

  it('leaves what is broken in another way as it is', () => {
    const link = row(end(1, { unread: 'process stopped' }), end(2), 'SHARED');
    expect(judged({ link })).to.equal(link);
  });
});
