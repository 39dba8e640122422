import type { RehearsalEnd } from './ends.ts';
import type { NumberedFrame } from './frame.ts';

/**
 * How long nothing may come back before what is missing counts as lost: far more than a round trip in a lab.
 */
const QUIET_MS = 250;

/** The frames of one sender. */
interface SentFrames {
  readonly sender: RehearsalEnd;
  sent: number;
  /** How many came back, by the end at which they came out. */
  readonly returned: Map<RehearsalEnd, number>;
}

/** The frames that have come back to here. */
export class ReturnedFrames {
  /** Called for each frame that comes back, with the end that sent it. */
  onReturn: (sender: RehearsalEnd) => void = () => undefined;
  /** By the number of the sender in frames. */
  private readonly bySender: ReadonlyMap<number, SentFrames>;
  private readonly seen = new Set<string>();
  private lastAt = 0;
  private wake: () => void = () => undefined;

  constructor(ends: readonly RehearsalEnd[]) {
    this.bySender = new Map(ends.map((sender) => [sender.id, { sender, sent: 0, returned: new Map() }]));
  }

  /** Counts a frame that is about to be sent, and gives its number. */
  count(sender: RehearsalEnd): number {
    const frames = this.bySender.get(sender.id);
    return frames === undefined ? 0 : frames.sent++;
  }

  /** Takes a frame that came out at an end; one that came out there before is not counted again. */
  add(end: RehearsalEnd, { sender, number }: Pick<NumberedFrame, 'sender' | 'number'>): void {
    const frames = this.bySender.get(sender);
    const key = `${end.id} ${sender} ${number}`;
    if (frames === undefined || this.seen.has(key)) return;
    this.seen.add(key);
    frames.returned.set(end, (frames.returned.get(end) ?? 0) + 1);
    this.lastAt = performance.now();
    this.onReturn(frames.sender);
    this.wake();
  }

  sent(sender: RehearsalEnd): number {
    return this.bySender.get(sender.id)?.sent ?? 0;
  }

  of(sender: RehearsalEnd): ReadonlyMap<RehearsalEnd, number> {
    return this.bySender.get(sender.id)?.returned ?? new Map();
  }

  isComplete(sender: RehearsalEnd): boolean {
    let sum = 0;
    for (const number of this.of(sender).values()) sum += number;
    return sum >= this.sent(sender);
  }

  /** Waits until all frames of these senders are back, or none has come for a while. */
  async until(senders: readonly RehearsalEnd[], signal: AbortSignal): Promise<void> {
    this.lastAt = performance.now();
    while (!signal.aborted && !senders.every((sender) => this.isComplete(sender))) {
      const leftMs = this.lastAt + QUIET_MS - performance.now();
      if (leftMs <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
