import { portRangesText } from '../../../core/address/port-ranges.ts';
import type { Dialect, HostRules } from '../host-rules.ts';
import {
  closedPorts,
  closingComment,
  headLines,
  multiportGroups,
  ruleComment,
  SHELL,
  shellScript,
} from './script-text.ts';

const TRAPS = [
  'The rules have a chain of their own, to which INPUT jumps first. Rules that drop in the tables raw and',
  'mangle come earlier, and chains of nftables decide as well. It changes the running rules only: to keep them,',
  'use netfilter-persistent save or what else this host has, or run this script again after a boot.',
];

/** A chain of our own, filled in one step, with one jump to it at the top of INPUT. */
export const iptables: Dialect = {
  ...SHELL,
  script(host, options) {
    const chain = `niostat-${host.labSlug}`;
    const families = ([4, 6] as const).map((family) => (options.undo ? undefined : rulesOf(host, chain, family)));
    const body = families.flatMap((rules, index) => {
      const program = index === 0 ? 'iptables' : 'ip6tables';
      return rules === undefined || rules.length === 0 ? removal(program, chain) : filling(program, chain, rules);
    });
    return shellScript(headLines(host, options, TRAPS), ['iptables'], body);
  },
};

function rulesOf(host: HostRules, chain: string, family: 4 | 6): string[] {
  const closings = multiportGroups(closedPorts(host)).map((some) => {
    const match = `! -i lo -p tcp -m conntrack --ctstate NEW -m multiport --dports ${portRangesText(some, ':')}`;
    return `-A ${chain} ${match} -m comment --comment "${closingComment(host)}" -j DROP`;
  });
  const openings = host.rules
    .filter((rule) => rule.family === family)
    .flatMap((rule) =>
      multiportGroups(rule.ports).map((some) => {
        const ports = portRangesText(some, ':');
        const match = `-s ${rule.source} -p ${rule.protocol} -m multiport --dports ${ports}`;
        return `-A ${chain} ${match} -m comment --comment "${ruleComment(host, rule)}" -j ACCEPT`;
      }),
    );
  return [...closings, ...openings];
}

/** Naming a chain empties it, within the same transaction that fills it. */
function filling(program: string, chain: string, rules: readonly string[]): string[] {
  return [
    `${program}-restore -w --noflush <<'RULES'`,
    '*filter',
    `:${chain} - [0:0]`,
    ...rules,
    'COMMIT',
    'RULES',
    ...removalOfJumps(program, chain),
    `${program} -w -I INPUT 1 -j ${chain}`,
  ];
}

/** Others may have put rules before a jump that is there, and some may have jumped twice. */
function removalOfJumps(program: string, chain: string): string[] {
  return [`while ${program} -w -D INPUT -j ${chain} 2>/dev/null; do :; done`];
}

/** Also for a family that has nothing to open any more. */
function removal(program: string, chain: string): string[] {
  return [
    `if command -v ${program} >/dev/null && ${program} -w -S ${chain} >/dev/null 2>&1; then`,
    ...removalOfJumps(program, chain).map((line) => `  ${line}`),
    `  ${program} -w -F ${chain}`,
    `  ${program} -w -X ${chain}`,
    'fi',
  ];
}
