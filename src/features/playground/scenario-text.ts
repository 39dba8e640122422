import { findCheck } from '../../core/checks/registry.ts';
import { ProblemList } from '../../core/lab/problem.ts';
import { readYamlText } from '../../core/lab/text/yaml-text.ts';
import type { ScenarioText } from '../../output/page/playground-data.ts';

/** By the tens of the ids of their checks: docs/ARCHITECTURE.md, "A check". */
const GROUPS = ['Bases too near', 'Ports that cannot be', 'Hosts', 'Consoles', 'Ports by hand', 'Links', 'Memory'];

/** The groups in the order of the menu. */
export const GROUP_ORDER: readonly string[] = ['Labs that work', ...GROUPS, 'GNS3 that works'];

/** A scenario of the menu; its group is that of the worst thing which its file says is found in it. */
export function scenarioText(name: string, text: string): ScenarioText {
  const [first] = readYamlText(text, new ProblemList(name));
  const values = (first?.value ?? {}) as Values;
  return { name, title: String(values.name ?? name), group: groupOf(values), text: withoutAnswers(text) };
}

/** What is read here of a scenario. */
interface Values {
  readonly name?: unknown;
  readonly allocator?: unknown;
  readonly expect?: { readonly findings?: readonly string[] };
}

/** A line such as `error same-base-udp` says what is found; notes are no trouble. */
function groupOf({ allocator, expect }: Values): string {
  const slugs = (expect?.findings ?? []).flatMap((line) => /^(?:error|warning) (\S+)$/.exec(line)?.[1] ?? []);
  const check = slugs[0] === undefined ? undefined : findCheck(slugs[0]);
  if (check === undefined) return String(allocator ?? '').startsWith('gns3') ? 'GNS3 that works' : 'Labs that work';
  return GROUPS[Math.floor(Number(check.id.slice('NIO'.length)) / 10)] ?? 'Links';
}

/**
 * A scenario without the block `expect:` of each of its labs, which gives the answers away, and without the
 * first line for editors of YAML.
 */
function withoutAnswers(text: string): string {
  return text.replace(/^expect:.*\n(?:(?:[ \t].*)?\n)*/gm, '').replace(/^# yaml-language-server:.*\n/, '');
}
