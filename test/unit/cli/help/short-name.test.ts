import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { shortName } from '../../../../src/cli/help/short-name.ts';
import { type ReadersShell, writeFor } from '../../../../src/core/text/readers-shell.ts';

describe('the line that gives a program of one file a name', () => {
  afterEach(() => writeFor('posix'));

  it('is an alias that bash follows, whatever the file is called', () => {
    for (const file of ['/media/USB STICK/it.cjs', "/tmp/it's $HOME/it.cjs", '/a"b`c/it.cjs']) {
      const line = shortName('one', ['printf', '%s|', file]);
      const { stdout } = spawnSync('bash', ['-O', 'expand_aliases', '-c', `${line}\none x 'y z'`], {
        encoding: 'utf8',
      });
      expect(stdout).to.equal(`${file}|x|y z|`);
    }
  });

  it('is a macro of cmd and a function of PowerShell, as their manuals have them', () => {
    const lines = (['cmd', 'powershell', 'windows-powershell'] as ReadersShell[]).map((shell) => {
      writeFor(shell);
      return shortName('niostat', ['node', 'E:\\my labs\\niostat-portable.cjs']);
    });
    const inPowerShell = 'function niostat { & node "E:\\my labs\\niostat-portable.cjs" @args }';
    expect(lines).to.deep.equal([
      'doskey niostat=node "E:\\my labs\\niostat-portable.cjs" $*',
      inPowerShell,
      inPowerShell,
    ]);
  });

  it('leaves a dollar sign in a path to cmd as it is', () => {
    writeFor('cmd');
    expect(shortName('niostat', ['node', 'C:\\a$b.cjs'])).to.include('C:\\a$$b.cjs');
  });
});
