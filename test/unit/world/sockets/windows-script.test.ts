import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { newMark } from '../../../../src/world/sockets/answer-mark.ts';
import { commandForAnySystem, windowsScript } from '../../../../src/world/sockets/windows-script.ts';
import { runAsCmd, runAsPowerShell } from '../../../support/windows-shells.ts';

/** Those that are here; `sh` is everywhere. */
const SHELLS = ['sh', 'bash', 'dash', 'zsh', 'fish', 'csh'].filter((shell) => {
  return spawnSync(shell, ['-c', 'exit 0']).error === undefined;
});

describe('the script for Windows', () => {
  const script = windowsScript(newMark());
  const command = commandForAnySystem(script);

  /** What a shell ran as powershell. */
  function scriptsIn(runs: readonly (readonly string[])[]): string[] {
    return runs
      .filter(([program]) => program === 'powershell')
      .map((words) => Buffer.from(words[words.indexOf('-EncodedCommand') + 1] ?? '', 'base64').toString('utf16le'));
  }

  it('goes through the command line of cmd.exe', () => {
    expect(command.length).to.be.at.most(8191);
  });

  it('is run once by cmd.exe, which runs nothing else', () => {
    const runs = runAsCmd(command);
    expect(runs.map(([program]) => program)).to.deep.equal(['echo', 'powershell', 'rem']);
    expect(scriptsIn(runs)).to.deep.equal([script]);
  });

  it('is run once by PowerShell, after a command that it does not know', () => {
    const runs = runAsPowerShell(command);
    expect(runs.map(([program]) => program)).to.deep.equal(['echo', 'exec', 'powershell']);
    expect(scriptsIn(runs)).to.deep.equal([script]);
  });

  for (const shell of SHELLS) {
    it(`is not run by ${shell}, which becomes sh`, () => {
      const { status, stdout, stderr } = spawnSync(shell, ['-c', command], {
        input: 'echo "$0 in $PPID reads its input"',
        encoding: 'utf8',
      });
      expect([status, stderr]).to.deep.equal([0, '']);
      expect(stdout.split('\n').slice(1)).to.deep.equal([`sh in ${process.pid} reads its input`, '']);
    });
  }

  it('has brackets and quotes in pairs', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['{', '}'],
      ['[', ']'],
    ] as const) {
      const text = script.replace(/'[^'\n]*'/g, '');
      expect(text.split(open).length, open).to.equal(text.split(close).length);
    }
    for (const line of script.split('\n')) expect(line.split("'").length % 2, line).to.equal(1);
  });
});
