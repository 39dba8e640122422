import { expect } from 'chai';
import { checkLesson } from '../../../../src/features/teach/check/check-lesson.ts';
import { readLesson } from '../../../../src/features/teach/read-lesson.ts';

/** A link by hand on port 10000, and a link from a base: with base 10000 the two meet. */
const HEAD = `lesson: 1
id: own
title: Own
minutes: 4
play: { dynamips: "0.2.14" }
scenario:
  hypervisors: [{ address: "localhost:7200", baseUdp: 12000 }]
  devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
  links: ["R3 f0/0 -- NIO_udp:10000:127.0.0.1:5000", R1 f0/0 -- R2 f0/0]
`;

describe('checkLesson', () => {
  it('has nothing to say of a lesson that is in order', () => {
    expect(
      told(`vary: { base: [12000, 13000] }
steps:
  - { say: "The base is {base}, and the next port {next port of localhost:7200}.", show: 0.place }
  - { ask: port, of: R2 f0/0, at: 2b.port, question: "Which port after {port of R1 f0/0}?", because: "After {base} comes {base + 1}." }
summary: "Two ends, {port of R1 f0/0} and {answer of nobody}."
`),
    ).to.deep.equal([
      '/summary {answer of nobody} is no placeholder; known here: base, base of H, base console of H, next port of H, port of END, peer of END, local of END, remote of END, console of DEVICE, nio, pool',
    ]);
  });

  it('refuses numbers of a seed with which an answer changes its sense', () => {
    const steps = 'steps:\n  - { ask: bind, of: R1 f0/0, at: 2a.bind }\n';
    expect(told(`vary: { base: [12000, 13000] }\n${steps}`)).to.deep.equal([]);
    expect(told(`vary: { base: [12000, 10000] }\n${steps}`)).to.deep.equal([
      '/steps/0 with base 10000: the answers change their sense: the lab differs in more than its numbers',
    ]);
  });

  it('refuses a first value that is not that of the lab', () => {
    expect(told(`vary: { base: [10000, 13000], pool: [20000, 21000] }\nsteps:\n  - { say: "A." }\n`)).to.deep.equal([
      '/vary/base the first value must be the one in the lab, 12000',
      '/vary/pool no lab of this lesson has a pool',
    ]);
  });

  it('refuses placeholders that tell what is not on the screen yet', () => {
    expect(
      told(`steps:
  - { say: "R1 will get {port of R1 f0/0}.", show: 0.place }
  - { ask: port, of: R1 f0/0, at: 2a.port, hints: ["It is {port}.", "B.", "C."] }
`),
    ).to.deep.equal([
      '/steps/0/say {port of R1 f0/0} is not known at this step, or there is no R1 f0/0',
      '/steps/1/hints/0 {port}: there is none in this question',
    ]);
  });

  it('refuses a screen that shows the answer of its question', () => {
    expect(told('steps:\n  - { ask: port, of: R1 f0/0, at: 2a.port, show: 2a.port }\n')).to.deep.equal([
      '/steps/0/show the screen would show the answer: show an earlier moment',
    ]);
    expect(
      told('steps:\n  - { say: "A.", show: 2b.port }\n  - { ask: port, of: R1 f0/0, at: 2a.port }\n'),
    ).to.deep.equal(['/steps/1/at an earlier screen has shown the answer: ask before that moment is shown']);
  });

  it('refuses numbers of the lab that are typed, and lets others be', () => {
    expect(
      told('steps:\n  - { say: "Port 12001 of localhost:7200, answer 206, Dynamips 0.2.17.", show: 2b.port }\n'),
    ).to.deep.equal([
      '/steps/0/say 12001 is a number of the lab: write {port of R2 f0/0}, or it is wrong with other numbers',
    ]);
  });

  it('refuses a number of the lab before a full stop too, and lets a version be', () => {
    expect(told('steps:\n  - { say: "It is port 12001. Dynamips 12001.5.", show: 2b.port }\n')).to.deep.equal([
      '/steps/0/say 12001 is a number of the lab: write {port of R2 f0/0}, or it is wrong with other numbers',
    ]);
  });

  it('refuses forms that do not go with the answer', () => {
    const ask = (more: string): string[] => told(`steps:\n  - { ${more} }\n`);
    expect(ask('ask: ports, of: R1 f0/0 -- R2 f0/0, at: 2b.port, as: number')).to.deep.equal([
      '/steps/0/as these are several numbers: write as: table',
    ]);
    expect(ask('ask: port, of: R1 f0/0, at: 2a.port, as: table')).to.deep.equal([
      '/steps/0/as this is one answer: write as: number or choice',
    ]);
    expect(ask('ask: receiver, of: R1 f0/0, at: 2a.frame, as: number')).to.deep.equal([
      '/steps/0/as the answer is no number: write as: choice',
    ]);
    expect(ask('ask: port, of: R1 f0/0, at: 2a.port, slips: { yes: "No." }')).to.deep.equal([
      '/steps/0/slips "yes" is no answer to "port"',
    ]);
  });

  it('says of a statement with an answer that is none that it is the statements', () => {
    const statements = ['yes', '12001'].map(
      (is) => `{ say: "${is}.", claims: { ask: port, of: R1 f0/0, is: "${is}" } }`,
    );
    expect(told(`steps:\n  - { ask: true of, at: 2a.port, statements: [${statements.join(', ')}] }\n`)).to.deep.equal([
      '/steps/0/statements of "yes.": "yes" is no answer to "port"',
    ]);
  });
});

function told(rest: string): string[] {
  const { lesson, problems } = readLesson(`${HEAD}${rest}`, 'own.yaml');
  if (lesson === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return checkLesson({ lesson, labs: new Map() }, new Set()).map(({ pointer, message }) => `${pointer} ${message}`);
}
