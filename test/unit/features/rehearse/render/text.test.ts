import { expect } from 'chai';
import stringWidth from 'string-width';
import { renderCleaning, renderRehearsal } from '../../../../../src/features/rehearse/render/text.ts';
import type { RehearsedDirection, RehearsedLink, RehearseResult } from '../../../../../src/features/rehearse/result.ts';
import { NO_PAINT, type Page } from '../../../../../src/output/paint.ts';
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

const VERBOSE: Page = { ...WIDE, verbose: true };

describe('renderRehearsal', () => {
  it('says in two lines that all is well, and lists every direction only if asked', () => {
    const result = resultOf([link(1)], { outcome: 'clean' });
    expect(squeezedLines(renderRehearsal(result, WIDE))).to.deep.equal([
      '✓ lab: every frame is delivered both ways: 1 link on 1 hypervisor',
      'Everything that was made on the hypervisors is deleted again (1.2 s).',
    ]);
    const all = squeezedLines(renderRehearsal(result, VERBOSE));
    expect(all.slice(1, -1)).to.deep.equal([
      'Verdict From Port To Sends To Frames Round Trip',
      'delivered A1 f0/0 10002 B1 f0/0 127.0.0.1:10003 3/3 0.8 ms',
      'delivered B1 f0/0 10003 A1 f0/0 127.0.0.1:10002 3/3 0.8 ms',
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
    const lines = squeezedLines(renderRehearsal(result, WIDE));
    expect(lines.slice(0, 2).join(' ')).to.equal(
      '✗ lab: 3 of 4 links on 1 hypervisor do not carry every frame: of 8 directions 4 delivered, 1 lost, 1 looped, 1 delivered elsewhere, 1 not created',
    );
    expect(lines.filter((line) => / 127\.0/.test(line))).to.deep.equal([
      'not created B2 f0/0 10005 A2 f0/0 127.0.0.1:10004 - 0.8 ms -',
      'delivered elsewhere A3 f0/0 10006 B3 f0/0 127.0.0.1:10007 0/3 0.8 ms R4 f0/0 (h:7201)',
      'looped A2 f0/0 10004 B2 f0/0 127.0.0.1:10005 0/3 0.8 ms -',
      'lost A1 f0/0 10002 B1 f0/0 127.0.0.1:10003 0/3 0.8 ms -',
    ]);
    expect(lines.slice(2, 14)).to.deep.equal([
      ...['✗ A2 f0/0 -- B2 f0/0', 'B2 f0/0 has no NIO, so A2 f0/0 does not hear it.', 'It is taken.'],
      ...['✗ A3 f0/0 -- B3 f0/0', 'R4 f0/0 (h:7201) hears what A3 f0/0 sends to B3 f0/0.', 'R4 has that port too.'],
      ...['✗ A2 f0/0 -- B2 f0/0', 'A2 f0/0 hears what it sends itself; B2 f0/0 does not.', 'It sends to itself.'],
      ...['✗ A1 f0/0 -- B1 f0/0', 'B1 f0/0 does not hear A1 f0/0.', 'A firewall drops it.'],
    ]);
    const all = squeezedLines(renderRehearsal(result, VERBOSE));
    expect(all.filter((line) => / 127\.0/.test(line))).to.have.length(8);
    expect(
      all.some((line) => line.startsWith('delivered A4 f0/0 10008 B4 f0/0 127.0.0.1:10009 3/3 counted -')),
    ).to.equal(true);
  });

  it('tells a cause of many links once, with the first of them, and the others in the table', () => {
    const same = resultOf(Array.from({ length: 12 }, (_, index) => link(index, { ...LOST, cause: 'filtered' })));
    const text = renderRehearsal(same, WIDE);
    expect(text.split('A firewall drops it.')).to.have.length(2);
    expect(text.replace(/\n */g, ' ')).to.include(
      '✗ 12 links: A0 f0/0 -- B0 f0/0, A1 f0/0 -- B1 f0/0, A2 f0/0 -- B2 f0/0 and 9 more',
    );
    expect(text).to.include('B5 f0/0 does not hear A5 f0/0.').and.include('and 6 more directions, in the table');
  });

  it('tells two causes apart, and one cause between two pairs of hypervisors', () => {
    const causes = [link(1, { ...LOST, cause: 'filtered' }), link(2, { ...LOST, cause: 'port-in-use' })];
    const there = link(3, { ...LOST, cause: 'filtered' });
    const other = { ...there, b: { ...there.b, hypervisor: '127.0.0.1:7201' } };
    const lines = squeezedLines(renderRehearsal(resultOf([...causes, other]), WIDE));
    expect(lines.filter((line) => line.startsWith('✗')).slice(1)).to.deep.equal([
      '✗ A1 f0/0 -- B1 f0/0',
      '✗ A2 f0/0 -- B2 f0/0',
      '✗ A3 f0/0 -- B3 f0/0',
    ]);
  });

  it('says which links were left out and why, once for each reason, and what stood in the way', () => {
    const skipped = ['one', 'two', 'three', 'four'].map((name) => ({ name, lab: 'lab', why: 'it is a cloud' }));
    const text = renderRehearsal(resultOf([link(1)], { skipped, limits: ['it was dark'] }), WIDE);
    expect(text).to.include('- 4 links not looked at, because it is a cloud: one, two, three and 1 more');
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
    const text = renderRehearsal(resultOf([link(1, astray, REFUSED)], { skipped, limits }), {
      ...NARROW,
      verbose: true,
    });
    for (const line of text.split('\n')) expect(stringWidth(line), line).to.be.at.most(80);
  });

  it('lets no text from a file or a hypervisor do anything to the terminal', () => {
    const evil = '\u001b[2J\u0007\u202eevil\n';
    const base = link(1, { ...LOST, explanation: evil, strays: [{ at: evil, frames: 1 }] });
    const hostile = { ...base, name: evil, a: { ...base.a, device: evil, interface: evil, remoteHost: evil } };
    const more = { labs: [evil], skipped: [{ name: evil, lab: evil, why: evil }], limits: [evil] };
    const text = renderRehearsal(resultOf([hostile], more), VERBOSE);
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
      '! h:7203: 2 objects of a rehearsal deleted; 1 object left alone, not made by a rehearsal of this',
      '  user on this host: niostat-1f2e03ff-nio-0',
      '  `niostat rehearse --clean --by-name` deletes objects with such names',
    ]);
  });
});
