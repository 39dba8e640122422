import { expect } from 'chai';
import { SITUATIONS, type SituationId } from '../../../../src/core/kernel/situation.ts';
import { judge, type Seen } from '../../../../src/features/kernel/judge.ts';
import type { EndName } from '../../../../src/features/kernel/set-up.ts';

/** The answer for what was seen: `refusal`, and who received what was meant for each end. */
function judged(
  id: SituationId,
  {
    toFirst,
    toSecond,
    ...seen
  }: Omit<Seen, 'receivers'> & { toFirst?: EndName; toSecond?: EndName; toFallback?: EndName },
): string {
  const situation = SITUATIONS.find((one) => one.id === id);
  if (situation === undefined) throw new Error(`there is no situation ${id}`);
  const pairs = [
    ['to-first', toFirst],
    ['to-second', toSecond],
    ['to-fallback', seen.toFallback],
  ] as const;
  const receivers: Seen['receivers'] = new Map(
    pairs.flatMap(([name, end]) => (end === undefined ? [] : [[name, end] as const])),
  );
  const { bind, receiver } = judge(situation, { ...seen, receivers });
  return `${bind}, ${receiver}`;
}

describe('the answer of a kernel', () => {
  it('is who has the port, and who receives, of two NIOs', () => {
    const both = { toFirst: 'first', toSecond: 'second' } as const;
    expect(judged('reuse-reuse-different', both)).to.equal('shared, peer-of-each');
    expect(judged('reuse-reuse-different', { toFirst: 'first' })).to.equal('shared, first');
    expect(judged('reuse-reuse-different', { toSecond: 'second' })).to.equal('shared, last');
    expect(judged('reuse-reuse-different', {})).to.equal('shared, none');
    // As nobody has ever seen it.
    expect(judged('reuse-reuse-different', { toFirst: 'second', toSecond: 'first' })).to.equal('shared, unknown');
    expect(judged('reuse-reuse-identical', { toFirst: 'second' })).to.equal('shared, last');
    expect(judged('reuse-reuse-itself', { toFirst: 'second', toSecond: 'second' })).to.equal('shared, last');
    expect(judged('reuse-reuse-itself', { toFirst: 'first', toSecond: 'first' })).to.equal('shared, first');
    expect(judged('plain-plain-different', { refusal: 'EADDRINUSE', toFirst: 'first' })).to.equal('refused, first');
    expect(judged('own-ports', both)).to.equal('bound, peer-of-each');
  });

  it('tells a socket without a peer that takes everything from one that takes what is left', () => {
    const both = { toFirst: 'first', toSecond: 'second' } as const;
    const all = { toFirst: 'first', toSecond: 'first' } as const;
    expect(judged('loopback-reuse', both)).to.equal('shared, peer-of-each');
    expect(judged('loopback-reuse', all)).to.equal('shared, unconnected');
    expect(judged('loopback-reuse', { ...all, refusal: 'EADDRINUSE' })).to.equal('refused, first');
    expect(judged('reuse-vpcs', { toFirst: 'second', toSecond: 'second' })).to.equal('shared, unconnected');
    expect(judged('vpcs-vpcs', { toFirst: 'second', toSecond: 'second' })).to.equal('shared, last');
  });

  it('knows whether two families have one set of ports, and a second try on 127.0.0.1', () => {
    const both = { toFirst: 'first', toSecond: 'second' } as const;
    expect(judged('ipv6-ipv4-reuse', { ...both, isFreeForIpv4: true })).to.equal('bound, peer-of-each');
    expect(judged('ipv6-ipv4-reuse', { ...both, isFreeForIpv4: false })).to.equal('shared, peer-of-each');
    expect(judged('localhost-reuse', { toFirst: 'first', toFallback: 'second' })).to.equal('fallback, none');
    expect(judged('localhost-reuse', { toFirst: 'second' })).to.equal('shared, last');
  });

  it('is about one socket where there is one', () => {
    expect(judged('peer-port-zero', { toSecond: 'second' })).to.equal('bound, first');
    expect(judged('peer-port-zero', {})).to.equal('bound, none');
    expect(judged('port-below-1024', { refusal: 'EACCES' })).to.equal('refused, none');
  });
});
