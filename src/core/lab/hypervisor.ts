import { normalizeHost } from '../address/host.ts';
import { hostPortText, parseHostPort } from '../address/host-port.ts';
import type { Hypervisor, HypervisorKind } from './lab.ts';

/**
 * Control port of each kind when none is written (docs/FACTS.md, "Hypervisor protocol", "Ports by Dynagen").
 */
const DEFAULT_CONTROL_PORT: Readonly<Record<HypervisorKind, number>> = {
  dynamips: 7200,
  qemu: 10_525,
  vbox: 11_525,
  pemu: 10_525,
  gns3: 3080,
};

/**
 * Base UDP port when none is written: 10000 for Dynamips (docs/FACTS.md, "Ports by Dynagen"); for the
 * wrappers what Dynagen 0.13 gives them (gns3-legacy `Dynagen/dynagen.py`: `global_qemu_udp`,
 * `global_vbox_udp`), for Pemuwrapper what Dynagen 0.11 does (`Dynagen/pemu_lib.py` of GNS3 0.3.1).
 */
export const DEFAULT_BASE_UDP: Readonly<Record<HypervisorKind, number>> = {
  dynamips: 10_000,
  qemu: 20_000,
  vbox: 20_900,
  pemu: 30_000,
  // A GNS3 server has a pool and no base; this is what its counter would begin at.
  gns3: 10_000,
};

export const DEFAULT_BASE_CONSOLE = 2000;
export const DEFAULT_BASE_AUX = 2100;

/** `host:port`, with the prefix that marks what is no Dynamips. */
export function hypervisorName(kind: HypervisorKind, host: string, port: number): string {
  const address = hostPortText(host, port);
  return kind === 'dynamips' ? address : `${kind} ${address}`;
}

/** Two ways to write one hypervisor's address have one key. */
export function hypervisorKey({ kind, host, port }: Pick<Hypervisor, 'kind' | 'host' | 'port'>): string {
  return `${kind} ${normalizeHost(host)}:${port}`;
}

/** The programs that run other machines than Dynamips' and speak its protocol. */
const WRAPPERS: ReadonlySet<string> = new Set<HypervisorKind>(['qemu', 'vbox', 'pemu']);

function isWrapper(word: string): word is 'qemu' | 'vbox' | 'pemu' {
  return WRAPPERS.has(word);
}

/** Reads `host:port`, `qemu host:port`, `vbox host` or `pemu host`; undefined when it is none of them. */
export function parseHypervisorAddress(
  text: string,
): { kind: HypervisorKind; host: string; port: number; portWritten: boolean } | undefined {
  const words = text.trim().split(/\s+/);
  const [first = '', second] = words;
  const kind = second === undefined ? 'dynamips' : first.toLowerCase();
  if (words.length > 2 || (kind !== 'dynamips' && !isWrapper(kind))) return undefined;
  const address = parseHostPort(second ?? first, -1);
  if (address === undefined) return undefined;
  const portWritten = address.port >= 0;
  return { kind, host: address.host, port: portWritten ? address.port : DEFAULT_CONTROL_PORT[kind], portWritten };
}

/**
 * The address that a text would be without the spaces around its colons, as in `localhost : 7200`, at which
 * Dynagen splits it. Undefined if it has none there, or would be no address.
 */
export function withoutSpaces(text: string): string | undefined {
  const closed = text.trim().replace(/\s*:\s*/g, ':');
  return closed !== text.trim() && parseHypervisorAddress(closed) !== undefined ? closed : undefined;
}

/** Finds what a `host:port` in a file or on the command line means among the hypervisors of a lab. */
export function findHypervisor(hypervisors: Iterable<Hypervisor>, address: string): Hypervisor | undefined {
  const parsed = parseHypervisorAddress(address);
  if (parsed === undefined) return undefined;
  for (const hypervisor of hypervisors) {
    if (hypervisor.kind === parsed.kind && hypervisor.host === parsed.host && hypervisor.port === parsed.port) {
      return hypervisor;
    }
  }
  return undefined;
}

/** The file's name without folders and ending: what a lab is called that does not say. */
export function fileStem(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}
