import { createServer, type Server, type Socket } from 'node:net';
import { familyOf } from '../../../core/address/ip-address.ts';
import { Connections } from '../../../world/network/connections.ts';
import { UdpSocket } from '../../../world/network/udp-socket.ts';
import { Receipts } from '../receipts.ts';
import type { RefusedPort } from '../refused-ports.ts';
import type { ResponderTotals } from '../respond-result.ts';
import { TokenBucket } from '../token-bucket.ts';
import type { Protocol } from '../transport-protocol.ts';
import { answerTo, asksForReceipts, LONGEST_BYTES, runOfProbe } from './protocol.ts';

/**
 * All answers together: `reach` asks for a few hundred in a second, and ten thousand full frames a second are
 * 120 Mbit/s, which no lab network notices as an attack of ours on anybody whose address somebody has forged.
 */
const ANSWERS_PER_SECOND = 10_000;

/** Two windows of `reach` from each of four hosts that begin at once. */
const ANSWER_BURST = 2048;

/**
 * `reach` keeps a connection for milliseconds; a hundred that do nothing must not take the descriptors that
 * UDP ports need. The longest idle one makes way to the next.
 */
const MAX_CONNECTIONS = 64;

/** A request is one packet: who has not sent it by then sends none. */
const TCP_TIMEOUT_MS = 5000;

/** What `reach` says to a control port before it knows that a responder is there: no stranger's request. */
const VISIT = Buffer.from('hypervisor version\n');

/** Number of binds under way at a time. */
const BATCH = 64;

/** Over TCP two bytes before each message say how long it is. */
export const LENGTH_BYTES = 2;

export interface ResponderOptions {
  /** Address of this host, `0.0.0.0` or `::` for every one. */
  readonly address: string;
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  readonly token: string;
}

/** What errors mean that no other port would get past either. */
const HOPELESS = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

/**
 * Answers `reach` on many ports. Every port is bound for itself alone, so that none is taken that anybody
 * has; if one is refused, all are given back, and the refused ones are named.
 */
export async function openResponder(
  options: ResponderOptions,
): Promise<{ readonly responder: OpenResponder } | { readonly refused: readonly RefusedPort[] }> {
  const responder = new Responder(options);
  const refused = await responder.bindAll();
  if (refused.length === 0) return { responder };
  await responder.close();
  return { refused };
}

/** A responder that has all its ports. `close` gives them back. */
export type OpenResponder = Pick<Responder, 'totals' | 'close'>;

class Responder {
  readonly totals: { -readonly [Name in keyof ResponderTotals]: number } = {
    answered: 0,
    ignored: 0,
    limited: 0,
    madeWay: 0,
    bytesReceived: 0,
    bytesSent: 0,
  };
  private readonly options: ResponderOptions;
  private readonly bucket = new TokenBucket({
    perSecond: ANSWERS_PER_SECOND,
    burst: ANSWER_BURST,
    nowMs: performance.now(),
  });
  private readonly receipts = new Receipts();
  private readonly held: Readonly<Record<Protocol, ReadonlySet<number>>>;
  private readonly udpSockets: UdpSocket[] = [];
  private readonly servers: Server[] = [];
  private readonly connections = new Connections(MAX_CONNECTIONS, () => this.totals.madeWay++);

  constructor(options: ResponderOptions) {
    this.options = options;
    this.held = { udp: new Set(options.udpPorts), tcp: new Set(options.tcpPorts) };
  }

  /** Binds all ports and returns those that could not be bound. */
  async bindAll(): Promise<RefusedPort[]> {
    const wanted = [
      ...this.options.udpPorts.map((port) => ({ protocol: 'udp' as const, port })),
      ...this.options.tcpPorts.map((port) => ({ protocol: 'tcp' as const, port })),
    ];
    const refused: RefusedPort[] = [];
    for (let first = 0; first < wanted.length; first += BATCH) {
      await Promise.all(
        wanted.slice(first, first + BATCH).map(async ({ protocol, port }) => {
          try {
            await (protocol === 'udp' ? this.openUdp(port) : this.openTcp(port));
          } catch (error) {
            refused.push({ protocol, port, code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' });
          }
        }),
      );
      if (refused.some(({ code }) => HOPELESS.has(code))) break;
    }
    return refused;
  }

  async close(): Promise<void> {
    this.connections.closeAll();
    await Promise.all([
      ...this.udpSockets.map((socket) => socket.close()),
      ...this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    ]);
  }

  private async openUdp(port: number): Promise<void> {
    const { address } = this.options;
    const family = familyOf(address);
    const socket = await UdpSocket.open({ family, localAddress: address, localPort: port, reuseAddress: false });
    this.udpSockets.push(socket);
    socket.onRequest((datagram, from) => {
      const reply = (): void => {
        const answer = this.answer(datagram, port);
        if (answer === undefined) return;
        this.totals.bytesSent += answer.length;
        socket.sendTo(answer, from);
      };
      // Probes that came before the question may still wait in the queues of other ports: after them.
      if (asksForReceipts(datagram)) setImmediate(reply);
      else reply();
    });
  }

  private openTcp(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const server = createServer((connection) => this.serve(connection, port));
      server.once('error', reject).listen({ host: this.options.address, port, exclusive: true }, () => {
        server.removeListener('error', reject).on('error', () => undefined);
        this.servers.push(server);
        resolve();
      });
    });
  }

  /** Reads one request, answers it if it is one, and closes. */
  private serve(connection: Socket, port: number): void {
    connection.on('error', () => undefined);
    if (!this.connections.admit(connection)) return;
    const timer = setTimeout(() => connection.destroy(), TCP_TIMEOUT_MS);
    connection.once('close', () => clearTimeout(timer));
    let received = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      if (received.length < LENGTH_BYTES) return;
      const length = received.readUInt16BE();
      const isTooLong = length > LONGEST_BYTES || received.length > LENGTH_BYTES + length;
      if (received.length < LENGTH_BYTES + length && !isTooLong) return;
      connection.removeListener('data', read);
      if (received.equals(VISIT)) {
        this.totals.bytesReceived += received.length;
        connection.destroy();
        return;
      }
      const answer = this.answer(isTooLong ? received : received.subarray(LENGTH_BYTES), port);
      if (answer === undefined) connection.destroy();
      else {
        this.totals.bytesSent += answer.length;
        // Until the kernel has the answer it must not be cut off.
        this.connections.busy(connection);
        connection.end(framed(answer), () => this.connections.idle(connection));
      }
    };
    connection.on('data', read);
  }

  private answer(request: Buffer, port: number): Buffer | undefined {
    const { totals, held, receipts } = this;
    totals.bytesReceived += request.length;
    const { token } = this.options;
    const answer = answerTo(request, {
      token,
      port,
      holds: (protocol, one) => held[protocol].has(one),
      receipts: (run, ports) => receipts.of(run, ports),
    });
    if (answer === undefined) {
      totals.ignored++;
      return undefined;
    }
    // Only what is good counts: a flood of anything else must not keep those from being answered who know the
    // token.
    const isAnswered = this.bucket.take(performance.now());
    const run = runOfProbe(request);
    if (run !== undefined) receipts.note(run, port, isAnswered);
    if (isAnswered) totals.answered++;
    else totals.limited++;
    return isAnswered ? answer : undefined;
  }
}

/** A message with its length before it, as it goes over TCP. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
