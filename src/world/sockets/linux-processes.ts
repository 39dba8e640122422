import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { present } from '../../core/present.ts';
import type { ProcessInfo } from '../../core/sockets/socket-table.ts';
import { statFields } from './stat-fields.ts';

/** Names of the programs whose sockets a lab consists of; they are looked at first. */
const EMULATORS = /^(dynamips|ubridge|vpcs|qemu|niostat hypervi)/;

/** Command lines may be megabytes; the arguments that name a port are at the beginning. */
const MAX_ARGS_BYTES = 4096;

/** Who holds a socket: a process and its file descriptor. */
export interface SocketHolder {
  readonly pid: number;
  /** Sockets that were opened later have higher ones, as long as none was closed between. */
  readonly fd: number;
}

/**
 * Finds the processes behind sockets of this host by /proc/<pid>/fd. Reading one link costs microseconds and
 * there may be tens of thousands, so it stops as soon as every wanted socket has its owner. What goes away
 * meanwhile is no error.
 */
export class LinuxProcesses {
  /** inode → holder */
  readonly holders = new Map<number, SocketHolder>();
  /** True if a process could not be looked into. */
  isDenied = false;
  private readonly names = new Map<number, string>();
  private readonly waiting: number[];
  private readonly root: string;

  /** `root` is /proc, except in tests. */
  constructor(root = '/proc') {
    this.root = root;
    const emulators: number[] = [];
    const others: number[] = [];
    for (const entry of listed(root)) {
      if (!/^\d+$/.test(entry)) continue;
      const pid = Number(entry);
      const name = this.read(pid, 'comm').replace(/\n$/, '');
      this.names.set(pid, name);
      (EMULATORS.test(name) ? emulators : others).push(pid);
    }
    this.waiting = [...emulators.sort(byNumber), ...others.sort(byNumber)];
    this.emulatorCount = emulators.length;
  }

  private readonly emulatorCount: number;

  /** Looks into the emulators, which is worth while before it is known which sockets there are. */
  findEmulators(): void {
    for (const pid of this.waiting.splice(0, this.emulatorCount)) this.lookInto(pid);
  }

  /** Goes on until all of these sockets have an owner, or every process was looked into. */
  find(inodes: Iterable<number>): void {
    const missing = new Set<number>();
    for (const inode of inodes) if (!this.holders.has(inode)) missing.add(inode);
    while (missing.size > 0) {
      const pid = this.waiting.shift();
      if (pid === undefined) return;
      for (const inode of this.lookInto(pid)) missing.delete(inode);
    }
  }

  info(pid: number): ProcessInfo {
    const args = this.read(pid, 'cmdline').slice(0, MAX_ARGS_BYTES).split('\0');
    return present({
      pid,
      name: this.names.get(pid) ?? '',
      args: args.filter((arg) => arg !== ''),
      halted: HALTED.get(statFields(this.read(pid, 'stat'))[0] ?? ''),
    });
  }

  /** The sockets of one process. */
  private lookInto(pid: number): number[] {
    const folder = `${this.root}/${pid}/fd`;
    const found: number[] = [];
    let entries: string[];
    try {
      entries = readdirSync(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM') this.isDenied = true;
      return found;
    }
    for (const entry of entries) {
      const inode = socketInode(`${folder}/${entry}`);
      // Whether one may look depends on the process and not on the descriptor (proc(5)).
      if (inode === 'refused') {
        this.isDenied = true;
        break;
      }
      if (inode === undefined) continue;
      found.push(inode);
      // Emulators are looked into first, and the lowest process first: which one is named does not depend on
      // what was asked.
      if (!this.holders.has(inode)) this.holders.set(inode, { pid, fd: Number(entry) });
    }
    return found;
  }

  private read(pid: number, file: string): string {
    try {
      return readFileSync(`${this.root}/${pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  }
}

/** States of a process by proc(5): T is stopped by a signal, t by a debugger. */
export const HALTED: ReadonlyMap<string, 'stopped' | 'traced'> = new Map([
  ['T', 'stopped'],
  ['t', 'traced'],
]);

function byNumber(a: number, b: number): number {
  return a - b;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined for what is no socket, or was closed meanwhile. */
function socketInode(path: string): number | 'refused' | undefined {
  try {
    const target = readlinkSync(path);
    return target.startsWith('socket:[') ? Number(target.slice(8, -1)) : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'refused' : undefined;
  }
}
