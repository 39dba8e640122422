import { hypervisorName } from '../lab/hypervisor.ts';
import type { Device, Hypervisor, Lab } from '../lab/lab.ts';
import type { Remedy } from './finding.ts';

/** A value of a hypervisor that a remedy changes. */
export interface HypervisorSettings {
  readonly baseUdp?: number;
  readonly baseConsole?: number;
  readonly memoryLimit?: number;
}

/** Ports of a device, by the names that both formats have for them. */
export type DevicePorts = Readonly<Record<string, number>>;

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
  return item(languageOf(lab), 'address', hypervisor.name, Object.fromEntries(entries));
}

/** Where the settings of a device stand, in a file of which language. */
export interface PasteTarget {
  readonly language: Language;
  /** `[[ROUTER R1]]` in a .net file; else the name of the device. */
  readonly section: string;
}

export type Language = 'dynagen' | 'yaml' | 'json' | 'gns3';

/** The place of a device in the file of its lab. */
export function pasteTarget(lab: Lab, { name, kind }: Device): PasteTarget {
  const language = languageOf(lab);
  return { language, section: language === 'dynagen' ? `[[${kind === 'qemu' ? 'QEMU' : 'ROUTER'} ${name}]]` : name };
}

/** The lines that give a device these ports; in GNS3 they are typed in. */
export function pastePorts({ language, section }: PasteTarget, ports: DevicePorts): string {
  const entries = Object.entries(ports);
  if (language === 'gns3') return entries.map(([key, port]) => `${section}: ${key} ${port}`).join('\n');
  if (language !== 'dynagen') return item(language, 'name', section, ports);
  return [`    ${section}`, ...entries.map(([key, port]) => `        ${key} = ${port}`)].join('\n');
}

function languageOf({ format, syntax }: Lab): Language {
  return format === 'scenario' ? (syntax ?? 'yaml') : format;
}

/** An entry of a list of a scenario. */
function item(language: Language, key: string, name: string, settings: DevicePorts): string {
  if (language === 'json') {
    const pairs = Object.entries({ [key]: name, ...settings }).map(
      ([one, value]) => `"${one}": ${JSON.stringify(value)}`,
    );
    return `{ ${pairs.join(', ')} }`;
  }
  return [`  - ${key}: ${name}`, ...Object.entries(settings).map(([one, value]) => `    ${one}: ${value}`)].join('\n');
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
  return { text, paste: lab.format === 'dynagen' ? `[${name}]` : item(languageOf(lab), 'address', name, {}) };
}
