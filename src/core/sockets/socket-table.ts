import type { OperatingSystem } from '../lab/lab.ts';

/** The sockets of one host at one moment, whatever system it runs and however they were read. */

/** netstat's names; `UNCONN`, as ss says, for a UDP socket without a peer, where netstat shows nothing. */
export type SocketState =
  | 'ESTABLISHED'
  | 'UNCONN'
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'CLOSING'
  | 'UNKNOWN';

/** Why nobody is named as the owner of a socket. */
export type UnknownOwner = 'no permission' | 'gone' | 'not told';

export interface SocketRow {
  readonly protocol: 'udp' | 'tcp';
  readonly family: 4 | 6;
  /**
   * IPv4 in its own spelling, also in a socket of family 6; `0.0.0.0` or `::` for every address. Windows
   * shows that of a connected socket too, whose address is one of the host's then.
   */
  readonly localAddress: string;
  readonly localPort: number;
  /**
   * `0.0.0.0` or `::`, and port 0, where there is no peer, or where the system does not tell it
   * (`hidesPeers`).
   */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly state: SocketState;
  /** Bytes that wait to be read and to be sent. */
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /**
   * UDP: datagrams that the kernel has thrown away because nobody read them in time; absent where it is not
   * told.
   */
  readonly drops?: number;
  /** How many bytes may wait to be read (SO_RCVBUF, as the kernel counts); absent where it is not told. */
  readonly receiveBuffer?: number;
  /** 0 where the system has none. */
  readonly inode: number;
  /**
   * Place among the sockets of this protocol, family and local port, 0 for the one that was bound last: of
   * sockets with the same four values that one gets every frame (docs/LINKS.md).
   */
  readonly age: number;
  /** The process that holds it; the lowest if there are several. */
  readonly pid?: number;
  /**
   * Its file descriptor there: of sockets that one process opened, the later have higher ones as long as none
   * was closed.
   */
  readonly fd?: number;
  readonly unknownOwner?: UnknownOwner;
}

export interface ProcessInfo {
  readonly pid: number;
  /** Name of the program, as `ps` shows it; at most 15 bytes on Linux. */
  readonly name: string;
  /** The command line, word by word; empty if it may not be read. */
  readonly args: readonly string[];
  /**
   * Set if it does not run until somebody lets it: `stopped` by SIGSTOP or SIGTSTP, `traced` by a debugger
   * that holds it.
   */
  readonly halted?: 'stopped' | 'traced';
}

export interface SocketTable {
  /** How the host is called: `localhost`, or the name that it was reached by. */
  readonly host: string;
  /** What the sockets were read from, such as `ss` or `/proc`. */
  readonly source: string;
  /** The same for one host by whatever name it was reached; absent where the system has no such thing. */
  readonly identity?: string;
  /** The host's own addresses, those of the loopback included. */
  readonly addresses: readonly string[];
  readonly rows: readonly SocketRow[];
  readonly processes: ReadonlyMap<number, ProcessInfo>;
  /** True if `age` is the order in which sockets were bound. */
  readonly tellsAge: boolean;
  /** The system of the host, whose kernel decides who receives; Linux if it is absent. */
  readonly system?: OperatingSystem;
  /** True where the system was seen not to tell the peers of UDP sockets, as older Windows. */
  readonly hidesPeers: boolean;
  /** True if UDP sockets or listeners are missing because there were too many. */
  readonly isCut?: boolean;
  /** True where even root may not look into processes, as in a container without CAP_SYS_PTRACE. */
  readonly hiddenFromRoot?: boolean;
  /** What could not be seen, in sentences. */
  readonly limits: readonly string[];
}
