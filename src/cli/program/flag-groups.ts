import type { FlagModel } from './model.ts';

/** Flags by what they are about, under the words that say so. */
export const FLAG_GROUPS = {
  own: 'Options',
  assumed: 'What the lab runs on',
  shown: 'What is shown, and how',
  shared: 'All commands',
} as const;

export type FlagGroup = keyof typeof FLAG_GROUPS;

/** By name, since a name means the same in every command; what is not named here is the command's own. */
const GROUP_OF: Readonly<Record<string, FlagGroup>> = {
  allocator: 'assumed',
  dynamips: 'assumed',
  kernel: 'assumed',
  os: 'assumed',
  resolve: 'assumed',
  'server-conf': 'assumed',
  all: 'shown',
  counters: 'shown',
  filter: 'shown',
  format: 'shown',
  ipv4: 'shown',
  ipv6: 'shown',
  listening: 'shown',
  'no-header': 'shown',
  plain: 'shown',
  numeric: 'shown',
  tcp: 'shown',
  udp: 'shown',
  wide: 'shown',
  color: 'shared',
  help: 'shared',
  json: 'shared',
  quiet: 'shared',
  verbose: 'shown',
};

/** `program` and `tcp` are a column or a choice where they are switches, and something else with a value. */
export function groupOf({ name, value }: Pick<FlagModel, 'name' | 'value'>): FlagGroup {
  if (name === 'program') return value === undefined ? 'shown' : 'own';
  if (name === 'tcp' || name === 'udp') return value === undefined ? 'shown' : 'own';
  return GROUP_OF[name] ?? 'own';
}
