import type { FrameEvent } from '../../core/trace/trace-event.ts';
import type { Scene } from '../scene.ts';
import type { LivePage } from './live-page.ts';
import { isStill } from './playing.ts';

const SVG = 'http://www.w3.org/2000/svg';
const TRAVEL_MS = 400;

/** A line has corners, and between two of so many stops the dot goes straight. */
const STOPS = 40;

/** More dots at once are a crowd, and nobody can follow them. */
const MOST_DOTS = 8;

/**
 * Sends a dot along the line of each frame of a step to which the reader goes forward; what goes wrong ends
 * where the line ends. With less motion nothing moves: the sign at the end of the line tells.
 */
export function sendDots(page: LivePage, root: Element): void {
  let running: Animation[] = [];
  page.watch((now, before, action) => {
    for (const dot of running) dot.cancel();
    running = [];
    const isForward = now.state.step - (before?.state.step ?? 0) === 1 && (action === 'forward' || action === 'tick');
    if (!isForward || isStill()) return;
    const frames = now.events.filter((event) => event.event === 'frame').slice(0, MOST_DOTS);
    running = frames.flatMap((frame) => travel(frame, now, root) ?? []);
  });
}

/** Undefined if the picture has no line of this frame, as where hosts are folded. */
function travel(frame: FrameEvent, { state }: Scene, root: Element): Animation | undefined {
  const { lab, end } = state.sockets[frame.socket] ?? {};
  if (end === undefined || frame.role === 'router' || frame.role === 'tunnel') return undefined;
  const path = [...root.querySelectorAll<SVGPathElement>('path[data-end]')].find(
    ({ dataset }) => dataset['end'] === end && (dataset['lab'] ?? lab) === lab,
  );
  const length = path?.getTotalLength() ?? 0;
  if (path === undefined || length === 0) return undefined;
  const dot = document.createElementNS(SVG, 'circle');
  dot.setAttribute('class', (path.getAttribute('class') ?? '').replace('lane', 'dot'));
  dot.setAttribute('r', '7');
  path.parentElement?.append(dot);
  const frames = Array.from({ length: STOPS + 1 }, (_, stop) => {
    const { x, y } = path.getPointAtLength((length * stop) / STOPS);
    return { transform: `translate(${x}px, ${y}px)` };
  });
  const animation = dot.animate(frames, TRAVEL_MS);
  animation.onfinish = () => dot.remove();
  animation.oncancel = () => dot.remove();
  return animation;
}
