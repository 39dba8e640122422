import { Duplex } from 'node:stream';
import { roundedMs } from '../network/rounded-ms.ts';
import { type Connection, type Dial, type Dialled, INTERRUPTED, REASONS } from '../network/tcp.ts';
import type { Relay, RelayAnswer } from './relay.ts';

/** A TCP connection that another host makes, and passes on. */
class RelayConnection extends Duplex implements Connection {
  localAddress: string | undefined;
  private id = 0;
  private readonly relay: Relay;

  constructor(relay: Relay) {
    super({ allowHalfOpen: false });
    this.relay = relay;
  }

  /** Its answer to the dialling comes first, then what the other side says. */
  dial(host: string, port: number, onDialled: (answer: RelayAnswer) => void): void {
    let isOpen = false;
    this.id = this.relay.begin({ do: 'dial', host, port }, (answer) => {
      if (isOpen) this.heard(answer);
      else onDialled(answer);
      isOpen = true;
    });
  }

  /** Nothing waits on the way there. */
  setNoDelay(): this {
    return this;
  }

  override _read(): void {
    // What comes is pushed when it comes: answers are small.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.relay.say({ do: 'send', id: this.id, data: chunk.toString('base64') });
    done();
  }

  override _final(done: () => void): void {
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.relay.say({ do: 'close', id: this.id });
    this.relay.forget(this.id);
    done(error);
  }

  private heard({ data, end, error }: RelayAnswer): void {
    if (data !== undefined) this.push(Buffer.from(data, 'base64'));
    if (end === true || error !== undefined) this.destroy();
  }
}

/** How `withHypervisor` dials from another host. */
export function dialOver(relay: Relay): Dial {
  return async (addresses, port, options) => {
    let last: Dialled<Connection> = { tcp: { state: 'unresolvable', reason: 'no-address' } };
    for (const address of addresses) {
      last = await dialOne(relay, address, port, options);
      if (last.socket !== undefined || last.tcp.state === 'interrupted') break;
    }
    return last;
  };
}

function dialOne(
  relay: Relay,
  address: string,
  port: number,
  { timeoutMs, signal }: Parameters<Dial>[2],
): Promise<Dialled<Connection>> {
  if (signal?.aborted) return Promise.resolve({ tcp: INTERRUPTED, address });
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = new RelayConnection(relay);
    const end = (tcp: Dialled['tcp']): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      if (tcp.state !== 'open') socket.destroy();
      resolve(tcp.state === 'open' ? { tcp, socket, address } : { tcp, address });
    };
    const abort = (): void => end(INTERRUPTED);
    const timer = setTimeout(() => end(REASONS['ETIMEDOUT'] as Dialled['tcp']), timeoutMs);
    signal?.addEventListener('abort', abort);
    socket.dial(address, port, ({ error, local, end: isGone }) => {
      socket.localAddress = local;
      const why = error ?? (isGone === true ? 'ECONNRESET' : undefined);
      if (why === undefined) end({ state: 'open', reason: 'syn-ack', latencyMs: roundedMs(performance.now() - start) });
      else end(REASONS[why] ?? { state: 'unreachable', reason: why.toLowerCase() });
    });
  });
}
