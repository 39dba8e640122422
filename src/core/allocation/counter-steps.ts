import type { Hypervisor, Lab } from '../lab/lab.ts';
import { type Placement, remoteHosts } from './allocator.ts';
import type { CounterMove } from './counter-move.ts';
import { linkSteps, nioAt, type PlacedLink } from './link-steps.ts';
import { type GiveStep, type Nio, NOTHING_CREATED, type Step } from './step.ts';

/** The port that the next end on a hypervisor gets. */
interface Counter {
  next: number;
}

/**
 * Dynagen's rule, which GNS3 0.8 uses too: each hypervisor has a counter that starts at its base UDP. The
 * source end takes the source hypervisor's counter, then the destination end the destination hypervisor's. An
 * end in a wrapper always comes first (gns3-legacy `qemu_lib.py`, `dynagen_vbox_lib.py`:
 * `connect_to_dynamips`). With `move` two Dynamips of one host keep their counters apart, as they once did.
 */
export function counterSteps(lab: Lab, placement: Placement, move?: CounterMove): Generator<Step, void, undefined> {
  const counters = new Map<Hypervisor, Counter>();
  const counterOf = (hypervisor: Hypervisor): Counter => {
    let counter = counters.get(hypervisor);
    if (counter === undefined) {
      counter = { next: hypervisor.baseUdp };
      counters.set(hypervisor, counter);
    }
    return counter;
  };
  const connect = ({ link, a, b, hypervisorA, hypervisorB }: PlacedLink): Step[] => {
    const isWrapperLast = hypervisorA.kind === 'dynamips' && hypervisorB.kind !== 'dynamips';
    const [end, at, hypervisor, otherEnd, otherAt, other] = isWrapperLast
      ? (['b', b, hypervisorB, 'a', a, hypervisorA] as const)
      : (['a', a, hypervisorA, 'b', b, hypervisorB] as const);
    const counter = counterOf(hypervisor);
    const otherCounter = counterOf(other);
    const counterBefore = otherCounter.next;
    const isMoved = move !== undefined && areTooClose(hypervisor, other, Math.abs(counter.next - counterBefore), move);
    if (isMoved) otherCounter.next += move.by;
    const port = counter.next++;
    const otherPort = otherCounter.next++;
    const { hostOfA: host, hostOfB: otherHost } = remoteHosts(hypervisor, other);
    // Written out and not spread: of a large lab this is most of the work.
    const near = nioAt({ link, end, at, hypervisor, localPort: port, remoteHost: otherHost, remotePort: otherPort });
    const far = nioAt({
      link,
      end: otherEnd,
      at: otherAt,
      hypervisor: other,
      localPort: otherPort,
      remoteHost: host,
      remotePort: port,
    });
    const second = give(far, [near, far]);
    return [give(near, NOTHING_CREATED), isMoved ? { ...second, counterBefore, by: 'moved counter' } : second];
  };
  return linkSteps(lab, placement, {
    connect,
    counterOf: (hypervisor) => counterOf(hypervisor).next,
    giveBack: () => false,
  });
}

/**
 * Hosts are compared as written, and ports tell two processes apart; wrappers give out ports in code of their
 * own, which never had this.
 */
function areTooClose(a: Hypervisor, b: Hypervisor, apart: number, { upTo }: CounterMove): boolean {
  return a.kind === 'dynamips' && b.kind === 'dynamips' && a.host === b.host && a.port !== b.port && apart <= upTo;
}

function give({ link, end, hypervisor, localPort: port }: Nio, created: readonly Nio[]): GiveStep {
  return { type: 'give', link, end, hypervisor, counterBefore: port, port, by: 'counter', created };
}
