import { expect } from 'chai';
import type { Generation } from '../../../../src/core/kernel/dynamips-version.ts';
import type { AllocatorName } from '../../../../src/core/lab/lab.ts';
import type { SocketAsk } from '../../../../src/core/teach/moment.ts';
import { type LESSON_LABS, lessonLab } from '../../../support/lesson-labs.ts';
import { modelOf } from '../../../support/model.ts';
import { answersOf, ask, momentAt } from '../../../support/moment.ts';

interface Case {
  readonly lab: keyof typeof LESSON_LABS;
  readonly generation?: Generation;
  readonly allocator?: AllocatorName;
  /** The step that shows the answer. */
  readonly at: string;
  readonly ask: SocketAsk | 'count rows';
  readonly of: string;
  readonly beliefs: readonly string[];
  /** Worked out by hand. */
  readonly answers: string;
}

const OLD = 'before-0.2.18';

const CASES: Readonly<Record<string, Case>> = {
  'one port for both ends of a link': {
    lab: 'one link',
    at: '1b.port',
    ask: 'port',
    of: 'R2 f0/0',
    beliefs: ['one-port-per-link'],
    answers: 'port 10001; port 10000 (one-port-per-link)',
  },
  'ports router by router': {
    lab: 'three routers',
    at: '2b.port',
    ask: 'port',
    of: 'R1 f1/0',
    beliefs: ['by-router'],
    answers: 'port 10003; port 10001 (by-router)',
  },
  'the last link of three, both ends (a)': {
    lab: 'three routers',
    at: '3a.port',
    ask: 'port',
    of: 'R2 f1/0',
    beliefs: [],
    answers: 'port 10004',
  },
  'the last link of three, both ends (b)': {
    lab: 'three routers',
    at: '3b.port',
    ask: 'port',
    of: 'R3 f1/0',
    beliefs: [],
    answers: 'port 10005',
  },
  'a counter for the host': {
    lab: 'bases apart',
    at: '1b.port',
    ask: 'port',
    of: 'R3 f0/0',
    beliefs: ['one-counter-per-host'],
    answers: 'port 10100; port 10001 (one-counter-per-host)',
  },
  'the hypervisor of the end written first': {
    lab: 'bases apart',
    at: '2b.port',
    ask: 'port',
    of: 'R2 f0/0',
    beliefs: ['source-owns-link', 'one-counter-per-host'],
    answers: 'port 10001; port 10101 (source-owns-link); port 10003 (one-counter-per-host)',
  },
  'one base: the port of the far end': {
    lab: 'one base',
    generation: OLD,
    at: '1b.port',
    ask: 'port',
    of: 'R2 f0/0',
    beliefs: ['one-counter-per-host'],
    answers: 'port 10000; port 10001 (one-counter-per-host)',
  },
  'one base, up to 0.2.17: the second bind': {
    lab: 'one base',
    generation: OLD,
    at: '1b.bind',
    ask: 'bind',
    of: 'R2 f0/0',
    beliefs: ['next-free', 'shared-always'],
    answers:
      'refused: Dynamips answers 206; it gets port 10001 instead (next-free); ' +
      'both have the port, without a message (shared-always)',
  },
  'one base, up to 0.2.17: a frame of R1': {
    lab: 'one base',
    generation: OLD,
    at: '1a.frame',
    ask: 'receiver',
    of: 'R1 f0/0',
    beliefs: ['established-is-up', 'nowhere'],
    answers: 'at R1 f0/0: it comes back; at R2 f0/0 (established-is-up); nowhere: it is lost (nowhere)',
  },
  'one base, up to 0.2.17: in the second link R2 hears itself': {
    lab: 'one base',
    generation: OLD,
    at: '2a.frame',
    ask: 'receiver',
    of: 'R2 f1/0',
    beliefs: [],
    answers: 'at R2 f1/0: it comes back',
  },
  'one base, from 0.2.18 on: the second bind': {
    lab: 'one base',
    at: '1b.bind',
    ask: 'bind',
    of: 'R2 f0/0',
    beliefs: ['error-always', 'next-free'],
    answers:
      'both have the port, without a message; refused: Dynamips answers 206 (error-always); ' +
      'it gets port 10001 instead (next-free)',
  },
  'one base, from 0.2.18 on: a frame of R1': {
    lab: 'one base',
    at: '1a.frame',
    ask: 'receiver',
    of: 'R1 f0/0',
    beliefs: ['comes-back', 'copy-for-all'],
    answers:
      'at R2 f0/0; at R1 f0/0: it comes back (comes-back); at R1 f0/0 and at R2 f0/0, a copy each (copy-for-all)',
  },
  'one base, from 0.2.18 on: a frame of R2': {
    lab: 'one base',
    at: '1b.frame',
    ask: 'receiver',
    of: 'R2 f0/0',
    beliefs: ['first-keeps', 'nowhere'],
    answers: 'at R2 f0/0: it comes back; at R1 f0/0 (first-keeps); nowhere: it is lost (nowhere)',
  },
  'one base, from 0.2.18 on: what R1 hears': {
    lab: 'one base',
    at: '1b.frame',
    ask: 'hears',
    of: 'R1 f0/0',
    beliefs: ['first-keeps', 'copy-for-all'],
    answers: 'nothing; R2 f0/0 (first-keeps); half of what R2 f0/0 sends (copy-for-all)',
  },
  'one port with two peers works': {
    lab: 'two peers',
    at: '2a.frame',
    ask: 'receiver',
    of: 'R2 f0/0',
    beliefs: ['one-port-is-broken'],
    answers: 'at R3 f1/0; nowhere: it is lost (one-port-is-broken)',
  },
  'one port with two peers: the far end is heard by the right one': {
    lab: 'two peers',
    at: '2b.frame',
    ask: 'receiver',
    of: 'R3 f1/0',
    beliefs: ['first-keeps', 'copy-for-all'],
    answers: 'at R2 f0/0; at R1 f0/0 (first-keeps); at R1 f0/0 and at R2 f0/0, a copy each (copy-for-all)',
  },
  'rows that are left when a hypervisor stops': {
    lab: 'one stops',
    at: 'e1.stop',
    ask: 'count rows',
    of: 'localhost:7201',
    beliefs: ['stop-is-told'],
    answers: '3; 2 (stop-is-told)',
  },
  'a frame to a hypervisor that has stopped': {
    lab: 'one stops',
    at: 'e1.stop',
    ask: 'receiver',
    of: 'R1 f1/0',
    beliefs: ['established-is-up'],
    answers: 'nowhere: it is lost; at R3 f0/0 (established-is-up)',
  },
  'the first port of the next block': {
    lab: 'full block',
    at: '4a.port',
    ask: 'port',
    of: 'R1 f1/0',
    beliefs: ['next-free'],
    answers: 'port 10004; port 10006 (next-free)',
  },
  'a full block, from 0.2.18 on: a frame of R3': {
    lab: 'full block',
    at: '4:3a.frame',
    ask: 'receiver',
    of: 'R3 f0/0',
    beliefs: ['first-keeps', 'copy-for-all'],
    answers: 'at R2 f1/0; at R4 f0/0 (first-keeps); at R4 f0/0 and at R2 f1/0, a copy each (copy-for-all)',
  },
  "the router's own port with uBridge": {
    lab: 'one pool',
    at: '1a.tunnel',
    ask: 'port',
    of: 'R1 f0/0 router',
    beliefs: ['two-in-gns3'],
    answers: 'port 20002; port 20000 (two-in-gns3)',
  },
  'a counter after a link was removed': {
    lab: 'made again',
    at: 'e2a.port',
    ask: 'port',
    of: 'SW1 3',
    beliefs: ['ports-come-back'],
    answers: 'port 10004; port 10000 (ports-come-back)',
  },
  'a pool after a link was removed': {
    lab: 'made again',
    allocator: 'gns3-server-1.3',
    at: 'e2a.port',
    ask: 'port',
    of: 'SW1 3',
    beliefs: ['pool-counts-up'],
    answers: 'port 10000; port 10004 (pool-counts-up)',
  },
  'a counter beside a port written by hand': {
    lab: 'by hand',
    at: '2a.port',
    ask: 'port',
    of: 'R1 f1/0',
    beliefs: ['by-hand-counts'],
    answers: 'port 10000; port 10001 (by-hand-counts)',
  },
  'a frame to a socket with another peer': {
    lab: 'by hand',
    at: '4a.frame',
    ask: 'receiver',
    of: 'R2 f1/0',
    beliefs: ['open-door'],
    answers: 'nowhere: it is lost; at R3 f0/0 (open-door)',
  },
  'what is sent to 127.0.0.1 is for a socket with "localhost", what is sent to 10.0.0.1 is not': {
    lab: 'localhost elsewhere',
    at: '3.link',
    ask: 'hears',
    of: 'R1 f0/0',
    beliefs: ['open-door'],
    answers: 'nothing; R2 f1/0 (open-door)',
  },
  'a frame to 127.0.0.1, where the socket with that port has "localhost"': {
    lab: 'localhost elsewhere',
    at: '3.link',
    ask: 'receiver',
    of: 'R2 f1/0',
    beliefs: ['open-door'],
    answers: 'nowhere: it is lost; at R1 f0/0 (open-door)',
  },
  'what is not known of one port leaves another port as it is': {
    lab: 'localhost elsewhere',
    at: '4.link',
    ask: 'hears',
    of: 'R1 f1/0',
    beliefs: ['hears-nothing'],
    answers: 'R2 f0/0; nothing (hears-nothing)',
  },
};

describe('beliefs', () => {
  for (const [title, one] of Object.entries(CASES)) {
    it(title, () => {
      const { lab, generation = 'from-0.2.18', allocator } = one;
      const model = modelOf(lessonLab(lab), { allocator });
      const moment = momentAt(model, generation, one.at);
      expect(answersOf(ask(moment, one.ask, one.of, one.beliefs))).to.equal(one.answers);
    });
  }
});
