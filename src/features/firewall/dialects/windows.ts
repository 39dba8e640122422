import { portRangesText } from '../../../core/address/port-ranges.ts';
import type { Dialect, HostRule, HostRules } from '../host-rules.ts';
import { closedPorts, groups, headLines, PURPOSE_NAMES } from './script-text.ts';

const TRAPS = [
  'In Windows a rule that blocks wins over every rule that allows. Windows adds one for a program when its',
  'question is answered with Cancel; the script warns if there is any. Where a group policy does not merge local',
  'rules, these have no effect. They stay over a boot.',
];

/** Windows states no limit for the ports of a rule; so many are still read in the window of the firewall. */
const RANGES_PER_RULE = 100;

/**
 * PowerShell, for Windows 8 and Server 2012 or later: rules in a group of their own, which is emptied first.
 */
export const windows: Dialect = {
  comment: '# ',
  lineEnd: '\n',
  refusal: (message) => `throw ${literal(message)}`,
  script(host, options) {
    const group = literal(`niostat-${host.labSlug}`);
    const lines = [
      ...headLines(host, options, TRAPS).map((line) => `# ${line}`),
      '#Requires -RunAsAdministrator',
      "$ErrorActionPreference = 'Stop'",
      `Get-NetFirewallRule -Group ${group} -ErrorAction SilentlyContinue | Remove-NetFirewallRule`,
      ...(options.undo
        ? []
        : [...host.rules.flatMap((rule) => additions(host, rule)), ...closings(host), ...blocks(host)]),
    ];
    return `${lines.join('\n')}\n`;
  },
};

/** Warns of rules that block, those of this script excepted. */
function blocks({ labSlug, closings = [] }: HostRules): string[] {
  const others = closings.length === 0 ? '' : ` | Where-Object Group -ne ${literal(`niostat-${labSlug}`)}`;
  return [
    `if (Get-NetFirewallRule -Direction Inbound -Action Block -Enabled True -ErrorAction SilentlyContinue${others}) {`,
    "  Write-Warning 'niostat: there are inbound rules that block, and they win; check them if a link stays dead'",
    '}',
  ];
}

/** Windows does not filter its loopback. */
function closings(host: HostRules): string[] {
  return groups(closedPorts(host), RANGES_PER_RULE).map((some) => {
    const local = portRangesText(some).split(',').map(literal).join(',');
    const what = `-Group ${literal(`niostat-${host.labSlug}`)} -DisplayName ${literal(`niostat-${host.labSlug} closed`)}`;
    return `New-NetFirewallRule ${what} -Direction Inbound -Action Block -Protocol TCP -LocalPort ${local} | Out-Null`;
  });
}

function additions({ labSlug }: HostRules, { protocol, ports, purpose, source }: HostRule): string[] {
  return groups(ports, RANGES_PER_RULE).map((some) => {
    const local = portRangesText(some).split(',').map(literal).join(',');
    const what = `-Group ${literal(`niostat-${labSlug}`)} -DisplayName ${literal(`niostat-${labSlug} ${PURPOSE_NAMES[purpose]}`)}`;
    const match = `-Protocol ${protocol.toUpperCase()} -LocalPort ${local} -RemoteAddress ${literal(source)}`;
    return `New-NetFirewallRule ${what} -Direction Inbound -Action Allow ${match} | Out-Null`;
  });
}

/** A word that PowerShell takes as it is. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
