import { expect } from 'chai';
import { Batch, Folder } from '../support/cli.ts';

const folder = new Folder();
const broken = folder.file('broken.net', '[localhost]\nnonsense\n');
const clean = folder.file('clean.net', '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
const findings = 'scenarios/two-hypervisors-same-base.yaml';

/** Command lines by the exit code that DESIGN §3 gives them. */
const COMMANDS: Readonly<Record<number, readonly (readonly string[])[]>> = {
  0: [
    ['simulate', clean],
    // A simulation says what happens; broken links are its result and not its failure.
    ['simulate', findings],
    ['check', clean],
    ['check', '--fail-on', 'error', '--rule', 'known-range', findings],
    ['checks'],
    ['explain', 'NIO001'],
  ],
  1: [
    ['check', findings],
    ['check', clean, findings],
    ['check', '--fail-on', 'note', '--rule', 'known-range', findings],
  ],
  2: [
    ['simulate', broken],
    ['simulate', 'nosuch.net'],
    ['simulate'],
    ['simulate', '--bogus', clean],
    ['simulate', '--format', 'bogus', clean],
    ['simulate', '--allocator', 'bogus', clean],
    ['simulate', '--dynamips', 'bogus', clean],
    ['simulate', '--os', 'bogus', clean],
    ['check', broken],
    // Findings in one file do not hide that another one is bad.
    ['check', findings, broken],
    ['check', '--fail-on', 'bogus', clean],
    ['check', '--rule', 'bogus', clean],
    ['checks', '--bogus'],
    ['checks', 'bogus'],
    ['explain'],
    ['explain', 'bogus'],
    ['bogus'],
  ],
};

describe('exit codes', () => {
  const batch = new Batch();

  for (const [code, commands] of Object.entries(COMMANDS)) {
    describe(code, () => {
      for (const args of commands) {
        const shown = args.map((arg) => arg.replace(`${folder.path}/`, '')).join(' ');
        const runs = [args, [...args, '--json']].map((one) => batch.add(() => ({ args: one })));
        it(`niostat ${shown}`, async () => {
          const [text, json] = await Promise.all(runs);
          expect([text?.code, json?.code], 'without and with --json').to.deep.equal([Number(code), Number(code)]);
          // With --json standard output is one JSON value, whatever happened, and the text of an error is not beside it.
          const result = JSON.parse(json?.stdout ?? '');
          expect(result.schemaVersion).to.equal(1);
          expect(json?.stderr).to.equal('');
          if (code === '2') {
            expect(text?.stdout).to.equal('');
            expect(text?.stderr).to.match(/\S/);
            expect(result.error.code).to.match(/^[A-Z][A-Z0-9_]*$/);
            expect(result.error.message).to.match(/\S/);
          } else {
            expect(text?.stdout).to.match(/\S/);
            expect(text?.stderr).to.equal('');
            expect(result).to.not.have.property('error');
          }
        });
      }
    });
  }
});
