/** Command lines of the program whose results are the same everywhere. */
import type { Ended } from './one-file.ts';

export const SCENARIO = 'two-hypervisors-same-base';

/**
 * Command lines of each command, by its name in the manifest; each looks at another kind of file.
 */
export const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  check: [
    ['two-routers.gns3'],
    ['a13-three-same-base.yaml', '--json'],
    [SCENARIO],
    [SCENARIO, '--format', 'sarif'],
    ['nosuch.net'],
  ],
  checks: [[], ['--json']],
  completion: [['bash'], ['zsh'], ['fish'], ['powershell'], ['csh']],
  explain: [[], ['NIO001'], ['half open'], ['nonsense']],
  firewall: [['remote-hypervisors']],
  // Serving is tested with real sockets.
  hypervisor: [['--listen', '127.0.0.1:70000']],
  kernel: [['--program', '/no/such/program']],
  links: [['--no-such-flag'], ['nosuch.net']],
  plan: [[SCENARIO], ['k1-plan-new-NIO003.yaml'], [SCENARIO, '--write-dir', 'planned'], [SCENARIO, '--format', 'html']],
  playground: [[]],
  preflight: [['--list'], ['two-routers.gns3', '--only', 'file,checks']],
  probe: [['127.0.0.1:1'], ['gns3://127.0.0.1:1/Campus']],
  reach: [['127.0.0.1', '--tcp', '1']],
  rehearse: [['nosuch.net']],
  respond: [['--udp', '10000', '--listen', '192.0.2.254']],
  scenarios: [[], ['-v'], [SCENARIO], ['nosuch']],
  send: [['bogus', 'hypervisor', 'version']],
  simulate: [
    ['two-routers.gns3'],
    ['full-mesh-3-routers', '--json'],
    ['full-mesh-3-routers', '--format', 'svg'],
    ['full-mesh-3-routers', '--format', 'html'],
    ['full-mesh-3-routers', '--trace'],
    ['bases-apart'],
    ['two-hypervisors-same-bas'],
  ],
  teach: [[], ['one-link', '--all', '--seed', 'a'], ['dead-ubridge', '--all', '--answers', '--seed', 'a'], ['--check']],
  'teach:grade': [['nosuch.json']],
  'teach:practice': [[], ['nosuch']],
  'teach:quiz': [
    ['--seed', 'a', '--format', 'markdown'],
    ['--seed', 'b', '--format', 'html'],
  ],
  'teach:walk': [[SCENARIO, '--step', '2'], ['two-routers.gns3']],
};

/**
 * Without what may differ: where a file of the package can be read, which one that is inside cannot be, how
 * one file is started by its name, the fingerprint of its path, and how long something has taken.
 */
export function comparable({ code, stdout, stderr }: Ended): Ended {
  const text = stdout
    .replace(/\n\nMore: PROGRAM.*\n$/, '\n')
    .replace(/^This niostat is one file\..*\n.*\n/m, '')
    .replace(/"niostatSubject\/v1": "[0-9a-f]+:/g, '"niostatSubject/v1": "PATH:')
    .replace(/\(\d+\.\d s\)/g, '(TIME)')
    .replace(/^(Their files are in PROGRAM|niostat scenarios NAME).*$/m, 'where they are');
  return { code, stdout: text, stderr };
}

/** What a practice says before it has looked at its lab: the task, up to the keys. */
export function taskOf(ended: Ended | undefined): string {
  return /^[\s\S]*^Keys: .*$/m.exec(ended?.stdout ?? '')?.[0] ?? '';
}
