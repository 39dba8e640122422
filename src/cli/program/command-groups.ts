/** Commands of one use, under the words that say when. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly string[];
}

/** All commands in the order in which help and manual name them: by use, the everyday ones first. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Before a lab starts',
    commands: ['preflight', 'check', 'simulate', 'plan', 'firewall', 'reach', 'respond'],
  },
  { title: 'While hypervisors run', commands: ['links', 'probe', 'rehearse', 'send'] },
  { title: 'Learning and trying', commands: ['scenarios', 'playground', 'explain', 'checks', 'hypervisor', 'kernel'] },
  { title: 'For programs', commands: ['completion'] },
];

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
  scenarios: 'docs/SCENARIOS.md',
  playground: 'docs/PLAYGROUND.md',
  explain: 'docs/VOCABULARY.md',
  checks: 'docs/checks',
  hypervisor: 'docs/HYPERVISOR.md',
  kernel: 'docs/KERNEL.md',
  completion: 'README.md',
};
