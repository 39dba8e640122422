import type { DeviceEnd, Hypervisor, Lab, Link } from '../lab/lab.ts';
import { type Placement, remoteHosts } from './allocator.ts';
import { linkSteps, nioAt, type PlacedLink } from './link-steps.ts';
import { type GiveStep, type Nio, NOTHING_CREATED, type Step } from './step.ts';

const WHY = "the hypervisor's counter, which then goes up by one and never down";

/**
 * Dynagen's rule, which GNS3 0.8 uses too: each hypervisor has a counter that starts at its base UDP. The source end takes
 * the source hypervisor's counter, then the destination end the destination hypervisor's. An end in a wrapper always comes
 * first (gns3-legacy `qemu_lib.py`, `dynagen_vbox_lib.py`: `connect_to_dynamips`).
 */
export function counterSteps(lab: Lab, placement: Placement): Generator<Step, void, undefined> {
  const counters = new Map<Hypervisor, number>();
  const counterOf = (hypervisor: Hypervisor): number => counters.get(hypervisor) ?? hypervisor.baseUdp;
  const take = (hypervisor: Hypervisor): number => {
    const port = counterOf(hypervisor);
    counters.set(hypervisor, port + 1);
    return port;
  };
  const connectInOrder = (
    link: Link,
    firstEnd: 'a' | 'b',
    first: DeviceEnd,
    hypervisorOfFirst: Hypervisor,
    second: DeviceEnd,
    hypervisorOfSecond: Hypervisor,
  ): Step[] => {
    const secondEnd = firstEnd === 'a' ? 'b' : 'a';
    const firstPort = take(hypervisorOfFirst);
    const secondPort = take(hypervisorOfSecond);
    const { hostOfA: hostOfFirst, hostOfB: hostOfSecond } = remoteHosts(hypervisorOfFirst, hypervisorOfSecond);
    const created = [
      nioAt(link, firstEnd, first, hypervisorOfFirst, firstPort, hostOfSecond, secondPort),
      nioAt(link, secondEnd, second, hypervisorOfSecond, secondPort, hostOfFirst, firstPort),
    ];
    return [
      give(link, firstEnd, hypervisorOfFirst, firstPort, NOTHING_CREATED),
      give(link, secondEnd, hypervisorOfSecond, secondPort, created),
    ];
  };
  const connect = ({ link, a, b, hypervisorA, hypervisorB }: PlacedLink): Step[] => {
    const wrapperFirst = hypervisorA.kind === 'dynamips' && hypervisorB.kind !== 'dynamips';
    return wrapperFirst
      ? connectInOrder(link, 'b', b, hypervisorB, a, hypervisorA)
      : connectInOrder(link, 'a', a, hypervisorA, b, hypervisorB);
  };
  return linkSteps(lab, placement, { connect, counterOf, giveBack: () => undefined });
}

function give(link: Link, end: 'a' | 'b', hypervisor: Hypervisor, port: number, created: readonly Nio[]): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: port, port, why: WHY, created };
}
