/** Names that do harm where code forgets that they are text. */
export const HOSTILE_NAMES: readonly string[] = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '<!--<script>',
  ']]><svg/onload=alert(3)>',
  '"\'><img/src=x:/onerror=alert(4)>',
  'javascript:alert(5)',
  '<marquee>&lt;b&gt;',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one of the names
  '${alert(6)}',
  '__proto__',
  'constructor',
  // Right to left from here on, and an isolate that nobody ends.
  '\u202Etxt.exe\u2066',
  '%3Cscript%3E',
];

/** A scenario whose routers have these names, linked in a ring; the lab has one of them too. */
export function labOfNames(names: readonly string[], baseUdp = 10_000): string {
  return JSON.stringify({
    name: names[0],
    description: names.join(' '),
    hypervisors: [{ address: 'localhost:7200', baseUdp }],
    devices: names.map((name) => ({ name, hypervisor: 'localhost:7200' })),
    links: names.map((name, index) => `${name} f0/0 -- ${names[(index + 1) % names.length]} f1/0`),
  });
}

/** A lab of Dynagen with two routers whose names are 10 kB long, one without a place to break. */
export function labOfLongNames(): string {
  const long = 'R'.repeat(10_000);
  const words = 'long-name-'.repeat(1000);
  return `[localhost]
    [[ROUTER ${long}]]
        f0/0 = ${words} f0/0
    [[ROUTER ${words}]]
`;
}
