import { PortPool } from '../../../core/allocation/port-pool.ts';
import type { Place } from '../exercise.ts';
import { PLACE_SIZE } from '../places.ts';
import type { Deed, WrittenDeed } from './deeds.ts';
import { endsOfLink, type Fault, type ServerEnd, type StagedServer } from './staged-server.ts';

/** The two ports of a socket on 127.0.0.1. */
export interface PortsOfSocket {
  readonly localPort: number;
  readonly remotePort: number;
}

/** A NIO of a Dynamips. */
export interface PlayedNio {
  readonly name: string;
  readonly end: ServerEnd;
  readonly ports: PortsOfSocket;
}

/** A bridge of a uBridge. */
export interface PlayedBridge {
  /** `DYNAMIPS-20002-20003` */
  readonly name: string;
  readonly link: string;
  /** Towards the router. */
  readonly source: PortsOfSocket;
  /** The end of the link. */
  readonly destination: PortsOfSocket;
  readonly isFiltering: boolean;
}

/** A program of a node that runs. */
export interface PlayedProgram {
  readonly program: 'dynamips' | 'ubridge';
  readonly node: string;
  /** TCP. */
  readonly control: number;
  /** True for one that a killed server has left. */
  readonly isLeft: boolean;
  readonly nios: readonly PlayedNio[];
  readonly bridges: readonly PlayedBridge[];
}

export interface PlayedLink {
  readonly name: string;
  readonly isSuspended: boolean;
}

/** What a server has, and what runs, after all that was done. */
export interface ServerState {
  /** In the order in which they were started. */
  readonly programs: readonly PlayedProgram[];
  /** As the server tells them. */
  readonly links: readonly PlayedLink[];
  /** Nodes that the server calls stopped. */
  readonly stopped: ReadonlySet<string>;
  /** What the server has refused to do, in sentences. */
  readonly refused: readonly string[];
  /** Links over which no frame went for a while, because of what the student did. */
  readonly interrupted: ReadonlySet<string>;
}

/**
 * What a GNS3 server 2.2 makes of deeds: which ports it gives, which programs it starts, what it refuses
 * (docs/FACTS.md, "A live GNS3"). Pure; the same deeds give the same.
 */
export function playServer(staged: StagedServer, place: Place, deeds: readonly WrittenDeed[]): ServerState {
  const play = new ServerPlay(staged, place);
  for (const one of staged.before) play.do(one);
  play.begin();
  for (const { deed, line } of deeds) play.do(deed, line);
  return play.state();
}

type Draft = { -readonly [K in keyof PlayedProgram]: PlayedProgram[K] };

/** The ports that a node has taken for an end of a link. */
interface Taken {
  readonly link: string;
  readonly node: string;
  readonly ports: readonly number[];
}

class ServerPlay {
  private readonly staged: StagedServer;
  private readonly place: Place;
  private pool: PortPool;
  private programs: Draft[] = [];
  private links: PlayedLink[] = [];
  /** What the file of the project has: a link stays there if it could not be deleted. */
  private inFile: string[];
  private taken: Taken[] = [];
  private readonly stopped = new Set<string>();
  private refused: string[] = [];
  private readonly interrupted = new Set<string>();
  private count = 0;

  constructor(staged: StagedServer, place: Place) {
    this.staged = staged;
    this.place = place;
    this.pool = this.freshPool();
    this.inFile = [...staged.links];
    this.open(new Set());
  }

  /** From here on it is the student who does something. */
  begin(): void {
    this.refused = [];
    this.interrupted.clear();
  }

  do(deed: Deed | Fault, line?: number): void {
    const why = this.done(deed);
    if (why !== undefined) this.refused.push(line === undefined ? why : `Line ${line}: ${why}`);
  }

  state(): ServerState {
    const { programs, links, stopped, refused, interrupted } = this;
    return { programs, links, stopped, refused, interrupted };
  }

  /** Why it is refused, if it is. */
  private done(deed: Deed | Fault): string | undefined {
    switch (deed.does) {
      case 'stop':
      case 'start':
        // Routers and switches keep their programs and their sockets.
        this.stopped[deed.does === 'stop' ? 'add' : 'delete'](deed.node);
        return undefined;
      case 'make':
        return this.make(deed.link);
      case 'delete':
        return this.delete(deed.link);
      case 'suspend':
      case 'resume':
        return this.setSuspended(deed.link, deed.does === 'suspend');
      case 'reopen':
        return this.reopen();
      case 'end':
        return this.end(deed.control);
      case 'uBridge dies':
        this.programs = this.programs.filter((one) => one !== this.programOf('ubridge', deed.node));
        return undefined;
      case 'server dies':
        this.programs = this.programs.filter(
          ({ node, program }) => program === 'dynamips' && deed.leaves.includes(node),
        );
        for (const one of this.programs) one.isLeft = true;
        this.forget();
        this.open(new Set());
        return undefined;
    }
  }

  /** A new server, or one that opens a project, begins at the bottom of its pool. */
  private forget(): void {
    this.pool = this.freshPool();
    this.taken = [];
    this.links = [];
  }

  private freshPool(): PortPool {
    return new PortPool({ first: this.staged.pool, last: this.place.udp + PLACE_SIZE.udp - 1 });
  }

  private open(suspended: ReadonlySet<string>): void {
    for (const { name } of this.staged.nodes) this.start('dynamips', name);
    const links = this.inFile;
    this.inFile = [];
    for (const link of links) {
      this.make(link);
      if (suspended.has(link)) this.setSuspended(link, true);
    }
  }

  private reopen(): undefined {
    const suspended = new Set(this.links.flatMap(({ name, isSuspended }) => (isSuspended ? name : [])));
    for (const link of this.staged.links) this.interrupted.add(link);
    this.programs = this.programs.filter(({ isLeft }) => isLeft);
    this.forget();
    this.stopped.clear();
    this.open(suspended);
    return undefined;
  }

  private make(link: string): string | undefined {
    if (this.links.some(({ name }) => name === link)) return `${link} is there already.`;
    const ends = endsOfLink(link);
    if (this.taken.some((one) => one.link === link))
      return `make ${link}: the server answers 409, Port is already used.`;
    const dead = ends.find(({ node }) => this.programOf('dynamips', node) === undefined);
    if (dead !== undefined) return `make ${link}: the server answers 409, the Dynamips of ${dead.node} is gone.`;
    this.interrupted.add(link);
    // Both ends get their ports first, then the tunnel of the first node, then that of the second.
    const [a, b] = [this.take(), this.take()];
    this.connect(link, ends[0], { localPort: a, remotePort: b });
    this.connect(link, ends[1], { localPort: b, remotePort: a });
    this.links = [...this.links, { name: link, isSuspended: false }];
    this.inFile = [...this.inFile.filter((one) => one !== link), link];
    return undefined;
  }

  private connect(link: string, end: ServerEnd, ports: PortsOfSocket): void {
    const { node } = end;
    const dynamips = this.programOf('dynamips', node);
    if (dynamips === undefined) return;
    if (!this.isRouter(node)) {
      dynamips.nios = [...dynamips.nios, this.nio(end, ports)];
      this.taken.push({ link, node, ports: [ports.localPort] });
      return;
    }
    const [near, far] = [this.take(), this.take()];
    dynamips.nios = [...dynamips.nios, this.nio(end, { localPort: near, remotePort: far })];
    // A router starts its uBridge when a link is made, and at no other time.
    const ubridge = this.programOf('ubridge', node) ?? this.start('ubridge', node);
    const name = `DYNAMIPS-${near}-${far}`;
    const source = { localPort: far, remotePort: near };
    ubridge.bridges = [...ubridge.bridges, { name, link, source, destination: ports, isFiltering: false }];
    this.taken.push({ link, node, ports: [ports.localPort, near, far] });
  }

  private delete(link: string): string | undefined {
    if (!this.links.some(({ name }) => name === link)) return `delete ${link}: there is no such link.`;
    this.links = this.links.filter(({ name }) => name !== link);
    this.interrupted.add(link);
    for (const { node, adapter, port } of endsOfLink(link)) {
      const ubridge = this.programOf('ubridge', node);
      const bridge = ubridge?.bridges.find((one) => one.link === link);
      // Seen: the ports and NIOs of this end, and of the one after it, stay.
      if (ubridge !== undefined && bridge === undefined)
        return `delete ${link}: the server answers 409, the bridge does not exist in the uBridge of ${node}.`;
      if (ubridge !== undefined) ubridge.bridges = ubridge.bridges.filter((one) => one !== bridge);
      const dynamips = this.programOf('dynamips', node);
      if (dynamips !== undefined)
        dynamips.nios = dynamips.nios.filter(({ end }) => end.adapter !== adapter || end.port !== port);
      this.giveBack(link, node);
    }
    this.inFile = this.inFile.filter((one) => one !== link);
    return undefined;
  }

  private giveBack(link: string, node: string): void {
    const own = this.taken.filter((one) => one.link === link && one.node === node);
    for (const port of own.flatMap(({ ports }) => ports)) this.pool.giveBack(port);
    this.taken = this.taken.filter((one) => !own.includes(one));
  }

  /** The first router of the link filters; between two switches nothing does. */
  private setSuspended(link: string, isSuspended: boolean): string | undefined {
    if (!this.links.some(({ name }) => name === link)) return `there is no link ${link}.`;
    this.links = this.links.map((one) => (one.name === link ? { ...one, isSuspended } : one));
    const node = endsOfLink(link).find((end) => this.isRouter(end.node))?.node;
    if (node === undefined) return undefined;
    const ubridge = this.programOf('ubridge', node) ?? this.start('ubridge', node);
    if (ubridge.bridges.every((one) => one.link !== link))
      return `${link}: the server answers 409, the bridge does not exist in the uBridge of ${node}.`;
    ubridge.bridges = ubridge.bridges.map((one) => (one.link === link ? { ...one, isFiltering: isSuspended } : one));
    return undefined;
  }

  private end(control: number): string | undefined {
    const program = this.programs.find((one) => one.control === control);
    if (program === undefined) return `end ${control}: no program of GNS3 listens on this port.`;
    this.programs = this.programs.filter((one) => one !== program);
    if (!program.isLeft)
      for (const { name } of this.links)
        if (endsOfLink(name).some(({ node }) => node === program.node)) this.interrupted.add(name);
    return undefined;
  }

  private start(program: PlayedProgram['program'], node: string): Draft {
    let { control } = this.place;
    while (this.programs.some((one) => one.control === control)) control++;
    const started: Draft = { program, node, control, isLeft: false, nios: [], bridges: [] };
    this.programs.push(started);
    return started;
  }

  /** Of those that the server knows. */
  private programOf(program: PlayedProgram['program'], node: string): Draft | undefined {
    return this.programs.find((one) => one.program === program && one.node === node && !one.isLeft);
  }

  private isRouter(node: string): boolean {
    return this.staged.nodes.some(({ name, kind }) => name === node && kind === 'router');
  }

  private nio(end: ServerEnd, ports: PortsOfSocket): PlayedNio {
    return { name: `udp-${++this.count}`, end, ports };
  }

  private take(): number {
    const port = this.pool.take();
    // A hundred deeds with three nodes never need as many as a place has.
    if (port === undefined) throw new RangeError('the pool of the place is used up');
    return port;
  }
}
