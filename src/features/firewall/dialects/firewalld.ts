import { shellQuote } from '../../../core/text/shell-word.ts';
import type { Dialect, HostRule } from '../host-rules.ts';
import { closedPorts, groups, headLines, SHELL, shellScript } from './script-text.ts';

const TRAPS = [
  'The rules go to the default zone, or to the one that ZONE names: ZONE=internal sh this-script. It must be',
  'the zone through which the traffic comes; zones by source go before zones by interface. In the zone their',
  'priority puts them before every reject and drop. Policies with a negative priority, and other chains of',
  'nftables, decide as well. The reload drops changes of firewalld that are not permanent. If the lab has',
  'changed, run the --undo script of the old lab first.',
];

/** Below zero is before all rules of the zone that have no priority, those that deny as well. */
const PRIORITY = -100;

/** What is closed goes before what is let in. */
const CLOSING_PRIORITY = -110;

/** Each is a word of some 130 characters; so many fit into a command line anywhere. */
const RULES_PER_COMMAND = 50;

/** Rich rules, one for each range of ports, in the permanent configuration, and then a reload. */
export const firewalld: Dialect = {
  ...SHELL,
  script(host, options) {
    const verb = options.undo ? 'remove' : 'add';
    const command = (rules: readonly string[]): string =>
      [
        `firewall-cmd --quiet --permanent --zone="$zone"`,
        ...rules.map((rule) => `  --${verb}-rich-rule=${shellQuote(rule)}`),
      ].join(' \\\n');
    const openings = host.rules.flatMap((rule) =>
      groups(rule.ports, RULES_PER_COMMAND).map((some) => command(some.map((range) => richRule(rule, range)))),
    );
    const closings = groups(closedPorts(host), RULES_PER_COMMAND).map((some) => command(some.map(closingRule)));
    const body = [...ZONE, ...closings, ...openings, 'firewall-cmd --quiet --reload'];
    return shellScript(headLines(host, options, TRAPS), ['firewall-cmd'], body);
  },
};

const ZONE = [
  'zone=$(printenv ZONE || firewall-cmd --get-default-zone)',
  "echo \"niostat: the zone is $zone; these are active: $(firewall-cmd --get-active-zones | tr -s '\\n ' ' ')\" >&2",
];

function richRule(
  { family, source, protocol }: HostRule,
  { first, last }: { readonly first: number; readonly last: number },
): string {
  const port = first === last ? String(first) : `${first}-${last}`;
  return `rule priority="${PRIORITY}" family="ipv${family}" source address="${source}" port port="${port}" protocol="${protocol}" accept`;
}

/** For both families; connections that are there stay, and the loopback is let in before any zone. */
function closingRule({ first, last }: { readonly first: number; readonly last: number }): string {
  const port = first === last ? String(first) : `${first}-${last}`;
  return `rule priority="${CLOSING_PRIORITY}" port port="${port}" protocol="tcp" drop`;
}
