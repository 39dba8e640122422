import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core/config';
import { KNOWN_VALUES } from '../../src/cli/program/known-values.ts';
import { Program } from '../../src/cli/program/program.ts';
import { programModel } from '../../src/cli/program/program-model.ts';
import { runCommandLine } from '../../src/main.ts';
import type { InProcessOptions, Run } from './cli.ts';

export const PROGRAM = await programFromSource();

/** The whole command line, as completions and manual pages take it: commands and flags by name. */
export const MODEL = programModel(PROGRAM, KNOWN_VALUES);

/** What a terminal, a shell or the runner of the tests may have set, and what no test is to depend on. */
const FOREIGN_VARIABLES = ['NO_COLOR', 'FORCE_COLOR', 'COLUMNS', 'NIOSTAT_DEBUG', 'NIOSTAT_DYNAMIPS'];

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line of `niostat` in this process, in the folder of the project, and captures what it
 * prints. Output is no terminal, unless it is given columns. Runs wait for each other, since they share
 * standard output, the exit code and the environment. Not for what has to do with signals, terminals or
 * pipes, and not for input that may cost more time or memory than this process can spare: that is spawned.
 */
export function niostat(args: readonly string[], options: InProcessOptions = {}): Promise<Run> {
  const run = last.then(() => runCaptured(args, options));
  last = run.catch(() => undefined);
  return run;
}

/** Runs `niostat` with each of these arguments, one after the other; results in order. */
export function niostatAll(all: readonly (readonly string[])[], options: InProcessOptions = {}): Promise<Run[]> {
  return Promise.all(all.map((args) => niostat(args, options)));
}

async function runCaptured(args: readonly string[], { input = '', env = {}, columns }: InProcessOptions): Promise<Run> {
  const restore = [setEnvironment(env), setInput(input)];
  const [stdout, stderr] = [capture(process.stdout, columns), capture(process.stderr, columns)];
  const { exitCode } = process;
  process.exitCode = undefined;
  try {
    await runCommandLine([...args], PROGRAM);
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.exitCode = exitCode;
    for (const undo of [stdout.restore, stderr.restore, ...restore]) undo();
  }
}

/** Takes all that is written to a stream, which meanwhile is a terminal of so many columns, or none. */
function capture(stream: NodeJS.WriteStream, columns?: number): { text(): string; restore(): void } {
  const chunks: Buffer[] = [];
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    chunks.push(Buffer.from(chunk));
    const written = rest.at(-1);
    if (typeof written === 'function') process.nextTick(written);
    return true;
  };
  const listeners = stream.listeners('drain');
  const restore = [
    replace(stream, 'write', write),
    replace(stream, 'isTTY', columns !== undefined),
    replace(stream, 'columns', columns),
  ];
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    restore() {
      for (const undo of restore) undo();
      // Those of oclif, which waits for what is never full here.
      for (const listener of stream.listeners('drain')) {
        if (!listeners.includes(listener)) stream.removeListener('drain', listener as () => void);
      }
    },
  };
}

function setInput(input: string | Buffer): () => void {
  return replace(
    process,
    'stdin',
    Readable.from(input.length === 0 ? [] : [Buffer.from(input)], { objectMode: false }),
  );
}

function setEnvironment(env: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  for (const name of FOREIGN_VARIABLES) delete process.env[name];
  Object.assign(process.env, env);
  return () => {
    for (const name of [...FOREIGN_VARIABLES, ...Object.keys(env)]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  };
}

/**
 * Gives an object another property; the result puts back what was there, also where the object had none of
 * its own.
 */
function replace(object: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(object, name);
    else Object.defineProperty(object, name, own);
  };
}

/** The program with what its commands in `src/` take, so that nothing has to be built. */
async function programFromSource(): Promise<Program> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const pjson = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  pjson.oclif.commands = { strategy: 'pattern', target: './src/cli/commands', globPatterns: ['**/*.ts'] };
  const plugin = new Plugin({ root, pjson, isRoot: true, ignoreManifest: true });
  await plugin.load();
  return new Program(root, () => plugin.manifest.commands);
}
