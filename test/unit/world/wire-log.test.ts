import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

/** What the log shows of bytes that come in these pieces; it is switched on when a process starts. */
function logged(pieces: readonly string[]): string[] {
  const script = `
    import { WireLog } from './src/world/wire-log.ts';
    const log = WireLog.of('h', 7200);
    for (const piece of ${JSON.stringify(pieces)}) log.received(Buffer.from(piece));
    log.note('end');`;
  const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, NODE_DEBUG: 'niostat' },
    encoding: 'utf8',
  });
  return stderr.split('\n').flatMap((line) => /^NIOSTAT \d+: \d+ ms (.*)$/.exec(line)?.[1] ?? []);
}

describe('WireLog', () => {
  const long = 'x'.repeat(3000);
  const reply = `101 ${long}\r\n100-OK\r\n101 cut`;
  const expected = [
    `< h:7200 101 ${long.slice(0, 996)}… (3005 bytes)`,
    '< h:7200 100-OK',
    '< h:7200 101 cut (without an end)',
    '* h:7200 end',
  ];

  it('shows lines that come whole, and cuts a long one', () => {
    expect(logged([reply])).to.deep.equal(expected);
  });

  it('shows the same when they come byte by byte', () => {
    expect(logged([...reply])).to.deep.equal(expected);
  });
});
