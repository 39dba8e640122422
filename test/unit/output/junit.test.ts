import { expect } from 'chai';
import { readServerConf } from '../../../src/core/lab/gns3/server-conf.ts';
import { modelOfEachFile } from '../../../src/core/model/each-file.ts';
import { check } from '../../../src/features/check/check.ts';
import { checkEach } from '../../../src/features/check/check-each.ts';
import { listChecks } from '../../../src/features/check/check-list.ts';
import { junit } from '../../../src/output/junit.ts';
import { BAD_LAB, junitErrors, labsOf, NO_ACCESS, rendered, scenarioResults } from '../../support/machine-formats.ts';
import { modelOf } from '../../support/model.ts';
import { fc } from '../../support/property.ts';
import { gns3Lab } from '../../support/read.ts';

const SAME_BASE =
  '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = 10000\n[[ROUTER R2]]\n';
const CLEAN = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
const STARTED = new Date('2026-01-31T08:40:00Z');

/** The attributes of the test suites, in order. */
function suites(xml: string): Record<string, string>[] {
  return [...xml.matchAll(/<testsuite ([^>]*)>/g)].map(([, text = '']) =>
    Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])),
  );
}

describe('JUnit', () => {
  it('is valid for every scenario, by the schemas of Ant and of Jenkins', async () => {
    const reports = [...scenarioResults().values()].map((result) => rendered(result, 'junit'));
    expect(reports.length).to.be.above(10);
    expect(await junitErrors(reports)).to.deep.equal([]);
  });

  it('has a schema that finds something', async () => {
    const good = rendered(check(modelOf(labsOf(CLEAN, 'clean.net'))), 'junit');
    expect(await junitErrors([good.replace('<properties/>', '')])).to.have.length.above(0);
    expect(await junitErrors([good.replace('name=', 'nam=')])).to.have.length.above(0);
  });

  it('has a suite for each file with a case for each check, and counts what failed', () => {
    const labs = [...labsOf(CLEAN, 'labs/clean.net'), ...labsOf(SAME_BASE, 'labs/same-base.net')];
    const xml = rendered(checkEach(modelOfEachFile(labs, {})), 'junit');
    const tests = String(listChecks().checks.length);
    expect(suites(xml)).to.deep.equal(
      [
        { id: '0', name: 'labs/clean.net', failures: '0' },
        { id: '1', name: 'labs/same-base.net', failures: '1' },
      ].map((suite) => ({
        ...suite,
        ...{ package: 'niostat', timestamp: '2026-01-31T08:40:00', hostname: 'localhost' },
        ...{ tests, errors: '0', skipped: '0', time: '0' },
      })),
    );
    expect(xml).to.include('<testcase name="NIO001 same-base-udp" classname="niostat.labs/clean_net" time="0"/>');
    expect(xml).to.match(
      /<testcase name="NIO001 same-base-udp" classname="niostat\.labs\/same-base_net" time="0">\s*<failure type="error" message="127\.0\.0\.1:7200 and [^"]+">labs\/same-base\.net:5:1: error: NIO001 /,
    );
    // A note fails nothing, and is not lost.
    expect(xml).to.match(/<system-out>labs\/same-base\.net:1:1: note: NIO013 /);
  });

  it('has a suite for a file that is no lab, with the checks that found something there', async () => {
    const project = gns3Lab({ version: '2.2.45', revision: 9, topology: { computes: [], nodes: [], links: [] } });
    const { conf } = readServerConf(
      '[Server]\nudp_start_port_range = 10000\nudp_start_end_range = 20000\nfavourite_colour = blue\n',
      'etc/s.conf',
    );
    if (conf === undefined) throw new Error('no configuration');
    const xml = rendered(check(modelOf([project], { serverConf: conf })), 'junit');
    expect(suites(xml).map(({ name, tests, failures }) => [name, tests, failures])).to.deep.equal([
      ['lab.gns3', String(listChecks().checks.length), '0'],
      ['etc/s.conf', '1', '1'],
    ]);
    expect(xml).to.match(
      /<testcase name="NIO036 misspelt-server-key" classname="niostat\.etc\/s_conf" time="0">\s*<failure type="warning"/,
    );
    // A note in the file fails nothing, and is not lost.
    expect(xml).to.match(/<system-out>etc\/s\.conf:4:1: note: NIO036 /);
    expect(await junitErrors([xml])).to.deep.equal([]);
  });

  it('has a suite for each file that could not be read, with one case that is an error', async () => {
    const result = { ...check(modelOf(labsOf(CLEAN, 'clean.net'))), unreadable: [BAD_LAB, NO_ACCESS] };
    const xml = rendered(result, 'junit', { failOn: 'error' });
    expect(suites(xml).map(({ name, tests, failures, errors }) => [name, tests, failures, errors])).to.deep.equal([
      ['clean.net', String(listChecks().checks.length), '0', '0'],
      ['labs/bad.net', '1', '0', '1'],
      ['labs/secret.net', '1', '0', '1'],
    ]);
    expect(xml).to.match(
      /<testcase name="unreadable-lab" classname="niostat\.labs\/bad_net" time="0">\s*<error type="BAD_LAB" message="labs\/bad\.net cannot be used as a lab: no section">labs\/bad\.net:2:1: error: unreadable-lab labs/,
    );
    expect(xml).to.include('\nlabs/bad.net:9:4: error: no "value"</error>');
    expect(xml).to.include('<error type="EACCES" message="cannot read labs/secret.net: permission denied">');
    expect(await junitErrors([xml])).to.deep.equal([]);
  });

  it('fails what the exit code fails', () => {
    const result = check(modelOf(labsOf(SAME_BASE, 'a.net')));
    expect(suites(rendered(result, 'junit', { failOn: 'note' }))[0]?.failures).to.equal('2');
    expect(suites(rendered(result, 'junit', { failOn: 'error' }))[0]?.failures).to.equal('1');
  });

  it('escapes names that would end an element or an attribute, and keeps lines of text', () => {
    const text = 'one\ntwo "&<>]]>\r';
    const xml = junit(
      [
        {
          name: 'a"<b>&\tc',
          output: text,
          cases: [
            { name: 'n', className: 'c', outcome: { state: 'failure', type: 't', message: 'one\ntwo', text } },
            { name: 's', className: 'c', outcome: { state: 'skipped' } },
          ],
        },
      ],
      STARTED,
    );
    expect(xml).to.include('name="a&quot;&lt;b&gt;&amp;&#9;c"');
    expect(xml).to.include('message="one&#10;two">one\ntwo "&amp;&lt;&gt;]]&gt;&#13;</failure>');
    expect(xml).to.include('<skipped/>');
    expect(suites(xml)[0]).to.deep.include({ tests: '2', failures: '1', skipped: '1' });
  });

  it('is well-formed and valid whatever the names are', async () => {
    // All in one report: each validation starts a program of its own.
    const names = fc.sample(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), 300);
    const hostile = ['\0', '\ud800', '\udc00x', '\ufffe', '\uffff', '\u001b[0m', ']]>', '-->', '\u{1f600}', ...names];
    const report = junit(
      hostile.map((name) => ({
        name: `suite ${name}`,
        output: name,
        cases: [
          { name, className: name, outcome: { state: 'failure', type: name, message: name, text: name } },
          { name, className: name, outcome: { state: 'error', type: name, message: name, text: name } },
        ],
      })),
      STARTED,
    );
    expect(await junitErrors([report])).to.deep.equal([]);
  });

  it('is valid without any suite', async () => {
    expect(await junitErrors([junit([], STARTED)])).to.deep.equal([]);
  });
});
