import type { PortToTry } from './ports-to-try.ts';

/**
 * Dynamips listens on 7200 where nothing else is said, and labs count on from there (docs/FACTS.md,
 * "Hypervisor protocol", "Ports by Dynagen").
 */
const USUAL = { first: 7200, last: 7299 } as const;

/**
 * Whether a TCP port is spoken to as one of a hypervisor: those that a lab says are, and the usual ones where
 * the user has named them. A hypervisor loses a descriptor for good with every client that hangs up without
 * `hypervisor close`; any other program may be harmed by a line that it did not ask for, so that all other
 * ports that are named are connected to and told nothing.
 */
export function isControlPort(one: PortToTry): boolean {
  if (one.protocol !== 'tcp') return false;
  return one.from === 'lab' ? one.purpose === 'control' : one.port >= USUAL.first && one.port <= USUAL.last;
}
