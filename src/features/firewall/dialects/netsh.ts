import { portRangesText } from '../../../core/address/port-ranges.ts';
import type { Dialect, HostRule, HostRules } from '../host-rules.ts';
import { closedPorts, groups, headLines } from './script-text.ts';

const TRAPS = [
  'In Windows a rule that blocks wins over every rule that allows. Windows adds one for a program when its',
  'question is answered with Cancel; check for it if a link stays dead. The rules stay over a boot.',
];

/** A command line of cmd has at most 8191 characters; so many ranges take 1200 of them. */
const RANGES_PER_RULE = 100;

/** A file .cmd for Windows Vista or later: all rules have one name, by which they are deleted first. */
export const netsh: Dialect = {
  comment: 'rem ',
  lineEnd: '\r\n',
  refusal: (message) => `@echo ${message} 1>&2 & exit /b 1`,
  script(host, options) {
    const lines = [
      '@echo off',
      ...headLines(host, options, TRAPS).map((line) => `rem ${line}`),
      'net session >nul 2>&1 || (echo niostat: run this as administrator 1>&2 & exit /b 1)',
      // It fails where there is none, which is what is wanted.
      `netsh advfirewall firewall delete rule name="niostat-${host.labSlug}" dir=in >nul`,
      ...(options.undo ? [] : [...host.rules.flatMap((rule) => additions(host, rule)), ...closings(host)]),
      'exit /b 0',
    ];
    return `${lines.join('\r\n')}\r\n`;
  },
};

/** A rule that blocks wins over those that allow. */
function closings(host: HostRules): string[] {
  return groups(closedPorts(host), RANGES_PER_RULE).map(
    (some) =>
      `netsh advfirewall firewall add rule name="niostat-${host.labSlug}" dir=in action=block protocol=TCP localport=${portRangesText(some)} >nul || exit /b 1`,
  );
}

function additions({ labSlug }: HostRules, { protocol, ports, source }: HostRule): string[] {
  return groups(ports, RANGES_PER_RULE).map((some) => {
    const match = `protocol=${protocol.toUpperCase()} localport=${portRangesText(some)} remoteip=${source}`;
    return `netsh advfirewall firewall add rule name="niostat-${labSlug}" dir=in action=allow ${match} >nul || exit /b 1`;
  });
}
