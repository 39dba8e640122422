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
  readonly by?: string;
  readonly fate?: string;
  readonly to?: string | null;
  readonly toRole?: string;
  readonly toLab?: string;
}

/** The events of a trace as JSON Lines, without its header. */
export function eventsOf(jsonl: string): TraceLine[] {
  const lines = jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceLine);
  return lines.filter(({ step }) => step !== undefined);
}

export function lastStepOf(events: readonly TraceLine[]): number {
  return Math.max(0, ...events.map(({ step }) => step));
}

interface Growing {
  /** `2a` for the first end of the second link: names of ends may stand for several sockets, as on a LAN. */
  readonly anchor: string;
  readonly lab: string | undefined;
  row: TraceRow;
  to?: Growing | undefined;
  isClosed: boolean;
}

/**
 * The sockets after a step, in the order in which their ports were given; one that is closed at this very
 * step is still among them, sends nowhere and hears nothing.
 */
export function rowsAt(events: readonly TraceLine[], step: number): TraceRow[] {
  let all: Growing[] = [];
  for (const event of events) {
    if (event.step > step) break;
    if (event.event === 'give' && event.by !== 'start') all.push(given(event));
    else if (event.event === 'close') all = close(all, event, event.step < step);
    else if (/^(bind|connect|frame)$/.test(event.event)) change(all, event);
  }
  return all.map((one) => {
    const { to, isClosed } = one;
    return {
      ...one.row,
      ...(to === undefined || isClosed ? {} : { to: to.row.end }),
      hears: isClosed ? [] : all.filter((other) => other.to === one && !other.isClosed).map(({ row }) => row.end),
    };
  });
}

function change(all: readonly Growing[], event: TraceLine): void {
  const { at, role, outcome = '', bound, local = '', remote = '', fate = '' } = event;
  const one = all.findLast(({ anchor, row }) => anchor === anchorOf(at) && row.role === role);
  if (one === undefined) throw new Error(`${at} tells of an end that has no port`);
  if (event.event === 'bind') one.row = { ...one.row, bind: outcome, ...(bound === undefined ? {} : { bound }) };
  else if (event.event === 'connect') one.row = { ...one.row, local, remote };
  else {
    one.row = { ...one.row, fate };
    one.to = receiverOf(all, event, one);
  }
}

/** Of several with the name that the event says, the one of the same link. */
function receiverOf(
  all: readonly Growing[],
  { to, toRole, toLab, lab }: TraceLine,
  from: Growing,
): Growing | undefined {
  const named = all.filter(
    (one) => one.row.end === to && one.row.role === toRole && one.lab === (toLab ?? lab) && !one.isClosed,
  );
  return named.find(({ anchor }) => anchor.slice(0, -1) === from.anchor.slice(0, -1)) ?? named.at(-1);
}

function close(all: readonly Growing[], { end, role, port, lab }: TraceLine, isPast: boolean): Growing[] {
  const closed = all.findLast(
    (one) => one.row.end === end && one.row.role === role && one.row.port === port && one.lab === lab,
  );
  if (closed === undefined) throw new Error(`${end} is closed, and was not open`);
  closed.isClosed = true;
  return isPast ? all.filter((one) => one !== closed) : [...all];
}

function given({ at, lab, end = '', role, port = 0 }: TraceLine): Growing {
  const row = { end, ...(role === undefined ? {} : { role }), port, hears: [] };
  return { anchor: anchorOf(at), lab, row, isClosed: false };
}

/** The end that an anchor is about: `3a` of `3a.port`, and of `4:3a.frame`. */
function anchorOf(at: string): string {
  return /^(?:\w+:)?(\w+)\./.exec(at)?.[1] ?? '';
}
