import { expect } from 'chai';
import type { LinkEnd, LinkState, ObservedLink } from '../../../../../src/features/links/link-table.ts';
import { endFate } from '../../../../../src/features/links/render/end-fate.ts';

function end(device: string, localPort: number, remotePort: number, more: Partial<LinkEnd> = {}): LinkEnd {
  return {
    ...{ host: 'localhost', present: true, device, interface: 'f0/0', pid: localPort, inode: device.length },
    ...{ localAddress: '127.0.0.1', localPort, remoteAddress: '127.0.0.1', remotePort },
    ...more,
  };
}

function link(state: LinkState, ends: readonly [LinkEnd, LinkEnd], more: Partial<ObservedLink> = {}): ObservedLink {
  const [a, b] = ends;
  return { state, a, b, also: [], evidence: [], explanation: '', ...more };
}

/** Both fates, as `arrives, comes back`; where frames go astray with the end that gets them. */
function fates(observed: ObservedLink): string {
  return [observed.a, observed.b as LinkEnd]
    .map((one) => endFate(one, observed))
    .map(({ fate, receiver }) => (receiver === undefined ? fate : `${fate} to ${receiver.device}`))
    .join(', ');
}

describe('the fate of the frames of an end that is there', () => {
  // docs/FACTS.md: of several sockets with the same four values on Linux the newest gets every frame.
  const [old, newest] = [end('R1', 10_000, 10_000, { pid: 7 }), end('R2', 10_000, 10_000, { pid: 8 })];

  it('is with one base for both ends that the newest socket gets the frames of both, its own too', () => {
    expect(fates(link('SHARED', [old, newest], { receiver: newest }))).to.equal('arrives, comes back');
    expect(fates(link('SHARED', [newest, old], { receiver: newest }))).to.equal('comes back, arrives');
  });

  it('is not known where nobody knows which socket receives', () => {
    expect(fates(link('SHARED', [old, newest]))).to.equal('not known, not known');
  });

  it('is to go astray where the newest socket on the port belongs to another link', () => {
    const [starving, peer, thief] = [end('R1', 10_000, 10_100), end('R2', 10_100, 10_000), end('R30', 10_000, 10_100)];
    const shared = link('SHARED', [starving, peer], { receiver: thief, also: [thief] });
    expect(fates(shared)).to.equal('arrives, goes astray to R30');
  });

  it('is to come back at an end that is its own peer', () => {
    const absent = { ...newest, present: false };
    expect(fates(link('SELF', [old, absent]))).to.match(/^comes back/);
  });

  it('is to be lost where one direction alone is not heard', () => {
    const [open, closed] = [end('R1', 10_000, 10_100), end('R2', 10_100, 0)];
    expect(fates(link('ONE-WAY', [open, closed]))).to.equal('arrives, lost');
    const [deaf, heard] = [end('R1', 10_000, 10_100, { packetsIn: 0 }), end('R2', 10_100, 10_000, { packetsIn: 9 })];
    expect(fates(link('ONE-WAY', [deaf, heard]))).to.equal('arrives, lost');
  });

  it('is to be lost at a peer that does not read', () => {
    const [asleep, other] = [end('R1', 10_000, 10_100, { unread: 'process stopped' }), end('R2', 10_100, 10_000)];
    expect(fates(link('STALLED', [asleep, other]))).to.equal('not known, lost');
  });
});
