import { setTimeout as delay } from 'node:timers/promises';
import { familyOf } from '../../../core/address/ip-address.ts';
import type { OpenFiles } from '../../../core/kernel/open-files.ts';
import { type NamedObject, runOf } from '../../../core/words/rehearsal-names.ts';
import type { HypervisorClient } from '../../../world/hypervisor/client.ts';
import { REPLY_CODE, type Reply } from '../../../world/hypervisor/reply.ts';
import { encodeRequest } from '../../../world/hypervisor/request.ts';
import { UdpSocket } from '../../../world/network/udp-socket.ts';
import type { RehearsalEnd } from '../ends.ts';
import { ENDS_PER_SWITCH } from '../ends-per-switch.ts';
import { decodeFrame, encodeFrame, NOBODYS_VLAN, type NumberedFrame } from '../frame.ts';
import type { RehearsalNames } from '../names.ts';
import type { Injector } from '../tried.ts';
import { OutOfDescriptors } from './out-of-descriptors.ts';
import { removeOwn } from './own-objects.ts';

/** VLAN 1 is where new ports are. */
const FIRST_VLAN = 2;

/** How often the waker is woken; a timer can do no better. */
const WAKE_INTERVAL_MS = 1;

/** If this many ports in a row are taken, that is no accident. */
const MAX_PORT_ATTEMPTS = 100;

/** Frames that were sent are over the line by then, or lost. */
const DRAIN_MS = 50;

export interface SwitchAddresses {
  /** Of the hypervisor, as it is called in errors. */
  readonly name: string;
  /** Address of the hypervisor, as it was reached. */
  readonly hypervisor: string;
  /** Address of this host towards it. */
  readonly here: string;
  /** Ports of the hypervisor's host for NIOs of ours, one after the other. */
  readonly freePorts: Iterator<number, void, undefined>;
  /** Descriptors of the hypervisor now, as far as they are known. */
  readonly descriptors: () => OpenFiles | undefined;
}

/** Called for a frame that came back, with the end at which it came out. */
export type OnReturn = (end: RehearsalEnd, frame: NumberedFrame) => void;

/** What tells one rehearsal from others. */
export interface RehearsalMarks {
  /** In its frames: `RUN_BYTES` bytes. */
  readonly run: Uint8Array;
  readonly names: RehearsalNames;
}

interface Switch extends Injector {
  readonly name: string;
  readonly injectorName: string;
  readonly socket: UdpSocket;
  readonly endByVlan: Map<number, RehearsalEnd>;
  isReached: boolean;
  hasReturned: boolean;
}

/** Where an end is connected. */
interface SwitchPort {
  readonly atSwitch: Switch;
  readonly vlan: number;
}

/**
 * The switches of a rehearsal on one hypervisor, with the NIOs in them. Methods throw `HypervisorError` when
 * it does not answer.
 */
export class TestSwitches {
  private readonly client: HypervisorClient;
  private readonly addresses: SwitchAddresses;
  private readonly run: Uint8Array;
  private readonly names: RehearsalNames;
  private readonly onReturn: OnReturn;
  private readonly switches: Switch[] = [];
  private readonly ports = new Map<RehearsalEnd, SwitchPort>();
  /** `module name` of everything that was asked for here and not refused. */
  private readonly made = new Set<string>();
  /** True while it is not known whether something was made. */
  private isUnsure = false;
  /** All that were opened here. */
  private readonly sockets: UdpSocket[] = [];
  private isClosed = false;
  private wakerTimer: NodeJS.Timeout | undefined;

  /** `onReturn` is called for each frame of the run that comes back, with the end at which it came out. */
  constructor(
    client: HypervisorClient,
    addresses: SwitchAddresses,
    { run, names }: RehearsalMarks,
    onReturn: OnReturn,
  ) {
    this.client = client;
    this.addresses = addresses;
    this.run = run;
    this.names = names;
    this.onReturn = onReturn;
  }

  /** True if something may have been made here. */
  get hasMade(): boolean {
    return this.made.size > 0;
  }

  /** True if something that was not answered may still be made. */
  get mayStillMake(): boolean {
    return this.isUnsure;
  }

  /** How many objects may still be there. */
  get leftCount(): number {
    return this.made.size;
  }

  get injectors(): readonly Injector[] {
    return this.switches;
  }

  /**
   * Makes the first switch: false if another rehearsal has made one. Of two that begin at the same moment the
   * one that looks last sees the other's, and both may.
   */
  async claim(): Promise<boolean> {
    await this.mustMake('ethsw', this.names.switch(1));
    const runs = (await this.client.command('ethsw', 'list')).messages.map((name) => runOf({ module: 'ethsw', name }));
    return runs.every((run) => run === undefined || run === this.names.run);
  }

  /** Creates a NIO as the lab does, and returns the reply, also when it is refused. */
  async create(end: RehearsalEnd): Promise<Reply> {
    const { localPort, remoteHost, remotePort } = end;
    const name = this.names.nio(end);
    const reply = await this.making(
      'nio',
      name,
      encodeRequest(['nio', 'create_udp', name, String(localPort), remoteHost, String(remotePort)]),
    );
    if (reply.code !== REPLY_CODE.ok) this.checkDescriptors();
    return reply;
  }

  /** Puts NIOs that were created into switches, so that frames reach them from here. */
  async connect(ends: readonly RehearsalEnd[], signal: AbortSignal): Promise<void> {
    if (ends.length === 0) return;
    await this.startWaker();
    for (let first = 0; first < ends.length; first += ENDS_PER_SWITCH) {
      const atSwitch = await this.addSwitch();
      for (const end of ends.slice(first, first + ENDS_PER_SWITCH)) {
        signal.throwIfAborted();
        const vlan = FIRST_VLAN + atSwitch.endByVlan.size;
        atSwitch.endByVlan.set(vlan, end);
        const nio = this.names.nio(end);
        await this.client.command('ethsw', 'add_nio', atSwitch.name, nio);
        await this.client.command('ethsw', 'set_access_port', atSwitch.name, nio, String(vlan));
        this.ports.set(end, { atSwitch, vlan });
      }
    }
  }

  /**
   * Sends a frame of nobody into each switch; afterwards `refreshInjectors` knows which have been reached.
   */
  tryInjectors(): void {
    for (const { socket } of this.switches) {
      socket.send(encodeFrame(this.run, { vlan: NOBODYS_VLAN, sender: 0, number: 0 }));
    }
  }

  async refreshInjectors(): Promise<void> {
    for (const one of this.switches) {
      if (!one.isReached) one.isReached = (await this.packetsInOf(one.injectorName)) > 0;
    }
  }

  /** The injector that reaches an end. */
  injectorOf(end: RehearsalEnd): Injector | undefined {
    return this.ports.get(end)?.atSwitch;
  }

  /** Lets a frame out at an end. */
  send(end: RehearsalEnd, number: number): void {
    const port = this.ports.get(end);
    port?.atSwitch.socket.send(encodeFrame(this.run, { vlan: port.vlan, sender: end.id, number }));
  }

  /** Throws if the hypervisor is gone: nothing that is sent would come back. */
  checkOpen(): void {
    this.client.checkOpen();
  }

  /** How many packets the NIO of an end has counted as coming in. */
  async packetsInto(end: RehearsalEnd): Promise<number> {
    return await this.packetsInOf(this.names.nio(end));
  }

  /** Deletes everything that was made; `client` is another connection if the first has failed. */
  async deleteAll(client: HypervisorClient): Promise<void> {
    await delay(DRAIN_MS);
    const { isMeant, onRemoved } = this.removal;
    await removeOwn(client, { isMeant, onRemoved, beforeWaker: () => this.stopWaker() });
  }

  /** The same once more: what was not answered in time may have been carried out all the same. */
  async deleteMade(client: HypervisorClient): Promise<void> {
    await removeOwn(client, this.removal);
  }

  private readonly removal = {
    isMeant: ({ module, name }: NamedObject): boolean => this.made.has(`${module} ${name}`),
    onRemoved: ({ module, name }: NamedObject): void => void this.made.delete(`${module} ${name}`),
  };

  /** Asks for an object; if the answer gets lost it may have been made all the same. */
  private async making(module: string, name: string, command: string): Promise<Reply> {
    const key = `${module} ${name}`;
    const isNew = !this.made.has(key);
    this.made.add(key);
    this.isUnsure = true;
    const reply = await this.client.exchange(command);
    this.isUnsure = false;
    if (isNew && reply.code !== REPLY_CODE.ok) this.made.delete(key);
    return reply;
  }

  private async mustMake(module: string, name: string): Promise<void> {
    const command = `${module} create ${name}`;
    const { code, text } = await this.making(module, name, command);
    if (code !== REPLY_CODE.ok) throw this.client.complaint('REFUSED', `answered ${code}-${text}`, command);
  }

  /** Closes the sockets of this side. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.wakerTimer);
    await Promise.all(this.sockets.map((socket) => socket.close()));
  }

  /**
   * A thread of Dynamips waits 20 ms for frames before it sees to NIOs that are to be added or removed (seen
   * on 0.2.14), so that a thousand of them take 20 s. Datagrams to a NIO in a bridge of its own wake it; to
   * the switch that is being changed they must not go, for that would lock Dynamips up (see `removeOwn`).
   */
  private async startWaker(): Promise<void> {
    const { waker } = this.names;
    const { socket } = await this.createOwnNio(waker);
    await this.mustMake('nio_bridge', waker);
    await this.client.command('nio_bridge', 'add_nio', waker, waker);
    // A part of the rehearsal may still be building when another has failed and everything is taken down.
    if (this.isClosed) return;
    const nothing = new Uint8Array(1);
    this.wakerTimer = setInterval(() => socket.send(nothing), WAKE_INTERVAL_MS);
  }

  private async stopWaker(): Promise<void> {
    clearInterval(this.wakerTimer);
    if (this.wakerTimer !== undefined) await delay(DRAIN_MS);
  }

  private async addSwitch(): Promise<Switch> {
    const number = this.switches.length + 1;
    const name = this.names.switch(number);
    const injectorName = this.names.injector(number);
    if (number > 1) await this.mustMake('ethsw', name);
    const made: Switch = {
      name,
      injectorName,
      ...(await this.createOwnNio(injectorName)),
      endByVlan: new Map(),
      isReached: false,
      hasReturned: false,
    };
    this.switches.push(made);
    await this.client.command('ethsw', 'add_nio', name, injectorName);
    await this.client.command('ethsw', 'set_dot1q_port', name, injectorName, '1');
    made.socket.onDatagram((datagram) => {
      const frame = decodeFrame(this.run, datagram);
      const end = frame && made.endByVlan.get(frame.vlan);
      if (frame === undefined || end === undefined) return;
      made.hasReturned = true;
      this.onReturn(end, frame);
    });
    return made;
  }

  /** A NIO between the hypervisor and a socket here, on the next port of its host that is free. */
  private async createOwnNio(name: string): Promise<{ socket: UdpSocket; port: number }> {
    const { hypervisor, here, freePorts } = this.addresses;
    const socket = await UdpSocket.open({
      family: familyOf(here),
      localAddress: here,
      localPort: 0,
      reuseAddress: false,
    });
    this.sockets.push(socket);
    let answer = 'no UDP port is left for it';
    for (let attempt = 0; attempt < MAX_PORT_ATTEMPTS; attempt++) {
      const next = freePorts.next();
      if (next.done) break;
      const command = `nio create_udp ${name} ${next.value} ${here} ${socket.localPort}`;
      const { code, text } = await this.making('nio', name, command);
      if (code === REPLY_CODE.ok) {
        await socket.connect(hypervisor, next.value);
        return { socket, port: next.value };
      }
      this.checkDescriptors();
      answer = `answered ${code}-${text} for every port that was tried`;
    }
    throw this.client.complaint('REFUSED', answer, `nio create_udp ${name}`);
  }

  /** Throws `OutOfDescriptors` where that is why a NIO was refused. */
  private checkDescriptors(): void {
    const descriptors = this.addresses.descriptors();
    if (descriptors === undefined || descriptors.open < descriptors.limit) return;
    throw new OutOfDescriptors(this.addresses.name, descriptors.limit);
  }

  private async packetsInOf(name: string): Promise<number> {
    const { text } = await this.client.command('nio', 'get_stats', name);
    const [packetsIn = 0] = text.split(/\s+/).map(Number);
    return packetsIn;
  }
}
