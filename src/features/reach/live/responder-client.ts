import { familyOf } from '../../../core/address/ip-address.ts';
import { pause } from '../../../world/network/pause.ts';
import { timeLimit } from '../../../world/network/time-limit.ts';
import { UdpSocket } from '../../../world/network/udp-socket.ts';
import type { Protocol } from '../transport-protocol.ts';
import {
  echoRequest,
  listeningRequest,
  MAX_LISTED_PORTS,
  type Request,
  readAnswer,
  readListening,
  SHORTEST_BYTES,
} from './protocol.ts';

/** What has not come back by then, a short echo behind it neither, was lost. */
const LOST_MS = 2000;

export interface ResponderAnswer {
  readonly body: Uint8Array;
  readonly roundTripMs: number;
}

/** Asks the responder on one of its UDP ports. Close it in the end. */
export class ResponderClient {
  private readonly waiting = new Map<Request, (body: Uint8Array | undefined) => void>();
  private readonly socket: UdpSocket;
  private readonly port: number;
  private readonly token: string;
  private isClosed = false;

  private constructor(socket: UdpSocket, port: number, token: string) {
    this.socket = socket;
    this.port = port;
    this.token = token;
    socket.onDatagram((datagram) => {
      for (const [request, settle] of this.waiting) {
        const body = readAnswer(datagram, request, token);
        if (body !== undefined) settle(body);
      }
    });
  }

  /** Throws the system's error. */
  static async open({
    address,
    port,
    token,
  }: {
    address: string;
    port: number;
    token: string;
  }): Promise<ResponderClient> {
    const socket = await UdpSocket.open({ family: familyOf(address), localPort: 0, reuseAddress: false });
    try {
      await socket.connect(address, port);
    } catch (error) {
      await socket.close();
      throw error;
    }
    return new ResponderClient(socket, port, token);
  }

  /** The address of this host that datagrams to the responder leave from. */
  get localAddress(): string {
    return this.socket.localAddress;
  }

  /** Sends an echo request once; undefined if nothing comes back in time. */
  echo(type: 'echo' | 'echo-short', sizeBytes: number, waitMs: number): Promise<ResponderAnswer | undefined> {
    return this.ask(echoRequest(type, { port: this.port, token: this.token, sizeBytes }), waitMs);
  }

  /**
   * Whether an echo comes back of a request that is sent once. A short one behind it shows when it is to be
   * waited for no more, however slow both hosts are: `waitMs` after that has come back.
   */
  async comesBack(type: 'echo' | 'echo-short', sizeBytes: number, waitMs: number): Promise<boolean> {
    const echo = this.echo(type, sizeBytes, LOST_MS);
    const isOver = this.echo('echo-short', SHORTEST_BYTES, LOST_MS).then(async (answer) => {
      if (answer !== undefined) await pause(waitMs);
      return undefined;
    });
    return (await Promise.race([echo, isOver])) !== undefined;
  }

  /**
   * Which of these ports the responder holds. When a question got lost three times no more are asked; those
   * ports, and all when the client is closed meanwhile, are missing.
   */
  async listening(protocol: Protocol, ports: readonly number[], waitMs: number): Promise<Map<number, boolean>> {
    const known = new Map<number, boolean>();
    for (let first = 0; first < ports.length; first += MAX_LISTED_PORTS) {
      const some = ports.slice(first, first + MAX_LISTED_PORTS);
      const held = await this.listeningOf(protocol, some, waitMs);
      if (held === undefined) break;
      for (const [port, isHeld] of held) known.set(port, isHeld);
    }
    return known;
  }

  private async listeningOf(
    protocol: Protocol,
    ports: readonly number[],
    waitMs: number,
  ): Promise<ReadonlyMap<number, boolean> | undefined> {
    for (let attempt = 1; attempt <= 3 && !this.isClosed; attempt++) {
      const request = listeningRequest(protocol, ports, { port: this.port, token: this.token });
      const answer = await this.ask(request, waitMs * attempt);
      const held = answer === undefined ? undefined : readListening(answer.body, ports);
      if (held !== undefined) return held;
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const settle of this.waiting.values()) settle(undefined);
    await this.socket.close();
  }

  private ask(request: Request, waitMs: number): Promise<ResponderAnswer | undefined> {
    if (this.isClosed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const sentAt = performance.now();
      const settle = (body: Uint8Array | undefined): void => {
        takeBack();
        this.waiting.delete(request);
        resolve(body === undefined ? undefined : { body, roundTripMs: performance.now() - sentAt });
      };
      const takeBack = timeLimit(waitMs, () => settle(undefined));
      this.waiting.set(request, settle);
      this.socket.send(request.datagram);
    });
  }
}
