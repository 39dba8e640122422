import { expect } from 'chai';
import type { Generation } from '../../../../src/core/kernel/dynamips-version.ts';
import type { AllocatorName, OperatingSystem } from '../../../../src/core/lab/lab.ts';
import type { Asked } from '../../../../src/core/teach/asked.ts';
import { questionFor } from '../../../../src/core/teach/question-for.ts';
import { type LESSON_LABS, lessonLab } from '../../../support/lesson-labs.ts';
import { modelOf } from '../../../support/model.ts';
import { answersOf, momentAt } from '../../../support/moment.ts';

interface Case extends Asked {
  readonly lab: keyof typeof LESSON_LABS;
  readonly generation?: Generation;
  readonly allocator?: AllocatorName;
  readonly os?: OperatingSystem;
  /** The lab before its lines were swapped. */
  readonly unswapped?: keyof typeof LESSON_LABS;
  /** Worked out by hand: the right answer, then the wrong ones. `TYPED` where a number or a table is typed. */
  readonly answers: string;
}

/** The questions of a course, with answers that no program has given. */
const CASES: Readonly<Record<string, Case>> = {
  'lesson 1: how many ports a link takes': {
    lab: 'one link',
    ask: 'count ports',
    of: 'R1 f0/0 -- R2 f0/0',
    at: '1b.port',
    beliefs: ['one-port-per-link'],
    answers: 'TYPED 2; 1 (one-port-per-link)',
  },
  'lesson 1: the port of the far end': {
    lab: 'one link',
    ask: 'port',
    of: 'R2 f0/0',
    at: '1b.port',
    beliefs: ['one-port-per-link'],
    answers: 'TYPED port 10001; port 10000 (one-port-per-link)',
  },
  'lesson 2: how many ports three links take': {
    lab: 'three routers',
    ask: 'count ports',
    at: '3.link',
    beliefs: ['one-port-per-link'],
    answers: 'TYPED 6; 3 (one-port-per-link)',
  },
  'lesson 2: a port in the middle': {
    lab: 'three routers',
    ask: 'port',
    of: 'R1 f1/0',
    at: '2b.port',
    beliefs: ['by-router'],
    answers: 'TYPED port 10003; port 10001 (by-router)',
  },
  // By router: R1 10000 10001, R2 10002 10003, R3 10004 10005 (f0/0 was written before f1/0).
  'lesson 2: both ports of the last link': {
    lab: 'three routers',
    ask: 'ports',
    of: 'R2 f1/0 -- R3 f1/0',
    at: '3b.port',
    beliefs: ['by-router'],
    answers: 'TYPED R2 f1/0 port 10004 and R3 f1/0 port 10005; R2 f1/0 port 10003 and R3 f1/0 port 10005 (by-router)',
  },
  'lesson 2: the last two lines swapped': {
    lab: 'two lines swapped',
    unswapped: 'three routers',
    ask: 'port',
    of: 'R1 f1/0',
    at: '3b.port',
    beliefs: ['order-is-nothing'],
    answers: 'TYPED port 10005; port 10003 (order-is-nothing)',
  },
  'lesson 3: the port of the far hypervisor': {
    lab: 'bases apart',
    ask: 'port',
    of: 'R3 f0/0',
    at: '1b.port',
    beliefs: ['one-counter-per-host'],
    answers: 'TYPED port 10100; port 10001 (one-counter-per-host)',
  },
  'lesson 3: the port of an end that is written last': {
    lab: 'bases apart',
    ask: 'port',
    of: 'R2 f0/0',
    at: '2b.port',
    beliefs: ['source-owns-link', 'one-counter-per-host'],
    answers: 'port 10001; port 10101 (source-owns-link); port 10003 (one-counter-per-host)',
  },
  // Six ends in all, four of them on localhost:7200.
  'lesson 3: the next port': {
    lab: 'bases apart',
    ask: 'next port',
    of: 'localhost:7200',
    at: '3.link',
    beliefs: ['one-counter-per-host'],
    answers: 'TYPED port 10004; port 10006 (one-counter-per-host)',
  },
};

describe('questionFor, of the lessons', () => {
  for (const [
    title,
    { lab, generation = 'from-0.2.18', allocator, os, unswapped, answers, ...asked },
  ] of Object.entries(CASES)) {
    it(title, () => {
      const moment = {
        ...momentAt(modelOf(lessonLab(lab), { allocator, os }), generation, asked.at),
        ...(unswapped && { otherOrder: momentAt(modelOf(lessonLab(unswapped)), generation, asked.at).end }),
      };
      const question = questionFor(moment, asked);
      if ('problem' in question) throw new Error(question.problem);
      expect(`${question.choices.length === 0 ? 'TYPED ' : ''}${answersOf(question)}`).to.equal(answers);
    });
  }
});
