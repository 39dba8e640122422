import { portRangesText } from '../../../core/address/port-ranges.ts';
import { shellQuote } from '../../../core/text/shell-word.ts';
import type { Dialect } from '../host-rules.ts';
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
  'The rules go before all other rules of ufw, with prepend (ufw 0.36 or later), but /etc/ufw/before.rules',
  'comes earlier still. A rule that is there already, word for word, stays where it is, and --undo removes it.',
  'ufw keeps the rules over a boot. If the lab has changed, run the --undo script of the old lab first.',
];

/** One rule for each 15 ports, before all other rules of the user. */
export const ufw: Dialect = {
  ...SHELL,
  script(host, options) {
    const rules = host.rules.flatMap((rule) =>
      multiportGroups(rule.ports).map((some) => {
        const match = `proto ${rule.protocol} from ${rule.source} to any port ${portRangesText(some, ':')}`;
        return options.undo
          ? `ufw delete allow ${match}`
          : `ufw prepend allow ${match} comment ${shellQuote(ruleComment(host, rule))}`;
      }),
    );
    const closings = multiportGroups(closedPorts(host)).map((some) => {
      const match = `proto tcp from any to any port ${portRangesText(some, ':')}`;
      return options.undo
        ? `ufw delete deny ${match}`
        : `ufw prepend deny ${match} comment ${shellQuote(closingComment(host))}`;
    });
    // What is prepended last stands first: what is closed comes before what is let in.
    const body = options.undo ? [...rules, ...closings] : [...rules.reverse(), ...closings, ...INACTIVE];
    return shellScript(headLines(host, options, TRAPS), ['ufw'], body);
  },
};

const INACTIVE = [
  'if LC_ALL=C ufw status | grep -q inactive; then',
  "  echo 'niostat: ufw is off on this host: it filters nothing, and the rules wait until it is enabled' >&2",
  'fi',
];
