/**
 * What the questions of the lessons are answered with, worked out by hand: no program has given a number.
 * Answers are in the words of a lesson file (docs/LESSONS.md), in the order of its questions.
 */
export interface LessonAnswer {
  /** What is asked, and of what, as in the file. */
  readonly asked: string;
  readonly right: string;
  /** The right answer with the second value of what the lesson varies; absent where it is the same. */
  readonly moved?: string;
  /** Wrong answers by the belief that gives them, in their order; `slip` is one of the lesson's own. */
  readonly wrong: ReadonlyArray<readonly [belief: string, answer: string]>;
}

export const LESSON_ANSWERS: Readonly<Record<string, readonly LessonAnswer[]>> = {
  // One hypervisor, base 10000, and one link: R1 f0/0 10000, R2 f0/0 10001. The other base is 12000.
  'one-link': [
    // The counter stood at 10000 and gave R1 that port; now it stands at 10001.
    { asked: 'port R2 f0/0', right: '10001', moved: '12001', wrong: [['one-port-per-link', '10000']] },
    // R1's socket is connected and R2's is not there: no greeting, and a connected socket has one peer.
    {
      asked: 'true of',
      right: "R1's socket has one peer, the port of R2",
      wrong: [
        ['established-is-up', 'R1 and R2 have greeted each other'],
        ['open-door', "R1's socket takes frames from anybody"],
      ],
    },
    // Two ends, a port each.
    { asked: 'count ports R1 f0/0 -- R2 f0/0', right: '2', wrong: [['one-port-per-link', '1']] },
  ],

  // In the order of the lines: R1 f0/0 10000, R2 f0/0 10001, R3 f0/0 10002, R1 f1/0 10003, R2 f1/0 10004,
  // R3 f1/0 10005.
  'three-routers': [
    // By router: R1 has two ends and comes first, so 10000 and 10001. One port for a link: the one of R3
    // f0/0.
    {
      asked: 'port R1 f1/0',
      right: '10003',
      moved: '12003',
      wrong: [
        ['by-router', '10001'],
        ['one-port-per-link', '10002'],
      ],
    },
    // Two links above took 10000 to 10003. By router: R1 10000, 10001, R2 10002, 10003, R3 10004, 10005.
    // One port for a link: the third one would have 10002.
    {
      asked: 'ports R2 f1/0 -- R3 f1/0',
      right: '10004 10005',
      moved: '12004 12005',
      wrong: [
        ['by-router', '10003 10005'],
        ['one-port-per-link', '10002 10004'],
        ['slip', '10005 10004'],
      ],
    },
    // Three links, six ends.
    { asked: 'count ports', right: '6', wrong: [['one-port-per-link', '3']] },
    // Swapped: R2 f1/0 10002, R3 f1/0 10003, R3 f0/0 10004, R1 f1/0 10005. Before it was 10003; by router
    // 10001.
    {
      asked: 'port R1 f1/0',
      right: '10005',
      moved: '12005',
      wrong: [
        ['order-is-nothing', '10003'],
        ['by-router', '10001'],
      ],
    },
  ],

  // 7200 from 10000: R1 f0/0 10000, R2 f0/0 10001, R1 f1/0 10002, R2 f1/0 10003. 7201 from 10100: R3 f0/0
  // 10100, R3 f1/0 10101. With base 12000 the second base is 12100.
  'bases-apart': [
    // One counter for the host would go on with 10001; so would the hypervisor of the end written first. Who
    // takes the first end for the second has 10101.
    {
      asked: 'port R3 f0/0',
      right: '10100',
      moved: '12100',
      wrong: [
        ['one-counter-per-host', '10001'],
        ['slip', '10101'],
      ],
    },
    // 7200 has given 10000 only. From the counter of R3, written first, it would be 10100 + 1; the fourth
    // end of one counter for the host would have 10003.
    {
      asked: 'port R2 f0/0',
      right: '10001',
      moved: '12001',
      wrong: [
        ['source-owns-link', '10101'],
        ['one-counter-per-host', '10003'],
      ],
    },
    // Four of the six ends are on 7200: 10000 to 10003 are given. Two of them were given before this line.
    {
      asked: 'next port localhost:7200',
      right: '10004',
      moved: '12004',
      wrong: [
        ['one-counter-per-host', '10006'],
        ['slip', '10003'],
        ['slip', '10002'],
      ],
    },
    // Three hypervisors from 10000, 10100, 10200. Link 1: R2 10100, R1 10000. Link 2: R3 10200, R2 10101.
    // Link 3: R1 10001, R3 10201.
    // The wrong ones: the bases, and each end from the other's hypervisor.
    {
      asked: 'ports R1 f1/0 -- R3 f1/0',
      right: '10001 10201',
      moved: '12001 12201',
      wrong: [
        ['slip', '10000 10200'],
        ['slip', '10201 10001'],
      ],
    },
  ],

  // Both from 10000: link 1 has 10000 twice, link 2 10001 twice. Dynamips 0.2.14.
  'same-base-old': [
    // One counter for the host would go on with 10001.
    { asked: 'port R2 f0/0', right: '10000', moved: '12000', wrong: [['one-counter-per-host', '10001']] },
    // R1's socket has 10000, so the bind of R2's is refused with 206. The next free port is 10001.
    {
      asked: 'bind R2 f0/0',
      right: 'refused',
      wrong: [
        ['next-free', '10001'],
        ['shared-always', 'works'],
      ],
    },
    // 10000 -> 10000: R1's socket has the port to which it sends, and its peer is that port.
    {
      asked: 'receiver R1 f0/0',
      right: 'R1 f0/0',
      wrong: [
        ['established-is-up', 'R2 f0/0'],
        ['nowhere', 'nowhere'],
      ],
    },
    // R2 f1/0 stands left and has 10001 -> 10001; R1 f1/0 is refused.
    {
      asked: 'true of',
      right: 'R2',
      wrong: [
        ['slip', 'R1'],
        ['slip', 'neither of them'],
      ],
    },
  ],

  // The same ports, Dynamips 0.2.24: both sockets of a link have the same four values, the right end's is
  // connected last.
  'same-base-new': [
    {
      asked: 'bind R2 f0/0',
      right: 'works',
      wrong: [
        ['error-always', 'refused'],
        ['next-free', '10001'],
      ],
    },
    // Link 1: R1's socket first, R2's last.
    {
      asked: 'receiver R1 f0/0',
      right: 'R2 f0/0',
      wrong: [
        ['first-keeps', 'R1 f0/0'],
        ['copy-for-all', 'R1 f0/0 and R2 f0/0'],
      ],
    },
    // Link 2: R2's socket first, R1's last.
    {
      asked: 'receiver R1 f1/0',
      right: 'R1 f1/0',
      wrong: [
        ['first-keeps', 'R2 f1/0'],
        ['nowhere', 'nowhere'],
      ],
    },
    // Both 10000 -> 10000. R5 stands left: its socket first, R4's last, which takes the frames of both.
    {
      asked: 'hears R5 f0/0',
      right: 'nothing',
      wrong: [
        ['first-keeps', 'R4 f0/0'],
        ['copy-for-all', 'half of R4 f0/0'],
      ],
    },
    // Peers 10100 and 10101 differ: each frame of R3 fits one socket only. The belief takes the later link
    // for dead.
    {
      asked: 'verdict R1 f0/0 -- R3 f0/0, R2 f0/0 -- R3 f1/0',
      right: 'works',
      wrong: [
        ['one-port-is-broken', 'R2 f0/0 -- R3 f1/0'],
        ['slip', 'R1 f0/0 -- R3 f0/0'],
        ['slip', 'R1 f0/0 -- R3 f0/0, R2 f0/0 -- R3 f1/0'],
      ],
    },
  ],

  // 7200 from 10000: R1 f0/0 10000, R2 f0/0 10001, R1 f1/0 10002. 7201 from 10100: R3 f0/0 10100.
  'reading-the-table': [
    // Four rows, less that of R3. Who thinks that its peer closes too subtracts R1 f1/0.
    { asked: 'count rows localhost:7201', right: '3', wrong: [['stop-is-told', '2']] },
    {
      asked: 'state R1 f1/0',
      right: 'ESTABLISHED',
      wrong: [
        ['stop-is-told', 'no row'],
        ['slip', 'UNCONN'],
      ],
    },
    // 10002 -> 10100, and no row has 10100.
    {
      asked: 'receiver R1 f1/0',
      right: 'nowhere',
      wrong: [
        ['established-is-up', 'R3 f0/0'],
        ['comes-back', 'R1 f1/0'],
      ],
    },
    // R3 f1/0 is 10101 -> 10000. R1 has 10000 and hears 10100 alone; R2's bind of 10000 was refused.
    {
      asked: 'receiver R3 f1/0',
      right: 'nowhere',
      wrong: [
        ['open-door', 'R1 f0/0'],
        ['established-is-up', 'R2 f0/0'],
      ],
    },
    // The lab of lesson 4, link 1: R2's socket was refused with 206.
    {
      asked: 'true of',
      right: 'the second socket was refused with 206',
      wrong: [
        ['slip', 'two sockets share the port'],
        ['slip', 'the far hypervisor has stopped'],
      ],
    },
  ],

  // Base console 2000 for both; R1 0, R2 1, R3 2 (2001 is written in the file), R4 3. The other base
  // console is 3000.
  consoles: [
    // Counted by hypervisor R2 would be the first of its own, and R4 the second of 7200.
    // From 1 instead of 0, they would have 2002 and 2004; without R3, whose console is written, R4 has 2002.
    {
      asked: 'console R2',
      right: '2001',
      moved: '3001',
      wrong: [
        ['base-console-too', '2000'],
        ['slip', '2002'],
      ],
    },
    {
      asked: 'console R4',
      right: '2003',
      moved: '3003',
      wrong: [
        ['base-console-too', '2001'],
        ['slip', '2002'],
        ['slip', '2004'],
      ],
    },
    // R1 is 0 and R2 is 1: no two have one number, whatever the file says of R3.
    {
      asked: 'true of',
      right: 'they may be equal: routers are counted over the lab',
      wrong: [
        ['base-console-too', 'they must differ, or R1 and R2 have one console'],
        ['slip', 'they may be equal, because the file gives R3 one'],
      ],
    },
    // R2 has 2000 + 1, R3 2001 by the file. The next free one is 2002: R3's would be 2000 + 2.
    {
      asked: 'clash console R2, console R3',
      right: 'yes',
      wrong: [
        ['next-free', '2002'],
        ['error-always', 'refused'],
      ],
    },
    { asked: 'clash TCP 10000, UDP 10000', right: 'no', wrong: [['tcp-is-udp', 'yes']] },
  ],

  // 7200 from 10000: SW1 1 10000, R1 f0/0 10001, SW1 2 10002, R2 f0/0 10003, R1 f1/0 10004, R2 f1/0 10005.
  // 7201 from 10004: R3 f0/0 10004, R4 f0/0 10005.
  'full-block': [
    // 10000 to 10003 are four ports, two for a link.
    { asked: 'count links localhost:7200', right: '2', wrong: [['hundred-is-hundred-links', '4']] },
    // Four ports were given: 10000 + 4. The next free one is 10006.
    { asked: 'port R1 f1/0', right: '10004', moved: '12004', wrong: [['next-free', '10006']] },
    // R3 sends to 10005: R4 (connected first) and R2 f1/0 (last) have 10005 -> 10004.
    {
      asked: 'receiver R3 f0/0',
      right: 'R2 f1/0',
      wrong: [
        ['first-keeps', 'R4 f0/0'],
        ['copy-for-all', 'R4 f0/0 and R2 f1/0'],
      ],
    },
    // Up to 0.2.17 both sockets of the later link are refused.
    {
      asked: 'verdict R3 f0/0 -- R4 f0/0, R1 f1/0 -- R2 f1/0',
      right: 'R1 f1/0 -- R2 f1/0',
      wrong: [
        ['slip', 'works'],
        ['slip', 'R3 f0/0 -- R4 f0/0'],
      ],
    },
    // 100 ÷ 2.
    { asked: 'count links 100', right: '50', wrong: [['hundred-is-hundred-links', '100']] },
  ],

  // Link 1: ends 20000 (R1), 20001 (R2), R1's tunnel 20002, 20003, R2's 20004, 20005. Link 2: ends 20006
  // (SW1), 20007 (R2), R2's tunnel 20008, 20009. The other pool begins at 22000.
  'gns3-pool': [
    {
      asked: 'port R1 f0/0 router',
      right: '20002',
      moved: '22002',
      wrong: [
        ['two-in-gns3', '20000'],
        ['slip', '20003'],
      ],
    },
    {
      asked: 'count ports R1 f0/0 -- R2 f0/0',
      right: '6',
      wrong: [
        ['two-in-gns3', '2'],
        ['one-ubridge-per-link', '4'],
      ],
    },
    // R2's uBridge has 20005 towards R2. The wrong ones: R1's own socket, and the far end of the link.
    {
      asked: 'peer R2 f0/0 router',
      right: '127.0.0.1:20005',
      moved: '127.0.0.1:22005',
      wrong: [
        ['slip', '127.0.0.1:20002'],
        ['slip', '127.0.0.1:20000'],
      ],
    },
    {
      asked: 'count ports SW1 1 -- R2 f1/0',
      right: '4',
      wrong: [
        ['two-in-gns3', '2'],
        ['slip', '3'],
        ['slip', '6'],
      ],
    },
    { asked: 'clash base localhost:7200, base localhost:7201', right: 'no', wrong: [['two-in-gns3', 'yes']] },
  ],

  // 10000 to 10003 for the first two links; the first one goes, 10000 and 10001 are free.
  'made-again': [
    { asked: 'port SW1 3', right: '10004', moved: '12004', wrong: [['ports-come-back', '10000']] },
    // Two links live; six ports were given.
    {
      asked: 'count rows',
      right: '4',
      wrong: [
        ['slip', '2'],
        ['slip', '3'],
        ['slip', '6'],
      ],
    },
    // The pool of GNS3 1.3 begins at 10000 and does not move with a base.
    { asked: 'port SW1 3', right: '10000', wrong: [['pool-counts-up', '10004']] },
  ],

  // R1 f0/0 30000 -> 20000, R1 f1/0 10000, R2 f0/0 10001, R2 f1/0 30100 -> 30101, R3 f0/0 30101 -> 30102.
  // The other first number is 32000, and all numbers of NIO_udp lines move by 2000.
  'by-hand': [
    // Who lets the counter go on from the written port has 30001.
    {
      asked: 'port R1 f1/0',
      right: '10000',
      wrong: [
        ['by-hand-counts', '10001'],
        ['slip', '30001'],
      ],
    },
    // The PC has what R1 sends to, and sends to what R1 has.
    {
      asked: 'fits R1 f0/0',
      right: '20000 30000',
      moved: '22000 32000',
      wrong: [
        ['one-number-twice', '20000 20000'],
        ['slip', '30000 20000'],
      ],
    },
    // R3 has 30101, and hears 30102 alone.
    {
      asked: 'receiver R2 f1/0',
      right: 'nowhere',
      wrong: [
        ['open-door', 'R3 f0/0'],
        ['slip', 'R2 f1/0'],
      ],
    },
    // R3's line as it is has 30101 already; as its REMOTE it must name 30100, not 30101. R2's line copied
    // is 30100 30101.
    {
      asked: 'fits R2 f1/0',
      right: '30101 30100',
      moved: '32101 32100',
      wrong: [
        ['one-number-twice', '30101 30101'],
        ['copied-line', '30100 30101'],
      ],
    },
  ],

  // localhost: R1 f0/0 10000, R2 f0/0 10001, R1 f1/0 10002. 10.0.0.2: R3 f0/0 10000.
  'two-hosts': [
    { asked: 'clash base localhost:7200, base 10.0.0.2:7200', right: 'no', wrong: [['slip', 'yes']] },
    {
      asked: 'true of',
      right: 'to its own machine, 10.0.0.2',
      wrong: [['localhost-is-my-pc', 'to the machine of R1']],
    },
    // R1 f1/0 is the third end of 10.0.0.1. "localhost" would be 127.0.0.1, the control port is 7200.
    {
      asked: 'peer R3 f0/0',
      right: '10.0.0.1:10002',
      moved: '10.0.0.1:12002',
      wrong: [
        ['localhost-is-my-pc', '127.0.0.1:10002'],
        ['control-carries-frames', '10.0.0.1:7200'],
        ['slip', '10.0.0.2:10002'],
      ],
    },
    // Of the three ends on 10.0.0.1 only R1 f1/0 has its far end on 10.0.0.2.
    {
      asked: 'firewall 10.0.0.1',
      right: '10002',
      moved: '12002',
      wrong: [
        ['control-carries-frames', '7200'],
        ['slip', '10000-10002'],
      ],
    },
  ],

  // Ends 20000 and 20001, R1's tunnel 20002 (R1) and 20003 (uBridge), R2's tunnel 20004 (R2) and 20005
  // (uBridge). R2's uBridge has 20001 and 20005. The other pool begins at 22000.
  'dead-ubridge': [
    {
      asked: 'port R2 f0/0 router',
      right: '20004',
      moved: '22004',
      wrong: [
        ['two-in-gns3', '20001'],
        ['slip', '20005'],
      ],
    },
    // Six sockets, less 20001 and 20005.
    {
      asked: 'count rows',
      right: '4',
      wrong: [
        ['slip', '0'],
        ['slip', '3'],
        ['slip', '5'],
      ],
    },
    // 20004 is a socket of R2's Dynamips, which runs on.
    {
      asked: 'state R2 f0/0 router',
      right: 'ESTABLISHED',
      wrong: [
        ['stop-is-told', 'no row'],
        ['slip', 'UNCONN'],
      ],
    },
    // 20000 sends to 20001, which no socket has.
    {
      asked: 'receiver R1 f0/0 link',
      right: 'nowhere',
      wrong: [
        ['established-is-up', 'R2 f0/0 link'],
        ['comes-back', 'R1 f0/0 link'],
      ],
    },
    // A filter closes nothing.
    {
      asked: 'state R2 f0/0 link',
      right: 'ESTABLISHED',
      wrong: [
        ['slip', 'UNCONN'],
        ['slip', 'no row'],
      ],
    },
    // Seen on a server that was killed and started again: its pool is empty.
    { asked: 'port R1 f0/0 link', right: '20000', moved: '22000', wrong: [['slip', '20006']] },
  ],
};
