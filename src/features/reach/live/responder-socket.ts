import { familyOf, formatIp, parseIp, splitZone, unmapped } from '../../../core/address/ip-address.ts';
import { UdpSocket } from '../../../world/network/udp-socket.ts';
import { NONCE, type Request, readAnswer } from './protocol.ts';

interface Waiting {
  readonly request: Request;
  readonly onAnswer: (body: Uint8Array) => void;
}

/**
 * One socket for all UDP ports of a responder. What the responder has answered in turn is read in turn: an
 * answer that is not there when that to a later question is was lost. Close it in the end.
 */
export class ResponderSocket {
  private readonly waiting = new Map<string, Waiting>();
  private readonly socket: UdpSocket;
  private readonly address: string;
  /** From where an answer has come that was not asked for there. */
  otherAddress: string | undefined;

  private constructor(socket: UdpSocket, address: string, token: string) {
    this.socket = socket;
    this.address = address;
    const from = spelled(address);
    socket.onRequest((datagram, sender) => {
      const waiting = this.waiting.get(keyOf(datagram.subarray(...NONCE)));
      if (waiting === undefined || sender.port !== waiting.request.port) return;
      const body = readAnswer(datagram, waiting.request, token);
      if (body === undefined) return;
      // An answer from another address is none: a NIO would not get it either.
      if (spelled(sender.address) === from) waiting.onAnswer(body);
      else this.otherAddress = sender.address;
    });
  }

  /** Throws the system's error. */
  static async open({ address, token }: { address: string; token: string }): Promise<ResponderSocket> {
    const socket = await UdpSocket.open({ family: familyOf(address), localPort: 0, reuseAddress: false });
    return new ResponderSocket(socket, address, token);
  }

  /** Calls back with every answer to a request, until it is forgotten. */
  listen(request: Request, onAnswer: (body: Uint8Array) => void): void {
    this.waiting.set(keyOf(request.nonce), { request, onAnswer });
  }

  forget(request: Request): void {
    this.waiting.delete(keyOf(request.nonce));
  }

  /** Sends a request to its port, once. */
  send({ datagram, port }: Request): void {
    this.socket.sendTo(datagram, { address: this.address, port });
  }

  async close(): Promise<void> {
    this.waiting.clear();
    await this.socket.close();
  }
}

function keyOf(nonce: Buffer): string {
  return nonce.toString('hex');
}

/** An address without its zone, in one spelling. */
function spelled(address: string): string {
  const plain = splitZone(address).address;
  const groups = parseIp(plain);
  return groups === undefined ? plain : formatIp(unmapped(groups));
}
