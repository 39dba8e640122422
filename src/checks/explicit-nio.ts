import type { Hypervisor, Lab, Link, UdpNioAddress } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';

/** A UDP NIO that a lab file writes out, on the hypervisor that makes it. */
export interface ExplicitNio {
  readonly lab: Lab;
  readonly link: Link;
  readonly hypervisor: Hypervisor;
  readonly nio: UdpNioAddress;
}

/** All UDP NIOs with written ports, in file order; links that are never made are left out. */
export function* explicitNios(context: CheckContext): Generator<ExplicitNio, void, undefined> {
  for (const { lab, placement } of context.allocations) {
    for (const link of lab.links) {
      if (link.fault !== undefined || link.b.type !== 'nio' || link.b.udp === undefined || link.a.device === undefined)
        continue;
      const hypervisor = placement.get(link.a.device);
      if (hypervisor !== undefined) yield { lab, link, hypervisor, nio: link.b.udp };
    }
  }
}
