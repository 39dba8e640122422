// What an installed niostat has to do: work, and not only be there.
import { createSocket } from 'node:dgram';
import { Unexpected } from './sandbox.mjs';

function lab(first, second) {
  return [
    ...[`[${first.control}]`, `udp = ${first.base}`, '[[ROUTER R1]]', 'f0/0 = R2 f0/0'],
    ...[`[${second.control}]`, `udp = ${second.base}`, '[[ROUTER R2]]', ''],
  ].join('\n');
}

const at = (control, base) => ({ control, base });
const GOOD = lab(at('127.0.0.1:7200', 10_000), at('127.0.0.1:7201', 10_100));
const BAD = lab(at('127.0.0.1:7200', 10_000), at('127.0.0.1:7201', 10_000));

/** A project that has nothing yet, and of which no installer has anything to say. */
export const PROJECT = JSON.stringify({ name: 'labs', version: '1.0.0', private: true, license: 'MIT' });

/** Writes the labs that the commands take. */
export function writeLabs(box) {
  box.write('good.net', GOOD);
  box.write('bad.net', BAD);
  box.write('labs/monday/good.net', GOOD);
  box.write('labs/tuesday/bad.net', BAD);
}

/** The least that shows that the program runs: for ways that install it again for each command. */
export function proveShort(box, niostat, version) {
  box.run([...niostat, '--version'], { shows: [new RegExp(`^niostat/${version} `, 'm')] });
  box.run([...niostat, 'check', 'good.net']);
  box.run([...niostat, 'check', 'bad.net'], { code: 1, shows: [/NIO001/] });
}

/** Each kind of work that needs no socket. `niostat` are the words that start the program. */
export function proveCommands(box, niostat, version) {
  proveShort(box, niostat, version);
  box.run([...niostat, 'check', 'labs'], { code: 1, shows: [/NIO001/, /2 labs/] });
  box.run([...niostat, 'simulate', 'good.net'], { shows: [/127\.0\.0\.1:10000 127\.0\.0\.1:10100/] });
  box.run([...niostat, 'scenarios'], { shows: [/two-hypervisors-same-base/] });
  // It lies within the package.
  box.run([...niostat, 'check', 'two-hypervisors-same-base'], { code: 1, shows: [/NIO001/] });
  box.run([...niostat, 'explain', 'NIO001'], { shows: [/same-base-udp/] });
  box.run([...niostat, 'teach', 'walk', 'good.net'], { shows: [/gives R1 f0\/0 port 10000/] });
  box.run([...niostat, 'check', '--format', 'html', 'bad.net'], { code: 1, shows: [/^<!doctype html>/] });
}

/** Names of hosts are looked up by a process of its own, which another runtime has to start too. */
export function proveNames(box, niostat) {
  box.write('named.net', lab(at('nosuch.invalid:7200', 10_000), at('127.0.0.1:7201', 10_100)));
  box.run([...niostat, 'check', '--resolve', 'named.net'], { code: 1, shows: [/nosuch\.invalid has no address/] });
}

/** UDP ports of the loopback that are free. */
async function freeUdpPorts(count) {
  const sockets = Array.from({ length: count }, () => createSocket('udp4'));
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve))));
  const ports = sockets.map((socket) => socket.address().port);
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.close(resolve))));
  return ports;
}

/** Two hypervisors, frames through a lab, and its links as the system has them. */
export async function proveSockets(box, niostat) {
  const listening = /^Listening on (127\.0\.0\.1:\d+)/m;
  const running = [];
  for (const _ of ['first', 'second'])
    running.push(await box.start([...niostat, 'hypervisor', '--listen', '127.0.0.1:0'], listening));
  const [first, second] = running.map(({ text }) => listening.exec(text)[1]);
  const [one, other] = await freeUdpPorts(2);
  box.write('live.net', lab(at(first, one), at(second, other)));
  box.run([...niostat, 'rehearse', 'live.net'], { shows: [/delivered/] });
  const nio = (name, from, to) => ['nio', 'create_udp', name, String(from), '127.0.0.1', String(to)];
  box.run([...niostat, 'send', first, ...nio('a', one, other)], { shows: [/^100-/m] });
  box.run([...niostat, 'send', second, ...nio('b', other, one)], { shows: [/^100-/m] });
  box.run([...niostat, 'links', 'live.net'], { shows: [/1 link, ESTABLISHED/] });
  for (const { stop } of running) await stop();
}

/** What a lab's model says, by a program that uses the library. */
const USE = [
  "const { labs } = readLab(readFileSync('bad.net', 'utf8'), 'bad.net');",
  'const { findings } = await check(LabModel.of(labs));',
  "console.log(findings.map(({ id }) => id).join(' '));",
];

const TYPED = [
  "import { check, type CheckResult, LabModel, readLab } from 'niostat';",
  "const { labs } = readLab('', 'bad.net');",
  'export const result: Promise<CheckResult> = Promise.resolve(check(LabModel.of(labs)));',
  '// @ts-expect-error A number is no text of a lab: the types are those of the library, and not `any`.',
  "readLab(1, 'bad.net');",
];

/** The library, imported and required; `node` are the words that run a file of JavaScript. */
export function proveLibrary(box, node) {
  const names = 'check, LabModel, readLab';
  box.write(
    'import.mjs',
    [`import { readFileSync } from 'node:fs';`, `import { ${names} } from 'niostat';`, ...USE].join('\n'),
  );
  box.write(
    'require.cjs',
    [
      "const { readFileSync } = require('node:fs');",
      `const { ${names} } = require('niostat');`,
      ...['(async () => {', ...USE, '})();'],
    ].join('\n'),
  );
  for (const file of ['import.mjs', 'require.cjs']) {
    const found = box.run([...node, file]);
    if (!/NIO001/.test(found)) throw new Unexpected(`${file} does not find what is wrong with the lab`);
  }
}

/** The types, for a program of ES modules and one of CommonJS; `tsc` are the words that run the compiler. */
export function proveTypes(box, tsc) {
  box.write('use.mts', TYPED.join('\n'));
  box.write('use.cts', TYPED.join('\n'));
  const compilerOptions = { module: 'nodenext', strict: true, noEmit: true, types: ['node'] };
  box.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['use.mts', 'use.cts'] }));
  box.run([...tsc, '--project', 'tsconfig.json']);
}
