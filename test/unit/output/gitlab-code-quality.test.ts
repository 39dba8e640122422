import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLab } from '../../../src/core/lab/read-lab.ts';
import { check } from '../../../src/features/check/check.ts';
import { codeQualityErrors } from '../../support/code-quality.ts';
import { BAD_LAB, labsOf, NO_ACCESS, rendered, scenarioResults } from '../../support/machine-formats.ts';
import { modelOf } from '../../support/model.ts';
import { fc } from '../../support/property.ts';

const SAME_BASE =
  '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = 10000\n[[ROUTER R2]]\n';

/** The example of GitLab's documentation, "Code Quality report format". */
const DOCUMENTED = {
  description: "'unused' is assigned a value but never used.",
  check_name: 'no-unused-vars',
  fingerprint: '7815696ecbf1c96e6894b779456d330e',
  severity: 'minor',
  location: { path: 'lib/index.js', lines: { begin: 42 } },
};

describe('code quality reports of GitLab', () => {
  it('have rules that take the documented example, and nothing less', () => {
    expect(codeQualityErrors([DOCUMENTED])).to.deep.equal([]);
    for (const key of Object.keys(DOCUMENTED))
      expect(codeQualityErrors([{ ...DOCUMENTED, [key]: undefined }]), key).to.not.deep.equal([]);
    const wrong = [
      { severity: 'error' },
      { location: { path: './lib/index.js', lines: { begin: 42 } } },
      { location: { path: '/lib/index.js', lines: { begin: 42 } } },
      { location: { path: 'lib/index.js', lines: { begin: 0 } } },
      { location: { path: 'lib/index.js' } },
    ];
    for (const part of wrong) expect(codeQualityErrors([{ ...DOCUMENTED, ...part }])).to.not.deep.equal([]);
    // One of two with the same fingerprint is lost.
    expect(codeQualityErrors([DOCUMENTED, DOCUMENTED])).to.not.deep.equal([]);
  });

  it('fit for every scenario', () => {
    for (const [name, result] of scenarioResults()) {
      const report = JSON.parse(rendered(result, 'gitlab'));
      expect(codeQualityErrors(report), name).to.deep.equal([]);
      expect(report, name).to.have.length(result.findings.length);
    }
  });

  it('say what is wrong and what to do, and where', () => {
    const [worst, note] = JSON.parse(rendered(check(modelOf(labsOf(SAME_BASE, './labs/same base.net'))), 'gitlab'));
    expect(worst).to.deep.include({
      check_name: 'NIO001 same-base-udp',
      severity: 'critical',
      location: { path: 'labs/same base.net', lines: { begin: 5 } },
    });
    expect(worst.description).to.match(/^127\.0\.0\.1:7200 and .*\. What to do: give 127\.0\.0\.1:7201 base UDP 10100/);
    expect(worst.description).to.not.include('\n');
    expect(note).to.deep.include({ check_name: 'NIO013 known-range', severity: 'info' });
  });

  it('begin with the files that could not be read', () => {
    const result = { ...check(modelOf(labsOf(SAME_BASE, 'a.net'))), unreadable: [BAD_LAB, NO_ACCESS] };
    const report = JSON.parse(rendered(result, 'gitlab'));
    expect(codeQualityErrors(report)).to.deep.equal([]);
    expect(report.slice(0, 2).map(({ fingerprint: _, ...rest }: { fingerprint: string }) => rest)).to.deep.equal([
      {
        description: 'labs/bad.net cannot be used as a lab: no section',
        check_name: 'unreadable-lab',
        severity: 'blocker',
        location: { path: 'labs/bad.net', lines: { begin: 2 } },
      },
      {
        description: 'cannot read labs/secret.net: permission denied',
        check_name: 'unreadable-lab',
        severity: 'blocker',
        location: { path: 'labs/secret.net', lines: { begin: 1 } },
      },
    ]);
  });

  it('point at an archive, and say the place in it first', () => {
    const text = readFileSync('test/fixtures/cases/consoles-that-move.gns3', 'utf8');
    const { labs } = readLab(text, 'lab.gns3project', 'project.gns3');
    const [first] = JSON.parse(rendered(check(modelOf(labs)), 'gitlab'));
    expect(first.location).to.deep.equal({ path: 'lab.gns3project', lines: { begin: 1 } });
    expect(first.description).to.match(/^project\.gns3:71:4: the GNS3 server gives other ports than the file says/);
  });

  it('are an empty list, without a byte order mark, where nothing was found', () => {
    const clean = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
    expect(rendered(check(modelOf(labsOf(clean, 'a.net'))), 'gitlab')).to.equal('[]');
  });

  it('fit whatever the file is called and the finding says', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (name, message) => {
        const file = `x${name}`;
        const findings = result.findings.map((finding) => ({
          ...finding,
          message,
          location: { file, line: 7, column: 1 },
        }));
        const unreadable = [{ file, code: 'BAD_LAB', message, problems: [] }];
        const text = rendered({ ...result, findings, unreadable }, 'gitlab');
        expect(text).to.not.match(/[^\n -~\u00a0-\uffff]/);
        const report = JSON.parse(text);
        expect(codeQualityErrors(report)).to.deep.equal([]);
        if (!name.includes('/')) expect(report[1].location.path).to.equal(file);
      }),
    );
  });
});
