import { OPERATIONS, type Operation } from './operations.ts';
import type { Shape } from './shape.ts';
import { Subject } from './subject.ts';

/** The curve of one operation for one shape. */
export interface Row {
  readonly shape: string;
  readonly operation: string;
  /** For each size as far as it was tried, the least of some runs: milliseconds of the processor. */
  readonly ms: readonly number[];
  /** Of each size to the one before, what is too short to be measured taken for `leastMs`. */
  readonly ratios: readonly number[];
  /** What is wrong with the curve; absent if it is straight. */
  readonly bent?: string;
  /** Why the larger sizes were not tried, where nothing is known to be wrong. */
  readonly left?: string;
}

export interface MeasureOptions {
  /** A part of the names of the operations. */
  readonly only: string;
  /** A part of the names of those that are left out. */
  readonly except: string;
  readonly most: number;
  readonly leastMs: number;
}

function isExcepted(name: string, except: string): boolean {
  return except !== '' && name.includes(except);
}

/** Runs of one operation: more than that finds no lower time. */
const RUNS = 3;
/** What takes longer, in milliseconds, is run once: it is no longer disturbed by a single pause. */
const LONG_MS = 500;
/** A size is not tried if ten times the time of the one before, in seconds, is more. */
const MOST_SECONDS = 20;
/** How often a ratio that is too large is measured again: the machine may be busy. */
const SECOND_TRIES = 2;

/**
 * Measures every operation in every size, and tells its curve after each; one that bends is not tried in the
 * next size.
 */
export function* measure(shape: Shape, sizes: readonly number[], options: MeasureOptions): Generator<Row> {
  const operations = OPERATIONS.filter(({ name }) => name.includes(options.only) && !isExcepted(name, options.except));
  const curves = new Map(operations.map(({ name }): [string, Curve] => [name, { ms: [], ratios: [] }]));
  const left = new Set<string>();
  const bent = new Map<string, string>();
  let before: Subject | undefined;
  for (const size of sizes) {
    const subject = subjectOf(shape, size, bent);
    if (subject === undefined) break;
    for (const operation of operations) {
      const { name, after = '' } = operation;
      if ([name, after].some((one) => bent.has(one) || left.has(one))) continue;
      const curve = curves.get(name) as Curve;
      const row = { shape: shape.name, operation: name, ...curve };
      if (10 * (curve.ms.at(-1) ?? 0) > 1000 * MOST_SECONDS) {
        left.add(name);
        yield { ...row, left: `not measured in ${MOST_SECONDS} s` };
        continue;
      }
      const why = step(operation, { subject, before }, curve, options);
      if (why !== undefined) bent.set(name, why);
      yield why === undefined ? row : { ...row, bent: why };
    }
    before = subject;
  }
  const made = bent.get('(making)');
  if (made !== undefined) yield { shape: shape.name, operation: '(making)', ms: [], ratios: [], bent: made };
}

function subjectOf(shape: Shape, size: number, bent: Map<string, string>): Subject | undefined {
  try {
    return new Subject(shape, size);
  } catch (error) {
    bent.set('(making)', (error as Error).message);
    return undefined;
  }
}

interface Curve {
  readonly ms: number[];
  readonly ratios: number[];
}

/** Measures one size more, and returns what is wrong with the curve then. */
function step(
  operation: Operation,
  subjects: { subject: Subject; before: Subject | undefined },
  curve: Curve,
  options: MeasureOptions,
): string | undefined {
  try {
    measureSize(operation, subjects, curve, options);
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
  const last = curve.ratios.at(-1) ?? 0;
  return last > options.most ? `${last.toFixed(0)} times the time` : undefined;
}

function measureSize(
  operation: Operation,
  { subject, before }: { subject: Subject; before: Subject | undefined },
  { ms, ratios }: Curve,
  { most, leastMs }: MeasureOptions,
): void {
  let now = leastTime(operation, subject, leastMs);
  let then = ms.at(-1);
  if (then !== undefined && before !== undefined) {
    const ratio = (): number => Math.max(now, leastMs) / Math.max(then ?? 0, leastMs);
    for (let tries = 0; ratio() > most && tries < SECOND_TRIES; tries++) {
      then = leastTime(operation, before, leastMs);
      now = Math.min(now, leastTime(operation, subject, leastMs));
    }
    ratios.push(ratio());
  }
  ms.push(now);
}

/**
 * Milliseconds of the processor, which are nearly the same on a busy machine as on an idle one. What takes
 * less than `leastMs` need not be known any better.
 */
function leastTime(operation: Operation, subject: Subject, leastMs: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const work = operation.prepare(subject);
    globalThis.gc?.();
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
    if (least > LONG_MS || least < leastMs) break;
  }
  return least;
}
