import { expect } from 'chai';
import { findShell } from '../../../src/cli/find-shell.ts';

/** As Windows itself has it, and as RFC0049 of PowerShell shows it in the two versions. */
const OF_WINDOWS =
  'C:\\Program Files\\WindowsPowerShell\\Modules;C:\\WINDOWS\\system32\\WindowsPowerShell\\v1.0\\Modules';
const OF_5 = `C:\\Users\\user\\Documents\\WindowsPowerShell\\Modules;${OF_WINDOWS}`;
const OF_7 = `C:\\Users\\user\\Documents\\PowerShell\\Modules;C:\\Program Files\\PowerShell\\Modules;c:\\program files\\powershell\\7\\Modules;${OF_WINDOWS}`;

describe('the shell of the reader', () => {
  it('is a POSIX shell on Linux and macOS, whatever PowerShell there has left', () => {
    for (const platform of ['linux', 'darwin'] as const) {
      expect(findShell(platform, { PSModulePath: OF_7 })).to.equal('posix');
    }
  });

  it('is told from the folders that PowerShell adds', () => {
    expect(findShell('win32', { PSModulePath: OF_WINDOWS })).to.equal('cmd');
    expect(findShell('win32', {})).to.equal('cmd');
    expect(findShell('win32', { PSModulePath: OF_5 })).to.equal('windows-powershell');
    expect(findShell('win32', { PSModulePath: OF_7 })).to.equal('powershell');
    const redirected = `D:\\OneDrive\\Documents\\WindowsPowerShell\\Modules;${OF_WINDOWS}`;
    expect(findShell('win32', { PSModulePath: redirected })).to.equal('windows-powershell');
  });

  it('is a POSIX shell in Git Bash and Cygwin', () => {
    expect(findShell('win32', { PSModulePath: OF_5, MSYSTEM: 'MINGW64' })).to.equal('posix');
    expect(findShell('win32', { PSModulePath: OF_WINDOWS, SHELL: '/bin/bash' })).to.equal('posix');
  });
});
