import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { readVocabulary } from '../../../../src/core/words/vocabulary.ts';
import { ticked, walk } from '../../../../src/features/walk/walk.ts';
import type { WalkState } from '../../../../src/features/walk/walk-state.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import { LESSON_LABS, lessonLab } from '../../../support/lesson-labs.ts';
import { scenarioLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const WINDOW = { columns: 80, rows: 24, paint: NO_PAINT };

/** Somebody who walks through labs by keys. */
class Student {
  readonly walk;
  state: WalkState;
  told: readonly string[] = [];

  constructor(labs: readonly Lab[], assumptions: Assumptions = {}) {
    const vocabulary = () => readVocabulary(readProjectFile('docs/VOCABULARY.md'));
    this.walk = walk({ labs, assumptions, vocabulary });
    this.state = this.walk.program.start;
  }

  static of(lab: keyof typeof LESSON_LABS, assumptions?: Assumptions): Student {
    return new Student([lessonLab(lab)], assumptions);
  }

  press(...keys: string[]): this {
    for (const key of keys) {
      const next = this.walk.program.press(this.state, key);
      if (next === undefined) throw new Error(`${key} has ended the walk`);
      this.told = this.walk.program.tell(next, this.state);
      this.state = next;
    }
    return this;
  }

  /** Right so often. */
  steps(count: number): this {
    return this.press(...Array<string>(count).fill('right'));
  }

  type(text: string): this {
    return this.press('/', ...[...text].map((one) => (one === ' ' ? 'space' : one)), 'enter');
  }

  ends(key: string): boolean {
    return this.walk.program.press(this.state, key) === undefined;
  }

  /** All lines, each blank once. */
  get screen(): string[] {
    return this.walk.program.draw(this.state, WINDOW).map((line) => line.trim().replaceAll(/\s+/g, ' '));
  }

  /** The row of an end, with its mark, and of what goes on below it. */
  row(end: string): string | undefined {
    return this.screen.find((line) => new RegExp(`^([-+*] )?${end} .*\\d`).test(line) && !line.includes(' gives '));
  }
}

describe('a walk', () => {
  it('shows the counter, the port and the sockets of one link, step by step', () => {
    const student = Student.of('one link');
    expect(student.screen[0]).to.equal('walk lab Dynagen · Dynamips 0.2.18 and later');
    expect(student.screen[1]).to.equal('Step 0 of 5 · before the first link');
    expect(student.screen).to.include('No UDP port is given yet.');
    student.steps(1);
    expect(student.screen[1]).to.equal('Step 1 of 5 · link 1 of 1: R1 f0/0 -- R2 f0/0');
    expect(student.screen).to.include('* localhost:7200 10000 10001 (was 10000) R1, R2');
    expect(student.row('R1 f0/0')).to.equal('+ R1 f0/0 10000 - (no socket yet) -');
    expect(student.row('R2 f0/0')).to.equal(undefined);
    student.steps(1);
    expect(student.row('R2 f0/0')).to.equal('+ R2 f0/0 10001 - (no socket yet) -');
    student.steps(3);
    expect(student.row('R1 f0/0')).to.equal('* R1 f0/0 127.0.0.1:10000 127.0.0.1:10001 R2 f0/0 R2 f0/0');
    expect(student.row('R2 f0/0')).to.equal('* R2 f0/0 127.0.0.1:10001 127.0.0.1:10000 R1 f0/0 R1 f0/0');
    expect(student.screen).to.include('The link R1 f0/0 -- R2 f0/0 works: each end hears the other.');
  });

  it('counts on from link to link in the order of the file', () => {
    // Two ends a link: 10000 and 10001, R3 10002 and R1 10003, R2 10004 and R3 10005.
    const student = Student.of('three routers').press('end');
    expect(
      ['R1 f0/0', 'R2 f0/0', 'R3 f0/0', 'R1 f1/0', 'R2 f1/0', 'R3 f1/0'].map((end) => localPort(student, end)),
    ).to.deep.equal([10000, 10001, 10002, 10003, 10004, 10005]);
    expect(student.screen).to.include('localhost:7200 10000 10006 R1, R2, R3');
  });

  it('gives each end a port of its own hypervisor', () => {
    // R1 and R2 are on 7200, from 10000; R3 is on 7201, from 10100.
    const student = Student.of('bases apart').press('end');
    expect(
      ['R1 f0/0', 'R3 f0/0', 'R3 f1/0', 'R2 f0/0', 'R1 f1/0', 'R2 f1/0'].map((end) => localPort(student, end)),
    ).to.deep.equal([10000, 10100, 10101, 10001, 10002, 10003]);
    expect(student.screen).to.include('localhost:7201 10100 10102 R3');
  });

  it('shows one base in both generations at the same moment', () => {
    const student = Student.of('one base').press('shift+right');
    // All four values of both sockets are the same: R2 was connected last, and takes what both send.
    expect(student.state.step).to.equal(5);
    expect(student.row('R1 f0/0')).to.equal('* R1 f0/0 127.0.0.1:10000 127.0.0.1:10000 R2 f0/0 nothing');
    expect(student.row('R2 f0/0')).to.equal('* R2 f0/0 127.0.0.1:10000 127.0.0.1:10000 itself R1 f0/0, itself');
    student.press('g');
    // Up to 0.2.17 R2 has no socket, and R1's peer is its own port.
    expect(student.screen[0]).to.contain('Dynamips up to 0.2.17');
    expect(student.screen[1]).to.equal('Step 5 of 10 · link 1 of 2: R1 f0/0 -- R2 f0/0');
    expect(student.row('R1 f0/0')).to.equal('* R1 f0/0 127.0.0.1:10000 127.0.0.1:10000 itself itself');
    expect(student.row('R2 f0/0')).to.match(/^\* R2 f0\/0 10000 - \(refused, 206: R1 f0\/0 has/);
    student.press('g');
    expect(student.screen[0]).to.contain('Dynamips 0.2.18 and later');
  });

  it('starts in the generation that the command line says', () => {
    expect(Student.of('one base', { dynamips: '0.2.14' }).screen[0]).to.contain('up to 0.2.17');
  });

  it('shows two sockets of one port with two peers, of which both hear theirs', () => {
    const student = Student.of('two peers').press('end');
    expect(student.row('R1 f0/0')).to.equal('R1 f0/0 127.0.0.1:10000 127.0.0.1:10100 R3 f0/0 R3 f0/0');
    expect(student.row('R2 f0/0')).to.equal('* R2 f0/0 127.0.0.1:10000 127.0.0.1:10101 R3 f1/0 R3 f1/0');
    student.press('g');
    expect(student.row('R3 f1/0')).to.match(/^\* R3 f1\/0 127\.0\.0\.1:10101 127\.0\.0\.1:10000 \(no receiver:/);
  });

  it('shows what is left when a hypervisor stops', () => {
    const student = Student.of('one stops').press('shift+right', 'shift+right', 'shift+right');
    expect(student.screen[1]).to.equal('Step 11 of 11 · event 1 of the lab');
    expect(student.screen).to.include('localhost:7201 (stopped) 10100 10101 R3');
    expect(student.row('R3 f0/0')).to.equal('- R3 f0/0 127.0.0.1:10100 127.0.0.1:10002 (closed) -');
    expect(student.row('R1 f1/0')).to.match(/^\* R1 f1\/0 127\.0\.0\.1:10002 127\.0\.0\.1:10100 \(no receiver:/);
  });

  it('shows a counter that runs into the ports of the next hypervisor', () => {
    // 7200 gives 10000 to 10003, and then 10004 and 10005, which 7201 has given to R3 and R4.
    const student = Student.of('full block').press('end');
    expect(student.row('R1 f1/0')).to.equal('* R1 f1/0 127.0.0.1:10004 127.0.0.1:10005 R2 f1/0 R4 f0/0, R2 f1/0');
    expect(student.row('R3 f0/0')).to.equal('* R3 f0/0 127.0.0.1:10004 127.0.0.1:10005 R2 f1/0 nothing');
  });

  it('shows the six ports of a link in GNS3 2.2', () => {
    // The pool begins at 20000. The ports of both ends come first, then two for each uBridge.
    const student = Student.of('one pool').press('shift+right');
    expect(
      student.screen.filter((line) => /^\*? ?R\d f0\/0, /.test(line)).map((line) => / :(\d+) /.exec(line)?.[1]),
    ).to.have.members(['20000', '20001', '20002', '20003', '20004', '20005']);
  });

  it('shows that counters do not go back', () => {
    // Two links have taken 10000 to 10003; the third gets 10004 and 10005, although 10000 and 10001 are free.
    const student = Student.of('made again').press('end');
    expect(localPort(student, 'SW1 3')).to.equal(10004);
    expect(student.screen).to.include('localhost:7200 10000 10006 SW1, SW2');
    expect(student.row('SW1 1')).to.equal(undefined);
  });

  it('shows ports that the file gives, and that no counter moves', () => {
    const student = Student.of('by hand').press('shift+right');
    expect(student.row('R1 f0/0')).to.contain('127.0.0.1:30000 127.0.0.1:20000');
    student.press('end');
    // R1 f1/0 and R2 f0/0 alone were counted.
    expect(student.screen).to.include('localhost:7200 10000 10002 R1, R2, R3');
    expect(student.row('R2 f1/0')).to.match(/127\.0\.0\.1:30100 127\.0\.0\.1:30101 \(no receiver:/);
  });

  it('says where it cannot go further', () => {
    const student = Student.of('one link').press('left');
    expect(student.state.step).to.equal(0);
    expect(student.screen).to.include('This is the first step.');
    student.press('end', 'right');
    expect(student.screen).to.include('This is the last step.');
    student.press('left');
    expect(student.screen).to.not.include('This is the last step.');
    expect(student.state.step).to.equal(4);
  });

  it('changes who gives the ports, and stays at the moment', () => {
    // Dynagen 0.8.3 moves the counter of the second hypervisor by 1000.
    const student = Student.of('one base').press('shift+right', 'a');
    expect(student.screen[0]).to.contain('Dynagen 0.8.3');
    expect(student.state.step).to.equal(5);
    const names: string[] = [];
    for (let count = 0; count < 8; count++) names.push(student.press('a').screen[0]?.split(' · ')[0] ?? '');
    expect(new Set(names).size).to.equal(8);
    expect(names.at(-1)).to.contain('Dynagen 0.8.3');
  });

  it('finds links, ends, routers and ports, and goes on from there', () => {
    const student = Student.of('three routers').type('R3');
    // Link 2 begins at step 6 with R3 f0/0.
    expect(student.state.step).to.equal(6);
    expect(student.press('n').state.step).to.equal(7);
    expect(student.press('home').type('10004').state.step).to.equal(11);
    expect(student.press('home').type('R2 f1/0 -- R3 f1/0').state.step).to.equal(11);
    expect(student.press('home').type('link 2').state.step).to.equal(6);
    expect(student.press('end').type('r1 f0/0').state.step).to.equal(1);
    expect(student.screen).to.include('From the first step again: "r1 f0/0".');
    expect(student.type('R9').state.step).to.equal(1);
    expect(student.screen).to.include('No step concerns "R9".');
  });

  it('takes R1 for a whole name, not for the start of R10', () => {
    const lab = scenarioLab(`hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
devices: [{ name: R1 }, { name: R10 }, { name: R2 }]
links: [R10 f0/0 -- R2 f0/0, R1 f0/0 -- R2 f1/0]
`);
    expect(new Student([lab]).type('R1').state.step).to.equal(6);
    expect(new Student([lab]).type('R1 f0').state.step).to.equal(1);
  });

  it('shows what is typed, and takes it back', () => {
    const student = Student.of('one link').press('/', 'R', '2', 'q', 'backspace');
    expect(student.screen.at(-1)).to.equal('Find: R2_ Enter go there Esc stop');
    expect(student.walk.program.takes?.(student.state)).to.equal('text');
    student.press('escape');
    expect(student.screen.at(-1)).to.contain('q quit');
    expect(student.state.step).to.equal(0);
  });

  it('plays until the last step, and stops at a key', () => {
    const student = Student.of('one link').press('space');
    for (let count = 1; count <= 5; count++) {
      expect(student.state.isPlaying).to.equal(true);
      student.state = ticked(student.walk, student.state);
      expect(student.state.step).to.equal(count);
    }
    expect(student.state.isPlaying).to.equal(false);
    expect(ticked(student.walk, student.state)).to.equal(student.state);
    // From the end it begins again.
    student.press('space');
    expect(student.state).to.include({ step: 0, isPlaying: true });
    expect(student.press('space').state.isPlaying).to.equal(false);
    expect(student.press('space', 'right').state).to.include({ step: 1, isPlaying: false });
  });

  it('explains the words of a step as explain does', () => {
    const student = Student.of('one base').press('shift+right', 'w');
    expect(student.screen.join(' ')).to.contain('looped (verdicts that check and simulate predict)');
    const first = student.screen;
    expect(student.press('down').screen).to.not.deep.equal(first);
    expect(student.press('up').screen).to.deep.equal(first);
    student.press('q');
    expect(student.screen[1]).to.contain('Step 5 of 10');
  });

  it('has all keys of the line of keys in its help', () => {
    const student = Student.of('one link');
    const keys =
      student.screen
        .at(-1)
        ?.match(/(?:^| )(\S) /g)
        ?.map((key) => key.trim()) ?? [];
    student.press('?');
    const help = student.screen.join('\n');
    for (const key of ['→', '←', 'g', 'a', '/', 'w', 'q', ...keys.filter((key) => key !== '?')])
      expect(help).to.contain(key);
    expect(student.press('escape').screen[1]).to.contain('Step 0');
  });

  it('ends with q and Escape alone', () => {
    const student = Student.of('one link');
    expect(['q', 'escape'].map((key) => student.ends(key))).to.deep.equal([true, true]);
    for (const key of ['x', '5', 'tab', 'home', 'page up', 'down', 'n', '?', 'w'])
      expect(student.ends(key), key).to.equal(false);
  });

  it('is the same state after a key that does nothing', () => {
    const student = Student.of('one link');
    expect(student.walk.program.press(student.state, 'x')).to.equal(student.state);
  });

  it('tells a step in lines that need no window', () => {
    const student = Student.of('one link').press('right');
    expect(student.told).to.deep.equal([
      'Step 1 of 5, link 1 of 1: R1 f0/0 -- R2 f0/0.',
      'localhost:7200 gives R1 f0/0 port 10000: its counter stands at 10000, and goes to 10001.',
      'localhost:7200: next port 10001, was 10000.',
      'R1 f0/0: port 10000, no socket yet.',
    ]);
    student.press('g');
    expect(student.told[0]).to.equal('Dynagen, Dynamips up to 0.2.17.');
    expect(student.press('end').told.slice(-1)).to.deep.equal([
      'R2 f0/0: local 127.0.0.1:10001, foreign 127.0.0.1:10000, sends to R1 f0/0, hears R1 f0/0.',
    ]);
    expect(student.press('right').told).to.deep.equal(['This is the last step.']);
  });

  it('goes through several labs that run at once', () => {
    const other = { ...lessonLab('one link'), name: 'evening' };
    const student = new Student([{ ...lessonLab('one link'), name: 'morning' }, other]).press('end');
    expect(student.screen[0]).to.contain('walk morning + evening');
    expect(student.screen[1]).to.equal('Step 10 of 10 · link 2 of 2: R1 f0/0 -- R2 f0/0');
    expect(student.screen.filter((line) => line.startsWith('UDP sockets of'))).to.deep.equal([
      'UDP sockets of localhost (morning)',
      'UDP sockets of localhost (evening)',
    ]);
    expect(student.screen.filter((line) => /^\*? ?R1 f0\/0 127/.test(line))).to.have.length(2);
  });

  it('fits the window, whatever the lab, and cuts no port', () => {
    const long = 'x'.repeat(80);
    const hostile =
      scenarioLab(`hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "${'h'.repeat(60)}.example.org:7200", baseUdp: 60000 }]
devices: [{ name: ${long}, hypervisor: "localhost:7200" }, { name: "R2", hypervisor: "${'h'.repeat(60)}.example.org:7200" }, { name: 路由器一二三四五六七八九十, hypervisor: "localhost:7200" }]
links: ["${long} f0/0 -- R2 f0/0", "路由器一二三四五六七八九十 f0/0 -- ${long} f1/0"]
`);
    for (const lab of [
      ...Object.keys(LESSON_LABS).map((name) => lessonLab(name as keyof typeof LESSON_LABS)),
      hostile,
    ]) {
      const student = new Student([lab]);
      const last = student.walk.way.lastStep;
      for (const keys of [['right'], ['w', 'q'], ['?', 'q'], ['g']]) {
        for (let step = 0; step <= last; step++) {
          student.press(...keys.slice(0, 1));
          const lines = student.walk.program.draw(student.state, WINDOW);
          expect(lines).to.have.length(24);
          for (const line of lines) expect([...line].length, line).to.be.at.most(80);
          expect(lines.join('')).to.not.match(/\u001b/);
          if (keys[1] !== undefined) student.press(keys[1]);
        }
        student.press('home');
      }
    }
  });
});

function localPort(student: Student, end: string): number {
  return Number(/:(\d+) /.exec(student.row(end) ?? '')?.[1]);
}
