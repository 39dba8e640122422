import type { ReadersShell } from '../core/text/readers-shell.ts';

/**
 * The shell in which niostat was started, as far as the environment tells; on Windows a guess, since no shell
 * there says that it is one.
 *
 * - Git Bash and MSYS2 set MSYSTEM, and Cygwin SHELL.
 * - PowerShell puts the folder of the user's modules into PSModulePath when it starts, and version 7 those of
 *   its own (documented, about_PSModulePath; RFC0049 of PowerShell). What Windows itself has in it is below
 *   Program Files and system32.
 * - cmd sets nothing that PowerShell would not hand on.
 */
export function findShell(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): ReadersShell {
  if (platform !== 'win32' || env.MSYSTEM || env.SHELL?.startsWith('/')) return 'posix';
  const folders = (env.PSModulePath ?? '').split(';').map((folder) => folder.replace(/\\+$/, ''));
  if (folders.some((folder) => /\\PowerShell(?:\\7[^\\]*)?\\Modules$/i.test(folder))) return 'powershell';
  const isOfUser = (folder: string): boolean =>
    /\\WindowsPowerShell\\Modules$/i.test(folder) && !/^[a-z]:\\(?:Program Files|Windows)(?: \(x86\))?\\/i.test(folder);
  return folders.some(isOfUser) ? 'windows-powershell' : 'cmd';
}
