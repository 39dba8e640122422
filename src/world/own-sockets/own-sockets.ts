/** A UDP socket as it is to be opened: bound, then connected if it has a peer. */
export interface SocketPlan {
  readonly family: 4 | 6;
  /** Sets SO_REUSEADDR before it is bound, and no other option. */
  readonly reuse: boolean;
  /** `0.0.0.0` and `::` are every address. */
  readonly localAddress: string;
  readonly localPort: number;
  readonly peer?: { readonly address: string; readonly port: number } | undefined;
}

/** A socket that is open, by its number, or which call the system refused, and its name for the reason. */
export type OpenReply =
  | { readonly socket: number }
  | { readonly refusedAt: 'socket' | 'bind' | 'connect'; readonly code: string };

export interface ReceivedText {
  /** The number of the socket that got it. */
  readonly socket: number;
  readonly text: string;
}

/** Opens sockets of this machine exactly as it is told, and says what its kernel makes of them. */
export interface OwnSockets {
  open(plan: SocketPlan): Promise<OpenReply>;
  /** Sends one datagram to the peer of a socket; that nobody takes it is no error. */
  send(socket: number, text: string): Promise<void>;
  /** What has come in at all sockets since it was asked last. */
  received(): Promise<readonly ReceivedText[]>;
  /** Closes all sockets that are open. */
  closeAll(): Promise<void>;
  /** The same, and whatever makes them. Never throws; may be called twice. */
  end(): Promise<void>;
}

/** What a sender needs in addition. */
export interface SendingSockets extends OwnSockets {
  /** True if the kernel has said that nobody took what was sent from a socket. */
  isRefused(socket: number): boolean;
  /** Closes one socket. */
  close(socket: number): Promise<void>;
}
