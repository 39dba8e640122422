import { portRangesText } from '../../../core/address/port-ranges.ts';
import type { Dialect, HostRule, HostRules } from '../host-rules.ts';
import { closedPorts, groups, headLines, SHELL, shellScript } from './script-text.ts';

const TRAPS = [
  'The rules are in an anchor of their own, which pf reads only where /etc/pf.conf names it; the script says if',
  'it does not. A "block quick" before that line wins. After a boot the anchor is empty: run this script again.',
];

/** pfctl makes one rule of each range; a line stays short enough to read. */
const RANGES_PER_RULE = 50;

/** An anchor that is loaded as a whole, for the BSDs and macOS. */
export const pf: Dialect = {
  ...SHELL,
  script(host, options) {
    const anchor = `niostat/${host.labSlug}`;
    const body = options.undo
      ? [`pfctl -q -a '${anchor}' -F rules`]
      : [
          `pfctl -q -a '${anchor}' -f - <<'RULES'`,
          ...blocks(host),
          ...host.rules.flatMap(passes),
          'RULES',
          ...REFERENCE,
        ];
    return shellScript(headLines(host, options, TRAPS), ['pfctl'], body);
  },
};

/** Only the first packet of a connection: those that are there stay. */
function blocks(host: HostRules): string[] {
  return groups(closedPorts(host), RANGES_PER_RULE).map((some) => {
    const list = portRangesText(some, ':').replaceAll(',', ', ');
    return `block drop in quick on ! lo0 proto tcp from any to any port { ${list} } flags S/SA`;
  });
}

/** In pf a range is written with a colon; a dash would be no range at all. */
function passes({ family, source, protocol, ports }: HostRule): string[] {
  const header = family === 6 ? 'inet6' : 'inet';
  return groups(ports, RANGES_PER_RULE).map((some) => {
    const list = portRangesText(some, ':').replaceAll(',', ', ');
    return `pass in quick ${header} proto ${protocol} from ${source} to any port { ${list} } keep state`;
  });
}

const REFERENCE = [
  "if ! pfctl -s info 2>/dev/null | grep -q '^Status: Enabled'; then",
  "  echo 'niostat: pf is off on this host: it filters nothing, and the rules wait until it is enabled' >&2",
  'elif ! pfctl -s rules 2>/dev/null | grep -q \'^anchor "niostat/\\*"\'; then',
  '  echo \'niostat: pf does not read these rules yet. Add this line to /etc/pf.conf, before the first "block" with\' >&2',
  '  echo \'niostat: "quick" and behind all "scrub", "nat" and "rdr" lines, then run pfctl -f /etc/pf.conf and this again:\' >&2',
  '  echo \'anchor "niostat/*"\' >&2',
  '  exit 1',
  'fi',
];
