import { type Element, el } from '../markup/markup.ts';
import { FATE_LOOK } from './fate-look.ts';
import { hint } from './hint.ts';
import { endData, nameOf, type Stage } from './lanes.ts';
import type { EndPlace } from './layout.ts';
import { pathOf } from './lines.ts';
import type { EndLook, SocketLook } from './look.ts';
import { FONT, INTERFACE_WIDTH, STUB, TUNNEL, UBRIDGE } from './measures.ts';
import { fitted } from './text-width.ts';

/** Above the line of an end its port, below it the sign of its trouble. */
const [ABOVE, BELOW] = [-10, 28];

/**
 * What stands at an end: its interface, in the device; its port above the line and the sign of what becomes
 * of its frames below; before a router of GNS3 2.1 and later the uBridge with the ports of the tunnel.
 */
export function endMarks(end: EndPlace, { look, ends }: Stage): Element {
  const own = look.ends.get(end.node.id);
  const { node, side, x, y, start } = end;
  const [out, anchor] = side === 'left' ? [-1, 'end'] : [1, 'start'];
  const name = fitted(node.interface ?? '', FONT.text, INTERFACE_WIDTH);
  return el(
    'g',
    { key: `end ${node.id}`, class: own?.isLit === true ? 'end lit' : 'end' },
    hint(titleOf(end, own)),
    node.hasUbridge && ubridge(end, own),
    name !== '' &&
      el(
        'text',
        { class: 'interface', x: x - out * 7, y: y + 5, 'text-anchor': side === 'left' ? 'start' : 'end' },
        name,
      ),
    own?.link !== undefined &&
      socket(own.link, { x: start.x + out * (own.link.fate === 'refused' ? 20 : 8), y, out, anchor }, own.isLit, ends),
  );
}

function titleOf(end: EndPlace, look: EndLook | undefined): string {
  const { link } = look ?? {};
  if (link === undefined) return nameOf(end);
  const fate = link.fate === undefined ? '' : `: ${FATE_LOOK[link.fate].word}`;
  return `${nameOf(end)}, port ${link.port}${fate}${link.remark === undefined ? '' : `. ${link.remark}`}`;
}

/** A light behind the port of an end to which something has just happened. */
function lamp({ x, y, out }: Anchor): Element {
  const width = STUB - 12;
  return el('rect', { class: 'lamp', x: out < 0 ? x - width + 5 : x - 5, y: y - 25, width, height: 20, rx: 4 });
}

interface Anchor {
  readonly x: number;
  readonly y: number;
  /** 1 if the link leads to the right, -1 if to the left. */
  readonly out: number;
  readonly anchor: string;
}

function socket(look: SocketLook, at: Anchor, isLit: boolean, ends: ReadonlyMap<string, EndPlace>): Element[] {
  const { x, y, anchor } = at;
  const port = el('text', { class: 'port', x, y: y + ABOVE, 'text-anchor': anchor }, look.port);
  const sign = signOf(look, ends);
  const lit = isLit ? [lamp(at)] : [];
  if (sign === undefined) return [...lit, port];
  return [...lit, port, el('text', { class: `sign fate-${look.fate}`, x, y: y + BELOW, 'text-anchor': anchor }, sign)];
}

/** What arrives needs no sign: its line says it. */
function signOf({ fate, to, reply }: SocketLook, ends: ReadonlyMap<string, EndPlace>): string | undefined {
  if (fate === undefined || fate === 'peer') return undefined;
  const { sign, word } = FATE_LOOK[fate];
  if (fate === 'refused') return reply === undefined ? sign : `${sign} ${reply}`;
  if (fate === 'nobody') return `${sign} ${word}`;
  if (fate !== 'other' || to === undefined) return sign;
  const receiver = ends.get(to)?.node.device.split('\n').at(-1) ?? '';
  return fitted(`${sign} ${receiver}`, FONT.text, STUB - 10);
}

/** The uBridge before a router: a box with the port of each side of the tunnel between both. */
function ubridge(end: EndPlace, look: EndLook | undefined): Element[] {
  const { side, x, y } = end;
  const out = side === 'left' ? -1 : 1;
  const near = x + out * TUNNEL;
  const left = side === 'left' ? near - UBRIDGE.width : near;
  const [ofRouter, ofUbridge] = side === 'left' ? (['end', 'start'] as const) : (['start', 'end'] as const);
  const fate = worstOf(look);
  const tunnel = pathOf([
    { x, y },
    { x: near, y },
  ]);
  const box = { x: left, y: y - UBRIDGE.height / 2, width: UBRIDGE.width, height: UBRIDGE.height, rx: 4 };
  return [
    el('path', { class: 'wire', d: tunnel }),
    ...(fate === undefined
      ? []
      : [
          el('path', {
            class: `lane fate-${fate}`,
            ...endData(end),
            'data-role': 'router',
            'stroke-dasharray': FATE_LOOK[fate].stroke || undefined,
            d: tunnel,
          }),
        ]),
    el('rect', { class: 'ubridge', ...box }),
    el('text', { class: 'ubridge-name', x: left + UBRIDGE.width / 2, y: y + 5, 'text-anchor': 'middle' }, 'uBridge'),
    ...(look?.router === undefined
      ? []
      : [el('text', { class: 'port', x: x + out * 5, y: y + ABOVE, 'text-anchor': ofRouter }, look.router.port)]),
    ...(look?.tunnel === undefined
      ? []
      : [el('text', { class: 'port', x: near - out * 5, y: y + 21, 'text-anchor': ofUbridge }, look.tunnel.port)]),
  ];
}

/** A tunnel is as good as the worse of its two directions. */
function worstOf(look: EndLook | undefined): SocketLook['fate'] {
  const fates = [look?.router?.fate, look?.tunnel?.fate];
  return fates.find((fate) => fate !== undefined && fate !== 'peer') ?? fates.find((fate) => fate !== undefined);
}
