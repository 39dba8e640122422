import { expect } from 'chai';
import { roomHeadline } from '../../../../src/page/views/room-headline.ts';
import { roomSwitch } from '../../../../src/page/views/room-switch.ts';
import { allOf, handMade, stateOf, textOf } from './hand-made.ts';
import { linksData } from './rooms.ts';

describe('the headline of a page', () => {
  it('says what links have seen, when, and that nobody has looked since', () => {
    const text = textOf(roomHeadline(handMade({ data: linksData({}) })));
    expect(text).to.equal(
      '✗Two: 1 link, HALF-OPENSeen at 08:40:05 on 2026-03-02 (UTC+01:00): the sockets of this host. Not looked at since.',
    );
  });

  it('says how often a page that is written anew looks', () => {
    const text = textOf(roomHeadline(handMade({ data: linksData({}, { reloadSeconds: 5 }) })));
    expect(text).to.include('Looked at again every 5 s.').and.not.include('Not looked at since');
  });

  it('does not call good what could not be seen', () => {
    const text = (outcome: 'clean' | 'unknown'): string =>
      textOf(roomHeadline(handMade({ data: linksData({ outcome, hosts: [] }) })));
    expect(text('unknown')).to.match(/^\?/).and.include('no host was read');
    expect(text('clean')).to.match(/^→/);
  });

  it('is the prediction where the reader asks for what the lab says', () => {
    const scene = handMade({ data: linksData({}), choices: { isExpected: true } });
    expect(textOf(roomHeadline(scene)))
      .to.include('Frames of the link arrive')
      .and.not.include('HALF-OPEN');
  });
});

describe('a page that follows a lab', () => {
  const said = (step: number, isExpected: boolean): string => {
    const data = linksData({}, { reloadSeconds: 5 });
    return textOf(roomHeadline(handMade({ data, choices: { isExpected }, state: stateOf({ step }), lastStep: 5 })));
  };

  it('says that it waits while the reader steps', () => {
    expect(said(3, true)).to.include('This page waits').and.not.include('every 5 s');
    expect(said(5, true)).to.include('Loaded again every 5 s.').and.not.include('waits');
  });

  it('does not wait where there are no steps', () => {
    expect(said(3, false)).to.include('Looked at again every 5 s.').and.not.include('waits');
  });
});

describe('the name of a lab in a headline', () => {
  it('has more room than names elsewhere', () => {
    const title = 'More than 100 link ends in a block of 100 ports';
    const { links: _, ...data } = linksData({}, { kind: 'plan', title });
    const plan = { isWell: true, headline: '1 change', changes: [], lines: [], notes: [] } as never;
    expect(textOf(roomHeadline(handMade({ data: { ...data, plan } })))).to.include(title);
  });
});

describe('the switch of a page', () => {
  const actions = (data: ReturnType<typeof linksData>): unknown[] => {
    const root = roomSwitch(handMade({ data }));
    return root === undefined
      ? []
      : allOf(root, ({ tag }) => tag === 'button').map(({ attributes }) => attributes['data-do']);
  };

  it('is between what was seen and what the lab says, where there is a lab', () => {
    expect(actions(linksData({}))).to.deep.equal(['expected:0', 'expected:1']);
    expect(actions(linksData({}, { labs: [] }))).to.deep.equal([]);
  });

  it('is between the labs of a plan, where something changes', () => {
    const { links: _, ...plan } = linksData({}, { kind: 'plan' });
    expect(actions({ ...plan, after: plan.labs })).to.deep.equal(['after:0', 'after:1']);
    expect(actions(plan)).to.deep.equal([]);
  });
});
