import { isLoopback, isWildcard, normalizeHost } from '../address/host.ts';
import { isIp } from '../address/ip-address.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { counted } from '../text/counted.ts';
import { commandWord } from '../text/shell-word.ts';

type Address = Pick<Hypervisor, 'kind' | 'host' | 'port'>;

/** Command lines longer than this together are more than anybody reads. */
const MOST_LINES = 4;

/**
 * The command line that starts a Dynamips. An IPv6 address stands without brackets, with which it does not
 * listen (docs/FACTS.md, "Hypervisor protocol").
 */
export function dynamipsCommand({ host, port }: Pick<Address, 'host' | 'port'>): string {
  const name = normalizeHost(host);
  if (isWildcard(name)) return `dynamips -H ${port}`;
  // A name may stand for ::1, where clients of 127.0.0.1 do not find it.
  const address = isLoopback(name) && !isIp(name) ? '127.0.0.1' : name;
  return `dynamips -H ${commandWord(`${address}:${port}`)}`;
}

const WRAPPERS = { qemu: 'Qemuwrapper', vbox: 'VBoxwrapper', pemu: 'Pemuwrapper' } as const;

/** What to do so that a hypervisor, wrapper or server listens, in one sentence. */
export function startAdvice(hypervisor: Address): string {
  const { kind, host, port } = hypervisor;
  if (kind === 'dynamips') return `start the hypervisor: ${dynamipsCommand(hypervisor)}`;
  if (kind === 'gns3') return `start the GNS3 server of ${host}, and open the project`;
  return `start ${WRAPPERS[kind]} on ${host}, TCP port ${port}`;
}

/**
 * The command lines that start Dynamips hypervisors, one a line. Several run in the background, each with a
 * log of its own: in one folder they would write into one. `-i` would name the log too, and ends a
 * hypervisor at once (docs/FACTS.md, "Hypervisor protocol").
 */
export function dynamipsLines(hypervisors: readonly Pick<Address, 'host' | 'port'>[]): string[] {
  if (hypervisors.length === 1) return hypervisors.map(dynamipsCommand);
  return hypervisors.map((one) => `${dynamipsCommand(one)} -l dynamips_${one.port}.log &`);
}

/** One line for a shell that starts several Dynamips in the background; the rest is counted in a comment. */
export function dynamipsCommands(hypervisors: readonly Pick<Address, 'host' | 'port'>[]): string {
  const text = dynamipsLines(hypervisors).slice(0, MOST_LINES).join(' ');
  const more = hypervisors.length - MOST_LINES;
  return more > 0 ? `${text} # and ${counted(more, 'more hypervisor')}` : text;
}
