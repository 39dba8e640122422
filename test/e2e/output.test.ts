import { expect } from 'chai';
import { Folder, niostat, niostatAll, niostatInto, niostatIntoClosedPipe } from '../support/cli.ts';

describe('output', () => {
  const folder = new Folder();
  /** More rows than a pipe holds. */
  const large = folder.file(
    'large.net',
    `[localhost]\n[[ROUTER R1]]\n${Array.from({ length: 400 }, (_, index) => `f${index}/0 = R2 f${index}/0\n`).join('')}[[ROUTER R2]]\n`,
  );
  const lab = 'scenarios/two-hypervisors-same-base.yaml';

  it('may be cut off by its reader without an error', async () => {
    for (const args of [
      ['simulate', large],
      ['simulate', '--json', large],
    ]) {
      const { code, stderr } = await niostatIntoClosedPipe(args);
      expect([code, stderr], args.join(' ')).to.deep.equal([0, '']);
    }
  });

  it('arrives as a whole when its reader takes all of it', async () => {
    const { code, stdout } = await niostat(['simulate', '--json', large]);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout).nios).to.have.length(800);
  });

  it('that cannot be written is an error of the world', async () => {
    for (const args of [['checks'], ['simulate', '--json', lab]]) {
      const { code, stderr } = await niostatInto('/dev/full', args);
      expect(stderr.length, 'characters on standard error').to.be.below(500);
      expect(code).to.equal(3);
    }
  });

  it('has no colours where it does not go to a terminal', async () => {
    const { stdout, stderr } = await niostat(['check', lab], { env: { TERM: 'xterm-256color' } });
    expect(stdout).to.include('same-base-udp');
    expect(stdout + stderr).to.not.include('\u001b');
  });

  it('has no colours with --no-color, and takes the flag for every command', async () => {
    const all = [['check', lab], ['simulate', lab], ['checks'], ['explain', 'NIO001']];
    for (const { code, stdout, stderr } of await niostatAll(all.map((args) => [...args, '--no-color']))) {
      expect(code).to.be.oneOf([0, 1]);
      expect(stdout).to.match(/\S/);
      expect(stdout + stderr).to.not.include('\u001b');
    }
  });

  it('is the same every time', async () => {
    const args = ['check', '--json', lab];
    const [first, second] = await niostatAll([args, args]);
    expect(first?.stdout).to.equal(second?.stdout);
  });
});
