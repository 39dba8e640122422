import { pause } from '../../../world/network/pause.ts';
import { type Receipt, readReceipts } from '../receipts.ts';
import { echoRequest, type Request, receivedRequest } from './protocol.ts';
import type { ResponderOverTcp } from './responder-over-tcp.ts';
import type { ResponderSocket } from './responder-socket.ts';
import type { ResponderAccess } from './udp-port.ts';

/** Number of times that a question is sent, each on the next port, and longer apart each time. */
const MOST_SENT = 8;

/** So many echoes without an answer to the questions before them are those of one that does not know them. */
const ENOUGH_ECHOES = 4;

/**
 * A responder to which this many questions in succession were sent, each `MOST_SENT` times with an echo
 * behind it, and from which nothing at all came back, has ended. With half of all datagrams lost each way
 * that happens once in ten thousand times.
 */
const MOST_UNHEARD = 2;

export interface ReceiptOptions {
  readonly socket: ResponderSocket;
  readonly known: ResponderAccess;
  /** Ports on which the responder has answered; may grow. */
  readonly answering: ReadonlySet<number>;
  /** For as long as no UDP port answers; undefined where TCP does not go either. */
  readonly overTcp: Pick<ResponderOverTcp, 'ask'> | undefined;
  /** What an answer takes at the most, as far as is known. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Asks the responder which probes of this run it has received. */
export class ReceiptQuestions {
  private readonly options: ReceiptOptions;
  private hasTold = false;
  private isMute = false;
  private unheard = 0;
  private overTcpUnheard = 0;

  constructor(options: ReceiptOptions) {
    this.options = options;
  }

  /** True when the responder has ended: it is not asked any more. */
  get isGone(): boolean {
    return this.unheard >= MOST_UNHEARD;
  }

  /**
   * What it has received on at most `MAX_LISTED_PORTS` ports; undefined if it does not tell. Probes that came
   * before the question are answered by then.
   */
  async of(ports: readonly number[]): Promise<ReadonlyMap<number, Receipt> | undefined> {
    const { answering, overTcp, known } = this.options;
    if (this.isGone) return undefined;
    const make = (port: number): Request => receivedRequest(known.run, ports, { port, token: known.token });
    if (answering.size > 0) {
      const body = await this.askOverUdp(make);
      return body && readReceipts(body, ports);
    }
    // One that does not know the question closes, as one that has ended: it is not asked again.
    if (this.overTcpUnheard >= MOST_UNHEARD) return undefined;
    const body = await overTcp?.ask(make);
    this.overTcpUnheard = body === undefined ? this.overTcpUnheard + 1 : 0;
    return body && readReceipts(body, ports);
  }

  /** Nothing that was asked is forgotten before the end: a slow host answers late. */
  private async askOverUdp(make: (port: number) => Request): Promise<Uint8Array | undefined> {
    const { answering, socket, known, waitMs, signal } = this.options;
    const ports = [...answering].slice(0, MOST_SENT);
    const asked: Request[] = [];
    const ask = (request: Request, onAnswer: (body: Uint8Array) => void): void => {
      asked.push(request);
      socket.listen(request, onAnswer);
      socket.send(request);
    };
    const done = new AbortController();
    const end = (): void => done.abort();
    signal.addEventListener('abort', end);
    let told: Uint8Array | undefined;
    const echoing = new Set<number>();
    const enough = this.isMute ? 1 : ENOUGH_ECHOES;
    for (let turn = 1; turn <= MOST_SENT && echoing.size < enough && !done.signal.aborted; turn++) {
      const port = ports[turn % ports.length] as number;
      if (!this.isMute) {
        ask(make(port), (body) => {
          told = body;
          end();
        });
      }
      ask(echoRequest('echo-short', { port, token: known.token }), () => {
        echoing.add(turn);
        if (this.isMute) end();
      });
      await pause(waitMs * turn, done.signal);
    }
    signal.removeEventListener('abort', end);
    for (const request of asked) socket.forget(request);
    if (!signal.aborted) this.unheard = told === undefined && echoing.size === 0 ? this.unheard + 1 : 0;
    if (told !== undefined) this.hasTold = true;
    else if (!this.hasTold && echoing.size >= ENOUGH_ECHOES) this.isMute = true;
    return told;
  }
}
