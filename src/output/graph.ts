/**
 * Whose frames an edge carries: `both` ends hear each other, or only `to` hears `from`; `lost`: what `from`
 * sends does not arrive; `none`: not known.
 */
export type Arrow = 'both' | 'to' | 'lost' | 'none';

/** A link as a graph shows it, or the way of the frames of one end. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly arrow: Arrow;
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
