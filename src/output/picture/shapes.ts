import { type Element, el } from '../markup/markup.ts';
import type { Rectangle } from './layout.ts';
import type { DeviceShape } from './topology.ts';

/** How round the corners of each kind of device are: 22 is a bow. */
const CORNERS: Readonly<Record<DeviceShape, number>> = {
  router: 14,
  switch: 2,
  hub: 2,
  cloud: 24,
  computer: 5,
  address: 16,
  folded: 6,
};

/** A sign in a square of 24 pixels. */
const ICONS: Readonly<Record<DeviceShape, string>> = {
  // A disc with arrows that go out and in.
  router:
    'M12 2a10 10 0 1 0 .01 0zM12 10V4.5m-2 2 2-2 2 2M12 14v5.5m-2-2 2 2 2-2M3.8 12h5.7m-2-2 2 2-2 2M20.200 12h-5.700m2-2-2 2 2 2',
  // A box with arrows to both sides.
  switch: 'M2 4h20v16H2zM5 9h12m-3-3 3 3-3 3M19 15H7m3-3-3 3 3 3',
  // One bus with its taps.
  hub: 'M2 12h20M6 12V5m0 0h0M12 12v7M18 12V5M4.500 5h3M10.500 19h3M16.500 5h3',
  cloud: 'M7 19a5 5 0 0 1-.5-9.970A6 6 0 0 1 18 8.500 5 5 0 0 1 17.500 19z',
  computer: 'M3 4h18v12H3zM8 20h8M12 16v4',
  address: '',
  folded: 'M3 8h13v12H3zM7 8V4h14v12h-5',
};

/** The outline of a device. */
export function outline({ x, y, width, height }: Rectangle, shape: DeviceShape): Element {
  const rx = Math.min(CORNERS[shape], height / 2);
  return el('rect', { class: `device device-${shape}`, x, y, width, height, rx });
}

/** Its sign, at the left of its name; an address has none. */
export function icon({ x, y }: { readonly x: number; readonly y: number }, shape: DeviceShape): Element | false {
  if (ICONS[shape] === '') return false;
  return el('path', { class: 'icon', transform: `translate(${x} ${y})`, d: ICONS[shape] });
}
