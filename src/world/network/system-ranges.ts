import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { PortRange } from '../../core/lab/lab.ts';
import { logCommand } from '../wire-log.ts';

/** What a system does with ranges of UDP ports by itself. */
export interface SystemRanges {
  /** Given to outgoing connections. */
  readonly ephemeral: PortRange;
  /** Of these, those that are never given. */
  readonly reserved: readonly PortRange[];
  /** Nobody can bind them (Windows). */
  readonly excluded: readonly PortRange[];
}

/** The tools that are asked answer at once. */
const TIMEOUT_MS = 5000;

/** The ranges of this host as they are now; undefined where the system does not tell. */
export async function readSystemRanges(): Promise<SystemRanges | undefined> {
  try {
    if (process.platform === 'linux') {
      const read = (name: string): string => readFileSync(`/proc/sys/net/ipv4/${name}`, 'latin1');
      return parseLinuxRanges(read('ip_local_port_range'), read('ip_local_reserved_ports'));
    }
    if (process.platform === 'darwin') {
      return parseDarwinRange(
        await output('sysctl', ['-n', 'net.inet.ip.portrange.first', 'net.inet.ip.portrange.last']),
      );
    }
    if (process.platform === 'win32') {
      const show = (what: string): Promise<string> =>
        output('netsh', ['interface', 'ipv4', 'show', what, 'protocol=udp']);
      return parseWindowsRanges(await show('dynamicportrange'), await show('excludedportrange'));
    }
  } catch {
    // A system without the file or the tool does not tell.
  }
  return undefined;
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const running = promisify(execFile)(program, args, { timeout: TIMEOUT_MS, windowsHide: true });
  logCommand(running.child);
  return (await running).stdout;
}

/** `32768\t60999` and `8080,9000-9010`. */
export function parseLinuxRanges(portRange: string, reservedPorts: string): SystemRanges | undefined {
  const ephemeral = rangeOf(portRange.trim().split(/\s+/));
  if (ephemeral === undefined) return undefined;
  const reserved = reservedPorts
    .trim()
    .split(',')
    .flatMap((text) => {
      const [first = '', last = first] = text.split('-');
      return rangeOf([first, last]) ?? [];
    });
  return { ephemeral, reserved, excluded: [] };
}

/** Two lines, the first and the last port. */
export function parseDarwinRange(text: string): SystemRanges | undefined {
  const ephemeral = rangeOf(text.trim().split(/\s+/));
  return ephemeral && { ephemeral, reserved: [], excluded: [] };
}

/**
 * netsh speaks the language of its Windows: only numbers are read. The first table has the first port and how
 * many there are, the second one row for each range.
 */
export function parseWindowsRanges(dynamic: string, excluded: string): SystemRanges | undefined {
  const [first, count] = [...dynamic.matchAll(/:\s*(\d+)\s*$/gm)].map(([, number]) => Number(number));
  if (first === undefined || count === undefined) return undefined;
  const rows = [...excluded.matchAll(/^\s*(\d+)\s+(\d+)\b/gm)];
  return {
    ephemeral: { first, last: first + count - 1 },
    reserved: [],
    excluded: rows.flatMap(([, from = '', to = '']) => rangeOf([from, to]) ?? []),
  };
}

function rangeOf([first, last]: readonly (string | undefined)[]): PortRange | undefined {
  const range = { first: Number(first), last: Number(last) };
  const isRange = [first, last].every((text) => /^\d+$/.test(text ?? '')) && range.first <= range.last;
  return isRange ? range : undefined;
}
