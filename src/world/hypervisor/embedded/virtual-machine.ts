import { wrapPort } from '../../../core/address/port.ts';
import { ConsoleListener } from './console-listener.ts';
import type { FrameReader, Nio } from './nio.ts';
import { MAX_SLOTS, PLATFORMS } from './platform.ts';

/**
 * What `vm get_status` answers for a router that stands, and one that runs (docs/FACTS.md, "Replies word for
 * word").
 */
const STATUS = { inactive: 0, running: 2 } as const;

interface Card {
  readonly type: string;
  /** Newest first, as Dynamips lists them. */
  readonly nios: { readonly port: number; readonly nio: Nio }[];
  /** Subslot → WIC. */
  readonly wics: Map<number, string>;
}

/** Subslots of WICs are written 16, 32, 48; what is below is the card itself. */
const WIC_SUBSLOT = 16;

/** A router without IOS: it has cards, NIOs and consoles, and does nothing with the frames that it gets. */
export class VirtualMachine {
  name: string;
  readonly platform: string;
  readonly id: number;
  /** As written; `undefined` means that nobody has set one. */
  consolePort: number | undefined;
  auxPort: number | undefined;
  private readonly cards = new Map<number, Card>();
  private readonly host: string;
  private listeners: ConsoleListener[] = [];
  private isRunning = false;

  constructor(name: string, { id, platform, host }: { id: number; platform: string; host: string }) {
    this.name = name;
    this.id = id;
    this.platform = platform;
    this.host = host;
    const { builtIn } = PLATFORMS.get(platform) ?? {};
    if (builtIn !== undefined) this.cards.set(0, newCard(builtIn));
  }

  get status(): number {
    return this.isRunning ? STATUS.running : STATUS.inactive;
  }

  /** Opens the consoles; a console whose port is taken stays closed, and nobody is told. */
  async start(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    for (const { nio } of this.bindings()) nio.addReader(this.reader);
    const opened = await Promise.all([
      this.openConsole(this.consolePort, 'Console port'),
      this.openConsole(this.auxPort, 'AUX port'),
    ]);
    // A start before this one may have opened some that its stop has not seen.
    this.listeners.push(...opened.filter((listener) => listener !== undefined));
    // It may have been stopped while its ports were opened.
    if (!this.isRunning) await this.closeConsoles();
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.isRunning = false;
    for (const { nio } of this.bindings()) nio.removeReader(this.reader);
    await this.closeConsoles();
  }

  /** `1/0: PA-4T+`, by slot. Dynamips lists a WIC under the name of the card that holds it (seen). */
  cardLines(): string[] {
    const { slotCount = 0 } = PLATFORMS.get(this.platform) ?? {};
    return [...this.cards]
      .filter(([slot]) => slot < slotCount)
      .sort(([a], [b]) => a - b)
      .flatMap(([slot, { type, wics }]) => new Array(1 + wics.size).fill(`${slot}/0: ${type}`));
  }

  /** `0: nio_udp0`, newest first. */
  nioLines(slot: number): string[] {
    return (this.cards.get(slot)?.nios ?? []).map(({ port, nio }) => `${port}: ${nio.name}`);
  }

  /** False if the platform has no such slot or card, or the slot is taken. */
  addCard(slot: number, subslot: number, type: string): boolean {
    const platform = PLATFORMS.get(this.platform);
    const card = this.cards.get(slot);
    if (subslot >= WIC_SUBSLOT) {
      const fits = slot === 0 && card !== undefined && !card.wics.has(subslot) && platform?.wics.includes(type);
      if (fits) card.wics.set(subslot, type);
      return fits === true;
    }
    const fits = slot >= 0 && slot < MAX_SLOTS && subslot === 0 && card === undefined && platform?.cards.includes(type);
    if (fits) this.cards.set(slot, newCard(type));
    return fits === true;
  }

  /**
   * The NIOs that were on the card, or undefined if it cannot be removed: it is not there, or holds a WIC.
   */
  removeCard(slot: number, subslot: number): Nio[] | undefined {
    const card = this.cards.get(slot);
    if (subslot >= WIC_SUBSLOT) return card?.wics.delete(subslot) ? [] : undefined;
    if (card === undefined || subslot !== 0 || card.wics.size > 0) return undefined;
    this.cards.delete(slot);
    return card.nios.map(({ nio }) => this.unplug(nio));
  }

  hasFreePort(slot: number, port: number): boolean {
    const card = this.cards.get(slot);
    return card?.nios.every((binding) => binding.port !== port) ?? false;
  }

  addNio(slot: number, port: number, nio: Nio): void {
    this.cards.get(slot)?.nios.unshift({ port, nio });
    if (this.isRunning) nio.addReader(this.reader);
  }

  /** The NIO that was there, or undefined. */
  removeNio(slot: number, port: number): Nio | undefined {
    const nios = this.cards.get(slot)?.nios ?? [];
    const index = nios.findIndex((binding) => binding.port === port);
    const [binding] = index < 0 ? [] : nios.splice(index, 1);
    return binding === undefined ? undefined : this.unplug(binding.nio);
  }

  /** Every NIO that the router has, once for each port. */
  nios(): Nio[] {
    return this.bindings().map(({ nio }) => nio);
  }

  get saved(): string[] {
    const { name } = this;
    return [
      `vm create ${name} ${this.id} ${this.platform}`,
      ...(this.consolePort === undefined ? [] : [`vm set_con_tcp_port ${name} ${this.consolePort}`]),
      ...(this.auxPort === undefined ? [] : [`vm set_aux_tcp_port ${name} ${this.auxPort}`]),
      ...[...this.cards].flatMap(([slot, { type, nios }]) => [
        `vm add_slot_binding ${name} ${slot} 0 ${type}`,
        ...nios.map(({ port, nio }) => `vm add_nio_binding ${name} ${slot} ${port} ${nio.name}`),
      ]),
    ];
  }

  /** There is no IOS that would do anything with a frame. */
  private readonly reader: FrameReader = () => undefined;

  private bindings(): { port: number; nio: Nio }[] {
    return [...this.cards.values()].flatMap(({ nios }) => nios);
  }

  private unplug(nio: Nio): Nio {
    if (this.isRunning) nio.removeReader(this.reader);
    return nio;
  }

  private async openConsole(written: number | undefined, title: string): Promise<ConsoleListener | undefined> {
    const port = wrapPort(written ?? 0);
    if (port === 0) return undefined;
    const banner = `Connected to niostat VM "${this.name}" (ID ${this.id}, type ${this.platform}) - ${title}, no IOS\r\n`;
    return await ConsoleListener.open(this.host, port, banner);
  }

  private async closeConsoles(): Promise<void> {
    const { listeners } = this;
    this.listeners = [];
    await Promise.all(listeners.map((listener) => listener.close()));
  }
}

function newCard(type: string): Card {
  return { type, nios: [], wics: new Map() };
}
