import { NioLog, NO_SOCKET } from '../../../core/hypervisor-log/nio-log.ts';
import { joinNios } from '../../../core/hypervisor-log/nio-sockets.ts';
import type { SocketRow } from '../../../core/sockets/socket-table.ts';
import { CommandLog, type NoLog } from '../../../world/hypervisor/command-log.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { type CountedNios, observeNios } from '../../../world/hypervisor/observe.ts';
import {
  type HypervisorAddress,
  type HypervisorSession,
  openHypervisor,
} from '../../../world/hypervisor/with-hypervisor.ts';
import type { CountersUnknown, LaterLook, NioFacts } from '../nio-facts.ts';

/** A hypervisor on this host answers in milliseconds; one that does not is not waited for. */
const TIMEOUT_MS = 2000;

/** For the counters of all NIOs: a thousand are asked for in a quarter of a second. */
const COUNTERS_MS = 10_000;

/** A hypervisor that had more NIOs than ports would have invented them. */
const MOST_COUNTED = 65_536;

/** NIOs that come and go while they are asked for are asked for again; a lab that is being loaded goes on. */
const ATTEMPTS = 3;

/** Zones of time differ by quarters of an hour, and the log does not tell its own. */
const ZONE_STEP_MS = 15 * 60_000;

/** `vm get_status`: 2 is running. */
const RUNNING = '2';

/** A hypervisor process of this host. */
export interface HypervisorPlace {
  readonly pid: number;
  readonly args: readonly string[];
  readonly address: HypervisorAddress;
}

/** NIOs by the inodes of their sockets, or why they are not known; `ambiguous` may go with them. */
export interface NiosReading {
  readonly nios: ReadonlyMap<number, NioFacts>;
  readonly unknown?: CountersUnknown;
}

/**
 * The NIOs of one hypervisor of this host, looked at once or again and again over one connection. `close`
 * ends it with `hypervisor close`.
 */
export class HypervisorNios {
  readonly place: HypervisorPlace;
  private session: HypervisorSession | undefined;
  /** The end of the last conversation, which takes a moment. */
  private ended: Promise<void> = Promise.resolve();
  private log: CommandLog | undefined;
  private readonly nioLog = new NioLog();

  constructor(place: HypervisorPlace) {
    this.place = place;
  }

  /** What tells that two hypervisors write into one file; undefined if there is no log. */
  get logIdentity(): string | undefined {
    return this.log?.identity;
  }

  /** Opens the log, and returns why it cannot be. */
  openLog(): NoLog | undefined {
    if (this.log !== undefined) return undefined;
    const log = CommandLog.open(this.place.pid, this.place.args);
    if (!(log instanceof CommandLog)) return log;
    this.log = log;
    return undefined;
  }

  /** `rows` are the UDP sockets of the process. Never throws what a hypervisor can cause. */
  async read(rows: readonly SocketRow[], signal: AbortSignal): Promise<NiosReading> {
    const { where } = this;
    const unread = this.readLog();
    if (unread !== undefined) return { nios: NONE, unknown: { where, ...unread } };
    return await this.inConversation(signal, async (session) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const before = this.nioLog.changes;
        const counted = await observeNios(session.client, {
          most: MOST_COUNTED,
          untilMs: performance.now() + COUNTERS_MS,
        });
        const late = this.readLog();
        if (late !== undefined) return { nios: NONE, unknown: { where, ...late } };
        if (this.nioLog.changes !== before || this.nioLog.isInsideLine) continue;
        return this.joined(counted, rows);
      }
      return { nios: NONE, unknown: { where, why: 'changing' } };
    });
  }

  /** Looks at one NIO again, and whether its router runs; undefined if it does not answer. */
  async lookAgain({ nio, router }: NioFacts): Promise<LaterLook | undefined> {
    try {
      const { client } = this.session ?? {};
      if (client === undefined) return undefined;
      const packetsIn = Number(/^\d+/.exec((await client.command('nio', 'get_stats', nio)).text)?.[0] ?? Number.NaN);
      const status = router === undefined ? undefined : await client.exchange(`vm get_status "${router}"`);
      return { packetsIn, isRouterRunning: status?.code === 100 ? status.text === RUNNING : undefined };
    } catch (error) {
      if (!(error instanceof HypervisorError)) throw error;
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.log?.close();
    this.log = undefined;
    await this.endSession();
  }

  private async endSession(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    if (session !== undefined) this.ended = session.close();
    await this.ended;
  }

  private get where(): string {
    return `${this.place.address.host}:${this.place.address.port}`;
  }

  /** Reads on in the log; returns what makes it worth nothing. */
  private readLog():
    | { readonly why: 'log none' | `log ${NoLog}` | 'log without start' | 'log mixed up' | 'log too much' }
    | undefined {
    this.nioLog.beginLook();
    const why = this.log === undefined ? 'none' : this.log.readMore((text) => this.nioLog.push(text));
    if (why !== undefined) return { why: `log ${why}` };
    if (this.nioLog.isTooMuch) return { why: 'log too much' };
    if (this.nioLog.isGarbled) return { why: 'log mixed up' };
    return this.nioLog.port === this.place.address.port ? undefined : { why: 'log without start' };
  }

  /** Does something over the connection, which is made if there is none. */
  private async inConversation(
    signal: AbortSignal,
    work: (session: HypervisorSession) => Promise<NiosReading>,
  ): Promise<NiosReading> {
    const { where } = this;
    if (this.session === undefined) {
      const opened = await openHypervisor(this.place.address, { timeoutMs: TIMEOUT_MS, signal });
      if (!('client' in opened)) {
        const { state, reason } = opened.tcp;
        const why = signal.aborted ? ({ why: 'interrupted' } as const) : notReached(state, reason);
        return { nios: NONE, unknown: { where, ...why } };
      }
      this.session = opened;
    }
    const abort = (): void => void this.endSession();
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      if (this.session === undefined) return { nios: NONE, unknown: { where, why: 'interrupted' } };
      return await work(this.session);
    } catch (error) {
      if (!(error instanceof HypervisorError)) throw error;
      await this.endSession();
      if (signal.aborted) return { nios: NONE, unknown: { where, why: 'interrupted' } };
      const why = error.code === 'TIMEOUT' ? 'no answer' : 'not reached';
      return { nios: NONE, unknown: { where, why, detail: error.message } };
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private joined({ nios: counted, leftOut: [leftOut] }: CountedNios, rows: readonly SocketRow[]): NiosReading {
    const { where, nioLog } = this;
    const logged = new Map(counted.map(({ name }) => [name, nioLog.nio(name)]));
    const joined = joinNios(logged, rows);
    if (typeof joined === 'string') return { nios: NONE, unknown: { where, why: joined } };
    // The last command in the log is one of ours, a moment ago.
    const offset = Math.round((Date.now() - nioLog.lastTime) / ZONE_STEP_MS) * ZONE_STEP_MS;
    const nios = new Map<number, NioFacts>();
    for (const { name, packetsIn, packetsOut, bytesIn, bytesOut } of counted) {
      const [row, nio] = [joined.get(name), logged.get(name)];
      if (row === undefined || nio === undefined || packetsIn === undefined || packetsOut === undefined) continue;
      const { boundTo, router, mayBeUnbound, countedSince, sendsSince } = nio;
      nios.set(row.inode, {
        ...{
          nio: name,
          packetsIn,
          packetsOut,
          bytesIn: bytesIn ?? 0,
          bytesOut: bytesOut ?? 0,
          boundTo,
          router,
          mayBeUnbound,
        },
        countedSince: countedSince + offset,
        sendsSince: sendsSince === undefined ? undefined : sendsSince + offset,
      });
    }
    if (leftOut !== undefined) return { nios, unknown: { where, ...leftOut, why: 'left out' } };
    const unjoined = [...logged].flatMap(([name, nio]) =>
      joined.has(name) || nio?.makings.every((making) => making === NO_SOCKET) ? [] : [name],
    );
    return unjoined.length === 0 ? { nios } : { nios, unknown: { where, why: 'ambiguous', nios: unjoined } };
  }
}

const NONE: ReadonlyMap<number, NioFacts> = new Map();

/** A listener whose process does not take the connection is as silent as one that does not answer. */
function notReached(state: string, reason: string): { why: 'not reached' | 'no answer'; detail: string } {
  return { why: state === 'timeout' ? 'no answer' : 'not reached', detail: `${state} (${reason})` };
}
