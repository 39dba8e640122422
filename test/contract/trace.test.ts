import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { niostat } from '../support/run-in-process.ts';
import { file } from '../support/text.ts';

const SCENARIOS = new URL('../../scenarios/', import.meta.url);
const SCHEMA = new URL('../../docs/schemas/trace.schema.json', import.meta.url);

/** Two hypervisors that count from one base. */
const ONE_BASE = file`
  hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "localhost:7201", baseUdp: 10000 }]
  devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
  links: [R1 f0/0 -- R2 f0/0, R2 f1/0 -- R1 f1/0]
`;

/** The steps of the first link, worked out by hand: what both generations have in common. */
const FIRST_STEPS = [
  '{"step":1,"at":"1a.port","event":"give","end":"R1 f0/0","from":"localhost:7200","by":"counter","before":10000,"port":10000,"after":10001}',
  '{"step":2,"at":"1b.port","event":"give","end":"R2 f0/0","from":"localhost:7201","by":"counter","before":10000,"port":10000,"after":10001}',
  '{"step":3,"at":"1a.bind","event":"bind","end":"R1 f0/0","port":10000,"outcome":"bound"}',
  '{"step":3,"at":"1a.connect","event":"connect","end":"R1 f0/0","local":"127.0.0.1:10000","remote":"127.0.0.1:10000"}',
];

const FROM_0_2_18 = [
  '{"step":4,"at":"1b.bind","event":"bind","end":"R2 f0/0","port":10000,"outcome":"shared","holder":"R1 f0/0"}',
  '{"step":4,"at":"1b.connect","event":"connect","end":"R2 f0/0","local":"127.0.0.1:10000","remote":"127.0.0.1:10000"}',
  '{"step":5,"at":"1.link","event":"link","link":"R1 f0/0 -- R2 f0/0","verdict":"looped"}',
  '{"step":5,"at":"1a.frame","event":"frame","from":"R1 f0/0","fate":"peer","to":"R2 f0/0"}',
  '{"step":5,"at":"1b.frame","event":"frame","from":"R2 f0/0","fate":"self","to":"R2 f0/0"}',
];

const UP_TO_0_2_17 = [
  '{"step":4,"at":"1b.bind","event":"bind","end":"R2 f0/0","port":10000,"outcome":"refused","reply":206,"holder":"R1 f0/0"}',
  '{"step":5,"at":"1.link","event":"link","link":"R1 f0/0 -- R2 f0/0","verdict":"looped"}',
  '{"step":5,"at":"1a.frame","event":"frame","from":"R1 f0/0","fate":"self","to":"R1 f0/0"}',
  '{"step":5,"at":"1b.frame","event":"frame","from":"R2 f0/0","fate":"nobody","to":null,"why":"refused"}',
];

async function linesOf(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await niostat(['simulate', '--trace', '--format', 'jsonl', ...args]);
  expect([code, stderr], args.join(' ')).to.deep.equal([0, '']);
  return stdout.trimEnd().split('\n');
}

/** The lines of the steps 1 to 5. */
async function firstLink(...args: string[]): Promise<string[]> {
  return (await linesOf(...args)).filter((line) => /^\{"step":[1-5],/.test(line));
}

describe('niostat simulate --trace', () => {
  const folder = new Folder();
  const oneBase = folder.file('one-base.yaml', ONE_BASE);

  it('writes the accident of one base as events, from 0.2.18 on', async () => {
    expect(await firstLink(oneBase, '--dynamips', '0.2.24')).to.deep.equal([...FIRST_STEPS, ...FROM_0_2_18]);
  });

  it('writes the accident of one base as events, up to 0.2.17', async () => {
    expect(await firstLink(oneBase, '--dynamips', '0.2.14')).to.deep.equal([...FIRST_STEPS, ...UP_TO_0_2_17]);
  });

  it('places hypervisors and devices first, behind a line that says what is traced', async () => {
    expect((await linesOf(oneBase, '--dynamips', '0.2.14')).slice(0, 5)).to.deep.equal([
      `{"schemaVersion":1,"event":"labs","labs":[{"name":"one-base","file":${JSON.stringify(oneBase)},"format":"scenario","allocator":"dynagen"}],"os":"linux","dynamips":{"version":"0.2.14","assumed":false}}`,
      ...['localhost:7200', 'localhost:7201'].map(
        (name) =>
          `{"step":0,"at":"0.hypervisor","event":"hypervisor","hypervisor":"${name}","kind":"dynamips","host":"localhost","machine":"localhost","base":10000}`,
      ),
      '{"step":0,"at":"0.place","event":"place","device":"R1","hypervisor":"localhost:7200","console":2000,"aux":2100}',
      '{"step":0,"at":"0.place","event":"place","device":"R2","hypervisor":"localhost:7201","console":2001,"aux":2101}',
    ]);
  });

  it('tells again of an earlier link whose frames come out elsewhere', async () => {
    const overrun = folder.file(
      'overrun.yaml',
      file`
        hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "localhost:7201", baseUdp: 10002 }]
        devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7200" }, { name: R3, hypervisor: "localhost:7201" }, { name: R4, hypervisor: "localhost:7201" }]
        links: [R1 f0/0 -- R2 f0/0, R3 f0/0 -- R4 f0/0, R1 f1/0 -- R2 f1/0]
      `,
    );
    expect((await linesOf(overrun)).slice(-3)).to.deep.equal([
      '{"step":15,"at":"3:2.link","event":"link","link":"R3 f0/0 -- R4 f0/0","verdict":"misdelivered"}',
      '{"step":15,"at":"3:2a.frame","event":"frame","from":"R3 f0/0","fate":"other","to":"R2 f1/0"}',
      '{"step":15,"at":"3:2b.frame","event":"frame","from":"R4 f0/0","fate":"other","to":"R1 f1/0"}',
    ]);
  });

  it('names the rule, the three sockets behind a uBridge, and the ports that come back', async () => {
    const server = folder.file(
      'server.yaml',
      file`
        allocator: gns3-server-2.2.3
        hypervisors: [{ address: "localhost:7200" }]
        devices: [{ name: R1 }, { name: SW1, kind: ethernet-switch }]
        links: [SW1 1 -- R1 f0/0]
        events: [{ remove: SW1 1 -- R1 f0/0 }]
      `,
    );
    const events = (await linesOf(server)).map((line) => JSON.parse(line));
    const steps = events.flatMap(({ event, step, at, role, port }) =>
      event === 'give' || event === 'bind' || event === 'close' ? [`${step} ${at} ${role ?? '-'} ${port}`] : [],
    );
    expect(steps).to.deep.equal([
      '1 1a.port - 20000',
      '2 1b.port link 20001',
      '3 1a.bind - 20000',
      '4 1b.tunnel router 20002',
      '4 1b.tunnel tunnel 20003',
      '5 1b.bind router 20002',
      '5 1b.bind tunnel 20003',
      '5 1b.bind link 20001',
      '7 e1:1a.close - 20000',
      '7 e1:1b.close router 20002',
      '7 e1:1b.close tunnel 20003',
      '7 e1:1b.close link 20001',
    ]);
    expect(events.filter(({ isGivenBack }) => isGivenBack)).to.have.length(4);
  });

  it('fits its schema, line by line, for every scenario, allocator and generation', async () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
    const all = folder.file(
      'all.net',
      '[localhost]\nworkingdir = /tmp\n[[ROUTER R1]]\nf0/0 = NIO_udp:70000:bender:0\nf0/1 = R9 f0/0\nf1/0 = LAN 1\nf2/0 = R2 f0/0\n[[ROUTER R2]]\n[vbox localhost]\n[[VBOX V1]]\ne0 = R1 f3/0\n',
    );
    const scenarios = readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml'));
    const runs = [
      ...scenarios.map((name) => [`scenarios/${name}`]),
      [oneBase, all, '--dynamips', '0.2.14'],
      [all, '--allocator', 'gns3-server-3.0', '--os', 'windows'],
      [all, '--allocator', 'udp-auto'],
      ['test/fixtures/gns3/two-servers.gns3'],
    ];
    for (const run of runs) {
      for (const line of await linesOf(...run)) {
        const isValid = validate(JSON.parse(line));
        expect(isValid ? '' : `${line}: ${JSON.stringify(validate.errors?.slice(0, 3))}`).to.equal('');
      }
    }
  });

  it('prints a paragraph a step within 80 columns, and the table last', async () => {
    const { code, stdout } = await niostat(['simulate', '--trace', oneBase, '--dynamips', '0.2.14'], { columns: 80 });
    expect(code).to.equal(0);
    for (const line of stdout.split('\n')) expect(line.replace(/\u001b\[[\d;]*m/g, '').length, line).to.be.at.most(80);
    const plain = (await niostat(['simulate', '--trace', oneBase, '--dynamips', '0.2.14'])).stdout;
    const [steps = '', table = ''] = plain.split('\n\n✗ ');
    expect(steps).to.include(
      '    1  localhost:7200 gives R1 f0/0 port 10000: its counter stands at 10000, and goes to',
    );
    expect(steps.replace(/\s+/g, ' ')).to.include(
      '4 The socket of R1 f0/0 has port 10000. The answer is 206, and R2 f0/0 has no socket. 5 The link R1 f0/0 -- R2 f0/0 is broken: an end hears itself. A frame of R1 f0/0 comes back to R1 f0/0. R2 f0/0 has no socket: it sends and hears nothing.',
    );
    expect(steps).to.include('\nLink 2: R2 f1/0 -- R1 f1/0\n');
    expect(table).to.include('one-base: 2 links, all looped');
    expect(table).to.include('ESTABLISHED');
  });

  it('is JSON Lines with --json, nothing with --quiet, and steps alone with -H', async () => {
    const byFormat = await linesOf(oneBase);
    expect((await niostat(['simulate', '--trace', '--json', oneBase])).stdout.trimEnd().split('\n')).to.deep.equal(
      byFormat,
    );
    expect((await niostat(['simulate', '--trace', '--quiet', oneBase])).stdout).to.equal('');
    expect((await niostat(['simulate', '--trace', '-H', oneBase])).stdout).to.not.include('ESTABLISHED');
  });

  it('says what does not go together', async () => {
    const wrong = [
      [['--trace', '--format', 'dot'], '--trace is not written as dot'],
      [['--format', 'jsonl'], '--format jsonl is for --trace'],
      [['--trace', '--filter', 'device R1'], '--trace and --filter exclude each other'],
    ] as const;
    for (const [flags, message] of wrong) {
      const { code, stdout, stderr } = await niostat(['simulate', oneBase, ...flags]);
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.include(message);
    }
  });

  it('lets nothing of a lab act on a terminal', async () => {
    const hostile = folder.file(
      'hostile.yaml',
      'hypervisors: [{ address: "localhost:7200" }]\ndevices: [{ name: "R\\u001b[31m\\u202e1" }, { name: "<script>" }]\nlinks: ["R\\u001b[31m\\u202e1 f0/0 -- <script> f0/0"]\n',
    );
    for (const flags of [[], ['--format', 'jsonl']]) {
      const { stdout } = await niostat(['simulate', '--trace', hostile, ...flags]);
      expect(stdout).to.not.match(/[\u001b\u202e]/);
    }
  });
});
