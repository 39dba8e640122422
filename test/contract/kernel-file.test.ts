import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';
import { squeezedLines } from '../support/text.ts';

const MACOS = 'scenarios/macos-same-base.yaml';
const WINDOWS = 'scenarios/windows-shared-port.yaml';
const LINUX = 'scenarios/two-hypervisors-same-base.yaml';

/** What a machine of this system answered: of equal sockets the oldest takes all. */
function answers(system: string, receiver = 'first'): string {
  return JSON.stringify({
    schemaVersion: 1,
    kind: 'niostat-kernel',
    system,
    release: '1.2.3',
    date: '2026-11-27',
    method: { by: 'own-sockets' },
    observations: [
      { situation: 'own-ports', bind: 'bound', receiver: 'peer-of-each' },
      { situation: 'reuse-reuse-identical', bind: 'shared', receiver },
      { situation: 'plain-plain-identical', bind: 'refused', receiver: 'first', error: 'EADDRINUSE' },
    ],
  });
}

describe('--kernel', () => {
  const folder = new Folder();

  it('replaces what is known of the system in simulate and check, and both say so', async () => {
    const file = folder.file('windows.json', answers('windows'));
    const [before, table, json, checked] = await niostatAll([
      ['simulate', WINDOWS],
      ['simulate', WINDOWS, '--kernel', file],
      ['simulate', '--json', WINDOWS, '--kernel', file],
      ['check', '--json', WINDOWS, '--dynamips', '0.2.24', '--kernel', file],
    ]);
    expect(before?.stdout).to.include('not known').and.not.include('observed');
    const text = squeezedLines(table?.stdout ?? '').join(' ');
    expect(text).to.include('observed (niostat kernel, 2026-11-27, Windows 1.2.3)');
    expect(text).to.not.include('not known');
    // Each NIO is 10000 -> 127.0.0.1:10000, and the oldest of them takes all.
    const { nios, links } = JSON.parse(json?.stdout ?? '');
    expect(nios[1].frames).to.deep.include({ to: 'peer', grade: 'observed' });
    expect(nios[1].frames.receiver.device).to.equal('R1');
    expect(links[0].verdict).to.equal('looped');
    const [{ consequences }] = JSON.parse(checked?.stdout ?? '').findings;
    expect(consequences[0]).to.deep.include({ grade: 'observed' });
    expect(consequences[0].links).to.deep.equal(['R1 f0/0 hears itself and R2 f0/0; R2 f0/0 hears nothing']);
  });

  it('counts in preflight too, which says so', async () => {
    const file = folder.file('preflight.json', answers('linux', 'last'));
    const { stdout } = await niostat(['preflight', LINUX, '--only', 'checks', '-v', '--kernel', file]);
    expect(squeezedLines(stdout).join(' ')).to.include('observed (niostat kernel, 2026-11-27, Linux 1.2.3)');
  });

  it('gives the system where nobody has named one, and refuses that of another', async () => {
    const file = folder.file('darwin.json', answers('darwin'));
    const [taken, other, named] = await niostatAll([
      ['simulate', '--json', LINUX, '--kernel', file],
      ['simulate', WINDOWS, '--kernel', file],
      ['check', MACOS, '--os', 'linux', '--kernel', file],
    ]);
    expect(JSON.parse(taken?.stdout ?? '').os).to.equal('darwin');
    expect([other?.code, named?.code]).to.deep.equal([2, 2]);
    expect(other?.stderr).to.include(`${file} has the answers of macOS, but the hosts of the lab run Windows`);
    expect(named?.stderr).to.include(`${file} has the answers of macOS, but the hosts of the lab run Linux`);
  });

  it('says in links that it is not used, where no host that was read runs its system', async () => {
    const [other, same] = await niostatAll([
      ['links', '--json', '--kernel', folder.file('windows.json', answers('windows'))],
      ['links', '--json', '--kernel', folder.file('linux.json', answers('linux', 'last'))],
    ]);
    expect(JSON.parse(other?.stdout ?? '').hosts[0].limits.join()).to.include('is of Windows, which no host here runs');
    expect(JSON.parse(same?.stdout ?? '').hosts[0].limits.join()).to.not.include('which no host here runs');
  });

  it('is an error with its line where the file is none, in every command that takes it', async () => {
    const broken = folder.file('broken.json', answers('linux').replace('"shared"', '"perhaps"'));
    for (const command of ['simulate', 'check', 'preflight', 'links']) {
      const { code, stderr } = await niostat([command, LINUX, '--kernel', broken]);
      expect(code, command).to.equal(2);
      expect(stderr, command).to.include(`${broken}:1:`).and.include('"bind" must be one of bound, shared');
    }
    const { code, stderr } = await niostat(['check', LINUX, '--kernel', 'nosuch.json']);
    expect([code, stderr.includes('nosuch.json')]).to.deep.equal([2, true]);
  });
});
