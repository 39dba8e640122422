/**
 * What the events of `simulate --trace --format jsonl` add up to, step by step: plain lists, made anew for
 * each step from the first event on, so that nothing of this is shared with what the product does.
 */

/** One socket, or a port that is given and has no socket yet. */
export interface TraceRow {
  readonly end: string;
  readonly role?: string;
  readonly port: number;
  /** The port that is bound, where it is another one. */
  readonly bound?: number;
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
  readonly bound?: number;
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
  toKey?: string | undefined;
}

/**
 * The sockets after a step, in the order in which their ports were given; one that is closed at this very step
 * is still among them, sends nowhere and hears nothing.
 */
export function rowsAt(events: readonly TraceLine[], step: number): TraceRow[] {
  let all: Growing[] = [];
  const find = (key: string): Growing => {
    const found = all.findLast((one) => one.key === key);
    if (found === undefined) throw new Error(`an event of ${key}, which has no port`);
    return found;
  };
  const change = (key: string, fields: Partial<TraceRow>): void => {
    const found = find(key);
    found.row = { ...found.row, ...fields };
  };
  for (const event of events) {
    if (event.step > step) break;
    const key = keyOf(event.lab, event.end ?? event.from ?? '', event.role);
    if (event.event === 'give') all.push({ key, row: given(event) });
    else if (event.event === 'bind') change(key, boundAs(event));
    else if (event.event === 'connect') change(key, { local: event.local ?? '', remote: event.remote ?? '' });
    else if (event.event === 'frame') frame(event, key);
    else if (event.event === 'close') close(event, key);
  }
  return all.map(({ key, row }) => ({
    ...row,
    hears: all.filter((one) => one.toKey === key).map((one) => one.row.end),
  }));

  function close({ step: at }: TraceLine, key: string): void {
    const closed = find(key);
    if (at < step) all = all.filter((one) => one !== closed);
    const { to: _, ...row } = closed.row;
    Object.assign(closed, { key: 'closed', toKey: undefined, row });
  }

  function frame(event: TraceLine, key: string): void {
    const to = event.to ?? undefined;
    const toKey = to === undefined ? undefined : keyOf(to.lab ?? event.lab, to.end, to.role);
    const found = find(key);
    const { to: _, ...row } = found.row;
    found.row = { ...row, fate: event.fate ?? '', ...(to === undefined ? {} : { to: to.end }) };
    found.toKey = toKey;
  }
}

function keyOf(lab: string | undefined, end: string, role: string | undefined): string {
  return JSON.stringify([lab, end, role]);
}

function boundAs({ outcome = '', bound }: TraceLine): Partial<TraceRow> {
  return { bind: outcome, ...(bound === undefined ? {} : { bound }) };
}

function given({ end = '', role, port = 0 }: TraceLine): TraceRow {
  return { end, ...(role === undefined ? {} : { role }), port, hears: [] };
}
