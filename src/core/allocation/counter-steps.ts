import type { Hypervisor, Lab } from '../lab/lab.ts';
import { type Placement, remoteHosts } from './allocator.ts';
import { type LinkSide, linkSteps, nioAt, type PlacedLink } from './link-steps.ts';
import { type GiveStep, type Nio, NOTHING_CREATED, type Step } from './step.ts';

const WHY = "the hypervisor's counter, which then goes up by one and never down";

/**
 * Dynagen's rule, which GNS3 0.8 uses too: each hypervisor has a counter that starts at its base UDP. The
 * source end takes the source hypervisor's counter, then the destination end the destination hypervisor's. An
 * end in a wrapper always comes first (gns3-legacy `qemu_lib.py`, `dynagen_vbox_lib.py`:
 * `connect_to_dynamips`).
 */
export function counterSteps(lab: Lab, placement: Placement): Generator<Step, void, undefined> {
  const counters = new Map<Hypervisor, number>();
  const counterOf = (hypervisor: Hypervisor): number => counters.get(hypervisor) ?? hypervisor.baseUdp;
  const take = (hypervisor: Hypervisor): number => {
    const port = counterOf(hypervisor);
    counters.set(hypervisor, port + 1);
    return port;
  };
  const connect = ({ link, a, b, hypervisorA, hypervisorB }: PlacedLink): Step[] => {
    const ends = [
      { link, end: 'a' as const, at: a, hypervisor: hypervisorA },
      { link, end: 'b' as const, at: b, hypervisor: hypervisorB },
    ] as const;
    const isWrapperLast = hypervisorA.kind === 'dynamips' && hypervisorB.kind !== 'dynamips';
    const [first, second] = isWrapperLast ? [ends[1], ends[0]] : ends;
    const firstPort = take(first.hypervisor);
    const secondPort = take(second.hypervisor);
    const { hostOfA: hostOfFirst, hostOfB: hostOfSecond } = remoteHosts(first.hypervisor, second.hypervisor);
    const firstSide: LinkSide = { ...first, localPort: firstPort, remoteHost: hostOfSecond, remotePort: secondPort };
    const secondSide: LinkSide = { ...second, localPort: secondPort, remoteHost: hostOfFirst, remotePort: firstPort };
    return [give(firstSide, NOTHING_CREATED), give(secondSide, [nioAt(firstSide), nioAt(secondSide)])];
  };
  return linkSteps(lab, placement, { connect, counterOf, giveBack: () => undefined });
}

function give({ link, end, hypervisor, localPort: port }: LinkSide, created: readonly Nio[]): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: port, port, why: WHY, created };
}
