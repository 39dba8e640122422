import type { Place } from '../exercise.ts';
import { PLACE_SIZE } from '../places.ts';

/** A lab before it is written as a file. */
export interface Draft {
  readonly name: string;
  readonly hypervisors: readonly DraftHypervisor[];
  readonly devices: readonly DraftDevice[];
  /** `R1 f0/0 -- R2 f0/0` */
  readonly links: readonly string[];
  readonly events?: readonly string[];
}

export interface DraftHypervisor {
  /** `localhost:7300` */
  readonly address: string;
  readonly baseUdp: number;
  readonly baseConsole?: number;
  readonly baseAux?: number;
}

export interface DraftDevice {
  readonly name: string;
  readonly hypervisor: string;
  readonly kind?: 'ethernet-switch';
  readonly console?: number;
}

/** AUX ports are counted from here on, above the base console: within the block of the place. */
export const AUX_ABOVE = 20;

/** The text of the file: one thing on a line, so that a mend is as many lines as it has thoughts. */
export function textOf({ name, hypervisors, devices, links, events = [] }: Draft, place: Place): string {
  const { udp, console } = place;
  const hasConsoles = hypervisors.some(({ baseConsole }) => baseConsole !== undefined);
  const lines = [
    `# Yours are the UDP ports ${udp} to ${udp + PLACE_SIZE.udp - 1}${hasConsoles ? ',' : '.'}`,
    ...(hasConsoles ? [`# and for consoles the TCP ports ${console} to ${console + PLACE_SIZE.console - 1}.`] : []),
    `name: ${name}`,
    'hypervisors:',
    ...hypervisors.flatMap(hypervisorLines),
    'devices:',
    ...devices.map((device) => `  - ${deviceText(device)}`),
    'links:',
    ...links.map((link) => `  - ${link.includes(': ') ? `"${link}"` : link}`),
    ...(events.length === 0 ? [] : ['events:', ...events.map((event) => `  - { ${event} }`)]),
  ];
  return `${lines.join('\n')}\n`;
}

function hypervisorLines({ address, ...bases }: DraftHypervisor): string[] {
  return [`  - address: ${address}`, ...Object.entries(bases).map(([key, value]) => `    ${key}: ${value}`)];
}

function deviceText({ name, kind, hypervisor, console }: DraftDevice): string {
  const parts = [
    `name: ${name}`,
    ...(kind === undefined ? [] : [`kind: ${kind}`]),
    `hypervisor: "${hypervisor}"`,
    ...(console === undefined ? [] : [`console: ${console}`]),
  ];
  return `{ ${parts.join(', ')} }`;
}
