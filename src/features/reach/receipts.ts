/** What the responder knows of one UDP port in one run of `reach`. Counted as far as `MOST_COUNTED`. */
export interface Receipt {
  /** Probes that it received. */
  readonly received: number;
  /** Of these, how many it answered; the others were more than its limit lets it answer. */
  readonly answered: number;
}

/** A run probes a port less than twenty times, and two counts fit into a byte. */
const MOST_COUNTED = 15;

/** One byte for each port number. */
const BYTES_OF_RUN = 65_536;

/**
 * Runs of `reach` that are remembered: 2 MiB together. A responder stays for minutes and is asked by a few
 * hosts; only those who know the token can make it forget a run.
 */
const MOST_RUNS = 32;

/**
 * Which probes of which run a responder has received, so that `reach` can tell a probe that did not arrive
 * from an answer that did not. The run that was heard of least lately is forgotten first.
 */
export class Receipts {
  private readonly runs = new Map<string, Uint8Array>();
  private hasForgotten = false;

  /** Notes a probe that came to a port. */
  note(run: Uint8Array, port: number, isAnswered: boolean): void {
    const key = keyOf(run);
    const counts = this.runs.get(key) ?? new Uint8Array(BYTES_OF_RUN);
    this.runs.delete(key);
    this.runs.set(key, counts);
    counts[port] = noted(counts[port] ?? 0, isAnswered);
    const [oldest] = this.runs.keys();
    if (this.runs.size <= MOST_RUNS || oldest === undefined) return;
    this.runs.delete(oldest);
    this.hasForgotten = true;
  }

  /**
   * One byte for each of the ports, as `readReceipts` takes them; nothing if the run may have been
   * forgotten.
   */
  of(run: Uint8Array, ports: readonly number[]): Uint8Array {
    const counts = this.runs.get(keyOf(run));
    if (counts === undefined) return new Uint8Array(this.hasForgotten ? 0 : ports.length);
    return Uint8Array.from(ports, (port) => counts[port] ?? 0);
  }
}

/** What a responder tells of these ports; undefined if it does not know the run, or tells of others. */
export function readReceipts(bytes: Uint8Array, ports: readonly number[]): Map<number, Receipt> | undefined {
  if (bytes.length !== ports.length) return undefined;
  return new Map(ports.map((port, index) => [port, receiptOf(bytes[index] ?? 0)]));
}

/** Probes received in the upper half of the byte, answered ones in the lower. */
function receiptOf(byte: number): Receipt {
  return { received: byte >> 4, answered: byte & 0xf };
}

function noted(byte: number, isAnswered: boolean): number {
  const { received, answered } = receiptOf(byte);
  const more = (count: number): number => Math.min(MOST_COUNTED, count + 1);
  return (more(received) << 4) | (isAnswered ? more(answered) : answered);
}

function keyOf(run: Uint8Array): string {
  return Buffer.from(run).toString('hex');
}
