import type { DirectionCause, RehearsedLink } from './result.ts';

/** The command that mends a cause, with the labs as its arguments; others have to be mended by hand. */
const MENDED_BY: Readonly<Partial<Record<DirectionCause, string>>> = {
  'one-port': 'plan',
  filtered: 'firewall',
  'filtered-there': 'links',
  'filtered-here': 'links',
};

/** The command to run next: what mends the first cause, or what looks at the lab once it runs. */
export function nextCommand(links: readonly RehearsedLink[], labArguments: string): string | undefined {
  const causes = links.flatMap(({ directions }) => directions.flatMap(({ cause }) => cause ?? []));
  if (causes.length === 0) return `niostat links ${labArguments}`;
  const [command] = causes.flatMap((cause) => MENDED_BY[cause] ?? []);
  return command && `niostat ${command} ${labArguments}`;
}
