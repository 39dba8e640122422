/** A link as a graph shows it: its two ends with their ports, and what becomes of it. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly isBroken: boolean;
}

/** Devices by hypervisor, and the edges between them. */
export interface Graph {
  /** Hypervisor → its devices; a key is unique over labs. */
  readonly clusters: ReadonlyArray<{
    readonly title: string;
    readonly nodes: ReadonlyArray<{ readonly id: string; readonly title: string }>;
  }>;
  readonly edges: readonly Edge[];
}
