/**
 * Holds SARIF logs of the built program against the validator of Microsoft, with the rules of the standard
 * and those of GitHub, with an address in package.json and without:
 *
 *     DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 node --import tsx scripts/validate-sarif.ts VALIDATOR
 *
 * VALIDATOR is the program `Sarif.Multitool` of the package @microsoft/sarif-multitool-linux. Prints what it
 * remarks, by rule, and ends with 1 if it remarks something that `sarif/accepted.ts` does not accept, or no
 * longer what that does.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKS } from '../src/core/checks/registry.ts';
import { type Accepted, ALWAYS, WITHOUT_HOMEPAGE } from './sarif/accepted.ts';
import { type LoggedRun, writeLabTree } from './sarif/lab-tree.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Those of the standard, of GitHub and of its code scanning. */
const KINDS = 'Sarif;Gh;Ghas';

interface Remark {
  readonly level: string;
  readonly rule: string;
  readonly text: string;
}

interface SarifText {
  readonly text?: string;
  readonly id?: string;
  readonly arguments?: readonly string[];
}

interface SarifRule {
  readonly defaultConfiguration?: { readonly level?: string };
  readonly messageStrings?: Readonly<Record<string, { readonly text: string }>>;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level?: string;
  readonly message: SarifText;
}

/** As many of the runs as are looked at with a homepage: rules and addresses are the same in all of them. */
const WITH_HOMEPAGE: ReadonlySet<string> = new Set(['two-labs', 'archive', 'unreadable', 'clean', 'preflight']);

const [validator] = process.argv.slice(2);
if (validator === undefined) throw new Error('name the validator: the program Sarif.Multitool');
const folder = mkdtempSync(join(tmpdir(), 'niostat-sarif-'));
try {
  const tree = join(folder, 'tree');
  mkdirSync(tree);
  const runs = writeLabTree(tree);
  const some = runs.filter(({ name }) => WITH_HOMEPAGE.has(name));
  const isEachFine = [
    validated(validator, logsOf(runs, undefined), ALWAYS.concat(WITHOUT_HOMEPAGE)),
    validated(validator, logsOf(some, 'https://niostat.example/tree/v1'), ALWAYS),
  ];
  process.exitCode = isEachFine.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * Writes the log of each run of the built program, in a copy of the package with this homepage, into a
 * folder, which it returns.
 */
function logsOf(runs: readonly LoggedRun[], homepage: string | undefined): string {
  const program = join(folder, `program-${runs.length}`);
  const logs = join(folder, `logs-${runs.length}`);
  for (const part of ['bin', 'dist', 'docs', 'scenarios', 'oclif.manifest.json'])
    cpSync(join(ROOT, part), join(program, part), { recursive: true });
  const manifest = { ...JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')), homepage };
  writeFileSync(join(program, 'package.json'), JSON.stringify(manifest));
  mkdirSync(logs);
  const found = new Set<string>();
  for (const { name, args } of runs) {
    const words = [join(program, 'bin', 'run.js'), ...args];
    const run = spawnSync(process.execPath, words, { cwd: join(folder, 'tree'), encoding: 'utf8' });
    if (run.stdout === '') throw new Error(`niostat ${args.join(' ')} has printed nothing\n${run.stderr}`);
    for (const [, id = ''] of run.stdout.matchAll(/"ruleId": "([^"]+)"/g)) found.add(id);
    writeFileSync(join(logs, `${name}.sarif`), run.stdout);
  }
  console.log(`\n${runs.length} logs, ${homepage === undefined ? 'without a homepage' : `homepage ${homepage}`}`);
  const without = CHECKS.map(({ id }) => id).filter((id) => !found.has(id));
  if (homepage === undefined) console.log(`checks without a result in any log: ${without.join(', ') || 'none'}`);
  return logs;
}

/** Prints what the validator remarks on the logs of a folder, and says whether all of that is accepted. */
function validated(program: string, logs: string, accepted: readonly Accepted[]): boolean {
  const count = readdirSync(logs).length;
  const output = join(folder, 'remarks.json');
  const levels = ['--level', 'Error;Warning;Note', '--log', 'ForceOverwrite'];
  const args = ['validate', join(logs, '*.sarif'), '--rule-kind', KINDS, ...levels, '--output', output];
  console.log(`$ Sarif.Multitool validate '*.sarif' --rule-kind '${KINDS}' --level 'Error;Warning;Note'`);
  const { status, stdout, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (error !== undefined) throw error;
  const done = stdout.split('\n').filter((line) => /^(?:Done\.|Analysis)/.test(line));
  for (const line of done) console.log(line);
  const isWhole = done.some((line) => line.includes(` ${count} files scanned`)) && done.length === 2;
  if (!isWhole) console.log(`the validator has not looked at ${count} logs; it ended with ${status}\n${stdout}`);
  const isAccepted = judged(remarksOf(output), accepted);
  return isWhole && isAccepted;
}

function remarksOf(output: string): Remark[] {
  const [run] = JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, '')).runs;
  const rules: readonly SarifRule[] = run.tool.driver.rules ?? [];
  return (run.results ?? []).map(({ ruleId, ruleIndex, level, message }: SarifResult) => {
    const rule = rules[ruleIndex] ?? {};
    const template = message.text ?? rule.messageStrings?.[message.id ?? '']?.text ?? '';
    const text = template.replace(/\{(\d+)\}/g, (_, index) => message.arguments?.[Number(index)] ?? '');
    return { level: level ?? rule.defaultConfiguration?.level ?? 'warning', rule: ruleId, text };
  });
}

/** Prints remarks by rule, and says whether they are those that are accepted; an error never is. */
function judged(remarks: readonly Remark[], accepted: readonly Accepted[]): boolean {
  const left = new Set(remarks);
  for (const { rule, about = '', reason, isOptional } of accepted) {
    const those = remarks.filter((one) => one.rule === rule && one.text.includes(about) && one.level !== 'error');
    for (const one of those) left.delete(one);
    console.log(`  ${rule} ${those[0]?.level ?? '-'} ${those.length} times, accepted: ${reason}`);
    if (those.length === 0 && isOptional !== true)
      console.log(`  ${rule}: no longer remarked; take it out of scripts/sarif/accepted.ts`);
  }
  for (const { level, rule, text } of left) console.log(`  NOT ACCEPTED: ${level} ${rule}: ${text}`);
  const errors = remarks.filter(({ level }) => level === 'error').length;
  console.log(`${errors} errors, ${remarks.length - errors} other remarks, ${left.size} not accepted`);
  const isNeeded = ({ rule, about = '', isOptional }: Accepted): boolean =>
    isOptional === true || remarks.some((one) => one.rule === rule && one.text.includes(about));
  return left.size === 0 && accepted.every(isNeeded);
}
