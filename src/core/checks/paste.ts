import { hypervisorName } from '../lab/hypervisor.ts';
import type { Hypervisor, Lab } from '../lab/lab.ts';
import type { Remedy } from './finding.ts';

/** A value of a hypervisor that a remedy changes. */
export interface HypervisorSettings {
  readonly baseUdp?: number;
  readonly baseConsole?: number;
  readonly memoryLimit?: number;
}

const NET_KEYS = { baseUdp: 'udp', baseConsole: 'console' } as const;

/**
 * The lines that set these values, in the language of the lab's file; none for a GNS3 project, which nobody
 * writes by hand.
 */
export function pasteHypervisor(lab: Lab, hypervisor: Hypervisor, settings: HypervisorSettings): string | undefined {
  if (lab.format === 'gns3') return undefined;
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  if (lab.format === 'dynagen') {
    const lines = entries.map(([key, value]) => `    ${NET_KEYS[key as keyof typeof NET_KEYS] ?? key} = ${value}`);
    return [`[${hypervisor.name}]`, ...lines].join('\n');
  }
  const lines = entries.map(([key, value]) => `    ${key}: ${value}`);
  return [`  - address: ${hypervisor.name}`, ...lines].join('\n');
}

/** Stands for an address that only the user knows. */
export const ADDRESS_OF_THIS_MACHINE = 'ADDRESS_OF_THIS_MACHINE';

/**
 * A remedy with the line that names a hypervisor, with another host in it; in a project the server is edited
 * in GNS3.
 */
export function hostRemedy(lab: Lab, { kind, port }: Hypervisor, host: string, text: string): Remedy {
  if (lab.format === 'gns3') return { text: `${text}, in the preferences of GNS3` };
  const name = hypervisorName(kind, host, port);
  return { text, paste: lab.format === 'dynagen' ? `[${name}]` : `  - address: ${name}` };
}
