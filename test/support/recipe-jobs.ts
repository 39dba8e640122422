/**
 * Jobs of recipes, run in a folder as the machines of GitHub, GitLab and Jenkins run them on Linux: the same
 * shell with the same flags, and the same rules of what is run after a command has failed. Actions are not
 * run: niostat is a file of the folder, and Node is there.
 */
import { spawnSync } from 'node:child_process';
import type { WorkflowStep } from './workflows.ts';

export interface JobEnd {
  readonly isGreen: boolean;
  /** What the job shows, both streams of each command. */
  readonly log: string;
  /** Actions of GitHub that would have been run. */
  readonly used: readonly string[];
}

function shell(words: readonly string[], script: string, folder: string): { isGood: boolean; log: string } {
  const [program = '', ...flags] = words;
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, [...flags, '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { isGood: status === 0, log: `${stdout}${stderr}` };
}

/**
 * The steps of a workflow, each by `bash -e` as where no shell is named. After a failure those go on whose
 * condition is `!cancelled()`; a failure that is allowed leaves the job as it is.
 */
export function runWorkflowSteps(steps: readonly WorkflowStep[], folder: string): JobEnd {
  const used: string[] = [];
  let isGreen = true;
  let log = '';
  for (const { condition, uses, run, isAllowedToFail } of steps) {
    if (!['success()', '!cancelled()'].includes(condition)) throw new Error(`what is ${condition}?`);
    if (!isGreen && condition === 'success()') continue;
    if (uses !== undefined) used.push(uses);
    if (run === undefined) continue;
    const end = shell(['bash', '-e'], run, folder);
    log += end.log;
    isGreen &&= end.isGood || isAllowedToFail;
  }
  return { isGreen, log, used };
}

/** `script` in a shell that ends at the first failure; `after_script` in another, which decides nothing. */
export function runGitLabJob(job: { script: string[]; after_script?: string[] }, folder: string): JobEnd {
  const end = shell(['bash', '-eo', 'pipefail'], job.script.join('\n'), folder);
  const after = shell(['bash', '-eo', 'pipefail'], (job.after_script ?? []).join('\n'), folder);
  return { isGreen: end.isGood, log: end.log + after.log, used: [] };
}

/** The `sh` steps of a declarative pipeline, which are `sh -xe`, up to the first that fails. */
export function runJenkinsSteps(pipeline: string, folder: string): JobEnd {
  const steps = [...pipeline.matchAll(/^\s*sh '([^'\\]*)'$/gm)].map(([, command = '']) => command);
  if (steps.length === 0) throw new Error('the pipeline has no sh step');
  let log = '';
  for (const command of steps) {
    const end = shell(['sh', '-xe'], command, folder);
    log += end.log;
    if (!end.isGood) return { isGreen: false, log, used: [] };
  }
  return { isGreen: true, log, used: [] };
}
