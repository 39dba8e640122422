import type { Generation } from '../../core/kernel/dynamips-version.ts';
import type { Situation, SocketKind } from '../../core/kernel/situation.ts';
import type { OperatingSystem } from '../../core/lab/lab.ts';
import type { Maker } from './result.ts';
import { isUnconnected } from './set-up.ts';

/** What a run can do on this machine. */
export interface Means {
  readonly system: OperatingSystem;
  readonly isRoot: boolean;
  readonly hasPerl: boolean;
  /** The loopback has ::1. */
  readonly hasIpv6: boolean;
  /** `localhost` is ::1 to the resolver before it is 127.0.0.1. */
  readonly isLocalhostIpv6: boolean;
  /** The generation of the real program that makes the NIOs; undefined for sockets of niostat's own. */
  readonly program?: Generation | undefined;
  /** That program is `niostat hypervisor`, whose sockets are Node's. */
  readonly isEmbedded?: boolean;
}

/** What makes the sockets of a situation, or why nothing can. */
export type Choice = { readonly maker: Maker } | { readonly why: string };

/** Chooses what makes a situation as Dynamips would make it. Pure. */
export function makerFor(situation: Situation, means: Means): Choice {
  if (situation.family !== 'ipv4' && !means.hasIpv6) return { why: 'the loopback has no ::1' };
  return means.program === undefined ? ownMaker(situation, means) : programMaker(situation, means, means.program);
}

function ownMaker({ first, second, peers, users, isPrivileged }: Situation, means: Means): Choice {
  const kinds = [first, second];
  const { system, isRoot, hasPerl } = means;
  if (system === 'windows') {
    if (users !== 'same') return { why: 'niostat cannot become another user on Windows' };
    if (peers !== 'none' && kinds.some((kind) => kind !== undefined && CYGWIN.has(kind)))
      return { why: 'Node cannot make a port exclusive, as Cygwin does' };
    if (peers === 'port-zero') return { why: 'Node cannot connect to port 0' };
    return { maker: 'node' };
  }
  if (users !== 'same' && !isRoot) return { why: 'only root can become another user' };
  const needsPerl =
    users !== 'same' ||
    peers === 'port-zero' ||
    (isPrivileged && isRoot) ||
    (system === 'darwin' && kinds.includes('reuse'));
  if (!needsPerl) return { maker: 'node' };
  return hasPerl ? { maker: 'perl' } : { why: 'Node cannot, and /usr/bin/perl does not run' };
}

/** Those that a program of Cygwin opens, which makes them exclusive unless they have SO_REUSEADDR. */
const CYGWIN: ReadonlySet<SocketKind> = new Set(['plain', 'specific', 'vpcs']);

const OLD_OR_NEW: Readonly<Record<Generation, SocketKind>> = { 'before-0.2.18': 'plain', 'from-0.2.18': 'reuse' };

function programMaker(situation: Situation, means: Means, generation: Generation): Choice {
  const { first, second, peers, users, family, isPrivileged } = situation;
  const isAnyNio = peers === 'none' || peers === 'port-zero';
  const kinds = [first, second].filter((kind) => kind !== undefined);
  if (users !== 'same') return { why: 'both hypervisors belong to one user' };
  if (peers === 'port-zero' && means.isEmbedded === true)
    return { why: 'the sockets of niostat hypervisor are of Node, which cannot connect to port 0' };
  if (isPrivileged && means.isRoot) return { why: 'the hypervisors belong to root' };
  const other = OLD_OR_NEW[generation] === 'plain' ? 'reuse' : 'plain';
  if (!isAnyNio && kinds.includes(other))
    return { why: `it needs Dynamips ${other === 'plain' ? '0.2.17 or before' : '0.2.18 or later'}` };
  if (kinds.every(isUnconnected)) return { why: 'it has no NIO' };
  if (means.system === 'windows' && kinds.includes('vpcs'))
    return { why: 'Node cannot make a port exclusive, as Cygwin does' };
  if (family === 'localhost' && !means.isLocalhostIpv6) return { why: 'localhost is not ::1 here' };
  return { maker: 'program' };
}
