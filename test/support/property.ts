import fc from 'fast-check';

/**
 * The seed of all properties of a run; printed, so that a failure can be played again with
 * NIOSTAT_SEED=<number>.
 */
const seed = process.env.NIOSTAT_SEED === undefined ? Date.now() | 0 : Number(process.env.NIOSTAT_SEED);

fc.configureGlobal({ seed, numRuns: 200 });

before(() => {
  process.stdout.write(`    properties run with NIOSTAT_SEED=${seed}\n`);
});

/**
 * Examples for a property that come in every run, whatever its seed: what must be met in a run is met in
 * these, and does not hang on chance.
 */
export function inEveryRun<T>(arguments_: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arguments_, { seed: 1, numRuns: count });
}

export { fc };
