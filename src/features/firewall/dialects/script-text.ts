import { portListText } from '../../../core/address/port-ranges.ts';
import type { PortRange } from '../../../core/lab/lab.ts';
import { shellQuote } from '../../../core/text/shell-word.ts';
import type { Dialect, HostRule, HostRules, OpenedFor, ScriptOptions } from '../host-rules.ts';

/** What the ports of a purpose are called. */
export const PURPOSE_NAMES: Readonly<Record<OpenedFor, string>> = {
  control: 'control ports',
  console: 'consoles',
  aux: 'AUX ports',
  nio: 'NIOs',
  headroom: 'headroom for more links',
  rehearsal: 'ports of rehearsals',
  server: 'GNS3 server',
  links: 'range of links',
  consoles: 'range of consoles',
};

/** A comment is read by people; past this nobody does. */
const LONGEST_TEXT = 120;

/** A comment that lists more is not read, and a rule has all of them. */
const MOST_RANGES = 12;

/**
 * Text of a lab as it may stand in a comment of any of the languages: what could end the comment, the line or
 * a quotation, or be expanded in it, is an underscore.
 */
function harmless(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9 .,:/+=@()[\]-]/g, '_');
  return plain.length > LONGEST_TEXT ? `${plain.slice(0, LONGEST_TEXT - 3)}...` : plain;
}

/** What every script says first: host, labs, what is opened and for whom, and the traps of that firewall. */
export function headLines(
  { host, labs, labSlug, rules, closings = [] }: HostRules,
  { undo }: ScriptOptions,
  traps: readonly string[],
): string[] {
  return [
    `niostat firewall: ${undo ? 'removes its rules' : closings.length > 0 ? 'opens and closes ports' : 'opens ports'} on ${harmless(host)}`,
    `for ${labs.length === 1 ? 'the lab' : 'the labs'} ${harmless(labs.join(' + '))}, here called ${labSlug}.`,
    ...(rules.length === 0 && closings.length > 0
      ? []
      : [undo ? 'It removes the rules for:' : 'It lets in these senders on these ports only:']),
    ...rules.map((rule) => `  ${ruleText(rule)}`),
    ...(closings.length === 0 ? [] : [undo ? 'It opens again:' : 'It closes to every other host:']),
    ...closings.map(({ ports, what }) => `  tcp ${portListText(ports)}: ${what}`),
    ...(undo ? [] : [traps.join(' ')]),
    'Outgoing traffic is not touched. It may be run again: nothing is added or removed twice.',
  ].flatMap(folded);
}

/** Lines of a script are read on terminals of 80 columns, behind a sign for a comment. */
const LONGEST_LINE = 76;

function folded(text: string): string[] {
  const margin = /^ */.exec(text)?.[0] ?? '';
  const lines = [''];
  for (const word of text.trim().split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[0] = margin + word;
    else if (last.length + 1 + word.length <= LONGEST_LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${margin}${margin}${word}`);
  }
  return lines;
}

function ruleText({ source, sender, protocol, ports, purpose, neededBy }: HostRule): string {
  const ranges = portListText(ports.slice(0, MOST_RANGES));
  const more = ports.length > MOST_RANGES ? ` and ${ports.length - MOST_RANGES} more ranges` : '';
  const from = sender === source ? source : `${source} (${harmless(sender)})`;
  const others = neededBy.length > 1 ? ` and ${neededBy.length - 1} more` : '';
  return `${protocol} ${ranges}${more} from ${from}: ${PURPOSE_NAMES[purpose]}, ${harmless(neededBy[0] ?? '')}${others}`;
}

/** The comment of a rule within a firewall: plain words that need no escape anywhere. */
export function ruleComment({ labSlug }: HostRules, { purpose }: HostRule): string {
  return `niostat:${labSlug} ${purpose}`;
}

/** The same of a rule that closes ports. */
export function closingComment({ labSlug }: HostRules): string {
  return `niostat:${labSlug} closed`;
}

/** Every range that is closed. */
export function closedPorts({ closings = [] }: HostRules): readonly PortRange[] {
  return closings.flatMap(({ ports }) => ports);
}

/** What all scripts for a POSIX shell share. */
export const SHELL: Pick<Dialect, 'comment' | 'lineEnd' | 'refusal'> = {
  comment: '# ',
  lineEnd: '\n',
  refusal: (message) => `echo ${shellQuote(message)} >&2; exit 1`,
};

/** A script for a POSIX shell that ends at the first command that fails, and needs these programs. */
export function shellScript(head: readonly string[], programs: readonly string[], body: readonly string[]): string {
  const checks = programs.map(
    (program) =>
      `command -v ${program} >/dev/null || { echo 'niostat: there is no ${program} on this host' >&2; exit 1; }`,
  );
  return `${['#!/bin/sh', ...head.map((line) => `# ${line}`), 'set -eu', ...checks, ...body].join('\n')}\n`;
}

/** Ranges in groups that weigh at most `most`, where `weight` says what one range weighs. */
export function groups(
  ports: readonly PortRange[],
  most: number,
  weight: (range: PortRange) => number = () => 1,
): PortRange[][] {
  const all: PortRange[][] = [];
  let left = 0;
  for (const range of ports) {
    const needed = weight(range);
    if (needed > left || all.length === 0) {
      all.push([]);
      left = most;
    }
    all.at(-1)?.push(range);
    left -= needed;
  }
  return all;
}

/** iptables' multiport, which ufw uses too, takes 15 ports, and a range counts as two of them. */
export function multiportGroups(ports: readonly PortRange[]): PortRange[][] {
  return groups(ports, 15, ({ first, last }) => (first === last ? 1 : 2));
}
