import { PROTOCOLS, type Protocol } from '../transport-protocol.ts';

export type Questions = Readonly<Record<Protocol, readonly number[]>>;

/** What the responder says that it holds of the ports in question. */
export class HeldPorts {
  private readonly questions: Questions;
  private readonly ports = { udp: new Map<number, boolean>(), tcp: new Map<number, boolean>() };

  constructor(questions: Questions) {
    this.questions = questions;
  }

  /** Undefined for what it has not said. */
  readonly holds = (protocol: Protocol, port: number): boolean | undefined => this.ports[protocol].get(port);

  get isComplete(): boolean {
    return PROTOCOLS.every((protocol) => this.unknown(protocol).length === 0);
  }

  /** Asks for what is not known yet. */
  async ask(listening: (protocol: Protocol, ports: readonly number[]) => Promise<Map<number, boolean>>): Promise<void> {
    for (const protocol of PROTOCOLS) {
      const unknown = this.unknown(protocol);
      if (unknown.length === 0) continue;
      for (const [port, isHeld] of await listening(protocol, unknown)) this.ports[protocol].set(port, isHeld);
    }
  }

  private unknown(protocol: Protocol): number[] {
    return this.questions[protocol].filter((port) => !this.ports[protocol].has(port));
  }
}
