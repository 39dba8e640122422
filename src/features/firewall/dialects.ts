import { firewalld } from './dialects/firewalld.ts';
import { iptables } from './dialects/iptables.ts';
import { netsh } from './dialects/netsh.ts';
import { nft } from './dialects/nft.ts';
import { pf } from './dialects/pf.ts';
import { ufw } from './dialects/ufw.ts';
import { windows } from './dialects/windows.ts';
import type { Dialect } from './host-rules.ts';

/** The firewalls that scripts can be written for. */
export const DIALECT_NAMES = ['nft', 'iptables', 'ufw', 'firewalld', 'windows', 'netsh', 'pf'] as const;

export type DialectName = (typeof DIALECT_NAMES)[number];

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { nft, iptables, ufw, firewalld, windows, netsh, pf };
