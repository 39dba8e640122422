import { expect } from 'chai';
import { readGns3 } from '../../src/core/lab/gns3/gns3-reader.ts';
import { readNet } from '../../src/core/lab/net/net-reader.ts';
import { ProblemList } from '../../src/core/lab/problem.ts';
import { readLab } from '../../src/core/lab/read-lab.ts';
import { readScenario } from '../../src/core/lab/scenario/scenario-reader.ts';
import { type JsonNode, readJsonText } from '../../src/core/lab/text/json-text.ts';
import { check } from '../../src/features/check/check.ts';
import { modelOf } from '../support/model.ts';
import { fc } from '../support/property.ts';

const KINDS = [
  { word: 'ROUTER', kind: 'router', pass: 2 },
  { word: 'ETHSW', kind: 'ethernet-switch', pass: 1 },
  { word: 'FRSW', kind: 'frame-relay-switch', pass: 2 },
  { word: 'Hub', kind: 'hub', pass: 3 },
] as const;

/** A lab, and the taste of its author. */
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

/**
 * docs/FACTS.md, "Ports by Dynagen", in the plainest way: three passes over the lines, each link made once.
 */
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
    ['readGns3', readGns3],
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

  it('readGns3 takes whatever stands where a project has something else, and still has either labs or errors', () => {
    const values = fc.oneof(
      fc.constantFrom(null, true, -1, 1.5, 70_000, 1e308, '', ' ', 'R1', 'local', '\u001b[2J', '__proto__', [], {}),
      fc.array(fc.constantFrom(null, 1, 'x', [[]]), { maxLength: 3 }),
    );
    const keys = fc.constantFrom(
      ...[
        'node_id',
        'compute_id',
        'name',
        'node_type',
        'console',
        'console_type',
        'aux',
        'properties',
        'label',
        'ports',
      ],
      ...['id', 'type', 'server_id', 'nodes', 'host', 'port', 'local', 'source_node_id', 'source_port_id', 'link_id'],
      ...['destination_node_id', 'destination_port_id', 'adapter_number', 'port_number', 'ports_mapping', 'text'],
    );
    const { things } = fc.letrec<{ thing: unknown; things: unknown[] }>((tie) => ({
      thing: fc.oneof({ maxDepth: 4 }, values, fc.dictionary(keys, fc.oneof(values, tie('thing'), tie('things')))),
      things: fc.array(tie('thing'), { maxLength: 4 }),
    }));
    const projects = fc.record(
      {
        name: values,
        version: fc.oneof(values, fc.constantFrom('1.2.3', '2.2.45', '3.0.1')),
        revision: fc.oneof(values, fc.integer({ min: 0, max: 12 })),
        topology: fc.oneof(
          values,
          fc.record({ servers: things, computes: things, nodes: things, links: things }, { requiredKeys: [] }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(projects, (project) => {
        const { labs, problems } = readGns3(JSON.stringify(project), 'random.gns3');
        expect(labs.length > 0).to.equal(problems.every(({ severity }) => severity === 'warning'));
        if (labs.length > 0) expect(check(modelOf(labs)).summary.error).to.be.at.least(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('readJsonText reads what JSON.parse reads, each value where it stands', () => {
    const plain = (node: JsonNode): unknown => {
      if (node.type === 'object')
        return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
      if (node.type === 'array') return node.items.map(plain);
      return node.type === 'null' ? null : node.value;
    };
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 1, 4), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const document = readJsonText(text, new ProblemList('x'));
        // Zero with a sign is a zero.
        expect(JSON.stringify(document && plain(document.root))).to.equal(JSON.stringify(JSON.parse(text)));
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', 'a', ':', ',', '1', '\\', ' ', '\n', 'null') }),
        (text) => {
          const problems = new ProblemList('x');
          const document = readJsonText(text, problems);
          expect(document !== undefined).to.equal(isJson(text));
          expect(problems.hasErrors).to.equal(document === undefined);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
