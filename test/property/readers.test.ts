import { expect } from 'chai';
import { readNet } from '../../src/lab/net-reader.ts';
import { readLab } from '../../src/lab/read-lab.ts';
import { readScenario } from '../../src/lab/scenario-reader.ts';
import { fc } from '../support/property.ts';

const KINDS = [
  { word: 'ROUTER', kind: 'router', pass: 2 },
  { word: 'ETHSW', kind: 'ethernet-switch', pass: 1 },
  { word: 'FRSW', kind: 'frame-relay-switch', pass: 2 },
  { word: 'Hub', kind: 'hub', pass: 3 },
] as const;

/** A lab, and the taste of whoever typed it. */
interface Draft {
  readonly hypervisors: ReadonlyArray<{
    readonly host: string;
    readonly baseUdp: number;
    readonly devices: ReadonlyArray<0 | 1 | 2 | 3>;
  }>;
  readonly links: ReadonlyArray<{ readonly a: number; readonly b: number; readonly writtenAt: 'a' | 'b' | 'both' }>;
  readonly style: {
    readonly crlf: boolean;
    readonly indent: string;
    readonly comments: boolean;
    readonly upper: boolean;
  };
}

const drafts: fc.Arbitrary<Draft> = fc.record({
  hypervisors: fc.array(
    fc.record({
      host: fc.constantFrom('127.0.0.1', 'localhost', 'alpha', '10.1.2.3'),
      baseUdp: fc.integer({ min: 1, max: 60_000 }),
      devices: fc.array(fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  links: fc.array(
    fc.record({ a: fc.nat(), b: fc.nat(), writtenAt: fc.constantFrom('a' as const, 'b' as const, 'both' as const) }),
    { maxLength: 15 },
  ),
  style: fc.record({
    crlf: fc.boolean(),
    indent: fc.constantFrom('', '    ', '\t', '  \t '),
    comments: fc.boolean(),
    upper: fc.boolean(),
  }),
});

interface Line {
  readonly link: number;
  readonly device: number;
  readonly own: string;
  readonly far: string;
}

/** The lines of a draft, device by device, in the order of the file. */
function linesOf(draft: Draft): { names: string[]; kinds: Array<(typeof KINDS)[number]>; lines: Line[] } {
  const kinds = draft.hypervisors.flatMap((hypervisor) => hypervisor.devices.map((index) => KINDS[index]));
  const names = kinds.map((kind, index) => `${kind.word}-${index}`);
  const interfaceOf = (device: number, link: number, end: number): string =>
    kinds[device]?.kind === 'router' ? `f${link}/${end}` : String(2 * link + end);
  const lines = draft.links.flatMap((link, number): Line[] => {
    const [a, b] = [link.a % names.length, link.b % names.length];
    const [interfaceA, interfaceB] = [interfaceOf(a, number, 0), interfaceOf(b, number, 1)];
    const atA = { link: number, device: a, own: interfaceA, far: `${names[b]} ${interfaceB}` };
    const atB = { link: number, device: b, own: interfaceB, far: `${names[a]} ${interfaceA}` };
    return link.writtenAt === 'a' ? [atA] : link.writtenAt === 'b' ? [atB] : [atA, atB];
  });
  return { names, kinds, lines: lines.sort((x, y) => x.device - y.device) };
}

function print(draft: Draft): string {
  const { names, kinds, lines } = linesOf(draft);
  const { crlf, indent, comments, upper } = draft.style;
  const rows: string[] = comments ? ['# a comment', 'autostart = False', ''] : ['autostart = False'];
  let device = 0;
  for (const [index, hypervisor] of draft.hypervisors.entries()) {
    rows.push(
      `[${hypervisor.host}:${7200 + index}]`,
      `${indent}workingdir = C:\\Users\\nano${comments ? '  # not unescaped' : ''}`,
      `${indent}${upper ? 'UDP' : 'udp'} = ${hypervisor.baseUdp}`,
    );
    rows.push(`${indent}[[7200]]`, `${indent}image = "c7200 image.bin"`);
    for (const kind of hypervisor.devices) {
      const word = KINDS[kind].word;
      rows.push(`${indent}[[${upper ? word.toUpperCase() : word.toLowerCase()} ${names[device]}]]`);
      for (const line of lines.filter((one) => one.device === device)) {
        const prefix = kinds[device]?.kind === 'ethernet-switch' ? 'access 1 ' : '';
        rows.push(`${indent}${line.own} = ${prefix}${line.far}`);
      }
      rows.push(`${indent}x = -1.5`);
      device++;
    }
  }
  rows.push('[GNS3-DATA]', `${indent}[[NOTE 1]]`, `${indent}text = "R1 f0/0 = R2 f0/0"`);
  return rows.join(crlf ? '\r\n' : '\n');
}

/** FACTS §3 in the plainest way: three passes over the lines, each link made once. */
function expectedLinks(draft: Draft): string[] {
  const { names, kinds, lines } = linesOf(draft);
  const made = new Set<number>();
  const links: string[] = [];
  for (const pass of [1, 2, 3]) {
    for (const line of lines) {
      if (kinds[line.device]?.pass !== pass || made.has(line.link)) continue;
      made.add(line.link);
      links.push(`${names[line.device]} ${line.own} -- ${line.far}`);
    }
  }
  return links;
}

/** Things that a reader may meet: its own words, in any order, between any bytes. */
const fragments = fc.constantFrom(
  '[',
  ']',
  '[[',
  ']]',
  '=',
  '#',
  '"',
  "'",
  '"""',
  '\n',
  '\r\n',
  ' ',
  '\t',
  ':',
  '-',
  '- ',
  '? ',
  '{',
  '}',
  ',',
  '&a',
  '*a',
  '!t',
  '%YAML',
  '---',
  '...',
  '|',
  '>',
  'localhost:7200',
  'ROUTER R1',
  'f0/0',
  'R1 f0/0 -- R2 f0/0',
  'NIO_udp:',
  '99999999999999',
  '\u0000',
  '\u001b[2J',
  '\uFEFF',
  'é',
  '\uD800',
  'devices',
  'links',
  'hypervisors',
  '__proto__',
  'address',
  'name',
);
const texts = fc.oneof(
  fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
);

describe('properties of the readers', () => {
  it('a .net text that is printed from a random lab and read back gives the same lab', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const { labs, problems } = readNet(print(draft), 'random.net');
        expect(problems).to.deep.equal([]);
        const [lab] = labs;
        const { names, kinds } = linesOf(draft);
        expect(
          lab?.hypervisors.map(({ name, baseUdp, workingDirectory }) => ({ name, baseUdp, workingDirectory })),
        ).to.deep.equal(
          draft.hypervisors.map(({ host, baseUdp }, index) => ({
            name: `${host}:${7200 + index}`,
            baseUdp,
            workingDirectory: 'C:\\Users\\nano',
          })),
        );
        const owners = draft.hypervisors.flatMap((hypervisor, index) =>
          hypervisor.devices.map(() => `${hypervisor.host}:${7200 + index}`),
        );
        expect(lab?.devices.map((device) => [device.name, device.kind, device.hypervisor?.name])).to.deep.equal(
          names.map((name, index) => [name, kinds[index]?.kind, owners[index]]),
        );
        expect(lab?.links.map((link) => link.name)).to.deep.equal(expectedLinks(draft));
        expect(lab?.links.every((link) => link.fault === undefined)).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  for (const [name, read] of [
    ['readNet', readNet],
    ['readScenario', readScenario],
    ['readLab', readLab],
  ] as const) {
    it(`${name} never throws, and has either labs or errors`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          const { labs, problems } = read(text, 'random');
          const hasErrors = problems.some((problem) => problem.severity === 'error');
          expect(labs.length > 0).to.equal(!hasErrors);
          const lineCount = text.split('\n').length;
          for (const { location } of problems) {
            expect(location.line).to.be.within(1, lineCount);
            expect(location.column).to.be.at.least(1);
          }
        }),
        { numRuns: 2000 },
      );
    });
  }
});
