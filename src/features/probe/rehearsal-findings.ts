import { counted } from '../../core/text/counted.ts';
import { runOf } from '../../core/words/rehearsal-names.ts';
import type { Observation } from '../../world/hypervisor/observe.ts';
import { finding } from './finding-kinds.ts';
import type { ObservedHypervisor } from './observed.ts';
import type { ProbeFinding } from './result.ts';

/** What a rehearsal has on a hypervisor: one that was killed, or one that is going on. */
export function* judgeRehearsals({ target, observation }: ObservedHypervisor): Generator<ProbeFinding> {
  const { bridges = [], switches = [] } = observation;
  const hubs = [
    ...bridges.map((name) => ({ module: 'nio_bridge', name })),
    ...switches.map((name) => ({ module: 'ethsw', name })),
  ].filter((one) => runOf(one) !== undefined);
  const count = hubs.length + (observation.nios?.length ?? 0) - ownNioCount(observation);
  if (count === 0) return;
  yield finding(
    'rehearsal-left',
    `${target.name} has ${counted(count, 'object')} of a rehearsal: one that was killed, or one that is going on`,
    'if none is going on, delete them: niostat rehearse --clean, with the lab that was rehearsed',
  );
}

/** How many NIOs it has that are not those of a rehearsal. */
export function ownNioCount({ nios = [] }: Observation): number {
  return nios.filter(({ name }) => runOf({ module: 'nio', name }) === undefined).length;
}
