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
    const isWrapperLast = hypervisorA.kind === 'dynamips' && hypervisorB.kind !== 'dynamips';
    const [end, at, hypervisor, otherEnd, otherAt, other] = isWrapperLast
      ? (['b', b, hypervisorB, 'a', a, hypervisorA] as const)
      : (['a', a, hypervisorA, 'b', b, hypervisorB] as const);
    const port = take(hypervisor);
    const otherPort = take(other);
    const { hostOfA: host, hostOfB: otherHost } = remoteHosts(hypervisor, other);
    // Written out and not spread: of a large lab this is most of the work.
    const firstSide: LinkSide = {
      link,
      end,
      at,
      hypervisor,
      localPort: port,
      remoteHost: otherHost,
      remotePort: otherPort,
    };
    const secondSide: LinkSide = {
      link,
      end: otherEnd,
      at: otherAt,
      hypervisor: other,
      localPort: otherPort,
      remoteHost: host,
      remotePort: port,
    };
    return [give(firstSide, NOTHING_CREATED), give(secondSide, [nioAt(firstSide), nioAt(secondSide)])];
  };
  return linkSteps(lab, placement, { connect, counterOf, giveBack: () => undefined });
}

function give({ link, end, hypervisor, localPort: port }: LinkSide, created: readonly Nio[]): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: port, port, why: WHY, created };
}
