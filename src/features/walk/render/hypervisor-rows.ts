import { groupBy } from '../../../core/group-by.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import type { HypervisorState, TraceState } from '../../../core/trace/trace-state.ts';
import { renderColumns } from '../../../output/columns.ts';
import { cutMiddle } from '../../../output/cut-text.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { Room } from '../../../output/screen/frame.ts';

/** Names of routers that a cell lists before it counts the rest. */
const MOST_ROUTERS = 6;

const WIDEST_ROUTER = 16;

const WIDEST_HYPERVISOR = 30;

/**
 * Where ports come from: each hypervisor with its base and counter, or its pool, and its routers. A counter
 * that this step has moved is marked `*`. Where there is not enough room, the rows around the first marked
 * one are shown, and how many are hidden is said.
 */
export function hypervisorRows(state: TraceState, { width, rows }: Room): string[] {
  const { hypervisors } = state;
  if (hypervisors.length === 0) return [];
  for (let most = Math.min(hypervisors.length, Math.max(1, rows - 1)); most > 1; most--) {
    const lines = tableOf(state, most, width);
    if (lines.length <= rows) return lines;
  }
  return tableOf(state, 1, width).slice(0, rows);
}

function tableOf(state: TraceState, most: number, width: number): string[] {
  const { hypervisors } = state;
  const moved = hypervisors.findIndex(({ was }) => was !== undefined);
  const first = Math.max(0, Math.min(moved - Math.floor(most / 3), hypervisors.length - most));
  const shown = hypervisors.slice(first, first + most);
  const columns = [
    { title: '  Hypervisor', stays: true },
    { title: hasPool(shown) ? 'Base or pool' : 'Base ', stays: true },
    { title: 'Next port        ', stays: true },
    { title: 'Routers', stays: true, wraps: true },
  ];
  const devices = groupBy(state.devices, ({ lab, hypervisor }) => keyOf(lab, hypervisor));
  const cells = shown.map((one) => [
    `${one.was === undefined ? ' ' : '*'} ${nameOf(one)}`,
    baseText(one),
    counterText(one),
    routersText((devices.get(keyOf(one.lab, one.hypervisor)) ?? []).map(({ device }) => device)),
  ]);
  const hidden = hypervisors.length - shown.length;
  const more = hidden === 0 ? [] : [`  … ${counted(hidden, 'more hypervisor')}`];
  return [...renderColumns(columns, cells, width).split('\n'), ...more];
}

function keyOf(lab: string | undefined, hypervisor: string): string {
  return JSON.stringify([lab, hypervisor]);
}

function hasPool(hypervisors: readonly HypervisorState[]): boolean {
  return hypervisors.some(({ pool }) => pool !== undefined);
}

function nameOf({ hypervisor, lab, isStopped }: HypervisorState): string {
  const notes = [...(lab === undefined ? [] : [lab]), ...(isStopped ? ['stopped'] : [])];
  const name = cutMiddle(safeText(hypervisor), WIDEST_HYPERVISOR);
  return notes.length === 0 ? name : `${name} (${safeText(notes.join(', '))})`;
}

function baseText({ base, pool }: HypervisorState): string {
  if (base !== undefined) return `${base}`;
  return pool === undefined ? '-' : `${pool.first}-${pool.last}`;
}

function counterText({ next, was, pool }: HypervisorState): string {
  if (next === undefined) return pool === undefined ? '-' : 'lowest that is free';
  return was === undefined ? `${next}` : `${next} (was ${was})`;
}

function routersText(names: readonly string[]): string {
  const short = names.map((name) => cutMiddle(safeText(name), WIDEST_ROUTER));
  return short.length === 0 ? '-' : someOf(short, MOST_ROUTERS);
}
