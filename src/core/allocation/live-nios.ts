import type { Hypervisor, LabEvent, Link } from '../lab/lab.ts';
import { type Nio, NOTHING_CREATED, type ReleaseStep, type Step } from './step.ts';

/** Remembers which NIOs exist, so that removing a link or stopping a hypervisor can say which ones go. */
export class LiveNios {
  private readonly ofLink = new Map<Link, Set<Nio>>();
  private readonly ofHypervisor = new Map<Hypervisor, Set<Nio>>();

  /** Remembers what these steps create, and hands the steps on. */
  watch(steps: readonly Step[]): readonly Step[] {
    for (const step of steps) if (step.type === 'give') for (const nio of step.created) this.add(nio);
    return steps;
  }

  release(event: Exclude<LabEvent, { type: 'add' }>): Omit<ReleaseStep, 'givenBack'> {
    const going = event.type === 'remove' ? this.ofLink.get(event.link) : this.ofHypervisor.get(event.hypervisor);
    const deleted = [...(going ?? [])];
    for (const nio of deleted) {
      this.ofLink.get(nio.link)?.delete(nio);
      this.ofHypervisor.get(nio.hypervisor)?.delete(nio);
    }
    return {
      type: 'release',
      link: event.type === 'remove' ? event.link : undefined,
      hypervisor: event.type === 'stop' ? event.hypervisor : undefined,
      deleted: deleted.length === 0 ? NOTHING_CREATED : deleted,
      why: event.type === 'remove' ? 'the link is removed' : 'the hypervisor is stopped and its sockets close',
    };
  }

  private add(nio: Nio): void {
    enter(this.ofLink, nio.link, nio);
    enter(this.ofHypervisor, nio.hypervisor, nio);
  }
}

function enter<K>(sets: Map<K, Set<Nio>>, key: K, nio: Nio): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([nio]));
  else set.add(nio);
}
