import { integer } from '../../hypervisor/embedded/objects.ts';

/** Decides about one frame: true if it is dropped. */
type Drops = () => boolean;

/** A filter of a bridge, asked about every frame of both directions in the order of the filters. */
export interface PacketFilter {
  readonly name: string;
  readonly drops: Drops;
}

/** What a kind of filter makes of its values; `isRefused`: they make no sense, and yet the filter stays. */
interface Made {
  readonly drops: Drops;
  readonly isRefused?: boolean;
}

const PASSES: Drops = () => false;

type Kind = (values: readonly string[], random: () => number) => Made;

/**
 * The kinds of filters of uBridge (packet_filter.c). The first two drop frames as there; the others are
 * known by their names alone, and let every frame through.
 */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['frequency_drop', frequencyDrop],
  ['packet_loss', packetLoss],
  ['delay', delay],
  ['corrupt', corrupt],
  ['bpf', bpf],
]);

/** Undefined if there is no such kind: that filter is not kept. `random` is one below 1, not below 0. */
export function makeFilter(
  name: string,
  kind: string,
  values: readonly string[],
  random: () => number,
): { readonly filter: PacketFilter; readonly isRefused: boolean } | undefined {
  const made = KINDS.get(kind)?.(values, random);
  return made && { filter: { name, drops: made.drops }, isRefused: made.isRefused ?? false };
}

/** One frame in `N`; every frame with -1, which is how GNS3 suspends a link, and none with 0. */
function frequencyDrop(values: readonly string[]): Made {
  if (values.length !== 1) return { drops: PASSES, isRefused: true };
  const every = integer(values[0] ?? '');
  let passed = 0;
  if (every === -1) return { drops: () => true };
  if (every === 0) return { drops: PASSES };
  return {
    drops: () => {
      passed++;
      if (passed !== every) return false;
      passed = 0;
      return true;
    },
  };
}

/** `N` per cent and one more of a hundred frames: a loss of 0 drops one of a hundred (packet_filter.c). */
function packetLoss(values: readonly string[], random: () => number): Made {
  if (values.length !== 1) return { drops: PASSES, isRefused: true };
  const percent = integer(values[0] ?? '');
  const drops = (): boolean => Math.floor(random() * 100) <= percent;
  return { drops, isRefused: percent < 0 || percent > 100 };
}

function delay(values: readonly string[]): Made {
  const [latency = 0, jitter = 0] = values.map(integer);
  const isRefused = values.length < 1 || values.length > 2 || latency <= 0 || jitter < 0;
  return { drops: PASSES, isRefused };
}

function corrupt(values: readonly string[]): Made {
  const percent = integer(values[0] ?? '');
  return { drops: PASSES, isRefused: values.length !== 1 || percent < 0 || percent > 100 };
}

/**
 * Words of pcap-filter(7), numbers and addresses: nearly everything that compiles, and little that does not.
 */
const BPF_WORD =
  /^(and|or|not|host|net|port|portrange|proto|src|dst|ether|ip6?|arp|rarp|tcp|udp|icmp6?|vlan|mpls|stp|lldp|multicast|broadcast|greater|less|len|inbound|outbound|[0-9a-f.:/-]*[0-9][0-9a-f.:/-]*)$/;

function bpf(values: readonly string[]): Made {
  const words = (values[0] ?? '').split(/[\s()!&|=<>[\]]+/).filter((word) => word !== '');
  return { drops: PASSES, isRefused: values.length < 1 || values.length > 2 || !words.every(isBpfWord) };
}

function isBpfWord(word: string): boolean {
  return BPF_WORD.test(word);
}
