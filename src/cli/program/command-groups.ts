/** Commands of one use, under the words that say when. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly string[];
}

/**
 * All commands in the order in which help and manual name them: by use, the everyday ones first. One below
 * another is named with both words, and stands behind that.
 */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Before a lab starts',
    commands: ['preflight', 'check', 'simulate', 'plan', 'firewall', 'reach', 'respond'],
  },
  { title: 'While hypervisors run', commands: ['links', 'probe', 'rehearse', 'send'] },
  {
    title: 'Learning and trying',
    commands: [
      ...['teach', 'teach walk', 'teach practice', 'teach quiz', 'teach grade'],
      ...['scenarios', 'playground', 'explain', 'checks', 'hypervisor', 'kernel'],
    ],
  },
  { title: 'For programs', commands: ['completion'] },
];

/** All of them, in the same order. */
export const COMMANDS: readonly string[] = COMMAND_GROUPS.flatMap(({ commands }) => commands);

/** The second words of the commands below another. */
export function commandsBelow(name: string): string[] {
  return COMMANDS.flatMap((one) => (one.startsWith(`${name} `) ? [one.slice(name.length + 1)] : []));
}

/** How many of the first words name a command: 2 for one below another, 1 for one, 0 where there is none. */
export function wordsOfCommand([first = '', second = '']: readonly string[]): number {
  if (COMMANDS.includes(`${first} ${second}`)) return 2;
  return COMMANDS.includes(first) ? 1 : 0;
}

/** The page of each command that says more, below the folder of the program. */
export const COMMAND_PAGES: Readonly<Record<string, string>> = {
  preflight: 'README.md',
  check: 'docs/CI.md',
  simulate: 'docs/ALLOCATION.md',
  plan: 'docs/PLAN.md',
  firewall: 'docs/FIREWALL.md',
  reach: 'docs/REACH.md',
  respond: 'docs/REACH.md',
  links: 'docs/LINKS.md',
  probe: 'docs/HYPERVISOR.md',
  rehearse: 'docs/REHEARSAL.md',
  send: 'docs/HYPERVISOR.md',
  teach: 'docs/TEACHING.md',
  'teach walk': 'docs/TEACHING.md',
  'teach practice': 'docs/TEACHING.md',
  'teach quiz': 'docs/TEACHING.md',
  'teach grade': 'docs/TEACHING.md',
  scenarios: 'docs/SCENARIOS.md',
  playground: 'docs/PLAYGROUND.md',
  explain: 'docs/VOCABULARY.md',
  checks: 'docs/checks',
  hypervisor: 'docs/HYPERVISOR.md',
  kernel: 'docs/KERNEL.md',
  completion: 'README.md',
};
