import { hypervisorName } from '../lab/hypervisor.ts';
import type { Hypervisor, Lab } from '../lab/lab.ts';

/** A value of a hypervisor that a remedy changes. */
export interface HypervisorSettings {
  readonly baseUdp?: number;
  readonly baseConsole?: number;
  readonly memoryLimit?: number;
}

const NET_KEYS = { baseUdp: 'udp', baseConsole: 'console' } as const;

/** The lines that set these values, in the language of the lab's file. */
export function pasteHypervisor(lab: Lab, hypervisor: Hypervisor, settings: HypervisorSettings): string {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  if (lab.format === 'dynagen') {
    const lines = entries.map(([key, value]) => `    ${NET_KEYS[key as keyof typeof NET_KEYS] ?? key} = ${value}`);
    return [`[${hypervisor.name}]`, ...lines].join('\n');
  }
  return [`  - address: ${hypervisor.name}`, ...entries.map(([key, value]) => `    ${key}: ${value}`)].join('\n');
}

/** Stands for an address that only the user knows. */
export const ADDRESS_OF_THIS_MACHINE = 'ADDRESS_OF_THIS_MACHINE';

/** The line that names a hypervisor, with another host in it. */
export function pasteHost(lab: Lab, { kind, port }: Hypervisor, host: string): string {
  const name = hypervisorName(kind, host, port);
  return lab.format === 'dynagen' ? `[${name}]` : `  - address: ${name}`;
}
