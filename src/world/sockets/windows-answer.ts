import { isIp, plainAddress, splitZone } from '../../core/address/ip-address.ts';
import { present } from '../../core/present.ts';
import type { ProcessInfo, SocketRow, SocketTable } from '../../core/sockets/socket-table.ts';
import { type AnswerAbout, type AnswerReader, cutTexts } from './answer.ts';
import { BindTimes } from './bind-times.ts';
import { processId } from './netstat-end.ts';
import { OwnerTexts } from './owner-texts.ts';
import { type RawRow, type RowStore, setAges } from './raw-rows.ts';
import { stateLimit } from './state-limit.ts';
import { WindowsNetstatReader } from './windows-netstat.ts';

/** More addresses than a host has. */
const MAX_ADDRESSES = 20_000;

/** Where the connected socket of `windowsScript` sends to, if it sent anything: discard of this host. */
const OWN_PEER = { remoteAddress: '127.0.0.1', remotePort: 9 };

/** Whether this netstat shows the peers of UDP sockets, as its row of our own connected socket tells. */
type Peers = 'shown' | 'hidden' | 'wrong' | 'not known';

/** Reads what `windowsScript` prints. */
export class WindowsAnswer implements AnswerReader {
  readonly lastPart = 'bound';
  private readonly store: RowStore;
  private readonly netstat: WindowsNetstatReader;
  private readonly names = new OwnerTexts(() => new Set(this.store.rows.map(({ pid }) => pid)));
  private readonly commands = new OwnerTexts(() => new Set(this.store.rows.map(({ pid }) => pid)));
  private readonly times = new BindTimes();
  private readonly addresses = new Set(['127.0.0.1', '::1']);
  private readonly identity: string[] = [];
  private own: { readonly port: number; readonly pid: number | undefined } | undefined;
  private hasTable = false;
  private hasProcesses = false;

  constructor(store: RowStore) {
    this.store = store;
    this.netstat = new WindowsNetstatReader(store);
  }

  line(part: string, line: string): void {
    if (part === 'own') this.ownSocket(line);
    else if (part === 'netstat') {
      this.netstat.line(line);
      this.hasTable = true;
    } else if (part === 'addresses') this.address(line);
    else if (part === 'identity' && line !== '' && this.identity.length < 2) this.identity.push(line);
    else if (part === 'processes') this.process(line);
    else if (part === 'tasklist') this.task(line);
    else if (part === 'bound') this.times.line(line);
  }

  table(about: AnswerAbout): SocketTable | undefined {
    if (!this.hasTable) return undefined;
    const peers = this.peers();
    const rows = this.store.rows.filter((row) => !this.isOwn(row));
    if (peers !== 'shown') for (const row of rows) if (row.protocol === 'udp') hidePeer(row);
    setAges(rows);
    const tellsAge = this.times.setAges(rows);
    const isCut = about.cutAfterMiB !== undefined || this.store.leftOut.sockets > 0;
    return present({
      host: about.host,
      source: 'netstat',
      addresses: [...this.addresses],
      rows,
      processes: this.owners(),
      // Copies of one installation have the first in common, and not when they were started.
      identity: this.identity.length === 2 ? this.identity.join(' ') : undefined,
      tellsAge,
      system: 'windows' as const,
      hidesPeers: peers !== 'shown',
      isCut: isCut || undefined,
      limits: [
        ...PEER_LIMITS[peers],
        'Windows does not show how many bytes wait in the queues of sockets: they are shown as 0',
        ...(tellsAge
          ? []
          : [
              'Windows did not say which of several sockets on one port was bound last: they are in the order of netstat',
            ]),
        ...(this.hasProcesses
          ? []
          : ['the processes could not be listed: owners of sockets are shown without their names']),
        ...cutTexts(about, rows.length),
        ...this.store.limitTexts(),
        ...stateLimit(rows),
      ],
    });
  }

  /** Port and process id, such as `61000 7777`. */
  private ownSocket(line: string): void {
    const [, port, pid] = /^(\d{1,5})(?: (\d+))?$/.exec(line) ?? [];
    if (port !== undefined) this.own = { port: Number(port), pid: processId(pid) };
  }

  private isOwn({ protocol, family, localPort, pid }: SocketRow): boolean {
    if (protocol !== 'udp' || family !== 4 || localPort !== this.own?.port) return false;
    return this.own.pid === undefined || this.own.pid === pid;
  }

  private peers(): Peers {
    const own = this.store.rows.find((row) => this.isOwn(row));
    // The kernel gave that port to nobody else: what is shown of it is our own socket.
    if (own === undefined) return this.netstat.showsPeers ? 'shown' : 'not known';
    if (own.remotePort === 0) return 'hidden';
    const { remoteAddress, remotePort } = own;
    return remoteAddress === OWN_PEER.remoteAddress && remotePort === OWN_PEER.remotePort ? 'shown' : 'wrong';
  }

  private address(line: string): void {
    const { address } = splitZone(line);
    if (isIp(address) && this.addresses.size < MAX_ADDRESSES) this.addresses.add(plainAddress(address));
  }

  /** Process id, name and command line, with tabs between them. */
  private process(line: string): void {
    const [digits, name = '', command = ''] = line.split('\t');
    const pid = processId(digits);
    if (pid === undefined || name === '') return;
    this.hasProcesses = true;
    if (this.names.add(pid, name)) this.commands.add(pid, command);
  }

  /** `"dynamips.exe","4321","Console","1","9,876 K"`. */
  private task(line: string): void {
    const [, name = '', digits] = /^"([^"]*)","(\d+)"/.exec(line) ?? [];
    const pid = processId(digits);
    if (pid === undefined) return;
    this.hasProcesses = true;
    this.names.add(pid, name);
  }

  private owners(): Map<number, ProcessInfo> {
    const owners = new Map<number, ProcessInfo>();
    for (const [pid, name] of this.names.texts) {
      owners.set(pid, { pid, name, args: windowsWords(this.commands.texts.get(pid) ?? '') });
    }
    return owners;
  }
}

const WITHOUT_PEERS = 'which of them are connected, and with whom, cannot be seen';

const PEER_LIMITS: Readonly<Record<Peers, readonly string[]>> = {
  shown: [],
  hidden: [
    `netstat of this Windows does not show the foreign address of UDP sockets, as that of a connected one of niostat's own: ${WITHOUT_PEERS}`,
  ],
  wrong: [
    `netstat of this Windows shows a wrong foreign address for a connected UDP socket of niostat's own: those of others are not used, and ${WITHOUT_PEERS}`,
  ],
  'not known': [
    `whether netstat of this Windows shows the foreign address of UDP sockets could not be found out, and it shows none: ${WITHOUT_PEERS}`,
  ],
};

function hidePeer(row: RawRow): void {
  row.remoteAddress = row.family === 6 ? '::' : '0.0.0.0';
  row.remotePort = 0;
  row.state = 'UNCONN';
}

/** Windows keeps the command line as one text; empty without the right to read it. */
function windowsWords(command: string): string[] {
  const words = command.match(/(?:\\"|"(?:\\"|[^"])*"?|[^\s"])+/g) ?? [];
  return words.map((word) => word.replace(/(\\?)"/g, (_, backslash: string) => (backslash === '' ? '' : '"')));
}
