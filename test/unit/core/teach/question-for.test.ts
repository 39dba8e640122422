import { expect } from 'chai';
import type { Asked } from '../../../../src/core/teach/asked.ts';
import { BELIEFS, SLIPS } from '../../../../src/core/teach/beliefs.ts';
import type { Moment } from '../../../../src/core/teach/moment.ts';
import type { Question } from '../../../../src/core/teach/question.ts';
import { type LessonSlip, questionFor } from '../../../../src/core/teach/question-for.ts';
import { typedAnswer } from '../../../../src/core/teach/typed-answer.ts';
import { answerText } from '../../../../src/output/question-text/answer-text.ts';
import { type LESSON_LABS, lessonLab } from '../../../support/lesson-labs.ts';
import { modelOf } from '../../../support/model.ts';
import { answersOf, momentAt } from '../../../support/moment.ts';
import { scenarioLab } from '../../../support/read.ts';

type LabName = keyof typeof LESSON_LABS;

function momentOf(lab: LabName, at: string): Moment {
  return momentAt(modelOf(lessonLab(lab)), 'from-0.2.18', at);
}

function problemOf(lab: LabName, asked: Asked, slips: readonly LessonSlip[] = []): string {
  const question = questionFor(momentOf(lab, asked.at), asked, slips);
  return 'problem' in question ? question.problem : `asked: ${answersOf(question)}`;
}

function questionOf(moment: Moment, asked: Asked, slips: readonly LessonSlip[] = []): Question {
  const question = questionFor(moment, asked, slips);
  if ('problem' in question) throw new Error(question.problem);
  return question;
}

/** Where that depends on which address "localhost" is. */
function notKnown(question: `${'receiver' | 'hears'} of ${string}`): readonly [string, LabName, Asked] {
  const [ask, of] = question.split(' of ') as ['receiver' | 'hears', string];
  const problem = 'the answer is not known at this step: "at" names the moment that shows it';
  return [problem, 'localhost elsewhere', { ask, of, at: '4.link' }];
}

/** What is asked of which lab, and why it cannot be asked. */
const PROBLEMS: ReadonlyArray<readonly [problem: string, lab: LabName, asked: Asked]> = [
  ['no end is named', 'one link', { ask: 'port', at: '1b.port' }],
  [
    'no end with a port is called R9 f0/0; known here: R1 f0/0, R2 f0/0',
    'one link',
    { ask: 'port', of: 'R9 f0/0', at: '1b.port' },
  ],
  ['R2 f0/0 is an end: name the link, R1 f0/0 -- R2 f0/0', 'one link', { ask: 'ports', of: 'R2 f0/0', at: '1b.port' }],
  [
    'no link R1 f0/0 -- R2 f0/0 is made yet at this step',
    'one link',
    { ask: 'ports', of: 'R1 f0/0 -- R2 f0/0', at: '0.place' },
  ],
  ['R2 f0/0 has no port yet at this step', 'one link', { ask: 'port', of: 'R2 f0/0', at: '1a.port' }],
  ['the port of R3 f0/0 stands in the file', 'by hand', { ask: 'port', of: 'R3 f0/0', at: '4.link' }],
  ['the peer of R3 f0/0 stands in the file', 'by hand', { ask: 'peer', of: 'R3 f0/0', at: '4.link' }],
  ['the console of R3 stands in the file', 'consoles', { ask: 'console', of: 'R3', at: '0.place' }],
  [
    'the answer is not known at this step: "at" names the moment that shows it',
    'one link',
    { ask: 'bind', of: 'R2 f0/0', at: '1b.port' },
  ],
  [
    'the answer is not known at this step: "at" names the moment that shows it',
    'by hand',
    { ask: 'receiver', of: 'R1 f0/0', at: '1.link' },
  ],
  // R2 f2/0 sends from 10050 to 127.0.0.1:10000, and R1 f0/0 waits for that port of "localhost".
  ...(['receiver of R2 f2/0', 'receiver of R1 f0/0', 'hears of R1 f0/0', 'hears of R2 f2/0'] as const).map(notKnown),
  ['there is no belief "x"', 'one link', { ask: 'port', of: 'R2 f0/0', at: '1b.port', beliefs: ['x'] }],
  ['R1 f0/0 has three sockets: add router, tunnel or link', 'one pool', { ask: 'port', of: 'R1 f0/0', at: '1.link' }],
  [
    'localhost:7200 has no counter: its host has a pool',
    'one pool',
    { ask: 'next port', of: 'localhost:7200', at: '1.link' },
  ],
  ['no hypervisor is called x', 'one link', { ask: 'next port', of: 'x', at: '1.link' }],
  ['two ends have one port: count rows instead', 'one base', { ask: 'count ports', at: '2.link' }],
  ['sockets were closed: count rows instead', 'made again', { ask: 'count ports', at: 'e2.link' }],
  [
    'localhost:7201 does not stop at this step: name its host, or nothing for the whole lab',
    'one stops',
    { ask: 'count rows', of: 'localhost:7201', at: '2.link' },
  ],
  [
    'no base of its host is above that of localhost:7201',
    'full block',
    { ask: 'count links', of: 'localhost:7201', at: '1.link' },
  ],
  ['name one link, or two with a comma between them', 'one link', { ask: 'verdict', at: '1.link' }],
  [
    'no link is called R1 f9/0 -- R2 f0/0; known here: R1 f0/0 -- R2 f0/0',
    'one link',
    { ask: 'verdict', of: 'R1 f9/0 -- R2 f0/0', at: '1.link' },
  ],
  [
    'localhost and localhost are one host',
    'one base',
    { ask: 'firewall', of: 'localhost', from: 'localhost', at: '1.link' },
  ],
  ['name two things with a comma between them', 'one base', { ask: 'clash', of: 'TCP 1', at: '1.link' }],
  ['there are fewer than two statements', 'one link', { ask: 'true of', at: '1.link' }],
  [
    'none of the statements holds',
    'one link',
    {
      ask: 'true of',
      at: '1.link',
      statements: [
        { say: 'a', claims: { ask: 'port', of: 'R1 f0/0', is: '1' } },
        { say: 'b', claims: { ask: 'port', of: 'R1 f0/0', is: '2' } },
      ],
    },
  ],
  [
    '"a" and "b" both hold',
    'one link',
    {
      ask: 'true of',
      at: '1.link',
      statements: [
        { say: 'a', claims: { ask: 'port', of: 'R1 f0/0', is: '10000' } },
        { say: 'b', claims: { ask: 'port', of: 'R2 f0/0', is: '10001' } },
      ],
    },
  ],
  [
    'of "b": "here" is no answer to "port"',
    'one link',
    {
      ask: 'true of',
      at: '1.link',
      statements: [
        { say: 'a', claims: { ask: 'port', of: 'R1 f0/0', is: '10000' } },
        { say: 'b', claims: { ask: 'port', of: 'R2 f0/0', is: 'here' } },
      ],
    },
  ],
];

describe('questionFor', () => {
  for (const [problem, lab, asked] of PROBLEMS) {
    it(`says of ${asked.ask} of ${asked.of ?? 'nothing'}: ${problem}`, () => {
      expect(problemOf(lab, asked)).to.equal(problem);
    });
  }

  it('needs the model for what the trace does not say', () => {
    const { model: _, ...moment } = momentOf('consoles', '0.place');
    expect(questionFor(moment, { ask: 'console', of: 'R2', at: '0.place' })).to.deep.equal({
      problem: '"console" needs the model of the lab',
    });
  });

  it('asks nothing of sockets on Windows and macOS', () => {
    for (const os of ['windows', 'darwin'] as const) {
      const moment = momentAt(modelOf(lessonLab('one base'), { os }), 'from-0.2.18', '1.link');
      const of = 'R1 f0/0 -- R2 f0/0';
      for (const ask of ['bind', 'receiver', 'hears', 'state', 'count rows', 'verdict'] as const) {
        expect(questionFor(moment, { ask, of: ask === 'verdict' ? of : 'R1 f0/0', at: '1.link' }), ask).to.deep.equal({
          problem: 'what sockets do is known of Linux alone',
        });
      }
      expect(answersOf(questionOf(moment, { ask: 'ports', of, at: '1.link', beliefs: [] }))).to.equal(
        'R1 f0/0 port 10000 and R2 f0/0 port 10000',
      );
    }
  });

  it('tells hypervisors and ends of several labs apart only where their names do', () => {
    const lab = { ...lessonLab('one link'), name: 'morning' };
    const moment = momentAt(modelOf([lab, { ...lab, name: 'afternoon' }]), 'from-0.2.18', '2.link');
    for (const asked of [
      { ask: 'port', of: 'R1 f0/0' },
      { ask: 'next port', of: 'localhost:7200' },
      { ask: 'verdict', of: 'R1 f0/0 -- R2 f0/0' },
      { ask: 'console', of: 'R1' },
    ] as const) {
      const question = questionFor(moment, { ...asked, at: '2.link' });
      expect('problem' in question && question.problem, asked.ask).to.match(/^several labs have an? /);
    }
  });

  it('takes the wrong answers and lines that a lesson writes', () => {
    const moment = momentOf('one base', '1a.frame');
    const asked: Asked = { ask: 'receiver', of: 'R1 f0/0', at: '1a.frame', beliefs: ['copy-for-all'] };
    const question = questionOf(moment, asked, [
      { answer: 'nowhere', fact: 'Somebody takes it.' },
      { answer: 'R2 f0/0', fact: 'That is the right one, and left out.' },
    ]);
    expect(answersOf(question)).to.equal(
      'at R2 f0/0; at R1 f0/0 and at R2 f0/0, a copy each (copy-for-all); nowhere: it is lost (slip)',
    );
    expect(question.wrong[1]?.belief.fact(moment, undefined)).to.equal('Somebody takes it.');
    expect(problemOf('one base', asked, [{ answer: 'R9 f0/0', fact: '' }])).to.equal(
      '"R9 f0/0" is no answer to "receiver"',
    );
  });

  it('adds a slip of ours only where named beliefs give no wrong answer', () => {
    const moment = momentOf('one link', '1.link');
    const asked: Asked = { ask: 'receiver', of: 'R1 f0/0', at: '1.link', beliefs: ['copy-for-all'] };
    expect(answersOf(questionOf(moment, asked))).to.equal('at R2 f0/0; at R1 f0/0: it comes back (comes-back)');
  });

  it('decides a claim about what stands in the file', () => {
    const statements = [
      { say: 'R3 gets 2002', claims: { ask: 'console', of: 'R3', is: '2002' } },
      { say: 'R3 gets 2001', claims: { ask: 'console', of: 'R3', is: '2001' } },
    ] as const;
    const question = questionOf(momentOf('consoles', '0.place'), { ask: 'true of', at: '0.place', statements });
    expect(answerText(question, question.right)).to.equal('R3 gets 2001');
  });

  it('knows a base that mends from one that has room for too few', () => {
    const question = questionOf(momentOf('one base', '2.link'), { ask: 'base', of: 'localhost:7201', at: '2.link' });
    expect(answersOf(question)).to.equal('base 10100; base 10001 (any-gap-will-do); base 10002 (no-room)');
    // 10002 is behind 10000 and 10001, and 10012 has room for ten.
    const little = { ask: 'base', of: 'localhost:7201', at: '2.link', beliefs: ['little-room'] } as const;
    expect(answersOf(questionOf(momentOf('one base', '2.link'), little))).to.equal(
      'base 10100; base 10012 (little-room)',
    );
  });

  it('asks for no base where none is wrong, or where another base does not help', () => {
    const unknown = 'the answer is not known at this step: "at" names the moment that shows it';
    expect(problemOf('bases apart', { ask: 'base', of: 'localhost:7201', at: '3.link' })).to.equal(unknown);
    // Of three hypervisors with one base two are left.
    const lab =
      scenarioLab(`hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }, { address: "localhost:7202" }]
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }, { name: R3, hypervisor: "localhost:7202" }]
links: [R1 f0/0 -- R2 f0/0, R2 f1/0 -- R3 f0/0]
`);
    const moment = momentAt(modelOf(lab), 'from-0.2.18', '2.link');
    expect(questionFor(moment, { ask: 'base', of: 'localhost:7202', at: '2.link' })).to.deep.equal({
      problem: unknown,
    });
  });

  it('has no two beliefs of one name', () => {
    const ids = [...BELIEFS, ...SLIPS].map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

describe('typedAnswer', () => {
  const port = questionOf(momentOf('one link', '1b.port'), { ask: 'port', of: 'R2 f0/0', at: '1b.port', beliefs: [] });
  const table = questionOf(momentOf('one link', '1b.port'), { ask: 'ports', of: 'R1 f0/0 -- R2 f0/0', at: '1b.port' });

  it('reads a number', () => {
    expect(typedAnswer(port, ' 10001 ')).to.deep.equal({ is: 'port', port: 10001 });
    for (const text of ['', 'x', '1e3', '-1', '1.5', '10000 10001', '1234567']) {
      expect(typedAnswer(port, text), text).to.equal(undefined);
    }
  });

  it('reads a table, with blanks or commas between the numbers', () => {
    for (const text of ['10000 10001', '10000,10001', ' 10000, 10001 ']) {
      expect(typedAnswer(table, text), text).to.deep.equal({ is: 'ports', ports: [10000, 10001] });
    }
    for (const text of ['10000', '10000 10001 10002', '10000 x']) {
      expect(typedAnswer(table, text), text).to.equal(undefined);
    }
  });
});

/**
 * Two hypervisors with base 10000; the first has two routers with `inner` links between them, and `outer`
 * links to the router of the second: it gives 2 x inner + outer ports.
 */
function fullLab(inner: number, outer: number): string {
  const links = [
    ...Array.from({ length: inner }, (_, n) => `  - R1 f${n}/0 -- R2 f${n}/0`),
    ...Array.from({ length: outer }, (_, n) => `  - R1 f${inner + n}/0 -- R3 f${n}/0`),
  ];
  return [
    'hypervisors:',
    '  - { address: "localhost:7200", baseUdp: 10000 }',
    '  - { address: "localhost:7201", baseUdp: 10000 }',
    'devices:',
    '  - { name: R1, hypervisor: "localhost:7200" }',
    '  - { name: R2, hypervisor: "localhost:7200" }',
    '  - { name: R3, hypervisor: "localhost:7201" }',
    'links:',
    ...links,
    '',
  ].join('\n');
}

describe('a base that mends', () => {
  const asked = (inner: number, outer: number, beliefs: readonly string[]): string => {
    const at = `${inner + outer}.link`;
    const moment = momentAt(modelOf(scenarioLab(fullLab(inner, outer))), 'from-0.2.18', at);
    return answersOf(questionOf(moment, { ask: 'base', of: 'localhost:7201', at, beliefs }));
  };

  it('leaves room for 20 more ends: 10080 is the next port, and 10100 is 20 above it', () => {
    expect(asked(39, 2, ['no-room'])).to.equal('base 10100; base 10080 (no-room)');
  });

  it('is 10200 where 10081 is the next port, since 10100 leaves room for 19', () => {
    expect(asked(40, 1, ['no-room'])).to.equal('base 10200; base 10081 (no-room)');
  });

  it('is never one with room for ten', () => {
    expect(asked(39, 2, ['little-room'])).to.equal('base 10100; base 10090 (little-room)');
  });
});
