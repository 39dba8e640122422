import { expect } from 'chai';
import type { SimulatedLink } from '../../../../src/features/simulate/simulate.ts';
import { headline, headlineText } from '../../../../src/page/views/headline.ts';
import { handMade, textOf } from './hand-made.ts';

type End = NonNullable<SimulatedLink['ends']>[number];

const OK: SimulatedLink = { lab: 'Lab', name: 'R7 f0/0 -- R8 f0/0', verdict: 'ok' };

function end(device: string, more: Partial<End>): End {
  return { hypervisor: 'localhost:7200', device, interface: 'f0/0', socket: 'open', to: 'peer', hears: [], ...more };
}

function link(verdict: SimulatedLink['verdict'], ...ends: End[]): SimulatedLink {
  return { lab: 'Lab', name: 'R1 f0/0 -- R2 f0/0', verdict, ends };
}

const R1 = end('R1', {});
const R2 = end('R2', {});
/** One base, from 0.2.18 on: the socket connected last takes every frame. */
const SHARED = link('looped', end('R1', { to: 'peer' }), end('R2', { to: 'self', hears: [R1, R2] }));
/** One base, up to 0.2.17: the second NIO is refused. */
const REFUSED = link('looped', end('R1', { to: 'self', hears: [R1] }), end('R2', { socket: 'refused', to: 'nobody' }));

describe('the headline', () => {
  it('tells both ends of a link that is broken', () => {
    expect(headlineText([SHARED])).to.equal('The link is broken: R1 hears nothing; R2 hears R1 and itself');
    expect(headlineText([REFUSED])).to.equal('The link is broken: R1 hears itself; R2 has no socket');
    const none = { socket: 'refused', to: 'nobody' } as const;
    expect(headlineText([link('dead', end('R1', none), end('R2', none))])).to.equal(
      'The link is broken: R1 and R2 have no socket',
    );
  });

  it('counts the links that are broken', () => {
    expect(headlineText([SHARED, SHARED])).to.equal('Both links are broken: ends hear only themselves or nothing');
    expect(headlineText([OK, REFUSED])).to.equal('1 of 2 links is broken: R1 f0/0 hears itself; R2 f0/0 has no socket');
    expect(headlineText([SHARED, SHARED, SHARED, OK])).to.equal(
      '3 of 4 links are broken: ends hear only themselves or nothing',
    );
  });

  it('tells several kinds apart, the worst first', () => {
    const dead = link('dead', end('R1', { to: 'nobody' }), end('R2', { to: 'nobody' }));
    const astray = link('misdelivered', end('R1', { to: 'other', receiver: end('R4', {}) }), R2);
    expect(headlineText([dead, SHARED, astray, dead])).to.equal(
      'All 4 links are broken: frames of 1 go astray; frames of 1 come back; frames of 2 are lost',
    );
    expect(headlineText([astray, OK])).to.include('1 of 2 links is broken: frames of R1 f0/0 come out at R4 f0/0');
  });

  it('says one way, and never made', () => {
    const oneWay = link('one-way', end('R1', { hears: [R2] }), end('R2', { to: 'nobody' }));
    expect(headlineText([oneWay, oneWay])).to.equal('Both links are broken: frames pass in one direction only');
    const notMade: SimulatedLink = {
      lab: 'Lab',
      name: 'R1 f0/0 -- R9 f0/0',
      verdict: 'dead',
      reason: 'R9 is not in the lab',
    };
    expect(headlineText([OK, notMade])).to.equal(
      '1 of 2 links is broken: R1 f0/0 -- R9 f0/0 is not made: R9 is not in the lab',
    );
    expect(headlineText([oneWay, oneWay, notMade])).to.equal(
      'All 3 links are broken: 2 pass frames one way only; 1 is never made',
    );
  });

  it('says what is not known', () => {
    const outside = link('unknown', end('R1', { to: 'outside' }));
    const open = link('unknown', end('R1', { to: 'unknown' }), end('R2', { to: 'unknown' }));
    expect(headlineText([open, OK])).to.equal('It is not known whether 1 link works; frames arrive on the other link');
    expect(headlineText([open, open])).to.equal('It is not known whether 2 links work');
    expect(headlineText([outside, OK, OK])).to.equal(
      '1 link leads outside the lab; frames arrive on the other 2 links',
    );
  });

  it('says what works, and that there is nothing', () => {
    expect(headlineText([OK])).to.equal('Frames of the link arrive, both ways');
    expect(headlineText([OK, OK, OK])).to.equal('Frames of all 3 links arrive, both ways');
    expect(headlineText([])).to.equal('This lab has no links between UDP sockets');
  });

  it('says that it is predicted, for what, and has no tick', () => {
    const text = textOf(headline(handMade()));
    expect(text).to.include('predicted from the lab file, on Linux');
    expect(text).not.to.match(/[✓✔]/);
  });
});
