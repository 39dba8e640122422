import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLab } from '../../../src/core/lab/read-lab.ts';
import { check } from '../../../src/features/check/check.ts';
import { labsOf, rendered, sarifErrors, scenarioResults } from '../../support/machine-formats.ts';
import { modelOf } from '../../support/model.ts';
import { fc } from '../../support/property.ts';
import { file } from '../../support/text.ts';

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
    expect(tool.driver.rules[0]).to.deep.include({ id: 'NIO001', name: 'same-base-udp' });
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

  it('points at an archive without a region, and says the place in it first', () => {
    const text = readFileSync('test/fixtures/cases/consoles-that-move.gns3', 'utf8');
    const { labs } = readLab(text, 'lab.gns3project', 'project.gns3');
    const log = JSON.parse(rendered(check(modelOf(labs)), 'sarif'));
    expect(sarifErrors(log)).to.deep.equal([]);
    const [result] = log.runs[0].results;
    expect(result.message.text).to.match(/^project\.gns3:71:4: the GNS3 server gives other ports than the file says: /);
    expect(result.locations).to.deep.equal([
      { physicalLocation: { artifactLocation: { uri: 'lab.gns3project', uriBaseId: '%SRCROOT%' } } },
    ]);
  });

  it('has the pages of the rules, if there are any', () => {
    const rules = [{ id: 'NIO001', name: 'same-base-udp', severity: 'error' as const, title: 'T', page: '# Page' }];
    const log = JSON.parse(
      rendered(check(modelOf(labsOf(SAME_BASE, 'a.net')), { rules: ['NIO001'] }), 'sarif', { rules }),
    );
    expect(sarifErrors(log)).to.deep.equal([]);
    expect(log.runs[0].tool.driver.rules[0].help).to.deep.equal({ text: '# Page', markdown: '# Page' });
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

  it('puts a finding without a place at the file, since code scanning takes none without', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')), { rules: ['NIO001'] });
    const findings = result.findings.map(({ location: _, ...finding }) => ({
      ...finding,
      evidence: { ...finding.evidence, locations: [] },
    }));
    const log = JSON.parse(rendered({ ...result, findings }, 'sarif'));
    expect(sarifErrors(log)).to.deep.equal([]);
    expect(log.runs[0].results[0].locations).to.deep.equal([
      { physicalLocation: { artifactLocation: { uri: 'a.net', uriBaseId: '%SRCROOT%' } } },
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
