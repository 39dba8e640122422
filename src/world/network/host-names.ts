import { type Addresses, isLoopback, meansThisMachine, normalizeHost } from '../../core/address/host.ts';
import { familyOf, isIp, numericAddress } from '../../core/address/ip-address.ts';
import type { Unanswered } from '../../core/address/unanswered.ts';
import { hostsOf } from '../../core/lab/hosts.ts';
import type { Lab } from '../../core/lab/lab.ts';
import type { Assumptions } from '../../core/model/assumptions.ts';
import { type FoundAddress, type Lookup, lookUpName, type NameAnswer } from './look-up-name.ts';
import { outwardAddress, ownAddresses } from './own-addresses.ts';

/** A name with more addresses than this is no lab host. */
const MAX_ADDRESSES = 4;

const LOOPBACK = '127.0.0.1';

/** A question that is asked, or was. */
interface Question {
  readonly answer: Promise<NameAnswer>;
  /** On the clock of `performance.now()`. */
  readonly askedAt: number;
  /** How many wait for the answer. */
  waiting: number;
  /** Nobody waits any more. */
  readonly leave: () => void;
}

/** Where a host is. */
export interface Whereabouts {
  readonly addresses: readonly string[];
  /** There are no addresses because nobody has said whether there are any. */
  readonly unanswered?: Unanswered | undefined;
}

export interface HostNamesOptions {
  /** Milliseconds for each name, all of which are asked at once; 5000 if it is not given. */
  readonly timeoutMs?: number | undefined;
  /** This and the next stand for the resolver, the interfaces and the routes of this machine in a test. */
  readonly lookup?: Lookup;
  readonly ownAddresses?: () => readonly string[];
  readonly sourceAddress?: (address: string) => Promise<string | null | undefined>;
}

/**
 * The names of hosts in one run: their addresses, and which of them are this machine. Each name is asked for
 * once, and the addresses of this machine are read once, when they are first needed.
 */
export class HostNames {
  private readonly options: HostNamesOptions;
  private readonly questions = new Map<string, Question>();
  private readonly notAnswered = new Map<string, Unanswered>();
  private own: ReadonlySet<string> | undefined;

  constructor(options: HostNamesOptions = {}) {
    this.options = options;
  }

  /**
   * The addresses of a host, at most four, IPv4 first because old Dynamips listens there only. None if it has
   * none, if the resolver does not answer in time, which `unanswered` tells, or once `signal` is aborted.
   * Never throws.
   */
  async addressesOf(host: string, signal?: AbortSignal): Promise<readonly string[]> {
    const found = (await this.lookUp(host, signal)) ?? [];
    return [...found]
      .sort((a, b) => a.family - b.family)
      .slice(0, MAX_ADDRESSES)
      .map(({ address }) => address);
  }

  /** The same with why they are not known, as `withHypervisor` takes it. */
  async whereIs(host: string, signal?: AbortSignal): Promise<Whereabouts> {
    return { addresses: await this.addressesOf(host, signal), unanswered: this.unanswered(host) };
  }

  /** Why nobody knows the addresses of a host that was looked up; undefined if somebody knows. */
  unanswered(host: string): Unanswered | undefined {
    return this.notAnswered.get(normalizeHost(host));
  }

  /**
   * The family of the socket that Dynamips opens towards a host, by name or address: that of the first answer
   * of the resolver; 4 if there is none.
   */
  async familyTowards(host: string, signal?: AbortSignal): Promise<4 | 6> {
    const [first] = (await this.lookUp(host, signal)) ?? [];
    return first === undefined ? familyOf(host) : familyOf(first.address);
  }

  /** True for an address of this machine that something can be sent to, those of the loopback included. */
  isOwnAddress(address: string): boolean {
    if (isLoopback(address)) return true;
    this.own ??= new Set((this.options.ownAddresses ?? ownAddresses)());
    return this.own.has(address);
  }

  /**
   * True if a host, by its name or address, is this machine; a wildcard means the machine that it is written
   * on.
   */
  async isThisHost(host: string, signal?: AbortSignal): Promise<boolean> {
    return this.isThisHostAt(host, await this.addressesOf(host, signal));
  }

  /** The same where the addresses of the host are known. */
  isThisHostAt(host: string, addresses: readonly string[]): boolean {
    return meansThisMachine(host) || this.reachesThisHost(addresses);
  }

  /**
   * True if what is sent to one of these addresses arrives on this machine. A wildcard does not count here,
   * unlike in `isThisHost`: it names this machine as the host of a lab, but is no address to send to.
   */
  reachesThisHost(addresses: readonly string[]): boolean {
    return addresses.some((address) => this.isOwnAddress(address));
  }

  /** An address of this machine that others can use, IPv4 if there is one; undefined if it has none. */
  get outward(): string | undefined {
    return outwardAddress();
  }

  /**
   * The addresses of all hosts of the labs, for `Machines`, in the order of the resolver: those of the
   * hypervisors, and those that explicit NIOs point at. A name that has no address has an empty list. A name
   * whose resolver does not answer is left out, and stays a machine of its own; so are those that have no
   * answer yet when `signal` is aborted. An address of this machine is led back to the loopback, so that the
   * machine's name is found to be this machine.
   */
  async addressesFor(labs: readonly Lab[], signal?: AbortSignal): Promise<Addresses> {
    const hosts = new Set(labs.flatMap((lab) => [...hostsOf(lab)]));
    const found = new Map<string, readonly string[]>();
    await Promise.all(
      [...hosts].map(async (host) => {
        if (isLoopback(host) && numericAddress(host) !== undefined) return;
        const answer = await this.lookUp(host, signal);
        if (answer === undefined) return;
        const addresses = answer.map(({ address }) => address);
        const isNamedHere = !isLoopback(host) && this.reachesThisHost(addresses);
        found.set(host, isNamedHere ? [...addresses, LOOPBACK] : addresses);
      }),
    );
    return found;
  }

  /**
   * What the resolver and the kernel of this machine say of all hosts of the labs, as a model takes it:
   * `addressesFor`, and the source address towards each of the addresses.
   */
  async assumptionsFor(
    labs: readonly Lab[],
    signal?: AbortSignal,
  ): Promise<Pick<Assumptions, 'addresses' | 'unanswered' | 'sources'>> {
    const addresses = await this.addressesFor(labs, signal);
    const hosts = labs.flatMap((lab) => [...hostsOf(lab)]);
    const literals = hosts.flatMap((host) => numericAddress(host) ?? []);
    // Sockets are loaded only here: every command has this object, and most ask for nothing.
    const sourceAddress = this.options.sourceAddress ?? (await import('./source-address.ts')).sourceAddress;
    const sources = new Map<string, string | null>();
    // Both ends of a link are told the loopback where their hosts are written alike.
    const answers = [...addresses.values()].flat().map((address) => numericAddress(address) ?? address);
    for (const address of new Set([LOOPBACK, ...literals, ...answers])) {
      if (signal?.aborted) break;
      const source = await sourceAddress(address);
      if (source !== undefined) sources.set(address, source);
    }
    return { addresses, unanswered: new Map(this.notAnswered), sources };
  }

  /**
   * Every question to the resolver, and every answer, passes here. Undefined if there was none in time, or if
   * `signal` came first.
   */
  private async lookUp(host: string, signal: AbortSignal | undefined): Promise<readonly FoundAddress[] | undefined> {
    const name = normalizeHost(host);
    if (signal?.aborted) return undefined;
    // An address is its own answer, and nobody is asked.
    if (isIp(name)) return [{ address: name, family: familyOf(name) }];
    let question = this.questions.get(name);
    if (question === undefined) {
      question = this.ask(name);
      this.questions.set(name, question);
    }
    question.waiting++;
    const answer = await unlessAborted(question.answer, signal);
    question.waiting--;
    if (answer === undefined && question.waiting === 0) {
      question.leave();
      this.questions.delete(name);
    }
    if (answer !== undefined && 'addresses' in answer) {
      this.notAnswered.delete(name);
      return answer.addresses;
    }
    this.notAnswered.set(name, answer?.unanswered ?? { afterMs: performance.now() - question.askedAt });
    return undefined;
  }

  private ask(name: string): Question {
    const ending = new AbortController();
    const { lookup, timeoutMs } = this.options;
    const answer = lookUpName(name, { lookup, timeoutMs, signal: ending.signal });
    return { answer, askedAt: performance.now(), waiting: 0, leave: () => ending.abort() };
  }
}

/** What a promise gives, or undefined once the signal is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return await promise;
  let stop = (): void => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
