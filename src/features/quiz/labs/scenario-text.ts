import type { ScenarioFile } from '../../../core/lab/scenario/scenario-file.ts';

/** A scenario as YAML that every command of niostat reads: one line for each hypervisor, device and link. */
export function scenarioText(scenario: ScenarioFile): string {
  const { name, allocator, dynamips, hypervisors = [], devices, links = [], events = [] } = scenario;
  return [
    ...(name === undefined ? [] : [`name: ${JSON.stringify(name)}`]),
    ...(allocator === undefined ? [] : [`allocator: ${allocator}`]),
    ...(dynamips === undefined ? [] : [`dynamips: ${dynamips}`]),
    ...list('hypervisors', hypervisors.map(flow)),
    ...list('devices', devices.map(flow)),
    ...list('links', links.map(word)),
    ...list('events', events.map(flow)),
    '',
  ].join('\n');
}

function list(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `  - ${item}`)];
}

function flow(values: object): string {
  const pairs = Object.entries(values).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? word(value) : value}`,
  );
  return `{ ${pairs.join(', ')} }`;
}

/** Text in quotes where YAML would read something else; JSON's quotes are YAML's. */
function word(text: string): string {
  return /^[A-Za-z][\w/ -]*$/.test(text) ? text : JSON.stringify(text);
}
