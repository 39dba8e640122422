import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLesson } from '../../../../src/features/teach/read-lesson.ts';

const HEAD = `lesson: 1
id: one
title: One
minutes: 4
scenario:
  hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
  devices: [{ name: R1 }, { name: R2 }]
  links: [R1 f0/0 -- R2 f0/0]
`;

describe('readLesson', () => {
  it('reads a lesson with a lab of its own', () => {
    const { lesson, problems } = readLesson(`${HEAD}steps:\n  - say: "Look."\n    show: 1a.port\n`, 'x.yaml');
    expect(problems).to.deep.equal([]);
    expect(lesson?.id).to.equal('one');
    expect(lesson?.again).to.equal(1);
    expect(lesson?.lab).to.have.nested.property('inline.links.length', 1);
    expect(lesson?.steps[0]).to.include({ does: 'say', say: 'Look.', show: '1a.port', pointer: '/steps/0' });
  });

  it('reads a lesson with the file of a lab', () => {
    const file = 'test/fixtures/lessons/same-base.yaml';
    const { lesson, problems } = readLesson(readFileSync(file, 'utf8'), file);
    expect(problems).to.deep.equal([]);
    expect(lesson?.lab).to.deep.equal({ path: 'labs/one-base.yaml' });
    expect(lesson?.steps.map(({ does }) => does)).to.deep.equal(['say', 'ask', 'ask']);
  });

  it('tells all that is wrong at once, each at its place', () => {
    const text = `${HEAD.replace('f0/0 -- R2', 'f0/0 R2')}minuts: 3
steps:
  - say: 7
  - ask: everything
    at: nowhere
  - { say: "A.", hints: [one, two] }
`;
    expect(places(text)).to.deep.equal([
      '9:1 unknown key "minuts"; known here: lesson, id, title, minutes, goals, after, lab, scenario, play, vary, steps, summary, words, again',
      '11:10 say must be text, not number (text that looks like a number needs quotes)',
      '12:10 ask must be one of port, ports, count ports, count rows, count links, next port, bind, receiver, hears, state, peer, fits, verdict, console, clash, firewall, base, true of',
      '13:9 at is not well-formed: a moment of the trace, such as 1a.port, 2.link or e1.stop (docs/TRACE.md)',
      '14:25 hints must have 3 items',
    ]);
  });

  it('tells what is wrong with the sense of a step, and with the lab in it, at its place', () => {
    const text = `${HEAD.replace('f0/0 -- R2', 'f0/0 -- R9 f0/0 x')}steps:
  - { say: "A.", ask: port, at: 1a.port }
  - { show: 1a.port }
  - { say: "A.", of: R1 f0/0 }
  - { ask: port, of: R1 f0/0 }
`;
    expect(places(text)).to.deep.equal([
      '8:11 "R9 f0/0 x f0/0" is not a link end: expected "DEVICE INTERFACE", "LAN n" or a NIO',
      '10:5 a step says or asks: make two steps of this one',
      '11:5 a step needs say: with a text, or ask: with what is asked',
      '12:22 of goes with ask, and this step says something',
      '13:5 "at" is missing: the moment that shows the answer',
    ]);
  });

  it('tells a fault of YAML once, and of a colon what to do', () => {
    const colon = 'a text with a colon stands in quotes, as in say: "So: …"';
    expect(places(`${HEAD}steps:\n  - say: So: two ports.\n    show: 1a.port\n`)).to.deep.equal([`10:10 ${colon}`]);
    expect(places(`${HEAD}steps:\n  - say: "A."\n\tshow: 1a.port\n  - say: "B."\n`)).to.deep.equal([
      '11:1 Tabs are not allowed as indentation',
    ]);
    expect(places(`${HEAD}steps:\n  - say: "So: two ports."\n    show: 1a.port\n`)).to.deep.equal([]);
  });

  it('reads no file that is none', () => {
    for (const text of ['', 'a: [', '\0', '- 1', 'lesson: 1\n---\nlesson: 1\n', '"', 'lesson: 2']) {
      const { lesson, problems } = readLesson(text, 'x.yaml');
      expect(lesson, text).to.equal(undefined);
      expect(problems.length, text).to.be.greaterThan(0);
    }
  });
});

function places(text: string): string[] {
  return readLesson(text, 'x.yaml').problems.map(
    ({ message, location: { line, column } }) => `${line}:${column} ${message}`,
  );
}
