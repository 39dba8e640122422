import { X509Certificate } from 'node:crypto';
import { Agent, type ClientRequestArgs } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, rootCertificates, type TLSSocket } from 'node:tls';
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
  /** The connection that is being made. */
  private socket: Socket | undefined;
  private isOver = false;

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

  /** Ends every connection, one that is being made, too. */
  override destroy(): void {
    this.isOver = true;
    this.socket?.destroy();
    super.destroy();
  }

  private async open(): Promise<Duplex> {
    const { addresses, unanswered, port, protocol } = this.server;
    if (unanswered !== undefined) throw new NotDialled(notAnswered(unanswered));
    const { timeoutMs, signal } = this;
    const { tcp, socket } = await dial(addresses, port, { timeoutMs, signal });
    if (socket === undefined) throw new NotDialled(tcp);
    this.socket = socket;
    if (this.isOver) socket.destroy();
    socket.setNoDelay(true);
    return protocol === 'http' ? socket : await this.secured(socket);
  }

  /** Nothing is said over it before its certificate is trusted. */
  private async secured(socket: Socket): Promise<Duplex> {
    const { ca, host, pinned } = this.server;
    const secure = connectTls({
      socket,
      // The name that the certificate is held to; an address is none that may be sent (RFC 6066, section 3).
      host,
      ...(isIp(host) ? {} : { servername: host }),
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      rejectUnauthorized: pinned === undefined,
    });
    this.socket = secure;
    await new Promise<void>((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
      secure.once('close', () => reject(new Error('the connection ended before TLS was agreed on')));
    });
    if (secure.authorized || isPinned(secure, pinned)) return secure;
    secure.destroy();
    // Node has the code of the error there, without the error.
    const code = String(secure.authorizationError);
    throw Object.assign(new Error(code), { code });
  }
}

/** True if the certificate is the one that the file of the server names. */
function isPinned(secure: TLSSocket, pinned: string | undefined): boolean {
  const { raw } = secure.getPeerCertificate();
  try {
    return pinned !== undefined && raw !== undefined && new X509Certificate(pinned).raw.equals(raw);
  } catch {
    return false;
  }
}
