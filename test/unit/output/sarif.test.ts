import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLab } from '../../../src/core/lab/read-lab.ts';
import { modelOfEachFile } from '../../../src/core/model/each-file.ts';
import { check } from '../../../src/features/check/check.ts';
import { checkEach } from '../../../src/features/check/check-each.ts';
import { BAD_LAB, labsOf, NO_ACCESS, rendered, sarifErrors, scenarioResults } from '../../support/machine-formats.ts';
import { modelOf } from '../../support/model.ts';
import { fc } from '../../support/property.ts';
import { file } from '../../support/text.ts';

const PAGE = `# NIO001 same-base-udp

error. Two hypervisors have
one base.

## Why
They count from \`udp\` up:

    # \`udp\`
`;

const SAME_BASE = file`
  [127.0.0.1:7200]
      udp = 10000
      [[ROUTER R1]]
          f0/0 = R2 f0/0
  [127.0.0.1:7201]
      udp = 10000
      [[ROUTER R2]]
`;

// biome-ignore lint/suspicious/noExplicitAny: a document of somebody else's format, checked by its schema.
function run(text: string, name = 'labs/same base.net'): any {
  const log = JSON.parse(rendered(check(modelOf(labsOf(text, name))), 'sarif'));
  expect(sarifErrors(log)).to.deep.equal([]);
  return log.runs[0];
}

describe('SARIF', () => {
  it('is valid for every scenario', () => {
    for (const [name, result] of scenarioResults())
      expect(sarifErrors(JSON.parse(rendered(result, 'sarif'))), name).to.deep.equal([]);
  });

  it('names the rule, its place in the list, the level and where it is', () => {
    const { tool, results } = run(SAME_BASE);
    const [worst] = results;
    expect(worst).to.deep.include({ ruleId: 'NIO001', ruleIndex: 0, level: 'error' });
    expect(tool.driver.rules[0]).to.deep.include({ id: 'NIO001', name: 'SameBaseUdp' });
    expect(tool.driver).to.deep.include({ name: 'niostat', semanticVersion: '1.2.3' });
    expect(worst.locations).to.deep.equal([
      {
        physicalLocation: {
          artifactLocation: { uri: 'labs/same%20base.net', uriBaseId: '%SRCROOT%' },
          region: { startLine: 5, startColumn: 1 },
        },
      },
    ]);
    expect(worst.relatedLocations.map(({ id }: { id: number }) => id)).to.deep.equal([0]);
    expect(worst.relatedLocations[0].physicalLocation.region).to.deep.equal({ startLine: 1, startColumn: 1 });
    expect(worst.message.text).to.include('What to do: give 127.0.0.1:7201 base UDP 10100');
    for (const result of results) expect(tool.driver.rules[result.ruleIndex].id).to.equal(result.ruleId);
  });

  it('points at the beginning of an archive, and says the place in it first', () => {
    const text = readFileSync('test/fixtures/cases/consoles-that-move.gns3', 'utf8');
    const { labs } = readLab(text, 'lab.gns3project', 'project.gns3');
    const log = JSON.parse(rendered(check(modelOf(labs)), 'sarif'));
    expect(sarifErrors(log)).to.deep.equal([]);
    const [result] = log.runs[0].results;
    expect(result.message.text).to.match(/^project\.gns3:71:4: the GNS3 server gives other ports than the file says: /);
    expect(result.locations).to.deep.equal([
      {
        physicalLocation: {
          artifactLocation: { uri: 'lab.gns3project', uriBaseId: '%SRCROOT%' },
          region: { startLine: 1, startColumn: 1, endColumn: 1 },
        },
      },
    ]);
  });

  it('has the pages of the rules, if there are any', () => {
    const rules = [{ id: 'NIO001', name: 'same-base-udp', severity: 'error' as const, title: 'T', page: PAGE }];
    const log = JSON.parse(
      rendered(check(modelOf(labsOf(SAME_BASE, 'a.net')), { rules: ['NIO001'] }), 'sarif', { rules }),
    );
    expect(sarifErrors(log)).to.deep.equal([]);
    const [rule] = log.runs[0].tool.driver.rules;
    expect(rule.help.markdown).to.equal(PAGE);
    expect(rule.help.text).to.equal(
      'NIO001 same-base-udp\n\nerror. Two hypervisors have\none base.\n\nWhy\nThey count from udp up:\n\n    # `udp`',
    );
    expect(rule.fullDescription).to.deep.equal({ text: 'Two hypervisors have one base.' });
    expect(rule.shortDescription).to.deep.equal({ text: 'T' });
  });

  it('has addresses below the homepage of package.json, and none where there is no homepage', () => {
    const driver = (homepage?: string) => {
      const log = JSON.parse(rendered(check(modelOf(labsOf(SAME_BASE, 'a.net'))), 'sarif', { homepage }));
      expect(sarifErrors(log)).to.deep.equal([]);
      return log.runs[0].tool.driver;
    };
    for (const homepage of [undefined, '', 'niostat', 'javascript:alert(1)', 'file:///srv/niostat']) {
      const { informationUri, rules } = driver(homepage);
      expect(informationUri, homepage).to.equal(undefined);
      for (const rule of rules) expect(rule, homepage).to.not.have.property('helpUri');
    }
    const { informationUri, rules } = driver('https://niostat.example/tree/v1#readme');
    expect(informationUri).to.equal('https://niostat.example/tree/v1#readme');
    expect(rules[0].helpUri).to.equal('https://niostat.example/tree/v1/docs/checks/NIO001-same-base-udp.md');
    for (const { helpUri } of rules)
      expect(helpUri).to.match(/^https:\/\/niostat\.example\/tree\/v1\/docs\/checks\/NIO\d{3}-/);
  });

  it('has a result for each file that could not be read, and says that the run was not whole', () => {
    const result = { ...check(modelOf(labsOf(SAME_BASE, 'a.net'))), unreadable: [BAD_LAB, NO_ACCESS] };
    const log = JSON.parse(rendered(result, 'sarif'));
    expect(sarifErrors(log)).to.deep.equal([]);
    const [{ invocations, results, tool }] = log.runs;
    expect(invocations).to.deep.equal([{ executionSuccessful: false }]);
    const [bad, secret, ...findings] = results;
    expect(findings.map(({ ruleId }: { ruleId: string }) => ruleId)).to.include('NIO001');
    expect(tool.driver.rules[bad.ruleIndex]).to.deep.include({ id: 'unreadable-lab', name: 'UnreadableLab' });
    expect(bad).to.deep.include({ ruleId: 'unreadable-lab', level: 'error' });
    expect(bad.locations[0].physicalLocation).to.deep.equal({
      artifactLocation: { uri: 'labs/bad.net', uriBaseId: '%SRCROOT%' },
      region: { startLine: 2, startColumn: 1 },
    });
    expect(bad.relatedLocations[0].physicalLocation.region).to.deep.equal({ startLine: 9, startColumn: 4 });
    expect(bad.message.text).to.include('labs/bad.net:9:4: error: no "value"');
    expect(secret.locations[0].physicalLocation).to.deep.equal({
      artifactLocation: { uri: 'labs/secret.net', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1, startColumn: 1, endColumn: 1 },
    });
    // What is wrong in the file is mended bit by bit; it stays one result.
    const [first] = BAD_LAB.problems;
    const later = { ...BAD_LAB, problems: first === undefined ? [] : [{ ...first, message: 'another' }] };
    const [again] = JSON.parse(rendered({ ...result, unreadable: [later] }, 'sarif')).runs[0].results;
    expect(again.partialFingerprints).to.deep.equal(bad.partialFingerprints);
    expect(secret.partialFingerprints).to.not.deep.equal(bad.partialFingerprints);
  });

  it('says that a run was whole, and that it was not if a name was not answered', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')));
    const invocations = (more: object) => JSON.parse(rendered({ ...result, ...more }, 'sarif')).runs[0].invocations;
    expect(invocations({})).to.deep.equal([{ executionSuccessful: true }]);
    expect(invocations({ unanswered: [{ name: 'r1', afterMs: 5000 }] })).to.deep.equal([
      { executionSuccessful: false },
    ]);
  });

  it('names files as the repository does, with the same fingerprints on every system', () => {
    const paths = { folder: 'C:\\repository', separator: '\\' } as const;
    const of = (name: string, more: object = {}) => {
      const [result] = JSON.parse(rendered(check(modelOf(labsOf(SAME_BASE, name))), 'sarif', more)).runs[0].results;
      const { artifactLocation } = result.locations[0].physicalLocation;
      return [artifactLocation.uri, artifactLocation.uriBaseId, result.partialFingerprints['niostatSubject/v1']];
    };
    const expected = of('labs/a b#1%ä.net');
    expect(expected.slice(0, 2)).to.deep.equal(['labs/a%20b%231%25%C3%A4.net', '%SRCROOT%']);
    expect(of('./labs/a b#1%ä.net')).to.deep.equal(expected);
    expect(of('/srv/repository/labs/a b#1%ä.net')).to.deep.equal(expected);
    expect(of('labs\\a b#1%ä.net', { paths })).to.deep.equal(expected);
    expect(of('c:\\Repository\\labs\\a b#1%ä.net', { paths })).to.deep.equal(expected);
    expect(of('D:\\labs\\a b.net', { paths }).slice(0, 2)).to.deep.equal(['file:///D:/labs/a%20b.net', undefined]);
    expect(of('/etc/labs/a b.net').slice(0, 2)).to.deep.equal(['file:///etc/labs/a%20b.net', undefined]);
  });

  // The labs of these files have one name, and the range of ports that is wrong stands in neither.
  it('puts a finding without a place at its own file where each file is checked by itself', () => {
    const text = 'allocator: gns3-classic\ndevices:\n  - name: R1\n  - name: R2\nlinks:\n  - R1 f0/0 -- R2 f0/0\n';
    const files = ['monday/lab.yaml', 'tuesday/lab.yaml'];
    const labs = files.flatMap((name) => labsOf(text, name));
    const result = checkEach(modelOfEachFile(labs, {}), { rules: ['NIO013'] });
    const { results } = JSON.parse(rendered(result, 'sarif')).runs[0];
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const uri = (one: any) => one.locations[0].physicalLocation.artifactLocation.uri;
    expect(results.map(uri)).to.deep.equal(files);
  });

  it('gives a finding the same fingerprint when lines are put in above it, and another in another file', () => {
    const prints = (text: string, name?: string): string[] =>
      run(text, name).results.map(
        ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
          partialFingerprints['niostatSubject/v1'],
      );
    const moved = prints(`# a remark\n\n${SAME_BASE.replace('udp = 10000', '# more\nudp = 10000')}`);
    expect(moved).to.deep.equal(prints(SAME_BASE));
    expect(new Set([...moved, ...prints(SAME_BASE, 'other.net')])).to.have.property('size', 2 * moved.length);
  });

  it('tells results that are about the same things apart', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')), { rules: ['NIO001'] });
    const twice = { ...result, findings: [...result.findings, ...result.findings] };
    const { results } = JSON.parse(rendered(twice, 'sarif')).runs[0];
    const [first, second] = results.map((one: { partialFingerprints: object }) =>
      JSON.stringify(one.partialFingerprints),
    );
    expect(first).to.not.equal(second);
  });

  it('puts a finding without a place where its file begins, since code scanning takes none without', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')), { rules: ['NIO001'] });
    const findings = result.findings.map(({ location: _, ...finding }) => ({
      ...finding,
      evidence: { ...finding.evidence, locations: [] },
    }));
    const log = JSON.parse(rendered({ ...result, findings }, 'sarif'));
    expect(sarifErrors(log)).to.deep.equal([]);
    expect(log.runs[0].results[0].locations).to.deep.equal([
      {
        physicalLocation: {
          artifactLocation: { uri: 'a.net', uriBaseId: '%SRCROOT%' },
          region: { startLine: 1, startColumn: 1, endColumn: 1 },
        },
      },
    ]);
  });

  it('lets no name become a link, a placeholder or a control sequence of a message', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')), { rules: ['NIO001'] });
    const [finding] = result.findings;
    const message = 'R1 [here](http://evil.example) {0} \u001b[31m\u202e';
    const log = JSON.parse(
      rendered({ ...result, findings: finding === undefined ? [] : [{ ...finding, message }] }, 'sarif'),
    );
    expect(log.runs[0].results[0].message.text.split('\n')[0]).to.equal(
      'R1 [here\\](http://evil.example) {{0}} ·[31m·',
    );
  });

  it('is valid whatever the file is called and the finding says', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')), { rules: ['NIO001'] });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (name, message) => {
        const findings = result.findings.map((finding) => ({
          ...finding,
          message,
          location: { file: name, line: 1, column: 1 },
        }));
        expect(sarifErrors(JSON.parse(rendered({ ...result, findings }, 'sarif')))).to.deep.equal([]);
      }),
    );
  });
});
