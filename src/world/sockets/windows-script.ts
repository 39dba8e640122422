/**
 * What a Windows is asked, in PowerShell: netstat's table, and with it that of a connected socket of our own,
 * whose row tells whether this netstat shows the peers of UDP sockets; the addresses; the processes; and, if
 * several UDP sockets have one port, when each was bound. Each question may fail by itself: what comes is
 * read. It changes nothing. Short, because it goes through a command line (`commandForAnySystem`).
 */
export function windowsScript(mark: string): string {
  return [
    "$ErrorActionPreference=$ProgressPreference='SilentlyContinue'",
    // PowerShell may be there on other systems too.
    "if($env:OS -ne 'Windows_NT'){exit}",
    'try{[Console]::OutputEncoding=New-Object Text.UTF8Encoding}catch{}',
    `$m='${mark}'`,
    "$m+'windows'",
    "$m+'own'",
    "try{$u=New-Object Net.Sockets.UdpClient(0);$u.Connect('127.0.0.1',9);''+$u.Client.LocalEndPoint.Port+' '+$PID}catch{}",
    "$m+'netstat'",
    '$n=netstat -ano',
    '$n',
    'if($u){$u.Close()}',
    "$m+'addresses'",
    "try{[Net.Dns]::GetHostAddresses('')|%{''+$_}}catch{}",
    "$m+'identity'",
    String.raw`(Get-ItemProperty HKLM:\SOFTWARE\Microsoft\Cryptography).MachineGuid`,
    '(Get-CimInstance Win32_OperatingSystem -OperationTimeoutSec 4).LastBootUpTime.Ticks',
    "$m+'processes'",
    '$p=Get-CimInstance Win32_Process -Property ProcessId,Name,CommandLine -OperationTimeoutSec 8',
    String.raw`if($p){$p|%{$_.ProcessId,$_.Name,($_.CommandLine -replace '\s',' ') -join [char]9}}else{$m+'tasklist';tasklist /fo csv /nh}`,
    "$m+'bound'",
    String.raw`$d=$n|?{$_ -match '^\s*UDP\s+\S+:(\d+)\s'}|%{$matches[1]}|group|?{$_.Count -gt 1}|%{$_.Name}`,
    'if($d){Get-NetUDPEndpoint -LocalPort $d|%{$_.LocalAddress,$_.LocalPort,$_.OwningProcess,$_.CreationTime.Ticks -join [char]9}}',
    "$m+'end'",
  ].join('\n');
}

/** The arguments with which powershell.exe runs a script; no shell reads a character of them as its own. */
export function powerShellArguments(script: string): string[] {
  return ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')];
}

/**
 * One command line for the three shells that an ssh server may give it to. cmd.exe knows no single quotes,
 * runs PowerShell, and takes the rest for a remark. PowerShell and every shell of Unix print the quoted text;
 * then a shell of Unix becomes `sh`, which reads its script from standard input, and PowerShell, which has no
 * `exec`, complains, goes on and runs the script. At most 8191 characters, of which cmd.exe takes no more
 * (documented, Microsoft support 830473).
 */
export function commandForAnySystem(script: string): string {
  const powershell = ['powershell', ...powerShellArguments(script)].join(' ');
  return `echo ' & ${powershell} & rem '; exec sh -s; ${powershell}`;
}
