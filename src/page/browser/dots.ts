import type { FrameEvent } from '../../core/trace/trace-event.ts';
import type { Scene } from '../scene.ts';
import type { LivePage } from './live-page.ts';
import { isStill } from './playing.ts';

const SVG = 'http://www.w3.org/2000/svg';
const TRAVEL_MS = 400;

/** More dots at once are a crowd, and nobody can follow them. */
const MOST_DOTS = 8;

/**
 * Sends a dot along the line of each frame of a step to which the reader goes forward; what goes wrong ends
 * where the line ends. With less motion nothing moves: the sign at the end of the line tells.
 */
export function sendDots(page: LivePage, root: Element): void {
  let running: Array<{ cancel(): void }> = [];
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
function travel(frame: FrameEvent, { state }: Scene, root: Element): { cancel(): void } | undefined {
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
  const start = performance.now();
  let request = 0;
  const move = (now: number): void => {
    const part = Math.min(1, Math.max(0, (now - start) / TRAVEL_MS));
    const { x, y } = path.getPointAtLength(length * part);
    dot.setAttribute('cx', String(x));
    dot.setAttribute('cy', String(y));
    if (part < 1) request = requestAnimationFrame(move);
    else dot.remove();
  };
  move(start);
  return {
    cancel() {
      cancelAnimationFrame(request);
      dot.remove();
    },
  };
}
