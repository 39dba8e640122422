import type { OpenReply, ReceivedText, SendingSockets, SocketPlan } from '../../src/world/own-sockets/own-sockets.ts';

/** A socket of a kernel that exists in a test alone. */
export interface FakeSocket extends SocketPlan {
  /** 0 is root. */
  readonly user: number;
}

/** What a system says of the calls, as its documents or its source have it. */
export interface KernelRules {
  /** The error of bind() beside the sockets that have the port; undefined if it succeeds. */
  bindError(socket: FakeSocket, onPort: readonly FakeSocket[]): string | undefined;
  connectError(socket: FakeSocket, onPort: readonly FakeSocket[]): string | undefined;
  /** Who gets a datagram, of the sockets on its port that take its family, the one opened first in front. */
  receiver(
    from: { readonly address: string; readonly port: number },
    onPort: readonly FakeSocket[],
  ): FakeSocket | undefined;
}

/** True for a socket on every address. */
export function isWild({ localAddress }: SocketPlan): boolean {
  return localAddress === '0.0.0.0' || localAddress === '::';
}

export function takesFrom({ peer }: SocketPlan, from: { readonly address: string; readonly port: number }): boolean {
  return peer === undefined || (peer.address === from.address && peer.port === from.port);
}

/** The loopback of a machine of another system, as its rules describe it. */
export class FakeKernel {
  private readonly rules: KernelRules;
  /** True if a socket on `::` without a peer takes IPv4 as well. */
  private readonly isDual: boolean;
  private readonly sockets: { readonly socket: FakeSocket; readonly inbox: string[] }[] = [];

  constructor(rules: KernelRules, { isDual }: { readonly isDual: boolean }) {
    this.rules = rules;
    this.isDual = isDual;
  }

  /** Sockets that one user opens. */
  userSockets(user: number): SendingSockets {
    const own = new Map<number, FakeSocket>();
    const refused = new Set<number>();
    let count = 0;
    const closeAll = async (): Promise<void> => {
      for (const socket of own.values()) this.close(socket);
      own.clear();
    };
    return {
      open: async (plan) => {
        const reply = this.open({ ...plan, user });
        if ('error' in reply) return reply.error;
        own.set(++count, reply.socket);
        return { socket: count };
      },
      send: async (number, text) => {
        const socket = own.get(number);
        if (socket !== undefined && !this.send(socket, text)) refused.add(number);
      },
      received: async () => {
        const all: ReceivedText[] = [];
        for (const [number, socket] of own) {
          const inbox = this.sockets.find((one) => one.socket === socket)?.inbox ?? [];
          all.push(...inbox.splice(0).map((text) => ({ socket: number, text })));
        }
        return all;
      },
      isRefused: (number) => refused.has(number),
      close: async (number) => {
        const socket = own.get(number);
        if (socket !== undefined) this.close(socket);
        own.delete(number);
      },
      closeAll,
      end: closeAll,
    };
  }

  private open(socket: FakeSocket): { readonly socket: FakeSocket } | { readonly error: OpenReply } {
    const onPort = this.sockets.map((one) => one.socket).filter(({ localPort }) => localPort === socket.localPort);
    const bindError = this.rules.bindError(socket, onPort);
    if (bindError !== undefined) return { error: { refusedAt: 'bind', code: bindError } };
    const connectError = socket.peer && this.rules.connectError(socket, onPort);
    if (connectError !== undefined) return { error: { refusedAt: 'connect', code: connectError } };
    this.sockets.push({ socket, inbox: [] });
    return { socket };
  }

  private close(socket: FakeSocket): void {
    const index = this.sockets.findIndex((one) => one.socket === socket);
    if (index >= 0) this.sockets.splice(index, 1);
  }

  /** True if somebody has received it. */
  private send({ peer, localPort, family }: FakeSocket, text: string): boolean {
    if (peer === undefined) return false;
    const onPort = this.sockets
      .map((one) => one.socket)
      .filter((one) => one.localPort === peer.port && this.takesFamily(one, family));
    const receiver = this.rules.receiver({ address: peer.address, port: localPort }, onPort);
    this.sockets.find((one) => one.socket === receiver)?.inbox.push(text);
    return receiver !== undefined;
  }

  private takesFamily(socket: FakeSocket, family: 4 | 6): boolean {
    return socket.family === family || (this.isDual && socket.localAddress === '::' && socket.peer === undefined);
  }
}
