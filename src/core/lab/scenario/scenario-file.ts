import type { AllocatorName, DeviceKind, OperatingSystem } from '../lab.ts';

/** A scenario document as written, once it has passed `docs/schemas/scenario.schema.json`. */
export interface ScenarioFile {
  readonly name?: string;
  readonly description?: string;
  readonly allocator?: AllocatorName;
  readonly dynamips?: string;
  readonly os?: OperatingSystem;
  readonly ephemeralRange?: readonly [number, number];
  readonly hypervisors?: readonly ScenarioHypervisor[];
  readonly images?: readonly ScenarioImage[];
  readonly devices: readonly ScenarioDevice[];
  readonly links?: readonly string[];
  readonly events?: readonly ScenarioEvent[];
  readonly expect?: unknown;
}

export interface ScenarioHypervisor {
  readonly address: string;
  readonly baseUdp?: number;
  readonly baseConsole?: number;
  readonly baseAux?: number;
  readonly workingDirectory?: string;
  readonly memoryLimit?: number;
  readonly dynamips?: string;
}

interface ScenarioImage {
  readonly name: string;
  readonly hypervisors: readonly string[];
}

export interface ScenarioDevice {
  readonly name: string;
  readonly kind?: Exclude<DeviceKind, 'lan'>;
  readonly hypervisor?: string;
  readonly id?: number;
  readonly image?: string;
  readonly ram?: number;
  readonly console?: number;
  readonly aux?: number;
}

export interface ScenarioEvent {
  readonly add?: string;
  readonly remove?: string;
  readonly stop?: string;
}
