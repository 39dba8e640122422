import { parseHostPort } from '../../../core/address/host-port.ts';
import { SEVERITIES, type Severity } from '../../../core/checks/finding.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { dynamipsLines } from '../../../core/words/start-hypervisor.ts';
import type { FindingSlug } from '../finding-kinds.ts';
import type { HypervisorProbe, ProbeFinding } from '../result.ts';

/** One cause, and all hypervisors that it was found on. */
export interface Story {
  readonly severity: Severity;
  readonly slug: FindingSlug;
  readonly members: readonly Member[];
  readonly message: string;
  readonly remedy: string;
  /** To be copied, a line each. */
  readonly commands: readonly string[];
}

interface Member {
  readonly hypervisor: HypervisorProbe;
  readonly finding: ProbeFinding;
}

/** What is said once of several hypervisors whose findings of a kind differ in numbers and names only. */
const TOGETHER: Partial<Record<FindingSlug, (members: readonly Member[]) => Pick<Story, 'message' | 'remedy'>>> = {
  refused: (members) => ({
    message: 'the hypervisors are not started: nothing listens on these TCP ports',
    remedy: `start them${elsewhereText(members)}`,
  }),
  'not-loaded': (members) => {
    const sum = (of: 'routers' | 'nios'): number =>
      members.reduce((total, { finding: { expected } }) => total + (expected?.[of] ?? 0), 0);
    const labs = [...new Set(members.flatMap(({ hypervisor }) => hypervisor.labs))].join(' + ');
    return {
      message: `${labs} is not loaded: these hypervisors are empty and should have ${counted(sum('routers'), 'router')} and ${counted(sum('nios'), 'NIO')} together`,
      remedy: 'load the lab, or probe the hypervisors on which it is loaded',
    };
  },
  'no-response': () => ({
    message: 'no answer from these hypervisors',
    remedy: 'look whether their hosts are up, and whether firewalls let these TCP ports in',
  }),
  'control-port-open': () => ({
    message: 'these ask for no password: every machine that reaches them can stop the lab and write files there',
    remedy: 'let only the machines that run the lab reach them',
  }),
};

function elsewhereText(members: readonly Member[]): string {
  const running = [...new Set(members.flatMap(({ finding }) => finding.elsewhere ?? []))];
  return running.length === 0 ? '' : `; if others were meant, write their addresses: ${someOf(running)}`;
}

/** The findings of all hypervisors, the worst first, each cause once. */
export function storiesOf(hypervisors: readonly HypervisorProbe[]): Story[] {
  const groups = new Map<string, [Member, ...Member[]]>();
  for (const hypervisor of hypervisors) {
    for (const finding of hypervisor.findings) {
      const key = keyOf(hypervisor, finding);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ hypervisor, finding }]);
      else group.push({ hypervisor, finding });
    }
  }
  return [...groups.values()].map(storyOf).sort((a, b) => rank(a) - rank(b));
}

function rank({ severity }: Story): number {
  return SEVERITIES.indexOf(severity);
}

function keyOf({ target, labs }: HypervisorProbe, { slug, message, remedy, command }: ProbeFinding): string {
  // A wrapper is started otherwise, a lab is loaded by itself.
  if (slug === 'refused' && command === undefined) return `${slug} ${target}`;
  if (slug === 'not-loaded') return `${slug} ${labs.join(' + ')}`;
  return TOGETHER[slug] === undefined ? `${slug} ${message} ${remedy}` : slug;
}

function storyOf(members: readonly [Member, ...Member[]]): Story {
  const [{ finding }] = members;
  const { severity, slug, message, remedy } = finding;
  const together = members.length > 1 ? TOGETHER[slug]?.(members) : undefined;
  const commands = members.length > 1 && slug === 'refused' ? startLines(members) : [];
  return { severity, slug, members, message, remedy, ...together, commands };
}

/** One line for each Dynamips; of several hosts each says where it is to be run. */
function startLines(members: readonly Member[]): string[] {
  const byHost = new Map<string, { host: string; port: number; isHere: boolean }[]>();
  for (const { hypervisor } of members) {
    const address = parseHostPort(hypervisor.target, 0);
    if (address === undefined) continue;
    const known = byHost.get(address.host) ?? [];
    byHost.set(address.host, [...known, { ...address, isHere: hypervisor.isThisHost === true }]);
  }
  return [...byHost].flatMap(([host, hypervisors]) => {
    const where = `${host}${hypervisors.some(({ isHere }) => isHere) ? ' (this host)' : ''}`;
    return dynamipsLines(hypervisors).map((line) => (byHost.size > 1 ? `${line} # on ${where}` : line));
  });
}
