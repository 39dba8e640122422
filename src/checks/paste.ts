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
