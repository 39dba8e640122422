import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { isIp } from '../../core/address/ip-address.ts';
import { dial, notAnswered, type TcpResult } from '../network/tcp.ts';
import type { ServerAddress } from './server-address.ts';

/** Nothing accepted the connection. */
export class NotDialled extends Error {
  readonly tcp: TcpResult;

  constructor(tcp: TcpResult) {
    super(tcp.reason);
    this.tcp = tcp;
  }
}

type OnSocket = (error: Error | null, socket?: Duplex) => void;

/**
 * Connects to the addresses of one server in turn, one connection at a time, which is kept for the next
 * request. GNS3 2.x closes it after each answer, 3.x does not.
 */
export class DiallingAgent extends Agent {
  private readonly server: ServerAddress;
  private readonly timeoutMs: number;
  private readonly signal: AbortSignal;

  constructor(server: ServerAddress, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }) {
    super({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });
    this.server = server;
    this.timeoutMs = timeoutMs;
    this.signal = signal;
  }

  // Node hands the callback over, and takes a socket that comes later; its types do not say so.
  override createConnection(_options: ClientRequestArgs, onSocket: OnSocket): undefined {
    void this.open().then((socket) => onSocket(null, socket), onSocket);
    return undefined;
  }

  private async open(): Promise<Duplex> {
    const { addresses, unanswered, port, protocol } = this.server;
    if (unanswered !== undefined) throw new NotDialled(notAnswered(unanswered));
    const { timeoutMs, signal } = this;
    const { tcp, socket } = await dial(addresses, port, { timeoutMs, signal });
    if (socket === undefined) throw new NotDialled(tcp);
    socket.setNoDelay(true);
    return protocol === 'http' ? socket : connectTls({ socket, ...this.tlsOptions() });
  }

  private tlsOptions(): { ca?: string[]; servername?: string; host: string } {
    const { ca, host } = this.server;
    return {
      // The name that the certificate is held to; an address is none that may be sent (RFC 6066, section 3).
      host,
      ...(isIp(host) ? {} : { servername: host }),
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    };
  }
}
