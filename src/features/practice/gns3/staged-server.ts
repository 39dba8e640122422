import type { Deed } from './deeds.ts';

/** A project that a GNS3 server has open, before the student begins. */
export interface StagedServer {
  readonly nodes: readonly ServerNodeDraft[];
  /** In the order in which they are made: `R1 f0/0 -- SW1 1`. */
  readonly links: readonly string[];
  /** UDP: the server gives ports from here on. */
  readonly pool: number;
  /** What has happened since the project was opened. */
  readonly before: readonly (Deed | Fault)[];
}

/** Each has a Dynamips of its own, and a router a uBridge too, as soon as it has a link. */
export interface ServerNodeDraft {
  readonly name: string;
  readonly kind: 'router' | 'ethernet-switch';
}

/** What goes wrong without a hand. */
export type Fault =
  | { readonly does: 'uBridge dies'; readonly node: string }
  /** It is killed and started again, and opens the project; the Dynamips of these nodes run on. */
  | { readonly does: 'server dies'; readonly leaves: readonly string[] };

/** The end of a link: `R1 f2/0` is slot 2, port 0, and `SW1 3` port 3. */
export interface ServerEnd {
  readonly node: string;
  readonly adapter: number;
  readonly port: number;
}

/** Both ends of a link, by its name. */
export function endsOfLink(link: string): readonly [a: ServerEnd, b: ServerEnd] {
  const [a = '', b = ''] = link.split(' -- ');
  return [endOf(a), endOf(b)];
}

function endOf(text: string): ServerEnd {
  const [node = '', name = ''] = text.split(' ');
  const [, slot, port] = /^f(\d+)\/(\d+)$/.exec(name) ?? [];
  return slot === undefined
    ? { node, adapter: 0, port: Number(name) }
    : { node, adapter: Number(slot), port: Number(port) };
}
