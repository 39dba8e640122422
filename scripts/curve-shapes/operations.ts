import { expectedLinks } from '../../src/core/allocation/expected-links.ts';
import { CheckContext } from '../../src/core/checks/context.ts';
import { CHECKS } from '../../src/core/checks/registry.ts';
import { readLab } from '../../src/core/lab/read-lab.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';
import { trace } from '../../src/core/trace/trace.ts';
import { check } from '../../src/features/check/check.ts';
import { CHECK_FORMATS, renderCheckAs } from '../../src/features/check/render/render.ts';
import { labHosts } from '../../src/features/links/lab-hosts.ts';
import { matchExpected } from '../../src/features/links/match-expected.ts';
import { emulatorSockets, pairObserved } from '../../src/features/links/pair-observed.ts';
import { LINKS_FORMATS, renderLinks } from '../../src/features/links/render/render.ts';
import { linksSvg } from '../../src/features/links/render/svg.ts';
import { planPorts } from '../../src/features/plan/plan-ports.ts';
import { renderSimulation, SIMULATE_FORMATS } from '../../src/features/simulate/render/render.ts';
import { simulateSvg } from '../../src/features/simulate/render/svg.ts';
import { simulate } from '../../src/features/simulate/simulate.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { netText } from './net-text.ts';
import type { Subject } from './subject.ts';

/** Something that a command does with labs, alone. */
export interface Operation {
  readonly name: string;
  /** The operation whose result this one takes: where that one bends, this one is not tried. */
  readonly after?: string;
  /** Makes what is needed and not measured, and returns what is. */
  prepare(subject: Subject): () => unknown;
}

const PAGE = { width: 100, paint: NO_PAINT };
const STYLE = { numeric: true, processes: false, explain: true, header: true };
const REPORT = {
  version: '0',
  rules: CHECKS.map(({ id, slug, severity, title }) => ({ id, name: slug, severity, title })),
  failOn: 'warning',
  startedAt: new Date(0),
  paths: { folder: '/', separator: '/' },
} as const;

/** Every operation of which the curves are measured. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'read',
    prepare: ({ labs }) => {
      const texts = labs.map(netText);
      return () => texts.map((text, index) => readLab(text, `curve${index}.net`).problems.length);
    },
  },
  {
    name: 'model',
    prepare:
      ({ labs, model }) =>
      () =>
        LabModel.of(labs, model.assumptions),
  },
  {
    name: 'predict',
    prepare: ({ labs, model }) => {
      const fresh = LabModel.of(labs, model.assumptions);
      return () => fresh.generations.map((generation) => fresh.prediction(generation));
    },
  },
  {
    name: 'trace',
    after: 'predict',
    prepare:
      ({ model }) =>
      () => {
        let events = 0;
        for (const generation of model.generations) for (const { step } of trace(model, generation)) events += step;
        return events;
      },
  },
  ...CHECKS.map(
    (rule): Operation => ({
      name: `${rule.id} ${rule.slug}`,
      after: 'predict',
      prepare: ({ model }) => {
        for (const generation of model.generations) model.prediction(generation);
        return () => [...rule.find(new CheckContext(model))].length;
      },
    }),
  ),
  {
    name: 'check',
    after: 'predict',
    prepare:
      ({ model }) =>
      () =>
        check(model),
  },
  ...CHECK_FORMATS.map(
    (format): Operation => ({
      name: `check, as ${format}`,
      after: 'check',
      prepare:
        ({ checked }) =>
        () =>
          renderCheckAs(checked, format, PAGE, REPORT).length,
    }),
  ),
  {
    name: 'simulate',
    after: 'predict',
    prepare:
      ({ model }) =>
      () =>
        simulate(model),
  },
  ...SIMULATE_FORMATS.map(
    (format): Operation => ({
      name: `simulate, as ${format}`,
      after: 'simulate',
      prepare:
        ({ simulated }) =>
        () =>
          renderSimulation(simulated, format, PAGE, { ...STYLE, programs: true, files: 'lab.net' }).length,
    }),
  ),
  {
    name: 'simulate, as svg',
    after: 'simulate',
    prepare:
      ({ model, simulated }) =>
      () =>
        simulateSvg(model, simulated).length,
  },
  {
    name: 'links expected',
    prepare:
      ({ model }) =>
      () =>
        expectedLinks(model.allocations).length,
  },
  {
    name: 'links',
    after: 'predict',
    prepare: (subject) => {
      const { expected, tables } = subject;
      return () => {
        const hosts = subject.readHosts();
        return [
          tables,
          matchExpected(hosts, expected, { labHosts: labHosts(subject.named, hosts), countersOf: () => undefined }),
        ];
      };
    },
  },
  {
    name: 'links without a lab',
    after: 'predict',
    prepare: (subject) => {
      const { tables } = subject;
      return () => {
        const hosts = subject.readHosts();
        return [tables, pairObserved(hosts, emulatorSockets(hosts), () => undefined)];
      };
    },
  },
  ...LINKS_FORMATS.map(
    (format): Operation => ({
      name: `links, as ${format}`,
      after: 'links',
      prepare:
        ({ observed }) =>
        () =>
          renderLinks(observed, format, PAGE, STYLE).length,
    }),
  ),
  {
    name: 'links, as svg',
    after: 'links',
    prepare:
      ({ observed }) =>
      () =>
        linksSvg(observed).length,
  },
  {
    name: 'plan',
    after: 'predict',
    prepare:
      ({ model }) =>
      () =>
        planPorts(new CheckContext(model)),
  },
];
