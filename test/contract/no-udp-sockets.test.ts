/**
 * Deno's UDP sockets are connected to their peer by Deno alone, and not by the kernel; what niostat says with
 * them would be wrong. They lack a function that Node's have: here Node's do not have it either.
 */
import { Socket } from 'node:dgram';
import { expect } from 'chai';
import { sourceAddress } from '../../src/world/network/source-address.ts';
import { Folder } from '../support/cli.ts';
import { freeTcpPort } from '../support/real-sockets.ts';
import { niostat } from '../support/run-in-process.ts';

const folder = new Folder();
const lab = folder.file('lab.net', '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');

const SENTENCE = 'niostat: the program that runs niostat has no UDP sockets that the kernel connects to a peer\n';
const ADVICE = '  run niostat with Node.js 20.19 or later for this\n';

describe('a runtime without UDP sockets as Node has them', () => {
  const { getSendQueueSize } = Socket.prototype;
  before(() => {
    Reflect.deleteProperty(Socket.prototype, 'getSendQueueSize');
  });
  after(() => {
    Socket.prototype.getSendQueueSize = getSendQueueSize;
  });

  for (const words of [
    ['hypervisor', '--listen', '127.0.0.1:0'],
    ['rehearse', lab],
    ['respond', lab],
    ['reach', '127.0.0.1', '--udp', '9000'],
    ['reach', lab],
    ['kernel'],
  ]) {
    it(`${words[0]} ${words.length === 2 ? 'of a lab ' : ''}refuses with a sentence`, async () => {
      expect(await niostat(words)).to.deep.equal({ code: 3, stdout: '', stderr: SENTENCE + ADVICE });
    });
  }

  it('is an error with a code of its own as JSON', async () => {
    const { code, stdout } = await niostat(['rehearse', '--json', lab]);
    expect(code).to.equal(3);
    expect((JSON.parse(stdout) as { error: unknown }).error).to.include({ code: 'NO_UDP_SOCKETS' });
  });

  it('leaves a rehearsal of preflight unknown', async () => {
    const { code, stdout } = await niostat(['preflight', '--only', 'rehearsal', lab]);
    expect(code).to.equal(3);
    expect(stdout).to.include('the program that runs niostat has no UDP sockets');
  });

  it('does not know from which address this host sends', async () => {
    expect(await sourceAddress('127.0.0.1')).to.equal(undefined);
  });

  it('still tries TCP ports', async () => {
    const port = await freeTcpPort();
    const { code, stdout } = await niostat(['reach', '127.0.0.1', '--tcp', String(port)]);
    expect(code).to.equal(1);
    expect(stdout).to.include(`nothing listens on TCP ${port} of 127.0.0.1`);
  });

  it('does all that opens no UDP socket', async () => {
    for (const words of [
      ['check', lab],
      ['simulate', lab],
      ['plan', lab],
      ['teach', 'walk', lab],
      ['preflight', lab],
    ]) {
      const { code, stderr } = await niostat(words);
      expect({ words, code, stderr }).to.deep.equal({ words, code: 0, stderr: '' });
    }
  });
});
