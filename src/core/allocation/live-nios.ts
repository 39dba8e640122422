import type { Hypervisor, LabEvent, Link } from '../lab/lab.ts';
import { type Nio, NOTHING_CREATED, type ReleaseStep, type Step } from './step.ts';

/** Remembers which NIOs exist, so that removing a link or stopping a hypervisor can say which ones go. */
export class LiveNios {
  private readonly ofLink = new Map<Link, Set<Nio>>();
  private readonly ofHypervisor = new Map<Hypervisor, Set<Nio>>();
  /** Those of a uBridge that has ended: their ports stay given. */
  private readonly kept = new Map<Link, Set<Nio>>();

  /** Remembers what these steps create, and hands the steps on. */
  watch(steps: readonly Step[]): readonly Step[] {
    for (const step of steps) if (step.type === 'give') for (const nio of step.created) this.add(nio);
    return steps;
  }

  release(event: Release): Omit<ReleaseStep, 'givenBack'> {
    const going = event.type === 'remove' ? this.ofLink.get(event.link) : this.ofHypervisor.get(event.hypervisor);
    const isGone = goesWith(event);
    const deleted = [...(going ?? [])].filter(isGone);
    for (const nio of deleted) {
      this.ofLink.get(nio.link)?.delete(nio);
      this.ofHypervisor.get(nio.hypervisor)?.delete(nio);
      if (event.type === 'stop' && event.ubridgeOf !== undefined) enter(this.kept, nio.link, nio);
    }
    return {
      type: 'release',
      link: event.type === 'remove' ? event.link : undefined,
      hypervisor: event.type === 'stop' ? event.hypervisor : undefined,
      deleted: deleted.length === 0 ? NOTHING_CREATED : deleted,
      why: whyOf(event),
    };
  }

  /** The NIOs of a link whose uBridge has ended, once. */
  takeKept(link: Link): readonly Nio[] {
    const kept = [...(this.kept.get(link) ?? [])];
    this.kept.delete(link);
    return kept;
  }

  private add(nio: Nio): void {
    enter(this.ofLink, nio.link, nio);
    enter(this.ofHypervisor, nio.hypervisor, nio);
  }
}

type Release = Exclude<LabEvent, { type: 'add' }>;

/** Which of the NIOs of a link or a hypervisor go with an event. */
function goesWith(event: Release): (nio: Nio) => boolean {
  if (event.type === 'remove' || event.ubridgeOf === undefined) return () => true;
  const { name } = event.ubridgeOf;
  return ({ owner, device }) => owner === 'ubridge' && device === name;
}

function whyOf(event: Release): string {
  if (event.type === 'remove') return 'the link is removed';
  return event.ubridgeOf === undefined
    ? 'the hypervisor is stopped and its sockets close'
    : 'the uBridge has ended and its sockets close';
}

function enter<K>(sets: Map<K, Set<Nio>>, key: K, nio: Nio): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([nio]));
  else set.add(nio);
}
