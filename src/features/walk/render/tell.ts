import { counted } from '../../../core/text/counted.ts';
import type { HypervisorState, SocketState } from '../../../core/trace/trace-state.ts';
import { NO_PAINT } from '../../../output/paint.ts';
import { socketText } from '../../../output/question-text/socket-text.ts';
import { safeText } from '../../../output/safe-text.ts';
import { hearsText, receiverOf } from '../../../output/socket-words.ts';
import type { WalkShown, WalkState } from '../walk-state.ts';
import type { Way } from '../ways.ts';
import { consoleLines } from './console-rows.ts';
import { labNames, wayText } from './draw.ts';
import { WORD_LINES } from './key-lines.ts';
import { saidAt } from './said.ts';
import { stepTitle } from './step-title.ts';
import { whyLines } from './why-lines.ts';

/** Sockets that are told one by one before the rest is counted. */
const MOST_SOCKETS = 12;

const MOST_CONSOLES = 12;

/** A step as it is read aloud: what has changed first, one fact a line. */
export function tellWalk(shown: WalkShown, state: WalkState, before: WalkState | undefined): string[] {
  const way = shown.wayOf(state);
  const note = state.note === undefined ? [] : [state.note];
  if (state.typed !== undefined)
    return before?.typed === undefined ? ['Find: type a link, an end, a router or a port.'] : [];
  if (state.view !== 'steps') return before?.view === state.view ? [] : viewLines(shown, way, state);
  const isOther = before === undefined || shown.wayOf(before) !== way;
  const start = before === undefined ? [`Walk through ${labNames(way)}.`] : [];
  const which = isOther ? [`${wayText(way).replace(' · ', ', ')}.`] : [];
  if (!isOther && before.step === state.step) return note;
  return [...start, ...which, ...note, ...stepLines(way, state.step), ...(before === undefined ? [KEYS] : [])];
}

const KEYS = 'Keys: Enter or next, back, g, a, / find, w why, ? all keys, q quit.';

function viewLines(shown: WalkShown, way: Way, state: WalkState): string[] {
  if (state.view === 'keys') return [...WORD_LINES];
  return whyLines(way, state.step, shown.vocabulary(), { width: Number.POSITIVE_INFINITY, paint: NO_PAINT }).filter(
    Boolean,
  );
}

/** A step: what happens, which counters it moves, and the sockets that it changes. */
function stepLines(way: Way, step: number): string[] {
  const now = way.stateAt(step);
  const before = step === 0 ? undefined : way.stateAt(step - 1);
  const changed = before === undefined ? [] : now.sockets.filter((socket) => socket !== before.sockets[socket.index]);
  const rest = changed.length - MOST_SOCKETS;
  return [
    `${stepTitle(way, step).replaceAll(' · ', ', ')}.`,
    ...saidAt(way, step),
    ...(step === 0 ? someLines(consoleLines(way.model)) : []),
    ...now.hypervisors.flatMap(counterLine),
    ...changed.slice(0, MOST_SOCKETS).map((socket) => socketLine(socket, now.sockets)),
    ...(rest > 0 ? [`${counted(rest, 'more socket')} changed.`] : []),
  ];
}

function someLines(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_CONSOLES;
  return rest > 0 ? [...lines.slice(0, MOST_CONSOLES), `${counted(rest, 'more console')}.`] : [...lines];
}

function counterLine({ hypervisor, next, was }: HypervisorState): string[] {
  return was === undefined ? [] : [`${safeText(hypervisor)}: next port ${next}, was ${was}.`];
}

function socketLine(socket: SocketState, sockets: readonly SocketState[]): string {
  const { local, remote, port, boundPort = port } = socket;
  const { text, why } = receiverOf(socket, sockets);
  const isOpen = socket.fate !== undefined && socket.bind !== 'refused' && !socket.isClosed;
  const facts = [
    local === undefined ? `port ${boundPort}` : `local ${local}`,
    ...(remote === undefined ? [] : [`foreign ${remote}`]),
    ...(isOpen ? [`sends to ${text}`] : [text]),
    ...(why === undefined ? [] : [why]),
    ...(isOpen ? [`hears ${hearsText(socket, sockets)}`] : []),
  ];
  return safeText(`${socketText(socket)}: ${facts.join(', ')}.`);
}
