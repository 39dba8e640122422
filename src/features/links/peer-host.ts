import { isLoopback, isWildcard, normalizeHost, OWN_ADDRESS } from '../../core/address/host.ts';
import { numericAddress } from '../../core/address/ip-address.ts';

/** What the name of a peer says of its address, before anybody is asked. */
export interface PeerHost {
  /** The one address that it can be, where there is only one. */
  readonly only: string | undefined;
  /** True for an address that is found out when the link is made, which may be any. */
  readonly isAny: boolean;
  /** True for what the kernel connects to some address of the loopback. */
  readonly isSomeLoopback: boolean;
  /** The address that it is written as. */
  readonly literal: string | undefined;
}

/** Reads the host of a peer as a lab writes it. */
export function peerHost(host: string): PeerHost {
  const name = normalizeHost(host);
  const isAny = host === OWN_ADDRESS;
  const literal = numericAddress(name);
  return {
    only: isAny || literal === undefined || isWildcard(literal) ? undefined : literal,
    isAny,
    // The kernel connects the address of nobody to the loopback; a loopback name may be an IPv4 or an IPv6
    // address.
    isSomeLoopback: isWildcard(name) || (isLoopback(name) && literal === undefined),
    literal,
  };
}
