import type { NetworkBits } from '../address/network.ts';

/** What an address with its port is compared with; what is left out matches everything. */
export interface HostPattern {
  readonly family?: 4 | 6;
  readonly network?: NetworkBits;
  readonly port?: number;
}

/** `local` is what ss calls the source, `remote` the destination, in both directions. */
export type Side = 'local' | 'remote';
/** Comparisons of numbers; `!=` is a negated `=`. */
export type Comparison = '=' | '<' | '<=' | '>' | '>=';
export type TextField = 'process' | 'device' | 'hypervisor' | 'link';

/** One `state` (adds) or `exclude` (takes away) with its states, spelled as by `stateKey`. */
export interface StateStep {
  readonly adds: boolean;
  readonly states: readonly string[];
}

export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly part: FilterNode }
  | { readonly kind: 'states'; readonly steps: readonly StateStep[] }
  | { readonly kind: 'host'; readonly side: Side; readonly pattern: HostPattern }
  | { readonly kind: 'port'; readonly side: Side; readonly comparison: Exclude<Comparison, '='>; readonly port: number }
  | { readonly kind: 'text'; readonly field: TextField; readonly text: string }
  | { readonly kind: 'pid'; readonly pid: number };
