import { portRangesText } from '../../core/address/port-ranges.ts';
import type { PortRange } from '../../core/lab/lab.ts';

/** One command for each firewall of Linux that keeps other hosts from TCP ports. */
export interface ClosingRules {
  readonly nft: string;
  readonly iptables: string;
  readonly ufw: string;
}

/** iptables' multiport, which ufw uses too, takes 15 ports, and a range counts as two of them. */
const MOST_OF_RULE = 7;

/**
 * Commands that close ports to other hosts at once. Connections that are there stay, and so does everything
 * within the host. `niostat firewall` writes the same as scripts that can be taken back.
 */
export function closingRules(ports: readonly PortRange[]): ClosingRules {
  const set = portRangesText(ports).replaceAll(',', ', ');
  const each = (command: (ports: string) => string): string =>
    groupsOf(ports)
      .map((some) => command(portRangesText(some, ':')))
      .join(' && ');
  return {
    nft: `nft 'add table inet niostat; add chain inet niostat close { type filter hook input priority -10; }; add rule inet niostat close iifname != "lo" ct state new tcp dport { ${set} } drop'`,
    iptables: each(
      (some) => `iptables -I INPUT ! -i lo -p tcp -m conntrack --ctstate NEW -m multiport --dports ${some} -j DROP`,
    ),
    ufw: each((some) => `ufw prepend deny proto tcp from any to any port ${some}`),
  };
}

function groupsOf(ports: readonly PortRange[]): PortRange[][] {
  const groups: PortRange[][] = [];
  for (let at = 0; at < ports.length; at += MOST_OF_RULE) groups.push(ports.slice(at, at + MOST_OF_RULE));
  return groups;
}
