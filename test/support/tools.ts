import { spawn, spawnSync } from 'node:child_process';

/**
 * True if a program of somebody else is there to be tested with. With NIOSTAT_REQUIRE_TOOLS=1 it is taken to
 * be there, so that its tests fail instead of being passed over.
 */
export function hasTool(name: string): boolean {
  return process.env.NIOSTAT_REQUIRE_TOOLS === '1' || !spawnSync(name, ['--version'], { stdio: 'ignore' }).error;
}

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 60_000;

/** How a program ended, and all that it printed on both streams. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

interface ToolOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

/** Runs a program in a folder. */
export function runTool(
  name: string,
  args: readonly string[],
  cwd: string,
  { env = process.env, limitMs = LIMIT_MS }: ToolOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
