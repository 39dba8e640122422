/**
 * Stands in for the shell of a Windows behind an sshd: `cmd` or `powershell`, a file that holds what netstat
 * prints, and the command line in SSH_ORIGINAL_COMMAND. PowerShell answers what the script asks in the order
 * in which it asks.
 */
import { readFileSync } from 'node:fs';
import { runAsCmd, runAsPowerShell } from './windows-shells.ts';

const [, , shell, netstat = ''] = process.argv;
const line = process.env['SSH_ORIGINAL_COMMAND'] ?? '';

for (const [program, ...words] of (shell === 'cmd' ? runAsCmd : runAsPowerShell)(line)) {
  if (program === 'echo') process.stdout.write(`${words.join(' ')}\r\n`);
  else if (program === 'powershell') answer(words);
  else if (program !== 'rem') process.stderr.write(`${program} : The term '${program}' is not recognized\r\n`);
}

function answer(words: readonly string[]): void {
  const script = Buffer.from(words[words.indexOf('-EncodedCommand') + 1] ?? '', 'base64').toString('utf16le');
  const mark = /^\$m='(.*)'$/m.exec(script)?.[1] ?? '';
  const texts: Readonly<Record<string, string>> = {
    own: '61000 77\r\n',
    netstat: readFileSync(netstat, 'utf8'),
    addresses: 'fe80::1%16\r\n198.18.0.2\r\n',
    processes: '4321\tdynamips.exe\t"C:\\Program Files\\GNS3\\dynamips\\dynamips.exe" -H 7200\r\n',
  };
  for (const [, part = ''] of script.matchAll(/^\$m\+'(\w+)'$/gm)) {
    process.stdout.write(`${mark}${part}\r\n${texts[part] ?? ''}`);
  }
}
