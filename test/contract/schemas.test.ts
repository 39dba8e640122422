import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { Folder, type Run } from '../support/cli.ts';
import { closeAll, freePorts, freeTcpPort, openLikeDynamips } from '../support/real-sockets.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';
import { SUBJECTS, withClient } from '../support/subjects.ts';
import { zip } from '../support/zip.ts';

const SCHEMAS = new URL('../../docs/schemas/', import.meta.url);
const SCENARIOS = new URL('../../scenarios/', import.meta.url);

// Formats are for people here; Ajv knows none without a plug-in. Everything else is as strict as Ajv can be.
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, formats: { uri: true } });

function schemaOf(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${name}.schema.json`, SCHEMAS), 'utf8'));
}

/** Fails with all that is wrong with a value. */
function expectValid(validate: ValidateFunction, value: unknown): void {
  const isValid = validate(value);
  expect(isValid ? '' : ajv.errorsText(validate.errors, { separator: '\n' })).to.equal('');
}

/** The JSON of a run; its standard error must be empty. */
function jsonOf(run: Run | undefined): unknown {
  expect(run?.stderr).to.equal('');
  return JSON.parse(run?.stdout ?? '');
}

/** Every object of a schema that describes properties, with its path. */
function objectsOf(schema: unknown, path = '#'): [string, Record<string, unknown>][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own: [string, Record<string, unknown>][] =
    'properties' in schema && !('then' in schema) ? [[path, schema as Record<string, unknown>]] : [];
  return [...own, ...Object.entries(schema).flatMap(([key, child]) => objectsOf(child, `${path}/${key}`))];
}

const scenarios = readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml'));
const names = [
  'scenario',
  'simulate',
  'trace',
  'check',
  'plan',
  'checks',
  'scenarios',
  'explain',
  'kernel-file',
  'probe',
  'inventory',
  'reopen',
  'preflight',
  'send',
  'links',
  'hops',
  'gns3-projects',
  'firewall',
  'reach',
  'respond',
  'rehearse',
  'kernel',
  'grade',
  'result',
  'quiz',
  'lesson',
  'teach',
  'teach-check',
  'error',
];

/** What is looked at in the result of `firewall`. */
interface FirewallJson {
  readonly remarks: readonly string[];
  readonly scripts?: { readonly hosts: readonly unknown[] };
}

describe('schemas', () => {
  const folder = new Folder();

  for (const name of names) {
    it(`${name} is a draft-07 schema that says what every property is, and allows no other`, () => {
      const schema = schemaOf(name);
      expect(schema.$schema).to.equal('http://json-schema.org/draft-07/schema#');
      expect(schema.title).to.be.a('string');
      expect(ajv.validateSchema(schema), ajv.errorsText()).to.equal(true);
      for (const [path, object] of objectsOf(schema)) {
        if (name !== 'scenario') expect(object.additionalProperties, path).to.equal(false);
        for (const [key, property] of Object.entries(object.properties as Record<string, Record<string, unknown>>)) {
          if (name !== 'scenario')
            expect('description' in property || '$ref' in property, `${path}: ${key}`).to.equal(true);
        }
      }
    });
  }

  describe('hold for every scenario', () => {
    const validateScenario = ajv.compile(schemaOf('scenario'));
    const validateSimulate = ajv.compile(schemaOf('simulate'));
    const validateCheck = ajv.compile(schemaOf('check'));
    const validatePlan = ajv.compile(schemaOf('plan'));

    for (const name of scenarios) {
      it(name, async () => {
        for (const document of parseAllDocuments(readFileSync(new URL(name, SCENARIOS), 'utf8')))
          expectValid(validateScenario, document.toJSON());
        const [simulated, checked, planned] = await niostatAll(
          ['simulate', 'check', 'plan'].map((command) => [command, '--json', `scenarios/${name}`]),
        );
        expectValid(validateSimulate, jsonOf(simulated));
        expectValid(validateCheck, jsonOf(checked));
        expectValid(validatePlan, jsonOf(planned));
      });
    }
  });

  it('hold for explicit NIOs, uBridge tunnels, links never made, and several labs', async () => {
    const lab = folder.file(
      'all.net',
      '[localhost]\nworkingdir = /tmp\n[[ROUTER R1]]\nf0/0 = NIO_udp:70000:bender:0\nf0/1 = R9 f0/0\nf1/0 = LAN 1\nf2/0 = R2 f0/0\n[[ROUTER R2]]\n[vbox localhost]\n[[VBOX V1]]\ne0 = R1 f3/0\n',
    );
    const runs = await niostatAll([
      ['simulate', '--json', lab, 'scenarios/full-mesh-3-routers.yaml', '--dynamips', '0.2.14'],
      ['simulate', '--json', lab, '--allocator', 'gns3-server-3.0'],
      ['simulate', '--json', lab, '--os', 'windows'],
      ['check', '--json', lab, 'scenarios/full-mesh-3-routers.yaml'],
      ['simulate', '--json', 'test/fixtures/gns3/two-servers.gns3'],
    ]);
    const [simulate, check] = ['simulate', 'check'].map((name) =>
      new Ajv({ strict: true, allowUnionTypes: true }).compile(schemaOf(name)),
    );
    for (const [index, run] of runs.entries())
      expectValid((index === 3 ? check : simulate) as ValidateFunction, jsonOf(run));
  });

  it('hold for lessons, their list, and what is wrong with them', async () => {
    const validate = ajv.compile(schemaOf('lesson'));
    const lessons = new URL('lessons/', SCENARIOS);
    for (const name of readdirSync(lessons).filter((one) => one.endsWith('.yaml')))
      for (const document of parseAllDocuments(readFileSync(new URL(name, lessons), 'utf8')))
        expectValid(validate, document.toJSON());
    const broken = folder.file('own.yaml', 'lesson: 1\nid: 7\n');
    const [list, clean, findings] = await niostatAll([
      ['teach', '--json'],
      ['teach', '--check', '--json'],
      ['teach', '--check', '--json', broken],
    ]);
    expectValid(ajv.compile(schemaOf('teach')), jsonOf(list));
    const validateCheck = ajv.compile(schemaOf('teach-check'));
    expectValid(validateCheck, jsonOf(clean));
    expectValid(validateCheck, jsonOf(findings));
    expect([clean?.code, findings?.code]).to.deep.equal([0, 1]);
  });

  it('hold for checks and explain', async () => {
    expectValid(ajv.compile(schemaOf('checks')), jsonOf(await niostat(['checks', '--json'])));
    expectValid(ajv.compile(schemaOf('scenarios')), jsonOf(await niostat(['scenarios', '--json'])));
    const explained = ajv.compile(schemaOf('explain'));
    for (const word of [['NIO001'], ['SHARED'], []])
      expectValid(explained, jsonOf(await niostat(['explain', '--json', ...word])));
  });

  for (const subject of SUBJECTS) {
    it(`hold for probe and send with ${subject.name}, empty, full, compared with a lab, and saved`, async () => {
      await withClient(subject, async (client, { port, workingDirectory }) => {
        const target = `127.0.0.1:${port}`;
        const [validateProbe, validateSend] = ['probe', 'send'].map((name) => ajv.compile(schemaOf(name))) as [
          ValidateFunction,
          ValidateFunction,
        ];
        const probed = async (...args: string[]) => {
          const result = jsonOf(await niostat(['probe', '--json', ...args]));
          expectValid(validateProbe, result);
          return (result as { hypervisors: Record<string, unknown>[] }).hypervisors[0] ?? {};
        };
        expect(await probed(target)).to.deep.include({ nios: [], bridges: [], switches: [], vms: [], consoles: [] });

        const [local, remote] = await freePorts(2);
        const consolePort = await freeTcpPort();
        await client.must(
          `nio create_udp wire ${local} 127.0.0.1 ${remote}`,
          'nio create_null none',
          'ethsw create SW1',
          'vm create R1 1 c7200',
          `vm set_con_tcp_port R1 ${consolePort}`,
          'vm create R2 2 c7200',
        );
        const lab = folder.file(
          `live-${port}.net`,
          `[127.0.0.1:${port}]\n[[ROUTER R1]]\nf0/0 = R3 f0/0\n[[ROUTER R3]]\n`,
        );
        const saved = await probed(lab, '--save-config', join(workingDirectory, 'saved.cfg'));
        expect(saved).to.include.all.keys('labs', 'saved', 'generation', 'address');
        expect(saved.nios).to.deep.include({
          name: 'wire',
          ...{ packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 },
          ...{ localPort: local, remoteHost: '127.0.0.1', remotePort: remote },
        });
        expect(saved.findings).to.have.length.above(0);

        await client.must('nio_bridge create br');
        const refused = await probed(target, '--save-config', join(workingDirectory, 'other.cfg'));
        expect(refused).to.deep.include({ bridges: ['br'], switches: ['SW1'] });
        expect(refused.saved).to.include({ outcome: 'refused' });

        for (const command of ['nio list', 'hypervisor version', 'bogus x'])
          expectValid(validateSend, jsonOf(await niostat(['send', '--json', target, command])));
      });
    });
  }

  for (const subject of SUBJECTS) {
    it(`hold for rehearse with ${subject.name}, well, with collisions, and with --clean`, async () => {
      await withClient(subject, async (client, { port }) => {
        const validate = ajv.compile(schemaOf('rehearse'));
        const [base = 0, lonely = 0] = await freePorts(3);
        const nobody = await freeTcpPort();
        const well = `[127.0.0.1:${port}]\nudp = ${base}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\nf0/1 = NIO_udp:${lonely + 1}:127.0.0.1:9\n[[ROUTER R2]]\n`;
        const other = `[127.0.0.1:${nobody}]\nudp = 9\n[[ROUTER R3]]\nf0/0 = R1 f1/0\n`;
        const lab = folder.file(`rehearse-${port}.net`, well);
        // The same lab twice wants the same ports, which are refused or shared.
        const copy = folder.file(`rehearse-copy-${port}.net`, well);
        const half = folder.file(`rehearse-half-${port}.net`, `${well}${other}`);
        const runs: Run[] = [];
        // One after the other: a hypervisor takes part in one rehearsal at a time.
        for (const args of [[lab], [lab, copy], ['--clean', lab]])
          runs.push(await niostat(['rehearse', '--json', ...args]));
        await client.must('ethsw create niostat-01234567-switch-1');
        runs.push(await niostat(['rehearse', '--json', '--clean', lab]));
        runs.push(await niostat(['rehearse', '--json', '--clean', '--by-name', half]));
        const results = runs.map((run) => jsonOf(run));
        for (const result of results) expectValid(validate, result);
        expect(runs.map(({ code }) => code)).to.deep.equal([0, 1, 0, 1, 3]);
        expect(results[0]).to.have.nested.property('skipped[0].why');
        expect(JSON.stringify(results[1])).to.include('"explanation"');
        expect(results[3]).to.deep.nested.include({
          'cleaned[0].removed': 0,
          'cleaned[0].unlisted': ['niostat-01234567-switch-1'],
        });
        expect(results[4]).to.deep.nested.include({ 'cleaned[0].removed': 1 });
        expect(results[4]).to.have.nested.property('cleaned[1].error');
      });
    });
  }

  it('hold for links with a lab and without one, well and broken, with and without all sockets', async () => {
    const validate = ajv.compile(schemaOf('links'));
    const [first = 0, second = 0, third = 0, taken = 0] = await freePorts(4);
    const [control, nobody] = [await freeTcpPort(), await freeTcpPort()];
    const lab = folder.file(
      'links.net',
      [
        `[127.0.0.1:${control}]\nudp = ${first}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\nf0/1 = NIO_udp:${taken}:127.0.0.1:9`,
        `[[ROUTER R2]]\n[127.0.0.1:${nobody}]\nudp = ${third}\n[[ROUTER R3]]\nf0/0 = R2 f0/1\n`,
      ].join('\n'),
    );
    const sockets = [
      await openLikeDynamips({ reuse: true, localPort: first, remoteHost: '127.0.0.1', remotePort: second }),
      await openLikeDynamips({ reuse: false, localPort: taken, remoteHost: '127.0.0.1', remotePort: first }),
    ];
    const commands = [
      ['links', '--json'],
      ['links', '--json', '--all'],
      ['links', '--json', lab],
      ['links', '--json', '--all', '--counters', lab],
      // Nobody asks that host: the name is one that never exists.
      ['links', '--json', '--host', 'nosuch.invalid'],
    ];
    const results = (await niostatAll(commands)).map((run) => jsonOf(run)) as { links: { state: string }[] }[];
    await closeAll(sockets);
    for (const result of results) expectValid(validate, result);
    const states = results[2]?.links.map(({ state }) => state);
    expect(states).to.include.members(['FOREIGN', 'MISSING']);
    expect(results[1]).to.have.property('sockets').that.has.length.above(1);
  });

  it('hold for firewalls: flows, and scripts for none, one and several hosts', async () => {
    const validate = ajv.compile(schemaOf('firewall'));
    const one = folder.file('one.net', '[198.18.0.2]\n[[ROUTER R1]]\nf0/0 = R1 f0/1\n');
    const two = folder.file('two.net', '[198.18.0.1]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[198.18.0.2]\n[[ROUTER R2]]\n');
    const from = ['--from', '10.0.0.0/8', '--from', '2001:db8::/32'];
    const commands = [
      ['firewall', '--json', two],
      ['firewall', '--json', '--headroom', '3', ...from, two],
      ['firewall', '--json', '--format', 'ufw', 'scenarios/full-mesh-3-routers.yaml'],
      ['firewall', '--json', '--format', 'netsh', ...from, one],
      ['firewall', '--json', '--format', 'nft', '--undo', ...from, two],
    ];
    const results = (await niostatAll(commands)).map((run) => jsonOf(run)) as FirewallJson[];
    for (const result of results) expectValid(validate, result);
    expect(results.map(({ scripts }) => scripts?.hosts.length)).to.deep.equal([undefined, undefined, 0, 1, 2]);
    expect(results[4]?.remarks).to.have.length(2);
  });

  it('hold for preflight: all well, all wrong, and the list of questions', async () => {
    const validate = ajv.compile(schemaOf('preflight'));
    const lab = folder.file(
      'preflight.net',
      `[127.0.0.1:${await freeTcpPort()}]\nworkingdir = /nosuch\nudp = 40000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\nbogus line = 1\n[[ROUTER R2]]\n`,
    );
    const runs = await niostatAll(
      [['scenarios/full-mesh-3-routers.yaml'], [lab], ['--list']].map((args) => ['preflight', '--json', ...args]),
    );
    type PreflightOutput = { answers: { id: string; state: string; details: object[] }[]; questions: { id: string }[] };
    // What was passed over in a lab is remarked on standard error.
    const results = runs.map(({ stdout }) => JSON.parse(stdout) as PreflightOutput);
    for (const result of results) expectValid(validate, result);
    const directories = results[1]?.answers.find(({ id }) => id === 'directories');
    expect(directories).to.deep.include({ state: 'failed' });
    expect(directories?.details[0]).to.include.all.keys('severity', 'rule', 'message', 'remedy', 'location');
    expect(results[2]?.questions.map(({ id }) => id)).to.include.members(results[0]?.answers.map(({ id }) => id) ?? []);
  });

  it('hold for what cannot be reached and what is no hypervisor', async () => {
    const server = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('220 mail.example ESMTP\r\n'),
    );
    await new Promise<void>((resolve) => {
      server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    const targets = [`127.0.0.1:${(server.address() as AddressInfo).port}`, `127.0.0.1:${await freeTcpPort()}`];
    const result = jsonOf(await niostat(['probe', '--json', ...targets]));
    await new Promise((resolve) => server.close(resolve));
    expectValid(ajv.compile(schemaOf('probe')), result);
    const { hypervisors } = result as { hypervisors: { tcp: { state: string } }[] };
    expect(hypervisors.map(({ tcp }) => tcp.state)).to.deep.equal(['not-a-hypervisor', 'refused']);
  });

  it('hold for every kind of error', async () => {
    const validate = ajv.compile(schemaOf('error'));
    const bad = folder.file('bad.net', '[localhost]\nnonsense\n');
    const binary = folder.file('binary.net', Buffer.from([0xff, 0xfe, 0x00]));
    const archive = folder.file('bad.gns3project', zip([]));
    // The name is one that never exists.
    const nameless = folder.file('nameless.net', '[nosuch.invalid]\n[[ROUTER R1]]\n');
    const lab = 'scenarios/full-mesh-3-routers.yaml';
    const codes: Record<string, string[]> = {
      BAD_LAB: ['check', bad],
      NO_LAB: ['check', 'src/core'],
      ENOENT: ['simulate', 'nosuch.net'],
      NOT_A_FILE: ['simulate', folder.path],
      NOT_UTF8: ['simulate', binary],
      BAD_ARCHIVE: ['simulate', archive],
      TOO_LARGE: ['simulate', '/dev/zero'],
      UNKNOWN_CHECK: ['explain', 'bogus'],
      BAD_ALLOCATOR: ['check', '--allocator', 'bogus', lab],
      BAD_VERSION: ['check', '--dynamips', 'bogus', lab],
      USAGE: ['simulate', '--bogus', lab],
      BAD_FILTER: ['links', '--filter', 'sport ='],
      BAD_DURATION: ['probe', '--timeout', 'bogus', lab],
      BAD_TARGET: ['send', 'bogus', 'hypervisor', 'version'],
      BAD_COMMAND: ['send', '127.0.0.1:1', 'nio', 'delete', 'a"b'],
      NOT_CONFIRMED: ['send', '127.0.0.1:1', 'hypervisor', 'stop'],
      BAD_NETWORK: ['firewall', '--from', 'bogus', lab],
      UNKNOWN_HOST: ['firewall', '--host', 'bogus', lab],
      NO_ADDRESS: ['firewall', '--format', 'nft', '--from', '10.0.0.7', nameless],
      NOT_REACHED: ['send', `127.0.0.1:${await freeTcpPort()}`, 'hypervisor', 'version'],
    };
    const runs = await niostatAll(Object.values(codes).map((args) => [...args, '--json']));
    for (const [index, code] of Object.keys(codes).entries()) {
      const error = jsonOf(runs[index]) as { error: { code: string } };
      expectValid(validate, error);
      expect(error.error.code).to.equal(code);
    }
  });

  it('refuse what is not the result', () => {
    for (const name of names) {
      const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schemaOf(name));
      for (const value of [{}, [], null, 'text', { schemaVersion: 2 }, { schemaVersion: 1, more: true }])
        expect(validate(value), `${name}: ${JSON.stringify(value)}`).to.equal(false);
    }
  });
});
