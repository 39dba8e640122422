/**
 * What the events of `simulate --trace --format jsonl` add up to, step by step: plain lists, made anew for
 * each step from the first event on, so that nothing of this is shared with what the product does.
 */

/** One socket, or a port that is given and has no socket yet. */
export interface TraceRow {
  readonly end: string;
  readonly role?: string;
  readonly port: number;
  /** `127.0.0.1:10000`; absent until it is connected. */
  readonly local?: string;
  readonly remote?: string;
  /** `bound`, `shared`, `refused` …; absent until its port is bound. */
  readonly bind?: string;
  readonly fate?: string;
  /** The end where its frames come out. */
  readonly to?: string;
  /** The ends that it hears. */
  readonly hears: readonly string[];
}

/** Only what is read here of an event. */
export interface TraceLine {
  readonly step: number;
  readonly at: string;
  readonly event: string;
  readonly lab?: string;
  readonly end?: string;
  readonly role?: string;
  readonly port?: number;
  readonly outcome?: string;
  readonly local?: string;
  readonly remote?: string;
  readonly from?: string;
  readonly fate?: string;
  readonly to?: { readonly end: string; readonly role?: string; readonly lab?: string } | null;
}

/** The events of a trace as JSON Lines, without its header. */
export function eventsOf(jsonl: string): TraceLine[] {
  const lines = jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceLine);
  return lines.filter(({ event }) => event !== undefined);
}

export function lastStepOf(events: readonly TraceLine[]): number {
  return Math.max(0, ...events.map(({ step }) => step));
}

interface Growing {
  key: string;
  row: TraceRow;
  toKey?: string;
}

/** The open sockets after a step, in the order of their ports' giving. */
export function rowsAt(events: readonly TraceLine[], step: number): TraceRow[] {
  let all: Growing[] = [];
  const change = (key: string, fields: Partial<TraceRow>, toKey?: string): void => {
    const found = all.findLast((one) => one.key === key);
    if (found === undefined) throw new Error(`an event of ${key}, which has no port`);
    found.row = { ...found.row, ...fields };
    if (toKey !== undefined) found.toKey = toKey;
  };
  for (const event of events) {
    if (event.step > step) break;
    const key = keyOf(event.lab, event.end ?? event.from ?? '', event.role);
    if (event.event === 'give') all.push({ key, row: given(event) });
    else if (event.event === 'bind') change(key, { bind: event.outcome ?? '' });
    else if (event.event === 'connect') change(key, { local: event.local ?? '', remote: event.remote ?? '' });
    else if (event.event === 'frame') frame(event, key);
    else if (event.event === 'close') all = all.filter((one) => one !== all.findLast((other) => other.key === key));
  }
  return all.map(({ key, row }) => ({
    ...row,
    hears: all.filter((one) => one.toKey === key).map((one) => one.row.end),
  }));

  function frame(event: TraceLine, key: string): void {
    const to = event.to ?? undefined;
    const toKey = to === undefined ? '' : keyOf(to.lab ?? event.lab, to.end, to.role);
    change(key, { fate: event.fate ?? '', ...(to === undefined ? {} : { to: to.end }) }, toKey);
  }
}

function keyOf(lab: string | undefined, end: string, role: string | undefined): string {
  return JSON.stringify([lab, end, role]);
}

function given({ end = '', role, port = 0 }: TraceLine): TraceRow {
  return { end, ...(role === undefined ? {} : { role }), port, hears: [] };
}
