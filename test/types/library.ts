/**
 * The types of the library, for the compiler alone: `npm run check:types` holds them against `src/`, and the
 * test of the package against the types that users get. A line below `@ts-expect-error` is a wrong use, and
 * an error if it compiles.
 */
import {
  check,
  InputError,
  type Lab,
  LabModel,
  links,
  NiostatError,
  plan,
  preflight,
  probe,
  readLab,
  simulate,
  type TraceEvent,
  trace,
} from '../../src/index.ts';

// As the README shows it.
export function summary(text: string): readonly unknown[] {
  const { labs, problems } = readLab(text, 'lab.net');
  const model = LabModel.of(labs);
  return labs.length > 0 ? [check(model).findings, simulate(model).nios] : problems;
}

// What results are made of.
export async function facts(labs: readonly Lab[]): Promise<readonly (string | number | undefined)[]> {
  const model = LabModel.of(labs, { dynamips: '0.2.24', allocator: 'dynagen', os: 'linux' });
  const [nio] = simulate(model).nios;
  const [finding] = check(model, { rules: ['same-base-udp'] }).findings;
  const [link] = (await links(model, { filter: 'sport = :10000' })).links;
  const [hypervisor] = (await probe(model, { targets: ['127.0.0.1:7200'], timeoutMs: 500 })).hypervisors;
  const [answer] = (await preflight(model, { skip: ['orphans'], deadlineMs: 1000 })).answers;
  const severity: 'error' | 'warning' | 'note' | undefined = finding?.severity;
  return [nio?.localPort, severity, finding?.remedy.text, link?.state, hypervisor?.tcp.state, answer?.state];
}

// The word `event` tells which event it is.
export function portsGiven(model: LabModel): readonly number[] {
  const told = (event: TraceEvent): readonly number[] => (event.event === 'give' ? [event.port] : []);
  return [...trace(model)].flatMap(told);
}

export function code(error: unknown): string | undefined {
  if (error instanceof InputError) return error.code;
  return error instanceof NiostatError ? error.next : undefined;
}

// Everything below is wrong.
export async function misuse(labs: readonly Lab[], model: LabModel): Promise<void> {
  // @ts-expect-error A text has a file, which says where its problems are.
  readLab('[localhost]\n');
  // @ts-expect-error Not labs but their model.
  simulate(labs);
  // @ts-expect-error Only some events have a port.
  for (const event of trace(model)) void event.port;
  // @ts-expect-error There is no such operating system.
  LabModel.of(labs, { os: 'plan9' });
  // @ts-expect-error There is no such rule set.
  LabModel.of(labs, { allocator: 'dynagn' });
  // @ts-expect-error An option that there is not.
  check(model, { rule: ['same-base-udp'] });
  // @ts-expect-error Rules are a list.
  check(model, { rules: 'same-base-udp' });
  // @ts-expect-error A port is a number.
  const port: string | undefined = simulate(model).nios[0]?.localPort;
  // @ts-expect-error A result is not to be changed.
  check(model).findings = [];
  // @ts-expect-error Labs may be none, so that the first one may not be there.
  const name: string = readLab('', 'lab.net').labs[0].name;
  // @ts-expect-error A plan takes the texts of the files too.
  await plan(model);
  // @ts-expect-error Targets are a list.
  await probe(model, { targets: '127.0.0.1:7200' });
  // @ts-expect-error What has to be waited for.
  links(model).links;
  // @ts-expect-error A time is a number of milliseconds.
  await preflight(model, { deadlineMs: '60s' });
  // @ts-expect-error Readers of formats are not part of the library.
  await import('../../src/index.ts').then(({ readNet }) => readNet);
  void [port, name];
}
