import { expect } from 'chai';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import type { Goal, Seen, SeenLink, Staged } from '../../../../src/features/practice/exercise.ts';
import { goalId, isSolved, judge } from '../../../../src/features/practice/judge.ts';
import { scenarioLab } from '../../../support/read.ts';

interface Numbers {
  readonly second?: number;
  readonly name?: string;
  readonly events?: string;
}

/** Two routers on a hypervisor with base 10000, two on one with another base: each has two ends. */
function lab({ second = 10_100, name = 'R1', events = '' }: Numbers = {}): string {
  return `name: Lab
hypervisors:
  - address: localhost:7300
    baseUdp: 10000
  - address: localhost:7301
    baseUdp: ${second}
devices:
  - { name: ${name}, hypervisor: "localhost:7300" }
  - { name: R2, hypervisor: "localhost:7300" }
  - { name: R3, hypervisor: "localhost:7301" }
  - { name: R4, hypervisor: "localhost:7301" }
links:
  - ${name} f0/0 -- R2 f0/0
  - R3 f0/0 -- R4 f0/0
${events}`;
}

const WELL: readonly SeenLink[] = [
  { file: 'lab.yaml', name: 'R1 f0/0 -- R2 f0/0', ports: [10_000, 10_001], state: 'ESTABLISHED' },
  { file: 'lab.yaml', name: 'R3 f0/0 -- R4 f0/0', ports: [10_100, 10_101], state: 'ESTABLISHED' },
];

/** A goal, the file that is there now, and whatever else is seen; the file was `lab()`, or `before`. */
function judged(goal: Goal, seen: Partial<Seen> & { readonly text?: string; readonly before?: string } = {}): string {
  const { text = lab(), before = lab(), ...others } = seen;
  const staged: Staged = {
    story: [],
    files: [
      { name: 'lab.yaml', text: before, isLab: true },
      { name: 'ports.yaml', text: 'R1 f0/0:\n', isLab: false },
    ],
    trouble: [],
    goals: [goal],
    hints: ['', '', ''],
    slips: [],
    mend: {},
    because: '',
  };
  const files = { 'lab.yaml': text, ...others.files };
  const model = LabModel.of([scenarioLab(text)]);
  const all: Seen = { staged, model, links: WELL, isProgramThere: true, ...others, files };
  const [only] = judge(all);
  expect(isSolved(all)).to.equal(only?.isReached);
  expect(only?.now.length).to.be.at.most(40);
  return `${only?.isReached ? '✓' : '✗'} ${only?.now}`;
}

const [first, second] = WELL as [SeenLink, SeenLink];

describe('the goal links', () => {
  const goal: Goal = { goal: 'links' };

  it('is reached when every link is ESTABLISHED', () => {
    expect(judged(goal)).to.equal('✓ 2 of 2');
  });

  it('names the first link that is not', () => {
    expect(judged(goal, { links: [first, { ...second, state: 'SHARED' }] })).to.equal('✗ 1 of 2; R3 -- R4 SHARED');
  });

  it('leaves a name out that is too long', () => {
    const name = `${'x'.repeat(40)} f0/0 -- R4 f0/0`;
    expect(judged(goal, { links: [first, { ...second, name, state: 'UNREACHABLE?' }] })).to.equal(
      '✗ 1 of 2; UNREACHABLE?',
    );
  });

  it('is not reached by deleting a link', () => {
    expect(judged(goal, { links: [first] })).to.equal('✗ 1 of 2; a link is gone');
    expect(judged(goal, { links: [] })).to.equal('✗ 0 of 2; a link is gone');
  });

  it('asks for links that are added, too', () => {
    const third = { ...first, name: 'R1 f1/0 -- R2 f1/0', state: 'MISSING' };
    expect(judged(goal, { links: [first, second, third] })).to.equal('✗ 2 of 3; R1 -- R2 MISSING');
  });

  it('looks at the files that are named alone', () => {
    const links = [first, { ...second, file: 'other.yaml', state: 'SELF' }];
    expect(judged({ goal: 'links', files: ['other.yaml'] }, { links })).to.equal('✗ 0 of 1; R3 -- R4 SELF');
  });
});

describe('the goal clean', () => {
  const goal: Goal = { goal: 'clean' };

  it('is reached without an error and a warning', () => {
    expect(judged(goal)).to.equal('✓ nothing found');
  });

  it('names the check and the ports', () => {
    expect(judged(goal, { text: lab({ second: 10_000 }) })).to.equal('✗ NIO001 same-base-udp: 10000');
    expect(judged(goal, { text: lab({ second: 10_001 }) })).to.equal('✗ NIO002 overlapping-ranges');
  });

  it('is no matter of notes: little headroom', () => {
    expect(judged(goal, { text: lab({ second: 10_002 }) })).to.equal('✓ nothing found');
  });

  it('counts for both generations, whichever the file names', () => {
    for (const dynamips of ['0.2.14', '0.2.24'])
      expect(judged(goal, { text: `dynamips: ${dynamips}\n${lab({ second: 10_001 })}` })).to.match(/^✗ NIO002/);
  });

  it('is open where no lab can be read', () => {
    expect(judged(goal, { model: undefined })).to.equal('✗ a file cannot be read');
  });
});

describe('the goal room', () => {
  const goal: Goal = { goal: 'room', ends: 20 };
  // The first hypervisor has given 10000 and 10001: its next port is 10002.
  const CASES: ReadonlyArray<readonly [second: number, expected: string]> = [
    [10_100, '✓ 7300: room for 98 ends before 7301'],
    [10_022, '✓ 7300: room for 20 ends before 7301'],
    [10_021, '✗ 7300: room for 19 ends before 7301'],
    [10_003, '✗ 7300: room for 1 end before 7301'],
    [10_002, '✗ 7300 is full: 7301 begins at 10002'],
    [10_001, '✗ 7300 goes past 10001, base of 7301'],
    [10_000, '✗ 7300 and 7301 begin at 10000'],
    [9_990, '✗ 7301: room for 8 ends before 7300'],
  ];
  for (const [second, expected] of CASES) {
    it(`says ${expected} for a base of ${second}`, () => {
      expect(judged(goal, { text: lab({ second }) })).to.equal(expected);
    });
  }
});

describe('the goal lines', () => {
  const goal: Goal = { goal: 'lines', most: 1 };

  it('says which lines differ', () => {
    expect(judged(goal)).to.equal('✓ none is changed');
    expect(judged(goal, { text: lab({ second: 10_200 }) })).to.equal('✓ 1 changed: line 6');
    expect(judged(goal, { text: lab({ second: 10_200, name: 'Ann' }) })).to.equal('✗ 3 changed: lines 6, 8 and 13');
  });

  it('counts a line that is gone', () => {
    expect(judged(goal, { text: lab().replace('  - R3 f0/0 -- R4 f0/0\n', '') })).to.equal('✓ 1 is gone');
  });

  it('passes over other files', () => {
    expect(judged(goal, { files: { 'ports.yaml': 'all\nis\nnew' } })).to.equal('✓ none is changed');
  });
});

describe('the goal keep', () => {
  const EVENTS = 'events:\n  - { remove: R1 f0/0 -- R2 f0/0 }\n  - { add: R1 f0/0 -- R2 f0/0 }\n';

  it('holds the events of a lab', () => {
    const goal: Goal = { goal: 'keep', what: 'events', name: 'lab.yaml' };
    const before = lab({ events: EVENTS });
    expect(judged(goal, { before, text: before })).to.equal('✓ as they were');
    expect(judged(goal, { before, text: lab() })).to.equal('✗ 0 of 2 are there');
    expect(
      judged(goal, { before, text: lab({ events: EVENTS.replaceAll('R1 f0/0 -- R2', 'R3 f0/0 -- R4') }) }),
    ).to.equal('✗ changed');
  });

  it('holds a program', () => {
    const goal: Goal = { goal: 'keep', what: 'program', name: 'printd' };
    expect(judged(goal)).to.equal('✓ it runs');
    expect(judged(goal, { isProgramThere: false })).to.equal('✗ it has ended');
  });

  it('holds a file', () => {
    const goal: Goal = { goal: 'keep', what: 'file', name: 'lab.yaml' };
    expect(judged(goal, { text: `# read\n${lab()}` })).to.equal('✓ as it was');
    expect(judged(goal, { text: lab({ second: 10_200 }) })).to.equal('✗ it was changed');
  });
});

describe('the goal ports', () => {
  const goal: Goal = { goal: 'ports', file: 'ports.yaml' };
  const written = (text: string, links = WELL): string => judged(goal, { files: { 'ports.yaml': text }, links });
  const RIGHT = 'R1 f0/0: 10000\nR2 f0/0: 10001\nR3 f0/0: 10100\nR4 f0/0: 10101\n';

  it('is reached when every number is that of a socket', () => {
    expect(written(RIGHT)).to.equal('✓ 4 of 4 are right');
    expect(written(RIGHT.replace('10001', '10002'))).to.equal('✗ 3 of 4 are right');
  });

  it('counts blanks first, and tells nothing of the others', () => {
    expect(written(RIGHT.replace('10001', ''))).to.equal('✗ 1 of 4 to fill in');
    expect(written('')).to.equal('✗ 4 of 4 to fill in');
  });

  it('waits for the sockets', () => {
    expect(
      written(
        RIGHT,
        WELL.map((link) => ({ ...link, state: 'MISSING' })),
      ),
    ).to.equal('✗ 0 of 4 are right');
  });
});

describe('the goal consoles', () => {
  const goal: Goal = { goal: 'consoles' };
  const own = { router: 'R1', port: 2000, answers: 'R1' };

  it('is reached when every console is answered by its own router', () => {
    expect(judged(goal, { consoles: [own] })).to.equal('✓ 1 of 1');
  });

  it('says who answers instead', () => {
    expect(judged(goal, { consoles: [own, { router: 'R3', port: 2000, answers: 'R1' }] })).to.equal(
      '✗ R3 has 2000, where R1 answers',
    );
    expect(judged(goal, { consoles: [{ router: 'R3', port: 2001 }] })).to.equal(
      '✗ R3 has 2001, where no router answers',
    );
    expect(judged(goal, { consoles: [{ router: 'x'.repeat(40), port: 2001 }] })).to.equal('✗ 2001: no router answers');
    expect(judged(goal, { consoles: [{ router: 'R3', port: 2001, answers: 'x'.repeat(40) }] })).to.equal('✗ 0 of 1');
  });

  it('is open as long as no console was tried', () => {
    expect(judged(goal)).to.equal('✗ 0 of 0');
  });
});

describe('the name of a goal in a log', () => {
  it('is its word, with the files where some are named', () => {
    expect(goalId({ goal: 'room', ends: 20 })).to.equal('room');
    expect(goalId({ goal: 'links', files: ['afternoon.yaml'] })).to.equal('links:afternoon.yaml');
  });
});
