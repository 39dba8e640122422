import { expect } from 'chai';
import { type ReadersShell, writeFor } from '../../../../src/core/text/readers-shell.ts';
import { commandWord } from '../../../../src/core/text/shell-word.ts';
import {
  asRootCommand,
  commandSequence,
  copyCommand,
  endCommand,
  intoFileCommand,
  linesToPaste,
  makeFoldersCommand,
  makeWritableCommand,
  unpackCommand,
  whoHasCommand,
} from '../../../../src/core/text/system-commands.ts';

/** What `make` makes for a reader with that shell. */
function inShell<T>(shell: ReadersShell, make: () => T): T {
  writeFor(shell);
  try {
    return make();
  } finally {
    writeFor('posix');
  }
}

function commands(): string[] {
  return [
    commandWord('C:\\my labs\\a.net'),
    commandSequence([copyCommand('a b.net', 'c.net'), 'niostat plan c.net']),
    endCommand([7, 8]),
    endCommand([7], { isHere: false }),
    whoHasCommand('tcp', 7200),
    whoHasCommand('udp', 10000, { isHere: false }),
    makeFoldersCommand(['/tmp/a', '/tmp/b c']),
    unpackCommand('lab.gns3project', 'project.gns3'),
    makeWritableCommand('a b.net'),
    asRootCommand('niostat preflight lab.net'),
  ];
}

describe('commands of the system', () => {
  it('are those of POSIX for a POSIX shell', () => {
    expect(inShell('posix', commands)).to.deep.equal([
      "'C:\\my labs\\a.net'",
      "cp -i 'a b.net' c.net && niostat plan c.net",
      'kill 7 8',
      'kill 7',
      "ss -ltnp 'sport = :7200'",
      "ss -unap 'sport = :10000'",
      "mkdir -p /tmp/a '/tmp/b c'",
      'unzip -p lab.gns3project project.gns3 > project.gns3',
      "chmod u+w 'a b.net'",
      'sudo niostat preflight lab.net',
    ]);
  });

  // taskkill, netstat, findstr, tar and attrib are programs (documented, "Windows commands"); mkdir and copy
  // are commands of cmd and aliases of PowerShell. What is done on another host stays as it is there.
  for (const shell of ['cmd', 'windows-powershell', 'powershell'] as const) {
    it(`are programs of Windows for ${shell}`, () => {
      expect(inShell(shell, commands)).to.deep.equal([
        '"C:\\my labs\\a.net"',
        'copy "a b.net" c.net && niostat plan c.net',
        'taskkill /F /PID 7 /PID 8',
        'kill 7',
        'netstat -ano -p tcp | findstr :7200',
        "ss -unap 'sport = :10000'",
        'mkdir /tmp/a && mkdir "/tmp/b c"',
        'tar -xf lab.gns3project project.gns3',
        'attrib -R "a b.net"',
        'niostat preflight lab.net',
      ]);
    });
  }

  it('are lines of their own for Windows, where Windows PowerShell 5.1 does not know &&', () => {
    const sequence = `copy "a && b.net" 'c && d.net' && niostat plan "a && b.net"`;
    expect(inShell('posix', () => linesToPaste(sequence))).to.deep.equal([sequence]);
    for (const shell of ['cmd', 'windows-powershell', 'powershell'] as const) {
      expect(inShell(shell, () => linesToPaste(sequence))).to.deep.equal([
        `copy "a && b.net" 'c && d.net'`,
        'niostat plan "a && b.net"',
      ]);
      expect(inShell(shell, () => linesToPaste('niostat plan "a'))).to.deep.equal(['niostat plan "a']);
    }
  });

  it('write output into a file by cmd where PowerShell would change it', () => {
    const command = 'niostat simulate lab.net --format html';
    for (const shell of ['posix', 'cmd', 'powershell'] as const) {
      expect(inShell(shell, () => intoFileCommand(command, 'lab.html'))).to.equal(`${command} > lab.html`);
    }
    expect(inShell('windows-powershell', () => intoFileCommand(command, 'lab.html'))).to.equal(
      `cmd /c "${command} > lab.html"`,
    );
  });
});
