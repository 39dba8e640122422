import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ReadersShell, writeFor } from '../../src/core/text/readers-shell.ts';
import { Folder } from '../support/cli.ts';
import { niostat } from '../support/run-in-process.ts';
import {
  argumentsInPowerShell,
  commandLineOfWindowsPowerShell,
  expandedByCmd,
  wordsOfCommandLine,
} from '../support/windows-shells.ts';

const LAB =
  '[localhost:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[localhost:7201]\nudp = 10000\n[[ROUTER R2]]\n';

/** How a shell hands the words of a line to a program; that of this system is asked itself. */
const SHELLS: Readonly<Record<ReadersShell, (line: string) => string[]>> = {
  posix: (line) =>
    spawnSync('sh', ['-c', `printf '%s\\0' ${line}`])
      .stdout.toString()
      .split('\0')
      .slice(0, -1),
  cmd: (line) => wordsOfCommandLine(expandedByCmd(line, { PATH: 'expanded', HOME: 'expanded' })),
  'windows-powershell': (line) => wordsOfCommandLine(commandLineOfWindowsPowerShell(argumentsInPowerShell(line))),
  powershell: argumentsInPowerShell,
};

const NAMES = [
  'my lab.net',
  'R&D^1 (a).net',
  '%PATH%.net',
  '$HOME `x`.net',
  "it's \u201cquoted\u201d.net",
  'say "hi".net',
];

describe('the command that is printed next', () => {
  afterEach(() => writeFor('posix'));

  for (const shell of Object.keys(SHELLS) as ReadersShell[]) {
    it(`can be pasted into ${shell}, whatever the lab is called`, async () => {
      const folder = new Folder();
      for (const name of NAMES) {
        const file = join(folder.path, 'a b', name);
        mkdirSync(join(folder.path, 'a b'), { recursive: true });
        writeFileSync(file, LAB);
        writeFor(shell);
        const [check, json] = [await niostat(['check', file]), await niostat(['check', file, '--json'])];
        const { nextCommand } = JSON.parse(json.stdout);
        expect(check.stdout).to.include(nextCommand);
        const words = SHELLS[shell](nextCommand);
        expect(words).to.deep.equal(['niostat', 'plan', file]);
        const plan = await niostat(words.slice(1));
        expect([plan.code, plan.stderr]).to.deep.equal([0, '']);
      }
    });
  }

  it('is two lines for Windows where one needs the other', async () => {
    const folder = new Folder();
    const file = folder.file('my lab.net', LAB);
    writeFor('windows-powershell');
    const { stdout } = await niostat(['check', file, file]);
    const copy = file.replace('lab.net', 'lab-2.net');
    expect(stdout).to.match(/\nNext:\n {2}copy .*\n {2}niostat plan .*\n$/);
    expect(stdout).to.include(`Next:\n  copy "${file}" "${copy}"\n  niostat plan "${file}" "${copy}"\n`);
  });
});
