import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/**
 * ELECTRON_RUN_AS_NODE makes a Node of an Electron that uses the library, NIOSTAT_RUN_AS_NODE one of an
 * executable that is niostat and Node in one file (scripts/release/executable.mjs).
 */
const AS_NODE = { ELECTRON_RUN_AS_NODE: '1', NIOSTAT_RUN_AS_NODE: '1' };

/**
 * Runs a program text in another Node, which finds `args` in its `process.argv` behind the first word, as
 * with `node -e`. A text needs no file to be found.
 */
export function spawnNode(text: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(process.execPath, ['-e', text, ...args], {
    ...options,
    env: { ...(options.env ?? process.env), ...AS_NODE },
  });
}
