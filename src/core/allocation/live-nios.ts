import type { LabEvent } from '../lab/lab.ts';
import { type Nio, NOTHING_CREATED, type ReleaseStep, type Step } from './step.ts';

/** Remembers which NIOs exist, so that removing a link or stopping a hypervisor can say which ones go. */
export class LiveNios {
  private readonly nios = new Set<Nio>();

  /** Remembers what these steps create, and hands the steps on. */
  watch(steps: readonly Step[]): readonly Step[] {
    for (const step of steps) if (step.type === 'give') for (const nio of step.created) this.nios.add(nio);
    return steps;
  }

  release(event: Exclude<LabEvent, { type: 'add' }>): ReleaseStep {
    const goes =
      event.type === 'remove'
        ? (nio: Nio) => nio.link === event.link
        : (nio: Nio) => nio.hypervisor === event.hypervisor;
    const deleted = [...this.nios].filter(goes);
    for (const nio of deleted) this.nios.delete(nio);
    return {
      type: 'release',
      link: event.type === 'remove' ? event.link : undefined,
      hypervisor: event.type === 'stop' ? event.hypervisor : undefined,
      deleted: deleted.length === 0 ? NOTHING_CREATED : deleted,
      why: event.type === 'remove' ? 'the link is removed' : 'the hypervisor is stopped and its sockets close',
    };
  }
}
