import { Duplex } from 'node:stream';
import type { Connection, Dial } from '../../src/world/network/tcp.ts';

/** What a program answers to a line: lines of a reply, without their ends. */
export type Answers = (line: string) => readonly string[];

/** A connection to a program that lives in a test. */
class AnsweringConnection extends Duplex implements Connection {
  readonly localAddress = '127.0.0.1';
  private readonly answers: Answers;
  private readonly heard: string[];

  constructor(answers: Answers, heard: string[]) {
    super();
    this.answers = answers;
    this.heard = heard;
  }

  setNoDelay(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed when they are made.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    for (const line of chunk.toString('utf8').split('\n').slice(0, -1)) {
      this.heard.push(line);
      const reply = line === 'hypervisor close' ? ['100-OK'] : this.answers(line);
      this.push(reply.map((text) => `${text}\r\n`).join(''));
    }
    done();
  }
}

/** Programs by their TCP ports, each dialled without a network; what is not there refuses. */
export class AnsweringPrograms {
  /** What each port was told, line by line. */
  readonly heard = new Map<number, string[]>();
  private readonly programs: ReadonlyMap<number, Answers>;

  constructor(programs: Readonly<Record<number, Answers>>) {
    this.programs = new Map(Object.entries(programs).map(([port, answers]) => [Number(port), answers]));
  }

  readonly dial: Dial = async (addresses, port) => {
    const [address = ''] = addresses;
    const answers = this.programs.get(port);
    if (answers === undefined) return { tcp: { state: 'refused', reason: 'conn-refused' }, address };
    const heard = this.heard.get(port) ?? [];
    this.heard.set(port, heard);
    return { tcp: { state: 'open', reason: 'syn-ack' }, address, socket: new AnsweringConnection(answers, heard) };
  };
}

/** A uBridge that has one running bridge. */
export function ubridgeWith(name: string, source: string, destination: string): Answers {
  const counters = 'IN: 8 packets (612 bytes) OUT: 7 packets (550 bytes)';
  const replies: Record<string, readonly string[]> = {
    'hypervisor version': ['100-0.9.19'],
    'hypervisor module_list': ['101 bridge', '101 hypervisor', '100-OK'],
    'bridge list': [`101 ${name} (NIOs = 2)`, '100-OK'],
    'iol_bridge list': ['100-OK'],
    [`bridge show ${name}`]: [
      `101 bridge '${name}' is running`,
      `101 Source NIO: ${source}`,
      `101 Destination NIO: ${destination}`,
      '100-OK',
    ],
    [`bridge get_stats ${name}`]: [`101 Source NIO:      ${counters}`, `101 Destination NIO: ${counters}`, '100-OK'],
  };
  return (line) => replies[line] ?? ['202-Unknown command'];
}

/** A Dynamips with one device and these NIOs, all of which have counted the same. */
export function dynamipsWith(module: string, device: string, nios: readonly string[]): Answers {
  return (line) => {
    if (line === 'hypervisor version') return ['100-0.2.24-amd64'];
    if (line === 'nio list') return [...nios.map((nio) => `101 ${nio}`), '100-OK'];
    if (line === `${module} list`) return [`101 ${device}`, '100-OK'];
    if (line.endsWith(' list')) return ['100-OK'];
    return line.startsWith('nio get_stats ') ? ['100-8 7 612 550'] : ['202-Unknown command'];
  };
}
