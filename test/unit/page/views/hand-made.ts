import type { Lab } from '../../../../src/core/lab/lab.ts';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import type { HypervisorState, SocketState, TraceState } from '../../../../src/core/trace/trace-state.ts';
import { check } from '../../../../src/features/check/check.ts';
import { simulate } from '../../../../src/features/simulate/simulate.ts';
import type { Element, Markup } from '../../../../src/output/markup/markup.ts';
import { FIRST_CHOICES } from '../../../../src/page/fragment.ts';
import type { Choices, Scene } from '../../../../src/page/scene.ts';

/** A scene with a state that a test has written by hand, and the results of a lab of two routers. */
export function handMade(parts: Partial<Omit<Scene, 'choices'>> & { readonly choices?: Partial<Choices> } = {}): Scene {
  const model = LabModel.of(labOf(TWO_ROUTERS), { dynamips: '0.2.24' });
  const state = parts.state ?? stateOf({});
  return {
    data: { version: 1, kind: 'simulate', title: 'By hand', labs: [] },
    model,
    generation: 'from-0.2.18',
    allocator: 'dynagen',
    lastStep: 5,
    events: [],
    end: state,
    simulation: simulate(model),
    check: check(model),
    ...parts,
    state,
    choices: { ...FIRST_CHOICES, ...parts.choices },
  };
}

const TWO_ROUTERS = `name: Two
hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
devices: [{ name: R1 }, { name: R2 }]
links: [R1 f0/0 -- R2 f0/0]`;

/** The labs of a scenario. */
export function labOf(text: string): readonly Lab[] {
  const { labs, problems } = readLab(text, 'lab.yaml');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return labs;
}

export function stateOf(parts: Partial<TraceState>): TraceState {
  return { step: 5, hypervisors: [], devices: [], sockets: [], links: [], ...parts };
}

/** A hypervisor of localhost that counts from `base`. */
export function counting(hypervisor: string, base: number, next: number): HypervisorState {
  return { hypervisor, kind: 'dynamips', host: 'localhost', machine: 'localhost', base, next, isStopped: false };
}

/** A socket of localhost whose link is complete, bound and connected to port `to`. */
export function socketOf(
  index: number,
  end: string,
  port: number,
  to: number,
  more: Partial<SocketState> = {},
): SocketState {
  const [device = '', port0 = ''] = end.split(' ');
  return {
    index,
    end,
    device,
    interface: port0,
    link: 0,
    hypervisor: 'localhost:7200',
    machine: 'localhost',
    by: 'counter',
    port,
    bind: 'bound',
    boundPort: port,
    local: `127.0.0.1:${port}`,
    remote: `127.0.0.1:${to}`,
    hears: [],
    isClosed: false,
    ...more,
  };
}

/** All text, as a reader sees it. */
export function textOf(markup: Markup): string {
  return typeof markup === 'string' ? markup : markup.children.map(textOf).join('');
}

/** Elements below `root`, itself among them, in the order of the document. */
export function allOf(root: Element, isMeant: (element: Element) => boolean): Element[] {
  const below = root.children.flatMap((child) => (typeof child === 'string' ? [] : allOf(child, isMeant)));
  return isMeant(root) ? [root, ...below] : below;
}

/** True for elements with this word in `class`. */
export function ofClass(word: string): (element: Element) => boolean {
  return ({ attributes }) =>
    String(attributes['class'] ?? '')
      .split(' ')
      .includes(word);
}

/** Rows of a table as texts of cells. */
export function rowsOf(root: Element, isMeant: (element: Element) => boolean): string[][] {
  return allOf(root, isMeant).map(({ children }) => children.map(textOf));
}
