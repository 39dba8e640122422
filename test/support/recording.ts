/** The files of a recording of a live GNS3 server, read into values (test/fixtures/gns3-live). */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A process as `ps` and /proc told it. */
export interface RecordedProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly args: readonly string[];
  /** As ps shows it: 15 bytes. */
  readonly name: string;
  readonly directory?: string;
  /** Descriptor → `socket:[884320]`, or a path. */
  readonly files: ReadonlyMap<number, string>;
}

/** The conversations with one program, by its TCP port. */
export interface RecordedProgram {
  readonly kind: 'ubridge' | 'dynamips';
  readonly port: number;
  /** Request without quotes → the lines of the reply, with their ends. */
  readonly replies: ReadonlyMap<string, string>;
}

/** One host of a recording. */
export interface RecordedHost {
  /** The name of its folder. */
  readonly name: string;
  readonly processes: readonly RecordedProcess[];
  readonly programs: readonly RecordedProgram[];
  /** /proc/net/udp and /proc/net/tcp. */
  readonly udp: string;
  readonly tcp: string;
  /** Addresses of its sockets. */
  readonly addresses: readonly string[];
  /** Path → text: logs of Dynamips and uBridge, where the processes have them. */
  readonly logs: ReadonlyMap<string, string>;
}

interface SsRow {
  readonly protocol: 'udp' | 'tcp';
  readonly state: string;
  readonly queue: number;
  readonly local: string;
  readonly remote: string;
  readonly owners: readonly { readonly name: string; readonly pid: number; readonly fd: number }[];
  readonly inode: number;
}

/** Inodes of sockets of which the recording tells none. */
const FIRST_INODE = 4_000_000;

/** Folders with a recording, at or below a folder: those with transcripts, or with folders that have them. */
export function recordingsBelow(folder: string): string[] {
  if (hostFolders(folder).length > 0 && apiText(folder, 'links') !== undefined) return [folder];
  return subfolders(folder).flatMap(recordingsBelow);
}

/** The folders of the hosts of a recording: itself, or one below it for each. */
export function hostFolders(folder: string): string[] {
  const isHost = (path: string): boolean => existsSync(join(path, 'ps.txt'));
  return isHost(folder) ? [folder] : subfolders(folder).filter(isHost);
}

function subfolders(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .sort();
}

/** What each answer of the API is called: as JSON alone, or with its headers. */
const API_FILES = {
  version: ['api-version.json', 'api/version.http'],
  projects: ['api-projects.json', 'api/projects.http'],
  project: ['api-projects-PROJECT.json', 'api/project.http'],
  nodes: ['api-projects-PROJECT-nodes.json', 'api/nodes.http'],
  links: ['api-projects-PROJECT-links.json', 'api/links.http'],
  computes: ['api-computes.json', 'api/computes.http'],
  ports: ['api-compute-network-ports.json', 'api/compute-network-ports.http'],
} as const;

/** An answer of the API as it was recorded; it may lie with one of the hosts. */
export function apiText(folder: string, answer: keyof typeof API_FILES): string | undefined {
  for (const place of [folder, ...subfolders(folder)]) {
    for (const file of API_FILES[answer]) {
      const text = textOf(join(place, file));
      if (text !== undefined) return file.endsWith('.http') ? text.replace(/^.*?\r?\n\r?\n/s, '') : text;
    }
  }
  return undefined;
}

export function readRecordedHost(folder: string): RecordedHost {
  const told = readProcTxt(textOf(join(folder, 'proc.txt')) ?? '');
  const rows = readSs(textOf(join(folder, 'ss-unap.txt')) ?? '', 'udp', told).concat(
    readSs(textOf(join(folder, 'ss-tnlp.txt')) ?? '', 'tcp', told),
  );
  const processes = joinProcesses(readPs(textOf(join(folder, 'ps.txt')) ?? ''), told, rows);
  const udp = textOf(join(folder, 'proc-net-udp.txt')) ?? procNet(rows.filter(({ protocol }) => protocol === 'udp'));
  return {
    ...{ name: basename(folder), processes, udp },
    programs: readTranscripts(textOf(join(folder, 'transcripts.txt')) ?? ''),
    tcp: procNet(rows.filter(({ protocol }) => protocol === 'tcp')),
    addresses: [...new Set(rows.map(({ local }) => local.replace(/:\d+$/, '')))].filter((one) => one !== '0.0.0.0'),
    logs: readLogs(folder, processes),
  };
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

type Told = ReadonlyMap<number, Pick<RecordedProcess, 'name' | 'directory' | 'files' | 'parentPid'>>;

/** `8268 dynamips cwd=/home/… ppid=8204`, and below it `  fd 10 socket:[884320]`. */
function readProcTxt(text: string): Told {
  const told = new Map<number, { name: string; directory: string; files: Map<number, string>; parentPid: number }>();
  let files = new Map<number, string>();
  for (const line of text.split('\n')) {
    const head = /^(\d+) (\S+) cwd=(.*) ppid=(\d+)$/.exec(line);
    if (head !== null) {
      files = new Map();
      const [, pid, name = '', directory = '', parent] = head;
      told.set(Number(pid), { name, directory, files, parentPid: Number(parent) });
    }
    const open = /^ +fd (\d+) (.*)$/.exec(line);
    if (open !== null) files.set(Number(open[1]), open[2] as string);
  }
  return told;
}

/** `   8268    8204 /usr/bin/dynamips -N1 …` */
function readPs(text: string): { pid: number; parentPid: number; args: string[] }[] {
  return [...text.matchAll(/^ *(\d+) +(\d+) +(.*)$/gm)].map(([, pid, parent, words = '']) => ({
    pid: Number(pid),
    parentPid: Number(parent),
    args: words.trim().split(' '),
  }));
}

function joinProcesses(
  listed: readonly { pid: number; parentPid: number; args: readonly string[] }[],
  told: Told,
  rows: readonly SsRow[],
): RecordedProcess[] {
  return listed.map(({ pid, parentPid, args }) => {
    const { name, directory, files } = told.get(pid) ?? {};
    const own = rows.flatMap(({ owners, inode }) =>
      owners.flatMap((owner): [number, string][] => (owner.pid === pid ? [[owner.fd, `socket:[${inode}]`]] : [])),
    );
    return {
      ...{ pid, parentPid, args },
      name: (name ?? basename(args[0] ?? '')).slice(0, 15),
      ...(directory === undefined ? {} : { directory }),
      files: new Map([...own, ...(files ?? [])]),
    };
  });
}

/** `ESTAB 0 0 127.0.0.1:31000 127.0.0.1:31001 users:(("ubridge",pid=8436,fd=6))` */
function readSs(text: string, protocol: 'udp' | 'tcp', told: Told): SsRow[] {
  return [...text.matchAll(/^(\S+) +(\d+) +\d+ +(\S+) +(\S+)(?: +users:\((.*)\))? *$/gm)].map((match, index) => {
    const [, state = '', queue, local = '', remote = '', users = ''] = match;
    const owners = [...users.matchAll(/\("([^"]*)",pid=(\d+),fd=(\d+)\)/g)].map(([, name = '', pid, fd]) => ({
      ...{ name, pid: Number(pid), fd: Number(fd) },
    }));
    const [first] = owners;
    const link = first === undefined ? undefined : told.get(first.pid)?.files.get(first.fd);
    const known = /^socket:\[(\d+)\]$/.exec(link ?? '')?.[1];
    const inode = known === undefined ? FIRST_INODE + index + (protocol === 'tcp' ? 1_000_000 : 0) : Number(known);
    return { ...{ protocol, state, queue: Number(queue), local, remote, owners, inode } };
  });
}

const NET_HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

/** The same rows as the kernel of a little-endian machine writes them. */
function procNet(rows: readonly SsRow[]): string {
  const states: Readonly<Record<string, string>> = { ESTAB: '01', LISTEN: '0A', UNCONN: '07' };
  const lines = rows.map(({ state, queue, local, remote, inode }, index) => {
    const waiting = queue.toString(16).toUpperCase().padStart(8, '0');
    const addresses = `${hexAddress(local)} ${hexAddress(remote)}`;
    return `${index}: ${addresses} ${states[state] ?? '07'} 00000000:${waiting} 00:00000000 00000000 0 0 ${inode} 2 0 0`;
  });
  return [NET_HEAD, ...lines, ''].join('\n');
}

/** `127.0.0.1:20000` as `0100007F:4E20`. */
function hexAddress(text: string): string {
  const [address = '', port = ''] = text.split(':');
  const octets = address === '*' ? [0, 0, 0, 0] : address.split('.').map(Number);
  const hex = (number: number, digits: number): string => number.toString(16).toUpperCase().padStart(digits, '0');
  return `${octets
    .toReversed()
    .map((octet) => hex(octet, 2))
    .join('')}:${hex(port === '*' ? 0 : Number(port), 4)}`;
}

/** `# ubridge pid 8463 on 127.0.0.1:39021`, `> request`, `< reply` with its end written as in C. */
function readTranscripts(text: string): RecordedProgram[] {
  const programs: { kind: RecordedProgram['kind']; port: number; replies: Map<string, string> }[] = [];
  let request = '';
  for (const line of text.split('\n')) {
    const head = /^# (ubridge|dynamips) pid \d+ on \S*:(\d+)$/.exec(line);
    if (head !== null) {
      programs.push({ kind: head[1] as RecordedProgram['kind'], port: Number(head[2]), replies: new Map() });
    }
    const { replies } = programs.at(-1) ?? {};
    if (line.startsWith('> ')) {
      request = bare(line.slice(2));
      replies?.set(request, '');
    }
    if (line.startsWith('< ')) {
      const reply = line.slice(2).replaceAll('\\r', '\r').replaceAll('\\n', '\n');
      replies?.set(request, (replies.get(request) ?? '') + reply);
    }
  }
  return programs;
}

/** A request as programs compare it: quotes only group words. */
export function bare(request: string): string {
  return request.replaceAll('"', '').trim();
}

/**
 * Logs lie in folders of their own: that of a uBridge is called after the node, that of a Dynamips as it is.
 */
function readLogs(folder: string, processes: readonly RecordedProcess[]): Map<string, string> {
  const logs = new Map<string, string>();
  const directories = processes.flatMap(({ directory }) => directory ?? []);
  const projects = new Set(directories.flatMap((one) => /^(.*\/project-files)(\/|$)/.exec(one)?.[1] ?? []));
  for (const file of filesIn(join(folder, 'ubridge-logs'))) {
    const id = basename(file, '.log');
    const own = directories.find((one) => one.endsWith(`/${id}`));
    const places = own === undefined ? [...projects].map((project) => `${project}/dynamips/${id}`) : [own];
    for (const place of places) logs.set(`${place}/ubridge.log`, readFileSync(file, 'utf8'));
  }
  for (const file of [...filesIn(join(folder, 'dynamips-logs')), ...filesIn(folder)]) {
    if (!/dynamips_i\d+_log\.txt$/.test(file)) continue;
    for (const project of projects) logs.set(`${project}/dynamips/${basename(file)}`, readFileSync(file, 'utf8'));
  }
  return logs;
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}
