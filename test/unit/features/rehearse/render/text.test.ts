import { expect } from 'chai';
import stringWidth from 'string-width';
import { renderCleaning, renderRehearsal } from '../../../../../src/features/rehearse/render/text.ts';
import type { RehearsedDirection, RehearsedLink, RehearseResult } from '../../../../../src/features/rehearse/result.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { squeezedLines } from '../../../../support/text.ts';

const WIDE = { width: Number.POSITIVE_INFINITY, paint: NO_PAINT };
const NARROW = { width: 80, paint: NO_PAINT };

const WELL: RehearsedDirection = {
  ...{ from: 'a', verdict: 'delivered', sent: 3, received: 3, evidence: 'frames', roundTripMs: 0.84 },
};

function link(number: number, a: Partial<RehearsedDirection> = {}, b: Partial<RehearsedDirection> = {}): RehearsedLink {
  const end = { hypervisor: '127.0.0.1:7200', remoteHost: '127.0.0.1' };
  const [left, right] = [10_000 + 2 * number, 10_001 + 2 * number];
  return {
    name: `A${number} f0/0 -- B${number} f0/0`,
    lab: 'lab',
    a: { ...end, device: `A${number}`, interface: 'f0/0', localPort: left, remotePort: right },
    b: { ...end, device: `B${number}`, interface: 'f0/0', localPort: right, remotePort: left },
    directions: [
      { ...WELL, ...a },
      { ...WELL, ...b, from: 'b' },
    ],
  };
}

function resultOf(links: readonly RehearsedLink[], more: Partial<RehearseResult> = {}): RehearseResult {
  const hypervisors = [{ hypervisor: '127.0.0.1:7200', version: '0.2.14-amd64', injectorPorts: [24_001] }];
  return {
    schemaVersion: 1,
    outcome: 'findings',
    labs: ['lab'],
    hypervisors,
    links,
    skipped: [],
    limits: [],
    elapsedMs: 1234,
    ...more,
  };
}

const LOST = { verdict: 'lost', received: 0, explanation: 'A firewall drops it.' } as const;
const LOOPED = { verdict: 'looped', received: 0, explanation: 'It sends to itself.' } as const;
const REFUSED = {
  verdict: 'not-created',
  sent: 0,
  received: 0,
  evidence: 'reply',
  explanation: 'It is taken.',
} as const;

describe('renderRehearsal', () => {
  it('says in two lines that all is well, and lists every direction only if asked', () => {
    const result = resultOf([link(1)]);
    expect(squeezedLines(renderRehearsal(result, WIDE, { all: false }))).to.deep.equal([
      '✓ lab: 1 link, 2 directions on 1 hypervisor: 2 delivered',
      'Everything that was made on the hypervisors is deleted again (1.2 s).',
    ]);
    const all = squeezedLines(renderRehearsal(result, WIDE, { all: true }));
    expect(all.slice(1, -1)).to.deep.equal([
      'Verdict From To Frames Round Trip Sends To',
      'delivered A1 f0/0 B1 f0/0 3/3 0.8 ms 10002 -> 127.0.0.1:10003',
      'delivered B1 f0/0 A1 f0/0 3/3 0.8 ms 10003 -> 127.0.0.1:10002',
    ]);
  });

  it('shows the worst first, why, and where frames came out; what is well only if asked', () => {
    const astray: Partial<RehearsedDirection> = {
      ...{ verdict: 'elsewhere', received: 0, strays: [{ at: 'R4 f0/0 (h:7201)', frames: 3 }] },
      explanation: 'R4 has that port too.',
    };
    const { roundTripMs: _, ...silent } = WELL;
    const counted = { ...link(4), directions: [{ ...silent, evidence: 'counters' }, WELL] } as const;
    const result = resultOf([link(1, LOST), link(2, LOOPED, REFUSED), link(3, astray), counted]);
    const lines = squeezedLines(renderRehearsal(result, WIDE, { all: false }));
    expect(lines.slice(0, 2).join(' ')).to.equal(
      '✗ lab: 4 links, 8 directions on 1 hypervisor: 4 delivered, 1 lost, 1 looped, 1 delivered elsewhere, 1 not created',
    );
    expect(lines.filter((line) => / -> /.test(line)).map((line) => line.split(' 10')[0])).to.deep.equal([
      'not created B2 f0/0 A2 f0/0 - 0.8 ms',
      'delivered elsewhere A3 f0/0 B3 f0/0 0/3 0.8 ms',
      'looped A2 f0/0 B2 f0/0 0/3 0.8 ms',
      'lost A1 f0/0 B1 f0/0 0/3 0.8 ms',
    ]);
    expect(lines.find((line) => line.startsWith('delivered elsewhere'))).to.match(/R4 f0\/0 \(h:7201\)$/);
    expect(lines.slice(-9, -1)).to.deep.equal([
      ...['✗ not created: B2 f0/0 to A2 f0/0', 'It is taken.'],
      ...['✗ delivered elsewhere: A3 f0/0 to B3 f0/0', 'R4 has that port too.'],
      ...['✗ looped: A2 f0/0 to B2 f0/0', 'It sends to itself.'],
      ...['✗ lost: A1 f0/0 to B1 f0/0', 'A firewall drops it.'],
    ]);
    const all = squeezedLines(renderRehearsal(result, WIDE, { all: true }));
    expect(all.filter((line) => / -> /.test(line))).to.have.length(8);
    expect(all.some((line) => line.startsWith('delivered A4 f0/0 B4 f0/0 3/3 counted -'))).to.equal(true);
  });

  it('tells each reason once, with the directions that it holds for, eight of them in full', () => {
    const same = resultOf(Array.from({ length: 12 }, (_, index) => link(index, LOST)));
    const text = renderRehearsal(same, WIDE, { all: false });
    expect(text.split('A firewall drops it.')).to.have.length(2);
    expect(text).to.include('✗ lost: A0 f0/0 to B0 f0/0, A1 f0/0 to B1 f0/0, A2 f0/0 to B2 f0/0 and 9 more');
    const reasons = Array.from({ length: 12 }, (_, index) => link(index, { ...LOST, explanation: `Reason ${index}.` }));
    const long = renderRehearsal(resultOf(reasons), WIDE, { all: false });
    expect(long.match(/Reason \d+\./g)).to.have.length(8);
    expect(long).to.include('4 more reasons like these');
  });

  it('says which links were left out and why, once for each reason, and what stood in the way', () => {
    const skipped = ['one', 'two', 'three', 'four'].map((name) => ({ name, lab: 'lab', why: 'it is a cloud' }));
    const text = renderRehearsal(resultOf([link(1)], { skipped, limits: ['it was dark'] }), WIDE, { all: false });
    expect(text).to.include('4 links left out, because it is a cloud: one, two, three and 1 more');
    expect(text).to.include('! it was dark');
  });

  it('fits into 80 columns', () => {
    const explanation = 'What R1 sends to 127.0.0.1:10001 does not come in at R2, because of a firewall. '.repeat(4);
    const astray = {
      ...LOST,
      explanation,
      verdict: 'elsewhere',
      strays: [{ at: 'R4 f0/0 (127.0.0.1:7201)', frames: 3 }],
    } as const;
    const why = 'no NIO of the lab points back at it';
    const skipped = ['one', 'two', 'three'].map((name) => ({ name: name.repeat(10), lab: 'lab', why }));
    const limits = [`who has ports on this host is not known: ${'/proc cannot be read '.repeat(4)}`];
    const text = renderRehearsal(resultOf([link(1, astray, REFUSED)], { skipped, limits }), NARROW, { all: true });
    for (const line of text.split('\n')) expect(stringWidth(line), line).to.be.at.most(80);
  });

  it('lets no text from a file or a hypervisor do anything to the terminal', () => {
    const evil = '\u001b[2J\u0007\u202eevil\n';
    const base = link(1, { ...LOST, explanation: evil, strays: [{ at: evil, frames: 1 }] });
    const hostile = { ...base, name: evil, a: { ...base.a, device: evil, interface: evil, remoteHost: evil } };
    const more = { labs: [evil], skipped: [{ name: evil, lab: evil, why: evil }], limits: [evil] };
    const text = renderRehearsal(resultOf([hostile], more), WIDE, { all: true });
    expect(text).to.include('evil');
    expect(text).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe('renderCleaning', () => {
  it('has a line for each hypervisor, and no control characters', () => {
    const cleaned = [
      { hypervisor: 'h:7200', removed: 0 },
      { hypervisor: 'h:7201', removed: 12 },
      { hypervisor: 'h:7202', removed: 0, error: 'refused \u001b[2J' },
      { hypervisor: 'h:7203', removed: 2, unlisted: ['niostat-1f2e03ff-nio-0'] },
    ];
    expect(
      renderCleaning({ schemaVersion: 1, outcome: 'findings', labs: ['lab'], cleaned }, WIDE).split('\n'),
    ).to.deep.equal([
      '✓ h:7200: nothing of a rehearsal is left',
      '✓ h:7201: 12 objects of a rehearsal deleted',
      '✗ h:7202: refused ·[2J',
      '! h:7203: 2 objects of a rehearsal deleted; 1 object left alone, which no rehearsal of this user on',
      'this host has made: niostat-1f2e03ff-nio-0',
      'niostat rehearse --clean --by-name deletes what has such names',
    ]);
  });
});
