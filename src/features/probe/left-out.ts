import { finding } from './finding-kinds.ts';
import { MOST_ASKED } from './most-asked.ts';
import type { ObservedHypervisor } from './observed.ts';
import type { ProbeFinding } from './result.ts';

/** What was not done, and what tells it. */
const NOT_DONE = {
  router: { plural: 'routers', what: 'asked whether they run', commands: ['vm list', 'vm get_status NAME'] },
  NIO: { plural: 'NIOs', what: 'asked for their counters', commands: ['nio list', 'nio get_stats NAME'] },
  bridge: { plural: 'bridges', what: 'listed', commands: ['nio_bridge list'] },
  switch: { plural: 'switches', what: 'listed', commands: ['ethsw list'] },
  console: { plural: 'consoles', what: 'tried', commands: [] },
} as const;

/** Says what was left out of the questions to a hypervisor. */
export function* judgeLeftOut({ target, leftOut }: ObservedHypervisor): Generator<ProbeFinding> {
  for (const { kind, number, of, why } of leftOut) {
    const { plural, what, commands } = NOT_DONE[kind];
    const [limit, way] =
      why === 'time'
        ? ['the time for one hypervisor was over', `give it more time: niostat probe ${target.name} --deadline 60s`]
        : [`${MOST_ASKED} of a kind are the most`, 'look whether it is the hypervisor that it should be'];
    const asking = commands.map((command) => `niostat send ${target.name} ${command}`).join(', then ');
    yield finding(
      'left-out',
      `${number} of the ${of} ${plural} of ${target.name} were not ${what}: ${limit}`,
      asking === '' ? way : `${way}; to ask yourself: ${asking}`,
    );
  }
}
