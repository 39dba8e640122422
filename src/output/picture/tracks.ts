/**
 * A piece of a line in a channel between columns or rows, from one place to another across it. Places are
 * ordinal: what lies between two devices is known before anything has a size.
 */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** Its track in the lane, from 0; set by `assignTracks`. */
  track: number;
}

/**
 * A channel has five lanes, in the order in which a line that crosses it meets them: inside the box of the
 * hypervisor before it, inside that host, between hosts, inside the next host, inside its hypervisor.
 */
export const LANES = 5;
export const BETWEEN = 2;

/** The channels of one direction with what lies in them. */
export class Channels {
  /** Channel → lane → segments. */
  private readonly segments: Segment[][][];
  private readonly counts: number[][] = [];

  constructor(count: number) {
    this.segments = Array.from({ length: count }, () => Array.from({ length: LANES }, () => []));
  }

  add(channel: number, lane: number, ends: readonly [number, number]): Segment {
    const segment = { from: Math.min(...ends), to: Math.max(...ends), track: 0 };
    this.segments[channel]?.[lane]?.push(segment);
    return segment;
  }

  /** How many segments a channel has in all its lanes. */
  load(channel: number): number {
    return this.segments[channel]?.reduce((sum, lane) => sum + lane.length, 0) ?? 0;
  }

  /** Gives each segment a track that no other one of its lane touches. */
  assignTracks(): void {
    for (const [channel, lanes] of this.segments.entries()) this.counts[channel] = lanes.map(trackCount);
  }

  /** How many tracks a lane has. */
  tracks(channel: number, lane: number): number {
    return this.counts[channel]?.[lane] ?? 0;
  }
}

/** Short ones come next to the devices that they belong to, long ones around them. */
function trackCount(segments: Segment[]): number {
  const ends: number[] = [];
  segments.sort((one, other) => one.from - other.from || other.to - one.to);
  for (const segment of segments) {
    const free = ends.findIndex((end) => end < segment.from);
    segment.track = free < 0 ? ends.length : free;
    ends[segment.track] = segment.to;
  }
  return ends.length;
}
