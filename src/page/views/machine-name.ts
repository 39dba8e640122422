import type { Element } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';
import { name } from './name.ts';

/** A machine by the names that the labs give it: `127.0.0.1`, or `localhost, 10.0.0.1` where they use two. */
export function machineName(machine: string, { state }: Pick<Scene, 'state'>): Element {
  const hosts = state.hypervisors.filter((one) => one.machine === machine).map(({ host }) => host);
  return name(hosts.length === 0 ? machine : [...new Set(hosts)].join(', '));
}
