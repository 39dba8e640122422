import type { OperatingSystem } from '../../core/lab/lab.ts';

/**
 * What the firewall of a system decides by program, where a script for ports cannot help (docs/FACTS.md,
 * "Firewalls": documented).
 */
export const BY_PROGRAM: Readonly<Record<OperatingSystem, readonly string[]>> = {
  linux: [],
  windows: [
    "Windows also has rules by program, and one that blocks wins, such as after Cancel in Windows' question: Get-NetFirewallApplicationFilter -Program 'C:\\Program Files\\GNS3\\dynamips\\dynamips.exe' | Get-NetFirewallRule",
  ],
  darwin: [
    'the firewall of macOS goes by program and not by port: /usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate tells whether it is on, --getappblocked PATH whether it blocks one; pf has ports',
    'from macOS 15 on a program has to be allowed once to reach the local network, and what is denied vanishes without an error: System Settings, Privacy & Security, Local Network',
  ],
};
