import { GAP, TRACK } from './measures.ts';
import { BETWEEN, type Channels, LANES } from './tracks.ts';

/** What the borders of boxes take in one channel: of hypervisors and hosts that end there, or begin there. */
export interface Borders {
  hypervisorsEnd: number;
  hostsEnd: number;
  hostsBegin: number;
  hypervisorsBegin: number;
}

/** One direction of the picture: where its columns or rows lie, and the lanes between them. */
export interface Axis {
  readonly length: number;
  /** Where each column or row begins. */
  readonly starts: readonly number[];
  /** Where boxes that end, or begin, at a channel have their border. */
  borderAt(channel: number, kind: keyof Borders): number;
  /** Where frames that go astray cross a channel: beside the links there. */
  readonly guides: readonly number[];
  /** The middle of a track. */
  trackAt(channel: number, lane: number, track: number): number;
}

/** Adds up what columns (or rows) and the channels around them take. */
export function axisOf(sizes: readonly number[], channels: Channels, borders: readonly Borders[]): Axis {
  const lanes: number[][] = [];
  const starts: number[] = [];
  let at = 0;
  for (const [channel, border] of borders.entries()) {
    const between = [border.hypervisorsEnd, border.hostsEnd, border.hostsBegin, border.hypervisorsBegin];
    const ofChannel: number[] = [];
    for (let lane = 0; lane < LANES; lane++) {
      const isInner = channel > 0 && channel < borders.length - 1;
      const tracks = channels.tracks(channel, lane) * TRACK;
      // One track more than links need: that of the guide.
      const room = lane === BETWEEN ? Math.max(isInner ? GAP : 0, tracks + TRACK) : tracks;
      ofChannel.push(at + (lane === BETWEEN ? (room - tracks - TRACK) / 2 : 0));
      at += room + (between[lane] ?? 0);
    }
    lanes.push(ofChannel);
    starts.push(at);
    at += sizes[channel] ?? 0;
  }
  const trackAt = (channel: number, lane: number, track: number): number =>
    (lanes[channel]?.[lane] ?? 0) + (track + 0.5) * TRACK;
  return {
    length: at,
    starts,
    guides: borders.map((_, channel) => trackAt(channel, BETWEEN, channels.tracks(channel, BETWEEN))),
    trackAt,
    borderAt: (channel, kind) => borderAt(kind, { channel, channels, borders, starts, lanes }),
  };
}

interface Known {
  readonly channel: number;
  readonly channels: Channels;
  readonly borders: readonly Borders[];
  readonly starts: readonly number[];
  readonly lanes: readonly (readonly number[])[];
}

/** Borders lie at the far side of what they take, seen from the box. */
function borderAt(kind: keyof Borders, { channel, channels, borders, starts, lanes }: Known): number {
  const lane = (index: number): number => lanes[channel]?.[index] ?? 0;
  const room = (index: number): number => channels.tracks(channel, index) * TRACK;
  const border = borders[channel];
  switch (kind) {
    case 'hypervisorsEnd':
      return lane(0) + room(0) + (border?.hypervisorsEnd ?? 0);
    case 'hostsEnd':
      return lane(1) + room(1) + (border?.hostsEnd ?? 0);
    case 'hostsBegin':
      return lane(3) - (border?.hostsBegin ?? 0);
    case 'hypervisorsBegin':
      return (starts[channel] ?? 0) - room(4) - (border?.hypervisorsBegin ?? 0);
  }
}
