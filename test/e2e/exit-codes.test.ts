import { expect } from 'chai';
import { Folder, niostat, niostatAll } from '../support/cli.ts';

const folder = new Folder();
const clean = folder.file('clean.net', '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
const findings = 'scenarios/two-hypervisors-same-base.yaml';

/**
 * A command line for each command of the built program, and for each exit code; the contract tests have all
 * the others.
 */
const COMMANDS: readonly (readonly [code: number, ...words: string[]])[] = [
  [0, 'check', clean],
  [0, 'checks'],
  [0, 'explain', 'NIO001'],
  [0, 'firewall', clean],
  [0, 'plan', clean],
  [0, 'preflight', '--list'],
  [0, 'simulate', clean],
  [1, 'check', findings],
  [1, 'links', clean],
  [1, 'reach', '--tcp', '1', '127.0.0.1'],
  [2, 'hypervisor', '--listen', '127.0.0.1:70000'],
  [2, 'probe', 'nosuch.net'],
  [2, 'rehearse', 'nosuch.net'],
  [2, 'send', 'bogus', 'hypervisor', 'version'],
  [2, 'bogus'],
  // TEST-NET-1 is nobody's address.
  [3, 'respond', '--udp', '10000', '--listen', '192.0.2.254'],
];

describe('exit codes of the built program', () => {
  it('are those of the contract, and so is where it writes', async () => {
    const runs = await niostatAll(COMMANDS.map(([, ...words]) => words));
    for (const [index, [code, ...words]] of COMMANDS.entries()) {
      const { code: ended, stdout, stderr } = runs[index] ?? {};
      expect(ended, words.join(' ')).to.equal(code);
      expect(code < 2 ? stdout : stderr, words.join(' ')).to.match(/\S/);
      expect(code < 2 ? stderr : stdout, words.join(' ')).to.equal('');
    }
  });

  it('are the same with --json, and standard output is one JSON value', async () => {
    const runs = await niostatAll([
      ['simulate', '--json', clean],
      ['links', '--json', clean],
      ['send', '--json', 'bogus', 'hypervisor', 'version'],
      ['respond', '--json', '--udp', '10000', '--listen', '192.0.2.254'],
    ]);
    expect(runs.map(({ code }) => code)).to.deep.equal([0, 1, 2, 3]);
    for (const { stdout, stderr } of runs) expect([JSON.parse(stdout).schemaVersion, stderr]).to.deep.equal([1, '']);
  });

  it('are never 0 where a run ends before it has a result', async () => {
    // An input that never comes and keeps nothing open.
    const stdin = '{ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }';
    const never = folder.file('never.cjs', `Object.defineProperty(process, 'stdin', { value: ${stdin} });`);
    const run = await niostat(['check', '-'], { env: { NODE_OPTIONS: `--require=${never}` } });
    expect(run).to.deep.include({ code: 70, stdout: '' });
    expect(run.stderr).to.match(/^niostat: .*\n {2}this is a bug in niostat\n$/);
  });
});
