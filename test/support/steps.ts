import { ALLOCATORS } from '../../src/core/allocation/allocate.ts';
import { HostPools } from '../../src/core/allocation/port-pool.ts';
import type { Step } from '../../src/core/allocation/step.ts';
import type { AllocatorName, Lab } from '../../src/core/lab/lab.ts';

/** The steps of a rule set, one by one, as a lesson stops at them. */
export function stepsOf(lab: Lab, name: AllocatorName): Step[] {
  const allocator = ALLOCATORS[name];
  const pools = new HostPools(allocator.pool ?? { first: 1, last: 0 });
  return [...allocator.steps(lab, allocator.place(lab), pools)];
}

/**
 * Steps as a teacher would say them: `R1 f0/0: counter 10000, port 10000` and, where NIOs come into being,
 * `, then R1 f0/0 10000 -> 127.0.0.1:10001`.
 */
export function stepLines(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (step.type === 'release') return `release ${step.deleted.map((nio) => nio.localPort).join(' ')}`.trimEnd();
    const { link, end, hypervisor } = step;
    const at = end === 'b' && link.b.type === 'device' ? link.b : link.a;
    const name = `${at.deviceName} ${at.interface}`;
    if (step.type === 'fail') return `${name}: fail`;
    const created = step.created.map((nio) => {
      return `${nio.device} ${nio.interface} ${nio.localPort} -> ${nio.remoteHost}:${nio.remotePort}`;
    });
    return `${name} on ${hypervisor?.name}: counter ${step.counterBefore}, port ${step.port}${created.map((nio) => `, then ${nio}`).join('')}`;
  });
}
