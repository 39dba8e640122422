import { type Element, el } from '../markup/markup.ts';
import { endMarks } from './end-marks.ts';
import { hint } from './hint.ts';
import { lanesOf, type Stage, stageOf } from './lanes.ts';
import type { Layout, LinkPlace, Rectangle } from './layout.ts';
import { pathOf } from './lines.ts';
import type { HypervisorLook, LinkLook, Look } from './look.ts';
import { DEVICE_HEADER, FONT } from './measures.ts';
import { icon, outline } from './shapes.ts';
import { fitted, textWidth } from './text-width.ts';
import type { DeviceNode, HypervisorNode } from './topology.ts';

/** Around everything, so that no border is cut. */
export const MARGIN = 6;

/**
 * Draws a layout as it looks at one moment: an `svg` element. Colours and strokes are those of
 * `pictureStyle()`. Each link has a path with `data-link`, its numbers with blanks between. Each end that
 * sends has a path along which its frames go, with `data-end`, its name, and `data-lab` if several labs run.
 */
export function picture(layout: Layout, look: Look): Element {
  const { width, height, hosts, hypervisors, devices, links } = layout;
  const stage = stageOf(layout, look);
  const drawings = links.map((link) => linkDrawing(link, stage));
  return el(
    'svg',
    {
      class: 'picture',
      viewBox: [-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN].join(' '),
      role: 'img',
      'aria-label': 'The lab: hosts, hypervisors, devices and links',
    },
    hosts.map((host) => kept(host, '', () => box(host, `host host-${host.node.kind}`))),
    hypervisors.map((one) => hypervisorBox(one, look.hypervisors.get(one.node.id))),
    drawings.map(({ line }) => line),
    devices.map((device) => kept(device, '', () => deviceBox(device))),
    drawings.flatMap(({ lanes }) => lanes),
    drawings.flatMap(({ marks }) => marks),
    hosts.map(({ node, x, y, width: room }) => title(node.title, { x: x + 12, y: y + 21 }, room - 24, 'host-name')),
    hypervisors.map((one) => {
      const its = look.hypervisors.get(one.node.id);
      return kept(one, JSON.stringify(its) ?? '', () => hypervisorTitle(one, its));
    }),
  );
}

/** What was drawn last of a place, and of which words: most of a picture is as at the step before. */
const drawn = new WeakMap<object, { readonly words: string; readonly what: unknown }>();

function kept<T>(place: object, words: string, draw: () => T): T {
  const known = drawn.get(place);
  if (known?.words === words) return known.what as T;
  const what = draw();
  drawn.set(place, { words, what });
  return what;
}

/** All that is drawn of a link, in three layers. */
interface LinkDrawing {
  readonly line: Element;
  readonly lanes: readonly Element[];
  readonly marks: readonly Element[];
}

function linkDrawing(link: LinkPlace, stage: Stage): LinkDrawing {
  const { look } = stage;
  const { a, b, node } = link;
  const links = [node.id, ...(node.bundles ?? [])].map((id) => look.links.get(id));
  const looks = [links, look.ends.get(a.node.id), look.ends.get(b.node.id)];
  return kept(link, JSON.stringify(looks), () => ({
    line: wire(link, look),
    lanes: lanesOf(link, stage),
    marks: [a, b].map((end) => endMarks(end, stage)),
  }));
}

type Place<Node> = Rectangle & { readonly node: Node };

function box({ node, x, y, width, height }: Place<{ readonly id: string }>, name: string): Element {
  return el('rect', { key: `${name.split(' ')[0]} ${node.id}`, class: name, x, y, width, height, rx: 8 });
}

function hypervisorBox(place: Place<HypervisorNode>, look: HypervisorLook | undefined): Element {
  return box(place, look?.isStopped === true ? 'hypervisor stopped' : 'hypervisor');
}

/** A line of text on a plate of the ground's colour: lines may pass under it. */
function title(
  text: string,
  { x, y }: { readonly x: number; readonly y: number },
  room: number,
  name: string,
): Element {
  const shown = fitted(text, FONT.text, room);
  return el(
    'g',
    { key: `${name} ${x} ${y}`, class: name },
    shown !== text && hint(text),
    el('text', { class: 'plate', x, y }, shown),
  );
}

/** Its name, and below it its base and the counter, or the pool. */
function hypervisorTitle({ node, x, y, width }: Place<HypervisorNode>, look: HypervisorLook | undefined): Element {
  const shown = fitted(node.title, FONT.text, width - 24);
  const isStopped = look?.isStopped === true;
  const [left, first, second] = [x + 12, y + 22, y + 43];
  return el(
    'g',
    { key: `name ${node.id}`, class: 'hypervisor-title', 'data-hypervisor': node.id },
    shown !== node.title && hint(node.title),
    el('text', { class: 'plate hypervisor-name', x: left, y: first }, shown),
    look !== undefined &&
      el(
        'text',
        { class: 'plate', x: left, y: second },
        isStopped ? 'stopped' : look.base,
        !isStopped && look.next !== undefined && ' · ',
        !isStopped &&
          look.next !== undefined &&
          el('tspan', { class: look.hasMoved ? 'next moved' : 'next' }, look.next),
      ),
  );
}

/** The line of a link, whatever goes along it: thin and grey until it is made. */
function wire({ node, points }: LinkPlace, { links }: Look): Element {
  const { state, verdict } =
    node.bundles === undefined ? linkLook(links.get(node.id)) : bundleLook(node.bundles, links);
  return el(
    'path',
    {
      key: `wire ${node.id}`,
      class: `wire wire-${state.replace(' ', '-')}${node.bundles === undefined ? '' : ' bundle'}`,
      'data-link': node.bundles === undefined ? node.numbers.join(' ') : undefined,
      d: pathOf(points),
    },
    hint(verdict === undefined ? node.title : `${node.title}: ${verdict}`),
  );
}

function linkLook(look: LinkLook | undefined): LinkLook {
  return look ?? { state: 'not made' };
}

/** Worst first. */
const STATES: readonly LinkLook['state'][] = ['broken', 'unknown', 'not made', 'removed', 'well'];

/** Many links as one: as bad as the worst of them. */
function bundleLook(ids: readonly string[], links: Look['links']): LinkLook {
  const counts = new Map<LinkLook['state'], number>();
  for (const id of ids) {
    const { state } = linkLook(links.get(id));
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const told = STATES.filter((state) => counts.has(state));
  return { state: told[0] ?? 'not made', verdict: told.map((state) => `${counts.get(state)} ${state}`).join(', ') };
}

function deviceBox(place: Place<DeviceNode>): Element {
  const { node, x, y, width, height } = place;
  const { shape, title: name, note } = node;
  const left = shape === 'address' ? 10 : 40;
  const shown = fitted(name, FONT.bold, width - left - 8);
  const baseline = shape === 'address' ? y + height / 2 + 6 : y + DEVICE_HEADER - 8;
  return el(
    'g',
    { key: `device ${node.id}`, 'data-device': node.id },
    shown !== name && hint(name),
    outline(place, shape),
    icon({ x: x + 10, y: y + 7 }, shape),
    el('text', { class: 'device-name', x: x + left, y: baseline }, shown),
    note !== undefined &&
      el('text', { class: 'note', x: x + width / 2 - textWidth(note, FONT.text) / 2, y: y + DEVICE_HEADER + 16 }, note),
  );
}
