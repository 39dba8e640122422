import { portRangesText } from '../../../core/address/port-ranges.ts';
import type { Dialect, HostRule, HostRules, ScriptOptions } from '../host-rules.ts';
import { closedPorts, closingComment, groups, headLines, SHELL, shellScript } from './script-text.ts';

const TRAPS = [
  'In nftables a packet that one chain accepts can be dropped by the next one. So the rules go to the top of',
  'every chain that filters input, except those of iptables and firewalld. Chains at prerouting and ingress',
  'come earlier; the script warns of those that drop. It changes the running ruleset only: run it again after',
  'a boot, or after a reload of nftables.',
];

/** Long lines are cut short by some versions of awk; so many ranges are well below that. */
const RANGES_PER_RULE = 50;

/** Rules at the top of every input chain of the running ruleset, exchanged in one transaction. */
export const nft: Dialect = {
  ...SHELL,
  script(host, options) {
    const comment = `niostat:${host.labSlug}`;
    const opening =
      options.undo || host.rules.length === 0
        ? [...LISTING, `edits=$(printf '%s\\n' "$listing" | awk '`, ...deletion(comment), "')", APPLY]
        : [
            ...LISTING,
            // Not in the program: a system takes no argument of more than some hundred thousand bytes, and
            // rules may have more.
            "rules=$(cat <<'RULES'",
            ...ruleLines(host, comment),
            'RULES',
            ')',
            `edits=$(printf '%s\\n' "$rules" "${LISTING_BEGINS}" "$listing" | awk '`,
            ...READ_RULES,
            ...deletion(comment),
            ...CHAINS,
            "')",
            `printf '%s\\n' "$edits" | sed -n 's/^# /niostat: /p' >&2`,
            APPLY,
            'case "$edits" in *"# not opened"*) exit 1 ;; esac',
          ];
    const body = [...closing(host, options), ...opening];
    return shellScript(headLines(host, options, TRAPS), ['nft', 'awk'], body);
  },
};

/**
 * A table of our own: what one chain of nftables drops no other lets in. It is declared, so that it can be
 * deleted, and made anew in one transaction.
 */
function closing(host: HostRules, { undo }: ScriptOptions): string[] {
  if (host.closings === undefined) return [];
  const table = `table inet niostat-${host.labSlug}`;
  const ports = undo ? [] : closedPorts(host);
  const rules = groups(ports, RANGES_PER_RULE).map((some) => {
    const set = portRangesText(some).replaceAll(',', ', ');
    return `    iifname != "lo" ct state new tcp dport { ${set} } drop comment "${closingComment(host)}"`;
  });
  const chain = ['  chain close {', '    type filter hook input priority -10; policy accept;', ...rules, '  }'];
  return [
    "nft -f - <<'CLOSE'",
    table,
    `delete ${table}`,
    ...(rules.length === 0 ? [] : [`${table} {`, ...chain, '}']),
    'CLOSE',
  ];
}

const LISTING = ['listing=$(nft -a list ruleset)'];

/** Lines that begin with # are no edits; they are for people. */
const APPLY = `printf '%s\\n' "$edits" | nft -f -`;

/** Stands between our rules and the listing of nft, where no line has this. */
const LISTING_BEGINS = 'listing';

/** Each rule behind its family, in the order in which they are inserted; what is inserted last is on top. */
function ruleLines({ rules }: HostRules, comment: string): string[] {
  return ([4, 6] as const).flatMap((family) =>
    rules
      .filter((rule) => rule.family === family)
      .flatMap((rule) => insertions(rule, comment))
      .reverse()
      .map((text) => `${family} ${text}`),
  );
}

/** Keeps our rules, and has a function that opens all of them at the top of a chain. */
const READ_RULES = [
  'function open(chain, family, i, six) {',
  '  for (i = 1; i <= ruleCount; i++) {',
  '    six = substr(rules[i], 1, 1) == "6"',
  '    if (family == "inet" || six == (family == "ip6")) print "insert rule " chain " " substr(rules[i], 3)',
  '  }',
  '}',
  `!isListing { if ($0 == "${LISTING_BEGINS}") isListing = 1; else rules[++ruleCount] = $0; next }`,
];

function insertions({ family, source, protocol, ports }: HostRule, comment: string): string[] {
  const header = family === 6 ? 'ip6' : 'ip';
  return groups(ports, RANGES_PER_RULE).map((some) => {
    const set = portRangesText(some).replaceAll(',', ', ');
    return `${header} saddr ${source} ${protocol} dport { ${set} } accept comment "${comment}"`;
  });
}

/** Knows our rules by their comment, wherever they are. */
function deletion(comment: string): string[] {
  return [
    '/^table / { family = $2; table = $3; isOwned = 0; chain = ""; next }',
    '/^\\tchain / { chain = family " " table " " $2; name = $2; hook = ""; next }',
    `/ comment "${comment}" # handle [0-9]+$/ { print "delete rule " chain " handle " $NF; next }`,
  ];
}

/**
 * Finds the input chains, and what lies in the way. nft names the tables of iptables-nft only where they have
 * matches that it does not know itself; but every rule that iptables writes has a counter, and it cannot read
 * all that nftables can write.
 */
const CHAINS = [
  '/^# Warning: table .* is managed by iptables-nft/ { isManaged[$4 " " $5] = 1; next }',
  '/^\\tflags .*owner/ { isOwned = 1; next }',
  '/^\\t\\ttype filter hook / {',
  '  hook = $4',
  // Chains of bridges and of ARP see no packets of IP.
  '  isIp = family == "inet" || family == "ip" || family == "ip6"',
  '  if (hook == "input" && isIp && table !~ /^niostat-/) { inputs[++count] = chain; families[count] = family; tables[count] = table; names[count] = name; owned[count] = isOwned }',
  '  if (/policy drop;/) drops[chain] = 1',
  '  if (/policy drop;/ && (hook == "prerouting" || hook == "ingress")) early[chain] = hook',
  '  next',
  '}',
  '/^\\t\\t/ && hook != "" {',
  '  if (hook == "input" && !/^\\t\\tcomment "/) drops[chain] = 1',
  '  if (!/ counter packets [0-9]+ bytes [0-9]+/) isNative[chain] = 1',
  '  if ((hook == "prerouting" || hook == "ingress") && / (drop|reject|jump|goto)( |$)/) early[chain] = hook',
  '}',
  'END {',
  '  for (i = 1; i <= count; i++) {',
  '    chain = inputs[i]; family = families[i]; isXtables = 0',
  '    if (isManaged[family " " tables[i]]) isXtables = 1',
  '    if (tables[i] == "filter" && names[i] == "INPUT" && family != "inet" && !isNative[chain]) isXtables = 1',
  '    if (tables[i] == "firewalld") print "# not opened in " chain ": it is of firewalld; use --format firewalld"',
  '    else if (isXtables && drops[chain]) print "# not opened in " chain ": it is of iptables; use --format iptables, or ufw where that is in charge"',
  '    else if (!isXtables && owned[i]) print "# not opened in " chain ": its table belongs to a program that runs"',
  '    else if (!isXtables) open(chain, family)',
  '  }',
  '  for (chain in early) print "# " chain " is earlier (" early[chain] ") and may drop; look there if a link stays dead"',
  '  if (count == 0) print "# no chain filters input on this host: nothing has to be opened"',
  '}',
];
