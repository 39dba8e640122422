import type { Generation } from '../../src/core/kernel/dynamips-version.ts';
import type { AllocatorName } from '../../src/core/lab/lab.ts';
import type { Asked } from '../../src/core/teach/asked.ts';
import type { Moment } from '../../src/core/teach/moment.ts';
import { type LESSON_LABS, lessonLab } from './lesson-labs.ts';
import { modelOf } from './model.ts';
import { momentAt } from './moment.ts';

export interface LessonQuestion extends Asked {
  readonly lab: keyof typeof LESSON_LABS;
  readonly generation?: Generation;
  readonly allocator?: AllocatorName;
  /** The lab before its lines were swapped. */
  readonly unswapped?: keyof typeof LESSON_LABS;
  /** Worked out by hand: the right answer, then the wrong ones. `TYPED` where numbers are typed. */
  readonly answers: string;
}

const OLD = 'before-0.2.18';

/** The questions of a course, with answers that no program has given. */
export const LESSON_QUESTIONS: Readonly<Record<string, LessonQuestion>> = {
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
  'lesson 1: what ESTABLISHED says before a frame is sent': {
    lab: 'one link',
    ask: 'true of',
    at: '1a.bind',
    statements: [
      {
        say: 'R1 and R2 have greeted each other',
        claims: { ask: 'hears', of: 'R1 f0/0', is: 'R2 f0/0' },
        belief: 'established-is-up',
      },
      { say: 'its socket has one peer', claims: { ask: 'state', of: 'R1 f0/0', is: 'ESTABLISHED' } },
      {
        say: 'anybody may send to it',
        claims: { ask: 'state', of: 'R1 f0/0', is: 'UNCONN' },
        belief: 'open-door',
      },
    ],
    answers:
      'its socket has one peer; R1 and R2 have greeted each other (established-is-up); anybody may send to it (open-door)',
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
  'lesson 4: the port of the second counter': {
    lab: 'one base',
    generation: OLD,
    ask: 'port',
    of: 'R2 f0/0',
    at: '1b.port',
    beliefs: ['one-counter-per-host'],
    answers: 'TYPED port 10000; port 10001 (one-counter-per-host)',
  },
  'lesson 4: the second bind': {
    lab: 'one base',
    generation: OLD,
    ask: 'bind',
    of: 'R2 f0/0',
    at: '1b.bind',
    beliefs: ['next-free', 'shared-always'],
    answers:
      'refused: Dynamips answers 206; it gets port 10001 instead (next-free); ' +
      'both have the port, without a message (shared-always)',
  },
  'lesson 4: a frame of the first socket': {
    lab: 'one base',
    generation: OLD,
    ask: 'receiver',
    of: 'R1 f0/0',
    at: '1a.frame',
    beliefs: ['established-is-up', 'nowhere'],
    answers: 'at R1 f0/0: it comes back; at R2 f0/0 (established-is-up); nowhere: it is lost (nowhere)',
  },
  // In the second link R2's end is made first and gets 10001; R1's end asks for 10001 and is refused.
  'lesson 4: who hears its own frames': {
    lab: 'one base',
    generation: OLD,
    ask: 'true of',
    at: '2.link',
    statements: [
      { say: 'R2', claims: { ask: 'receiver', of: 'R2 f1/0', is: 'R2 f1/0' } },
      { say: 'R1 again', claims: { ask: 'receiver', of: 'R1 f1/0', is: 'R1 f1/0' }, because: 'R1 has no socket.' },
    ],
    answers: 'R2; R1 again (slip)',
  },
  'lesson 5: the second bind': {
    lab: 'one base',
    ask: 'bind',
    of: 'R2 f0/0',
    at: '1b.bind',
    beliefs: ['error-always', 'next-free'],
    answers:
      'both have the port, without a message; refused: Dynamips answers 206 (error-always); ' +
      'it gets port 10001 instead (next-free)',
  },
  'lesson 5: a frame of R1': {
    lab: 'one base',
    ask: 'receiver',
    of: 'R1 f0/0',
    at: '1a.frame',
    beliefs: ['comes-back', 'copy-for-all'],
    answers:
      'at R2 f0/0; at R1 f0/0: it comes back (comes-back); at R1 f0/0 and at R2 f0/0, a copy each (copy-for-all)',
  },
  'lesson 5: a frame of R2': {
    lab: 'one base',
    ask: 'receiver',
    of: 'R2 f0/0',
    at: '1b.frame',
    beliefs: ['first-keeps', 'nowhere'],
    answers: 'at R2 f0/0: it comes back; at R1 f0/0 (first-keeps); nowhere: it is lost (nowhere)',
  },
  'lesson 5: what R1 hears': {
    lab: 'one base',
    ask: 'hears',
    of: 'R1 f0/0',
    at: '1.link',
    beliefs: ['first-keeps', 'copy-for-all'],
    answers: 'nothing; R2 f0/0 (first-keeps); half of what R2 f0/0 sends (copy-for-all)',
  },
  'lesson 5: one port, two peers': {
    lab: 'two peers',
    ask: 'verdict',
    of: 'R1 f0/0 -- R3 f0/0, R2 f0/0 -- R3 f1/0',
    at: '2.link',
    beliefs: ['one-port-is-broken'],
    answers: 'both work; R2 f0/0 -- R3 f1/0 does not work (one-port-is-broken)',
  },
  'lesson 6: rows that are left': {
    lab: 'one stops',
    ask: 'count rows',
    of: 'localhost:7201',
    at: 'e1.stop',
    beliefs: ['stop-is-told'],
    answers: 'TYPED 3; 2 (stop-is-told)',
  },
  'lesson 6: the state of the row that is left': {
    lab: 'one stops',
    ask: 'state',
    of: 'R1 f1/0',
    at: 'e1.stop',
    beliefs: ['stop-is-told'],
    answers: 'ESTABLISHED; there is no row (stop-is-told)',
  },
  'lesson 6: a frame to who has stopped': {
    lab: 'one stops',
    ask: 'receiver',
    of: 'R1 f1/0',
    at: 'e1.stop',
    beliefs: ['established-is-up'],
    answers: 'nowhere: it is lost; at R3 f0/0 (established-is-up)',
  },
  'lesson 6: one row that sends to itself': {
    lab: 'one base',
    generation: OLD,
    ask: 'true of',
    at: '1.link',
    statements: [
      { say: 'SELF, up to 0.2.17', claims: { ask: 'bind', of: 'R2 f0/0', is: 'refused' } },
      { say: 'SHARED, 0.2.18 and later', claims: { ask: 'bind', of: 'R2 f0/0', is: 'works' }, because: 'One row.' },
    ],
    answers: 'SELF, up to 0.2.17; SHARED, 0.2.18 and later (slip)',
  },
  'lesson 6: two rows that send to their own port': {
    lab: 'one base',
    ask: 'true of',
    at: '1.link',
    statements: [
      { say: 'SELF, up to 0.2.17', claims: { ask: 'count rows', is: '1' }, because: 'There are two rows.' },
      { say: 'SHARED, 0.2.18 and later', claims: { ask: 'count rows', is: '2' } },
    ],
    answers: 'SHARED, 0.2.18 and later; SELF, up to 0.2.17 (slip)',
  },
  // R1 2000, R2 2001; counted anew on 7201: R2 2000.
  'lesson 7: the console of R2': {
    lab: 'consoles',
    ask: 'console',
    of: 'R2',
    at: '0.place',
    beliefs: ['base-console-too'],
    answers: 'TYPED port 2001; port 2000 (base-console-too)',
  },
  'lesson 7: must the base consoles differ': {
    lab: 'consoles',
    ask: 'clash',
    of: 'base console localhost:7200, base console localhost:7201',
    at: '0.place',
    beliefs: ['base-console-too'],
    answers: 'no; yes (base-console-too)',
  },
  // R4 is the fourth router of the lab, and the second one of localhost:7200.
  'lesson 7: the console of R4': {
    lab: 'consoles',
    ask: 'console',
    of: 'R4',
    at: '0.place',
    beliefs: ['base-console-too'],
    answers: 'TYPED port 2003; port 2001 (base-console-too)',
  },
  'lesson 7: a console that is claimed twice': {
    lab: 'consoles',
    ask: 'clash',
    of: 'console R2, console R3',
    at: '0.place',
    beliefs: ['next-free', 'error-always'],
    answers:
      'both claim port 2001, and nothing is said; R3 gets port 2002 instead (next-free); ' +
      'the second one is refused (error-always)',
  },
  'lesson 7: a base console beside a base': {
    lab: 'consoles',
    ask: 'clash',
    of: 'TCP 10000, UDP 10000',
    at: '0.place',
    beliefs: ['tcp-is-udp'],
    answers: 'no; yes (tcp-is-udp)',
  },
  'lesson 8: links that fit into a block': {
    lab: 'full block',
    ask: 'count links',
    of: 'localhost:7200',
    at: '0.place',
    beliefs: ['hundred-is-hundred-links'],
    answers: 'TYPED 2; 4 (hundred-is-hundred-links)',
  },
  'lesson 8: the first port of the next block': {
    lab: 'full block',
    ask: 'port',
    of: 'R1 f1/0',
    at: '4a.port',
    beliefs: ['next-free'],
    answers: 'TYPED port 10004; port 10006 (next-free)',
  },
  'lesson 8: a frame of R3': {
    lab: 'full block',
    ask: 'receiver',
    of: 'R3 f0/0',
    at: '4:3a.frame',
    beliefs: ['first-keeps', 'copy-for-all'],
    answers: 'at R2 f1/0; at R4 f0/0 (first-keeps); at R4 f0/0 and at R2 f1/0, a copy each (copy-for-all)',
  },
  // 10004 and 10005 are R3's and R4's when R1 and R2 ask for them.
  'lesson 8: which link is dead': {
    lab: 'full block',
    generation: OLD,
    ask: 'verdict',
    of: 'R1 f1/0 -- R2 f1/0, R3 f0/0 -- R4 f0/0',
    at: '4.link',
    beliefs: ['other-link'],
    answers: 'R1 f1/0 -- R2 f1/0 does not work; R3 f0/0 -- R4 f0/0 does not work (other-link)',
  },
  'lesson 8: links that fit into 100 ports': {
    lab: 'full block',
    ask: 'count links',
    of: '100',
    at: '0.place',
    beliefs: ['hundred-is-hundred-links'],
    answers: 'TYPED 50; 100 (hundred-is-hundred-links)',
  },
  'lesson 9: ports from router to router': {
    lab: 'one pool',
    ask: 'count ports',
    of: 'R1 f0/0 -- R2 f0/0',
    at: '1b.tunnel',
    beliefs: ['two-in-gns3', 'one-ubridge-per-link'],
    answers: '6; 2 (two-in-gns3); 4 (one-ubridge-per-link)',
  },
  'lesson 9: ports from switch to router': {
    lab: 'one pool',
    ask: 'count ports',
    of: 'SW1 1 -- R2 f1/0',
    at: '2.link',
    beliefs: ['two-in-gns3'],
    answers: 'TYPED 4; 2 (two-in-gns3)',
  },
  "lesson 9: the router's own socket": {
    lab: 'one pool',
    ask: 'port',
    of: 'R1 f0/0 router',
    at: '1a.tunnel',
    beliefs: ['two-in-gns3'],
    answers: 'TYPED port 20002; port 20000 (two-in-gns3)',
  },
  'lesson 9: no base, no accident': {
    lab: 'one pool',
    ask: 'clash',
    of: 'base localhost:7200, base localhost:7201',
    at: '2.link',
    beliefs: ['two-in-gns3'],
    answers: 'no; yes (two-in-gns3)',
  },
  'lesson 10: a counter': {
    lab: 'made again',
    ask: 'port',
    of: 'SW1 3',
    at: 'e2a.port',
    beliefs: ['ports-come-back'],
    answers: 'TYPED port 10004; port 10000 (ports-come-back)',
  },
  'lesson 10: a pool': {
    lab: 'made again',
    allocator: 'gns3-server-1.3',
    ask: 'port',
    of: 'SW1 3',
    at: 'e2a.port',
    beliefs: ['pool-counts-up'],
    answers: 'TYPED port 10000; port 10004 (pool-counts-up)',
  },
  'lesson 10: sockets at the end': {
    lab: 'made again',
    ask: 'count rows',
    at: 'e2.link',
    beliefs: ['gone-stay'],
    answers: 'TYPED 4; 6 (gone-stay)',
  },
  'lesson 11: a counter beside a port by hand': {
    lab: 'by hand',
    ask: 'port',
    of: 'R1 f1/0',
    at: '2a.port',
    beliefs: ['by-hand-counts'],
    answers: 'TYPED port 10000; port 10001 (by-hand-counts)',
  },
  'lesson 11: what the PC must have': {
    lab: 'by hand',
    ask: 'fits',
    of: 'R1 f0/0',
    at: '1a.bind',
    beliefs: ['copied-line'],
    answers: 'local port 20000, sends to 30000; local port 30000, sends to 20000 (copied-line)',
  },
  'lesson 11: a frame to a socket with another peer': {
    lab: 'by hand',
    ask: 'receiver',
    of: 'R2 f1/0',
    at: '4.link',
    beliefs: ['open-door'],
    answers: 'nowhere: it is lost; at R3 f0/0 (open-door)',
  },
  // R2 is 30100 -> 30101, so R3 must be 30101 -> 30100.
  "lesson 11: R3's line": {
    lab: 'by hand',
    ask: 'fits',
    of: 'R2 f1/0',
    at: '4.link',
    beliefs: ['one-number-twice'],
    answers: 'local port 30101, sends to 30100; local port 30101, sends to 30101 (one-number-twice)',
  },
  'lesson 12: to which host "localhost" leads': {
    lab: 'two hosts',
    ask: 'receiver',
    of: 'R3 f0/0',
    at: '2.link',
    beliefs: ['localhost-is-my-pc'],
    answers: 'nowhere: it is lost; at R1 f1/0 (localhost-is-my-pc)',
  },
  'lesson 12: one base on two hosts': {
    lab: 'two hosts',
    ask: 'clash',
    of: 'base localhost:7200, base 10.0.0.2:7200',
    at: '2.link',
    beliefs: ['ports-are-global'],
    answers: 'no; yes (ports-are-global)',
  },
  // R1 f1/0 gets the third port of 10.0.0.1. R3 has port 10000, the control port is 7200.
  'lesson 12: to whom R3 sends': {
    lab: 'two addresses',
    ask: 'peer',
    of: 'R3 f0/0',
    at: '2b.connect',
    beliefs: ['control-carries-frames', 'localhost-is-my-pc'],
    answers: '10.0.0.1:10002; 10.0.0.1:7200 (control-carries-frames); 127.0.0.1:10002 (localhost-is-my-pc)',
  },
  'lesson 12: what the firewall must let in': {
    lab: 'two addresses',
    ask: 'firewall',
    of: '10.0.0.1',
    from: '10.0.0.2',
    at: '2.link',
    beliefs: ['control-carries-frames', 'all-ports'],
    answers: 'port 10002; port 7200 (control-carries-frames); ports 10000-10002 (all-ports)',
  },
  // 7200 has given 10000 and 10001: 10001 meets the second link, 10002 has no room, 10100 is past 10002 + 20.
  'practice: another base': {
    lab: 'one base',
    ask: 'base',
    of: 'localhost:7201',
    at: '2.link',
    beliefs: ['any-gap-will-do', 'no-room'],
    answers: 'base 10100; base 10001 (any-gap-will-do); base 10002 (no-room)',
  },
};

/** The moment of a question. */
export function momentOfQuestion({
  lab,
  generation = 'from-0.2.18',
  allocator,
  unswapped,
  at,
}: LessonQuestion): Moment {
  const moment = momentAt(modelOf(lessonLab(lab), { allocator }), generation, at);
  if (unswapped === undefined) return moment;
  return { ...moment, otherOrder: momentAt(modelOf(lessonLab(unswapped)), generation, at).end };
}
