import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** An interface of this host and the largest IP packet that it sends whole. */
export interface InterfaceMtu {
  readonly name: string;
  /** Bytes. */
  readonly mtu: number;
}

/**
 * The interface that has an address of this host; undefined where the system does not tell its MTU in a file,
 * as Linux does.
 */
export function interfaceMtu(address: string): InterfaceMtu | undefined {
  const all = Object.entries(networkInterfaces());
  const name = all.find(([, addresses]) => addresses?.some((one) => one.address === address))?.[0];
  if (name === undefined) return undefined;
  try {
    const mtu = Number(readFileSync(`/sys/class/net/${name}/mtu`, 'utf8'));
    return mtu > 0 ? { name, mtu } : undefined;
  } catch {
    return undefined;
  }
}
