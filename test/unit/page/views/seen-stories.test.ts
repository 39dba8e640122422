import { expect } from 'chai';
import type { Element } from '../../../../src/output/markup/markup.ts';
import type { StoryOnPage } from '../../../../src/output/page/links-on-page.ts';
import { seenStories } from '../../../../src/page/views/seen-stories.ts';
import { allOf, handMade, ofClass, textOf } from './hand-made.ts';
import { linksData, seenEnd, seenLink } from './rooms.ts';

const STORY: StoryOnPage = {
  states: ['MISSING'],
  fates: ['no socket'],
  names: ['R1 f0/0 -- R2 f0/0'],
  more: 2,
  sentence: 'Hypervisor localhost:7200 is not started: 3 links are not there.',
  explanations: [],
  facts: ['nothing listens on TCP port 7200 of localhost'],
  remedy: 'start it, then load the lab:',
  commands: ['dynamips -H 7200 &'],
};

function stories(parts: Parameters<typeof linksData>[0]): Element {
  return seenStories(handMade({ data: linksData(parts) })) as Element;
}

describe('the stories of seen links', () => {
  it('say what is wrong, what that rests on, and what to do, with the command to copy', () => {
    const [story] = allOf(stories({ stories: [STORY] }), ofClass('story'));
    expect(textOf(story as Element)).to.equal(
      '✗ MISSING R1 f0/0 -- R2 f0/0 and 2 more' +
        'Hypervisor localhost:7200 is not started: 3 links are not there.' +
        'nothing listens on TCP port 7200 of localhost' +
        'What to do: start it, then load the lab:dynamips -H 7200 &Copy dynamips -H 7200 &',
    );
    const [copy] = allOf(story as Element, ({ attributes }) => attributes['data-do'] === 'copy');
    expect(copy?.attributes['data-text']).to.equal('dynamips -H 7200 &');
  });

  it('do not call broken what is only not known', () => {
    const open = { ...STORY, states: ['UNKNOWN'], fates: ['not known'] } as const;
    expect(textOf(stories({ stories: [open] })))
      .to.include('? UNKNOWN')
      .and.not.include('✗');
  });

  it('tell first of hosts that were not read', () => {
    const hosts = [
      { name: 'this host', isRead: true, limits: [] },
      { name: 'far', isRead: false, limits: ['no route to host'] },
    ];
    const [limits, ...others] = allOf(stories({ hosts, stories: [STORY] }), ofClass('host-limits'));
    expect(others).to.deep.equal([]);
    expect(textOf(limits as Element)).to.equal('! far: not read; of its ends nothing is knownno route to host');
  });

  it('say what was looked at where nothing is wrong', () => {
    const well = seenLink([seenEnd('R1 f0/0')], { state: 'ESTABLISHED', isWell: true, fates: ['arrives'] });
    expect(textOf(stories({ links: [well], outcome: 'clean' }))).to.include(
      'Nothing: 1 link seen by the sockets of this host. No frame was sent.',
    );
    expect(textOf(stories({ links: [well], outcome: 'unknown' }))).to.include('Not everything could be seen.');
    expect(textOf(stories({ hosts: [] }))).to.include('No link was seen on any host.');
  });

  it('name the links that are never made, and why', () => {
    const notMade = [{ lab: 'Two', name: 'R1 f0/0 -- R9 f0/0', reason: 'there is no device R9' }];
    expect(textOf(stories({ notMade }))).to.include('Never made: R1 f0/0 -- R9 f0/0: there is no device R9');
  });

  it('name twenty links that are never made, and count the others', () => {
    const named = (count: number): string[] => {
      const reason = 'there is no device R9';
      const notMade = Array.from({ length: count }, (_, index) => ({ lab: 'Two', name: `R1 f${index}/0`, reason }));
      const root = stories({ notMade });
      return [...allOf(root, ofClass('not-made')), ...allOf(root, ofClass('more'))].map(textOf);
    };
    expect(named(20)).to.have.length(20);
    const [last, ...others] = named(34).slice(19);
    expect(last).to.include('R1 f19/0');
    expect(others).to.deep.equal(['and 14 more that are never made']);
  });
});
