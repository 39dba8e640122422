import { OWN_ADDRESS } from '../../core/address/host.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import type { Route } from '../../core/address/socket-pair.ts';

/**
 * Why a socket on one route takes nothing from a socket on another: they are of two families, or one has
 * another address than the other is connected to. `has` and `wanted` are addresses.
 */
export type AddressMismatch =
  | { readonly kind: 'families'; readonly from: string; readonly to: string }
  | { readonly kind: 'source' | 'destination'; readonly has: string; readonly wanted: string };

/**
 * Compares the addresses of two sockets that are meant for each other; undefined if they fit, or are not
 * known.
 */
export function addressMismatch(from: Route, to: Route): AddressMismatch | undefined {
  const all = [from, to].flatMap(({ localAddress, remoteAddress }) => [localAddress, remoteAddress]);
  const isOpen = from.openName !== undefined || to.openName !== undefined;
  if (isOpen || all.includes(OWN_ADDRESS)) return undefined;
  if (familyOf(from.localAddress) !== familyOf(to.localAddress)) {
    return { kind: 'families', from: from.localAddress, to: to.localAddress };
  }
  if (from.localAddress !== to.remoteAddress) {
    return { kind: 'source', has: from.localAddress, wanted: to.remoteAddress };
  }
  if (from.remoteAddress === to.localAddress) return undefined;
  return { kind: 'destination', has: to.localAddress, wanted: from.remoteAddress };
}
