import type { LabModel } from '../../core/model/lab-model.ts';
import { nameOf } from '../../core/teach/socket-at.ts';
import type { SocketState, TraceState } from '../../core/trace/trace-state.ts';
import type { Values } from './vary-lab.ts';

/** What placeholders of a text may be filled from. */
export interface Known {
  readonly model: LabModel;
  /** All that has happened as far as the reader of the text has seen it. */
  readonly state: TraceState;
  readonly values: Values;
  /** Words of the question that the text belongs to: `answer`, `holder`, `receiver`, … */
  readonly ofQuestion?: Readonly<Record<string, string | number | undefined>> | undefined;
}

export type Filled = { readonly text: string } | { readonly problem: string };

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The parts of a text that are no placeholder. */
export function withoutPlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, ' ');
}

/** A text with its placeholders filled. The first one that means nothing here is the problem. */
export function filled(text: string, known: Known): Filled {
  let problem: string | undefined;
  const result = text.replace(PLACEHOLDER, (whole, inner: string) => {
    const value = filledValue(inner.trim(), known);
    if (typeof value !== 'object') return `${value}`;
    problem ??= value.problem;
    return whole;
  });
  return problem === undefined ? { text: result } : { problem };
}

type Value = number | string | { readonly problem: string };

/** `base`, `port of R1 f0/0`, `next port of localhost:7200 + 1` */
function filledValue(inner: string, known: Known): Value {
  const [, name = '', of, sign, count] = /^([a-z]+(?: [a-z]+)?)(?: of (.+?))?(?: ([+-]) (\d{1,5}))?$/.exec(inner) ?? [];
  const value = of === undefined ? plainValue(name, known) : valueOfThing(name, of, known);
  if (value === undefined) return { problem: unknownText(inner, name, known) };
  if (sign === undefined || typeof value === 'object') return value;
  if (typeof value !== 'number') return { problem: `{${name}} is no number, so that nothing can be added to it` };
  return sign === '+' ? value + Number(count) : value - Number(count);
}

function plainValue(name: string, { model, values, ofQuestion = {} }: Known): Value | undefined {
  const [first] = model.hypervisors;
  switch (name) {
    case 'base':
      return first?.baseUdp;
    case 'base console':
      return first?.baseConsole;
    case 'pool':
      return values.pool ?? model.allocations[0]?.pool?.first;
    case 'nio':
    case 'console':
      return values[name];
    default:
      return ofQuestion[name];
  }
}

function valueOfThing(name: string, of: string, { model, state }: Known): Value | undefined {
  const hypervisor = model.hypervisors.find((one) => one.name === of);
  switch (name) {
    case 'base':
      return hypervisor?.baseUdp;
    case 'base console':
      return hypervisor?.baseConsole;
    case 'next port':
      return hypervisor && (state.hypervisors.find((one) => one.hypervisor === of)?.next ?? hidden(name, of));
    case 'console':
      return (
        consoleOf(of, state) ??
        (model.labs.some(({ devices }) => devices.some((one) => one.name === of)) ? hidden(name, of) : undefined)
      );
    case 'port':
    case 'peer':
    case 'local':
    case 'remote':
      return valueOfEnd(name, of, state);
    default:
      return undefined;
  }
}

function consoleOf(device: string, { devices }: TraceState): number | undefined {
  const consoles = devices.find((one) => one.device === device)?.consoles;
  return consoles?.find(({ type }) => type === 'console')?.port;
}

function valueOfEnd(name: 'port' | 'peer' | 'local' | 'remote', of: string, { sockets }: TraceState): Value {
  const socket = sockets.findLast((one) => one.end === of || nameOf(one) === of);
  if (socket === undefined) return hidden(name, of);
  return ofSocket(name, socket) ?? hidden(name, of);
}

function ofSocket(name: 'port' | 'peer' | 'local' | 'remote', socket: SocketState): number | string | undefined {
  if (name === 'port') return socket.port;
  if (name !== 'peer') return socket[name];
  const [, port] = /:(\d+)$/.exec(socket.remote ?? '') ?? [];
  return port === undefined ? undefined : Number(port);
}

function hidden(name: string, of: string): Value {
  return { problem: `{${name} of ${of}} is not known at this step, or there is no ${of}` };
}

/** What can stand in braces. */
const NAMES =
  'base, base of H, base console of H, next port of H, port of END, peer of END, local of END, remote of END, console of DEVICE, nio, pool';

function unknownText(inner: string, name: string, { ofQuestion = {} }: Known): string {
  if (name in ofQuestion) return `{${inner}}: there is none in this question`;
  const own = Object.keys(ofQuestion);
  return `{${inner}} is no placeholder; known here: ${NAMES}${own.length === 0 ? '' : `, ${own.join(', ')}`}`;
}
