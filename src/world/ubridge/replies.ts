/**
 * What uBridge answers, line by line (docs/FACTS.md, "A live GNS3"). Names and texts are what somebody has
 * typed: they may hold blanks, brackets, apostrophes and colons. Pure; a line that is not known is passed
 * over.
 */
import { wrapPort } from '../../core/address/port.ts';
import type { BridgeNio, HopCounters, IolBridgePort, NioPorts, UBridgeBridge } from '../../core/open-project/host.ts';

/** The names in `bridge list`, `NAME (NIOs = 2)`, the newest first. */
export function bridgeNames(lines: readonly string[]): string[] {
  return namesIn(lines, 'NIOs');
}

/** The names in `iol_bridge list`, `NAME (ports = 3)`. */
export function iolBridgeNames(lines: readonly string[]): string[] {
  return namesIn(lines, 'ports');
}

function namesIn(lines: readonly string[], counted: string): string[] {
  const name = new RegExp(`^(.+) \\(${counted} = \\d+\\)$`);
  return lines.flatMap((line) => name.exec(line)?.[1] ?? []);
}

/**
 * A bridge from the lines of `bridge show` and `bridge get_stats`; undefined if `show` does not say whether
 * it runs. A side is absent if it has no NIO, and has no counters if `get_stats` does not tell them.
 */
export function bridgeOf(
  name: string,
  shown: readonly string[],
  counted: readonly string[] = [],
): UBridgeBridge | undefined {
  const states = [`bridge '${name}' is not running`, `bridge '${name}' is running`];
  const isRunning = shown.find((line) => states.includes(line));
  if (isRunning === undefined) return undefined;
  return {
    name,
    isRunning: isRunning === states[1],
    filters: shown.flatMap((line) => /^Filter '(.*)' configured in position \d+$/.exec(line)?.[1] ?? []),
    ...side('source', 'Source', shown, counted),
    ...side('destination', 'Destination', shown, counted),
  };
}

function side<K extends 'source' | 'destination'>(
  key: K,
  word: string,
  shown: readonly string[],
  counted: readonly string[],
): { readonly [Key in K]?: BridgeNio } {
  const prefix = `${word} NIO: `;
  const text = shown.find((line) => line.startsWith(prefix))?.slice(prefix.length);
  if (text === undefined) return {};
  const ports = nioPorts(text);
  const counters = countersBehind(`${word} NIO:`, counted);
  const nio: BridgeNio = { text, ...(ports && { ports }), ...(counters && { counters }) };
  return { [key]: nio } as { readonly [Key in K]?: BridgeNio };
}

/**
 * The socket of a UDP NIO from its text, `20017:127.0.0.1:20016`, or `30010:::1:30001` with an address of
 * IPv6. uBridge takes every number, and the kernel its low 16 bits. Undefined for NIOs of other kinds, and
 * for a port that the system chose since what was typed is no number, or 0.
 */
export function nioPorts(text: string): NioPorts | undefined {
  const match = /^(-?\d+):(.+):(-?\d+)$/.exec(text);
  if (match === null) return undefined;
  const [, local = '', remoteHost = '', remote = ''] = match;
  const localPort = wrapPort(Number(local) | 0);
  return localPort === 0 ? undefined : { localPort, remoteHost, remotePort: wrapPort(Number(remote) | 0) };
}

const COUNTERS = /^ *IN: (\d+) packets \((\d+) bytes\) OUT: (\d+) packets \((\d+) bytes\)$/;

function countersBehind(prefix: string, lines: readonly string[]): HopCounters | undefined {
  const line = lines.find((one) => one.startsWith(prefix));
  const match = COUNTERS.exec(line?.slice(prefix.length) ?? '');
  if (match === null) return undefined;
  const [packetsIn = 0, bytesIn = 0, packetsOut = 0, bytesOut = 0] = match.slice(1).map(Number);
  return { packetsIn, packetsOut, bytesIn, bytesOut };
}

/** The ports of `iol_bridge get_stats`: `port 0/1:      IN: 8 packets (612 bytes) OUT: …`. */
export function iolBridgePorts(lines: readonly string[]): IolBridgePort[] {
  return lines.flatMap((line) => {
    const [prefix, port] = /^port (\d+\/\d+):/.exec(line) ?? [];
    const counters = prefix === undefined ? undefined : countersBehind(prefix, [line]);
    return port === undefined || counters === undefined ? [] : [{ port, counters }];
  });
}
