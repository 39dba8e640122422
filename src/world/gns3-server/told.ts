import { outsideText } from './outside-text.ts';

/** Sentences about one server; more would be a screen of the same. */
const MAX_SENTENCES = 20;

/** What a server did not tell, or told in a way that is not known, in sentences. */
export class Limits {
  private readonly sentences = new Set<string>();
  private more = 0;

  add(sentence: string): void {
    if (this.sentences.has(sentence)) return;
    if (this.sentences.size < MAX_SENTENCES) this.sentences.add(sentence);
    else this.more++;
  }

  get all(): readonly string[] {
    return this.more === 0 ? [...this.sentences] : [...this.sentences, `and ${this.more} more like these`];
  }
}

/** The longest path that Linux takes has so many bytes; names, addresses and versions are shorter. */
const MAX_LENGTH = 4096;

/** A QEMU with 275 adapters has a command line of some 40 KB. */
const MAX_COMMAND_LENGTH = 65_536;

/** A field that is needed is not what is expected; the message says which, and of which answer. */
export class UnknownAnswer extends Error {}

/**
 * A value in an answer of a server, with its place: `GET /v2/projects/ID/links[3].nodes`. What is needed and
 * not there, or of another kind, throws `UnknownAnswer`; what is not needed is left out, and a limit says so.
 */
export class Told {
  readonly value: unknown;
  readonly place: string;
  readonly limits: Limits;

  constructor(value: unknown, place: string, limits: Limits) {
    this.value = value;
    this.place = place;
    this.limits = limits;
  }

  field(key: string): Told {
    const value = isObject(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Told(value, `${this.place}.${key}`, this.limits);
  }

  /** True if it is absent, or `null`, as Python writes what is not set. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  needObject(): this {
    if (!isObject(this.value)) throw this.unknown('an object');
    return this;
  }

  needList(): Told[] {
    if (!Array.isArray(this.value)) throw this.unknown('a list');
    return this.value.map((value, index) => new Told(value, `${this.place}[${index}]`, this.limits));
  }

  /** Of GNS3's values that are text, files, addresses and names among them, none is long or has a NUL. */
  needText(most = MAX_LENGTH): string {
    if (typeof this.value !== 'string' || this.value === '') throw this.unknown('text');
    if (this.value.length > most) throw this.unknown(`text of at most ${most} characters`);
    if (this.value.includes('\0')) throw this.unknown('text without a NUL');
    return this.value;
  }

  /** A whole number, not negative, such as an adapter. */
  needNumber(): number {
    if (!isNumber(this.value)) throw this.unknown('a whole number');
    return this.value;
  }

  list(): Told[] {
    return this.orLimit(() => this.needList()) ?? [];
  }

  text(): string | undefined {
    return this.value === '' ? undefined : this.orLimit(() => this.needText());
  }

  commandLine(): string | undefined {
    return this.value === '' ? undefined : this.orLimit(() => this.needText(MAX_COMMAND_LENGTH));
  }

  /** A port from 1 to 65535. */
  port(): number | undefined {
    return this.orLimit(() => {
      if (!isNumber(this.value) || this.value < 1 || this.value > 65_535) throw this.unknown('a port');
      return this.value;
    });
  }

  count(): number | undefined {
    return this.orLimit(() => this.needNumber());
  }

  yesOrNo(): boolean | undefined {
    return this.orLimit(() => {
      if (typeof this.value !== 'boolean') throw this.unknown('true or false');
      return this.value;
    });
  }

  /** What `read` makes of each that it can read; the others are passed over, and a limit says so. */
  each<T>(read: (one: Told) => T): T[] {
    return this.needList().flatMap((one) => {
      try {
        return [read(one)];
      } catch (error) {
        if (!(error instanceof UnknownAnswer)) throw error;
        this.limits.add(`${error.message}: the whole entry is passed over`);
        return [];
      }
    });
  }

  /** The same for a list that is not needed. */
  eachOrLimit<T>(read: (one: Told) => T): T[] {
    return this.orLimit(() => this.each(read)) ?? [];
  }

  unknown(expected: string): UnknownAnswer {
    return new UnknownAnswer(`${this.place} is ${kindOf(this.value)}, and ${expected} is expected`);
  }

  private orLimit<T>(read: () => T): T | undefined {
    if (this.isAbsent) return undefined;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UnknownAnswer)) throw error;
      this.limits.add(error.message);
      return undefined;
    }
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The value, if it is short, else of which kind it is. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return outsideText(JSON.stringify(typeof value === 'string' ? value.slice(0, 40) : value));
}
