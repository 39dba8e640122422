import { hasTunnels } from '../../core/allocation/gns3-server.ts';
import type { Nio } from '../../core/allocation/step.ts';
import { type AllocatorName, type DeviceKind, isGns3Server } from '../../core/lab/lab.ts';
import type { Program } from './result.ts';

/** What a GNS3 server lets Dynamips run. */
const OF_DYNAMIPS: ReadonlySet<DeviceKind> = new Set<DeviceKind>([
  ...(['router', 'ethernet-switch', 'hub', 'frame-relay-switch', 'atm-switch', 'atm-bridge'] as const),
]);

/** Nodes whose end of a link is a socket of uBridge (docs/FACTS.md, "Ports of a live GNS3"). */
const BEHIND_UBRIDGE: ReadonlySet<DeviceKind> = new Set<DeviceKind>([
  ...(['vpcs', 'traceng', 'qemu', 'vbox', 'docker', 'cloud'] as const),
]);

/** The program that will open the socket of a NIO, as far as the lab says it. */
export function programOf(nio: Nio, allocator: AllocatorName): Program | undefined {
  if (nio.owner === 'ubridge') return 'ubridge';
  // The sockets of a wrapper are those of the machines that it starts.
  if (!isGns3Server(allocator)) return nio.hypervisor.kind === 'dynamips' ? 'dynamips' : undefined;
  const { a, b } = nio.link;
  const end = nio.end === 'b' && b.type === 'device' ? b : a;
  const kind = end.device?.kind;
  if (kind === undefined) return undefined;
  if (OF_DYNAMIPS.has(kind)) return 'dynamips';
  return hasTunnels(allocator) && BEHIND_UBRIDGE.has(kind) ? 'ubridge' : undefined;
}
