import { wrapPort } from '../address/port.ts';

/** What a NIO was told when it was made. Ports are UDP ports as they were bound. */
export interface NioMaking {
  /** Undefined if Dynamips was told none, so that the system chose one. */
  readonly localPort: number | undefined;
  /** The last port of the range from which Dynamips took the first free one, with `create_udp_auto`. */
  readonly lastLocalPort?: number;
  /** As it was typed; undefined if the NIO is not connected. */
  readonly remoteHost: string | undefined;
  readonly remotePort: number | undefined;
}

/** A NIO that has no UDP socket, such as one of a TAP device. */
export const NO_SOCKET = 'no socket';

export type Making = NioMaking | typeof NO_SOCKET;

/** What a NIO is bound to. */
export interface NioBinding {
  /** `vm`, `ethsw`, `nio_bridge`, `frsw`, `atmsw`, `atm_bridge` */
  readonly module: string;
  /** The name of the router, switch or bridge when it was bound. */
  readonly device: string;
  /** Of a router. */
  readonly slot?: number;
  readonly port?: number;
}

/** What may have become of one name. Times are milliseconds of the log's own clock. */
export interface LoggedNio {
  /** Each making that may be the one of the NIO that has the name now: the log does not tell what failed. */
  readonly makings: readonly Making[];
  /** Since when its counters have counted: its making, or the last `reset_stats`. */
  readonly countedSince: number;
  /** When it could first send: it was bound to a switch or bridge, or to a router that was started. */
  readonly sendsSince: number | undefined;
  /** What it is bound to, such as `R1 1/0`, `nio_bridge hub`; undefined if it is bound to nothing. */
  readonly boundTo: string | undefined;
  /** The same as fields. */
  readonly binding?: NioBinding | undefined;
  /** The router among that. */
  readonly router: string | undefined;
  /** True if what it is bound to has got another name: whether it was let go since is not known. */
  readonly mayBeUnbound: boolean;
}

interface Binding {
  readonly module: string;
  readonly fields: NioBinding | undefined;
  /** Empty if no command is known to end it. */
  readonly holder: string;
  readonly text: string;
  count: number;
}

/** One name while the log is played. */
interface Name {
  makings: Making[];
  countedSince: number;
  sendsSince: number | undefined;
  bindings: Map<string, Binding>;
}

const COMMAND = 'HYPERVISOR: exec_cmd: ';

/** `Nov 27 02:10:34.508 ` up to 0.2.17, `2026-11-27T02:10:34.508Z ` later. */
const TIME =
  /^(?:(\d{4})-(\d\d)-(\d\d)T|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ \d]\d) )(\d\d):(\d\d):(\d\d)\.(\d{3})Z? $/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * More names at a time than twice the ports, or more ways in which one was made or bound, no hypervisor has.
 */
const MAX_NAMES = 131_072;
const MAX_WAYS = 256;

/**
 * Some commands go through all names. To take apart a lab of four thousand NIOs one by one goes through
 * sixteen million, in a second or two; what is to take longer was not written by a hypervisor.
 */
const MAX_STEPS = 32_000_000;

/** To look for a name in so many characters is one step. */
const WORD_LENGTH = 32;

/** A line that is longer is none of a command that matters here. */
const MAX_LINE = 8192;

/**
 * Plays the log of a hypervisor (docs/FACTS.md, "The log of a hypervisor"): the lines of its commands, from
 * the start of the process on. The log has the words of each command, without quotes and comments, and not
 * its reply: a command that may have failed leaves both possibilities. Takes the text in whatever pieces it
 * comes.
 */
export class NioLog {
  /** The control port that the log says, TCP; undefined until it has been read. */
  port: number | undefined;
  /** True if lines of two writers are mixed, so that it cannot be relied on. */
  isGarbled = false;
  /** True if there is more in it than can be kept or gone through; nothing is known of it from then on. */
  isTooMuch = false;
  /** The time of the last command, in milliseconds of the log's own clock. */
  lastTime = 0;
  /** How many commands have changed something: the same number means the same NIOs. */
  changes = 0;
  /** Those that have passed since the log began, where it does not tell the year. */
  private yearsMs = 0;
  private rest = '';
  private isTooLong = false;
  private readonly names = new Map<string, Name>();
  private readonly started = new Set<string>();
  private steps = 0;

  /** Called before what has come since the last look is pushed: each look may take so long again. */
  beginLook(): void {
    this.steps = 0;
  }

  push(text: string): void {
    if (this.isTooMuch) return;
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!this.isTooLong) this.line(line);
      this.isTooLong = false;
      if (this.steps > MAX_STEPS || this.names.size > MAX_NAMES) this.giveUp();
      if (this.isTooMuch) return;
    }
    if (this.rest.length > MAX_LINE) {
      this.isTooLong = true;
      this.rest = '';
    }
  }

  private giveUp(): void {
    this.isTooMuch = true;
    this.reset();
  }

  /** False if the log does not begin with the start of a hypervisor: what was before is not known then. */
  get beginsWithStart(): boolean {
    return this.port !== undefined;
  }

  /** True while the last line has no end yet. */
  get isInsideLine(): boolean {
    return this.rest !== '' || this.isTooLong;
  }

  /** What may have become of a name; undefined if there can be no such NIO. */
  nio(name: string): LoggedNio | undefined {
    const found = this.names.get(name);
    if (found === undefined || found.makings.length === 0) return undefined;
    const bindings = [...found.bindings.values()];
    return {
      makings: found.makings,
      countedSince: found.countedSince,
      sendsSince: found.sendsSince,
      boundTo: bindings.at(-1)?.text,
      binding: bindings.at(-1)?.fields,
      router: bindings.findLast(({ module, holder }) => module === 'vm' && holder !== '')?.holder,
      mayBeUnbound: bindings.some(({ holder }) => holder === ''),
    };
  }

  /** Every name that there may be. */
  get nioNames(): readonly string[] {
    return [...this.names].flatMap(([name, { makings }]) => (makings.length > 0 ? [name] : []));
  }

  private line(line: string): void {
    const at = line.indexOf(COMMAND);
    if (at < 0) {
      this.readStart(line);
      return;
    }
    const words = line.slice(at + COMMAND.length).split(' ');
    // Each word is followed by one blank.
    words.pop();
    const told = timeOf(line.slice(0, at));
    if (told === undefined || words.length < 2 || line.includes(COMMAND, at + 1)) {
      this.isGarbled = true;
      return;
    }
    // Months without years: what seems to be so much earlier is of the next year.
    if (this.lastTime - told - this.yearsMs > HALF_A_YEAR_MS) this.yearsMs += YEAR_MS;
    this.lastTime = Math.max(this.lastTime, told + this.yearsMs);
    this.command(words, this.lastTime);
  }

  /** The start of the process stands before its first command. */
  private readStart(line: string): void {
    const match = / HYPERVISOR: Started on (?:IP = .*, )?TCP port = (\d+)\.$/.exec(line);
    if (match === null) return;
    if (this.port !== undefined) this.isGarbled = true;
    if (this.lastTime === 0) this.port = Number(match[1]);
  }

  private command([module = '', command = '', ...words]: readonly string[], time: number): void {
    const before = this.changes++;
    if (module === 'nio') this.nioCommand(command, words, time);
    else if (module === 'hypervisor' && command === 'reset' && words.length === 0) this.reset();
    else if (command === 'delete' || command === 'clean_delete') this.dropHolder(module, words.join(' '));
    else if (command === 'rename') this.keepBindings(module);
    else if (module === 'vm' && command === 'start') this.start(words.join(' '), time);
    else if (!this.bindingCommand(module, command, words, time)) this.changes = before;
  }

  private nioCommand(command: string, words: readonly string[], time: number): void {
    if (command.startsWith('create_')) this.create(command, words, time);
    else if (command === 'connect_udp_auto') this.connectAuto(words);
    else if (command === 'delete') this.delete(words.join(' '));
    else if (command === 'rename') this.rename(words);
    else if (command === 'reset_stats') this.get(words.join(' ')).countedSince = time;
    else this.changes--;
  }

  private create(command: string, words: readonly string[], time: number): void {
    const found = makingOf(command, words);
    if (found === undefined) return;
    const own = this.get(found.name);
    if (own.makings.length === 0) Object.assign(own, absent());
    // It may have failed, and then it changed nothing.
    if (!own.makings.some((one) => isSame(one, found.making))) own.makings.push(found.making);
    this.checkMakings(own);
    own.countedSince = time;
  }

  private connectAuto(words: readonly string[]): void {
    const own = this.get(words.slice(0, -2).join(' '));
    const [remoteHost = '', port = ''] = words.slice(-2);
    own.makings = own.makings.flatMap((making) =>
      making === NO_SOCKET || making.lastLocalPort === undefined
        ? [making]
        : [making, { ...making, remoteHost, remotePort: portOf(port) }],
    );
    this.checkMakings(own);
  }

  private checkMakings({ makings }: Name): void {
    this.steps += makings.length;
    if (makings.length > MAX_WAYS) this.giveUp();
  }

  /** A NIO that something uses is not deleted. */
  private delete(name: string): void {
    const own = this.names.get(name);
    if (own !== undefined && own.bindings.size === 0) this.names.delete(name);
  }

  private rename(words: readonly string[]): void {
    this.steps += words.length ** 2;
    // Where a name has blanks, the words do not tell where it ends: every way to read them is possible.
    for (let count = 1; count < words.length; count++) {
      const from = this.names.get(words.slice(0, count).join(' '));
      const to = words.slice(count).join(' ');
      if (from === undefined) continue;
      const old = this.names.get(to);
      const makings = [...from.makings, ...(old?.makings ?? [])];
      this.names.set(to, {
        makings,
        countedSince: Math.max(from.countedSince, old?.countedSince ?? 0),
        sendsSince: earliest(from.sendsSince, old?.sendsSince),
        bindings: new Map([...from.bindings, ...(old?.bindings ?? [])]),
      });
      if (makings.length > MAX_WAYS) this.giveUp();
      // If the new name was free, the old one is free now.
      if (old === undefined && words.length === 2) this.names.delete(words[0] as string);
    }
  }

  private reset(): void {
    this.names.clear();
    this.started.clear();
  }

  /** A switch, bridge or router is deleted, and lets go of its NIOs. */
  private dropHolder(module: string, holder: string): void {
    if (module === 'vm') this.started.delete(holder);
    for (const { bindings } of this.goThroughNames()) {
      for (const [key, one] of bindings) if (one.module === module && one.holder === holder) bindings.delete(key);
    }
  }

  /** After something has another name nothing is known to let go of its NIOs. */
  private keepBindings(module: string): void {
    for (const { bindings } of this.goThroughNames()) {
      for (const [key, one] of [...bindings]) {
        if (one.module !== module) continue;
        bindings.delete(key);
        bindings.set(`${FOR_GOOD} ${key}`, { ...one, holder: '' });
      }
    }
  }

  private start(router: string, time: number): void {
    this.started.add(router);
    for (const own of this.goThroughNames()) {
      for (const { module, holder } of own.bindings.values())
        if (module === 'vm' && holder === router) own.sendsSince ??= time;
    }
  }

  /** True if the command binds NIOs to something, or lets go of them. */
  private bindingCommand(module: string, command: string, words: readonly string[], time: number): boolean {
    const bound = boundBy(module, command, words);
    if (bound !== undefined) {
      for (const name of bound.nios ?? this.namesIn(words)) this.bind(name, bound, time);
      return true;
    }
    const released = releasedBy(module, command, words);
    if (released === undefined) return false;
    this.steps += this.names.size;
    for (const [name, { bindings }] of this.names) {
      if (released.nio !== undefined && released.nio !== name) continue;
      const one = bindings.get(released.key);
      // A NIO may be twice in one bridge.
      if (one !== undefined && (one.module !== 'nio_bridge' || --one.count === 0)) bindings.delete(released.key);
    }
    return true;
  }

  private goThroughNames(): Iterable<Name> {
    this.steps += this.names.size;
    return this.names.values();
  }

  /** The NIOs whose names may stand among words. */
  private namesIn(words: readonly string[]): string[] {
    const text = ` ${words.join(' ')} `;
    this.steps += this.names.size * (1 + text.length / WORD_LENGTH);
    return [...this.names.keys()].filter((name) => text.includes(` ${name} `));
  }

  private bind(name: string, { key, module, holder, text, fields }: Bound, time: number): void {
    const own = this.names.get(name);
    if (own === undefined) return;
    const known = own.bindings.get(key);
    if (known === undefined) own.bindings.set(key, { module, holder, text, fields, count: 1 });
    else known.count++;
    if (own.bindings.size > MAX_WAYS) this.giveUp();
    if (module !== 'vm' || this.started.has(holder)) own.sendsSince ??= time;
  }

  private get(name: string): Name {
    let own = this.names.get(name);
    if (own === undefined) {
      own = absent();
      this.names.set(name, own);
    }
    return own;
  }
}

/** As long as the year that stands for those which are not told. */
const YEAR_MS = 366 * 24 * 3600 * 1000;
const HALF_A_YEAR_MS = YEAR_MS / 2;

function absent(): Name {
  return { makings: [], countedSince: 0, sendsSince: undefined, bindings: new Map() };
}

function isSame(a: Making, b: Making): boolean {
  if (a === NO_SOCKET || b === NO_SOCKET) return a === b;
  return MAKING_KEYS.every((key) => a[key] === b[key]);
}

const MAKING_KEYS = ['localPort', 'lastLocalPort', 'remoteHost', 'remotePort'] as const;

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** Milliseconds of the log's own clock: what zone it has is not told, nor, by 0.2.14, the year. */
function timeOf(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, year = '1972', month = '', day = '', name = '', dayOfOld = '', ...clock] = match;
  const [hours = 0, minutes = 0, seconds = 0, ms = 0] = clock.map(Number);
  const monthIndex = name === '' ? Number(month) - 1 : MONTHS.indexOf(name);
  return Date.UTC(Number(year), monthIndex, Number(day || dayOfOld), hours, minutes, seconds, ms);
}

/** Names may have blanks, so that the words are counted from the end. */
function makingOf(command: string, words: readonly string[]): { name: string; making: Making } | undefined {
  if (command === 'create_udp' && words.length >= 4) {
    const [local = '', remoteHost = '', remote = ''] = words.slice(-3);
    const localPort = portOf(local) === 0 ? undefined : portOf(local);
    return { name: words.slice(0, -3).join(' '), making: { localPort, remoteHost, remotePort: portOf(remote) } };
  }
  if (command === 'create_udp_auto' && words.length >= 4) {
    const [, first = '', last = ''] = words.slice(-3);
    const making = { localPort: portOf(first), lastLocalPort: portOf(last) };
    return {
      name: words.slice(0, -3).join(' '),
      making: { ...making, remoteHost: undefined, remotePort: undefined },
    };
  }
  const args = ARGUMENTS_BEHIND_NAME.get(command);
  if (args === undefined || words.length <= args) return undefined;
  return { name: words.slice(0, words.length - args).join(' '), making: NO_SOCKET };
}

/** How many words follow the name of a NIO that is no UDP NIO (source `common/hv_nio.c`). */
const ARGUMENTS_BEHIND_NAME: ReadonlyMap<string, number> = new Map([
  ['create_unix', 2],
  ['create_vde', 2],
  ['create_tap', 1],
  ['create_gen_eth', 1],
  ['create_linux_eth', 1],
  ['create_null', 0],
  ['create_fifo', 0],
]);

/** As atoi() and the 16 bits of a port make it. */
function portOf(word: string): number {
  return wrapPort(Number.parseInt(word, 10) || 0);
}

/** Begins the key of a binding that no command is known to end. */
const FOR_GOOD = 'kept';

interface Bound {
  readonly key: string;
  readonly module: string;
  readonly holder: string;
  readonly text: string;
  /** Undefined where the words do not tell it. */
  readonly fields: NioBinding | undefined;
  /** Undefined where a name has blanks, so that the words do not tell which it is. */
  readonly nios: readonly string[] | undefined;
}

/** How many words a binding command has, and where the NIOs stand among them. */
const BINDINGS: ReadonlyMap<string, { readonly words: number; readonly nios: readonly number[] }> = new Map([
  ['vm slot_add_nio_binding', { words: 4, nios: [3] }],
  ['ethsw add_nio', { words: 2, nios: [1] }],
  ['nio_bridge add_nio', { words: 2, nios: [1] }],
  ['frsw create_vc', { words: 5, nios: [1, 3] }],
  ['atmsw create_vpc', { words: 5, nios: [1, 3] }],
  ['atmsw create_vcc', { words: 7, nios: [1, 4] }],
  ['atm_bridge configure', { words: 5, nios: [1, 2] }],
]);

/** What a command binds; undefined if it binds nothing. */
function boundBy(module: string, command: string, words: readonly string[]): Bound | undefined {
  const shape = BINDINGS.get(`${module} ${command}`);
  if (shape === undefined) return undefined;
  const [holder = '', slot, port] = words;
  const text = module === 'vm' ? `${holder} ${slot}/${port}` : `${module} ${holder}`;
  if (words.length !== shape.words) {
    const all = words.join(' ');
    const key = `${FOR_GOOD} ${module} ${all}`;
    return { key, module, holder: '', text: `${module} ${all}`, fields: undefined, nios: undefined };
  }
  const place = module === 'vm' ? { slot: Number(slot), port: Number(port) } : {};
  const fields = { module, device: holder, ...place };
  const nios = shape.nios.flatMap((index) => words[index] ?? []);
  return { key: keyOf(module, words), module, holder, text, fields, nios };
}

/** What the commands that bind and let go have in common: the port of a router, the switch, the circuit. */
function keyOf(module: string, words: readonly string[]): string {
  if (module === 'vm') return ['vm', ...words.slice(0, 3)].join(' ');
  if (module === 'ethsw' || module === 'nio_bridge' || module === 'atm_bridge') return `${module} ${words[0]}`;
  return [module, ...words].join(' ');
}

/** The commands that let go of NIOs, with the number of their words. */
const RELEASES: ReadonlyMap<string, number> = new Map([
  ['vm slot_remove_nio_binding', 3],
  ['ethsw remove_nio', 2],
  ['nio_bridge remove_nio', 2],
  ['frsw delete_vc', 5],
  ['atmsw delete_vpc', 5],
  ['atmsw delete_vcc', 7],
  ['atm_bridge unconfigure', 1],
]);

/** The binding that a command ends, of one NIO or of all that have it. */
function releasedBy(
  module: string,
  command: string,
  words: readonly string[],
): { key: string; nio: string | undefined } | undefined {
  if (RELEASES.get(`${module} ${command}`) !== words.length) return undefined;
  return { key: keyOf(module, words), nio: command === 'remove_nio' ? words[1] : undefined };
}
