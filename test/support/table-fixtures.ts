import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SocketTable } from '../../src/core/sockets/socket-table.ts';
import { HostAnswer } from '../../src/world/sockets/host-answer.ts';

/** The path of a listing of `test/fixtures/tables`. */
export function tableFixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/tables/${name}`, import.meta.url));
}

/** A listing of `test/fixtures/tables`. */
export function tableFixture(name: string): string {
  return readFileSync(tableFixturePath(name), 'utf8');
}

/** The table that is read of an answer with these parts, whole or byte by byte; both must be the same. */
export function answerTable(parts: Readonly<Record<string, string>>): SocketTable | undefined {
  const text = Object.entries(parts)
    .map(([name, lines]) => `%test ${name}\n${lines}${lines === '' || lines.endsWith('\n') ? '' : '\n'}`)
    .join('');
  const [whole, bytewise] = [new HostAnswer('%test '), new HostAnswer('%test ')];
  const bytes = Buffer.from(text);
  whole.take(bytes);
  for (let index = 0; index < bytes.length; index++) bytewise.take(bytes.subarray(index, index + 1));
  const table = whole.table({ host: 'beta' });
  if (JSON.stringify(table) !== JSON.stringify(bytewise.table({ host: 'beta' }))) {
    throw new Error('an answer that comes byte by byte is read otherwise');
  }
  return table;
}
