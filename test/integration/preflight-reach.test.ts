/**
 * `niostat preflight` judges the ports of other hosts as `niostat reach` does: two network namespaces with a
 * cable between them. Needs root and a build.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PreflightAnswer, PreflightResult } from '../../src/features/preflight/result.ts';
import type { ReachResult } from '../../src/features/reach/result.ts';
import { ip, makeTwoHosts, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';
import { SideBySide } from '../support/side-by-side.ts';

const LACK = whatIsMissing(['ip', 'nft']);

const TOKEN = 'correct-horse-battery-staple';

const LAB = `[198.18.0.1:7200]
udp = 10000
[[ROUTER R1]]
f0/0 = R2 f0/0
[198.18.0.2:7200]
udp = 10100
[[ROUTER R2]]
`;

describe('niostat preflight, to another host', () => {
  if (LACK === undefined) describeTwoHosts();
  else if (process.env['NIOSTAT_REQUIRE_NETNS'] === '1') {
    it('between network namespaces', () => {
      expect.fail(`NIOSTAT_REQUIRE_NETNS=1 asks for network namespaces, but ${LACK}`);
    });
  }
});

function describeTwoHosts(): void {
  const atOnce = new SideBySide();

  /** A test with two hosts, and the file of the lab, of its own. */
  const between = (title: string, test: (hosts: TwoHosts, lab: string) => Promise<void>): void =>
    atOnce.it(title, () => withHosts(test));

  between('is clean where all gets through, and says that full frames do', async (hosts, lab) => {
    const { answer, preflightCode } = await both(hosts, lab);
    expect(answer).to.deep.include({ state: 'ok', details: [] });
    expect(answer.summary).to.equal('4 ports tried on 1 host, none filtered; full frames pass');
    expect(preflightCode).to.equal(0);
  });

  between('finds that full frames are lost behind a smaller MTU', async (hosts, lab) => {
    // What is larger than the other end of the cable takes is dropped there, and no ICMP error comes back.
    ip('-n', hosts.far.name, 'link', 'set', 'cable', 'mtu', '1420');
    const { answer, preflightCode, reachCode } = await both(hosts, lab);
    expect([preflightCode, reachCode]).to.deep.equal([1, 1]);
    expect(answer.state).to.equal('failed');
    expect(answer.details.map(({ severity, rule, message }) => [severity, rule, message])).to.deep.equal([
      [
        'error',
        'frames-lost',
        // 1420 bytes and 4 that a veth allows for a tag, without 20 of IP and 8 of UDP.
        'full frames to 198.18.0.2, 1514 bytes, are lost on the way there; the largest that passes has 1396',
      ],
    ]);
    expect(answer.details[0]?.remedy).to.match(/^let full frames through: /);
    expect(answer.next).to.equal(`niostat reach ${lab}`);
  });

  between('finds on which way datagrams are lost, and names the side to look at', async (hosts, lab) => {
    await hosts.far.run('nft', ['add table inet test']);
    await hosts.far.run('nft', ['add chain inet test out { type filter hook output priority 0; }']);
    await hosts.far.run('nft', ['add rule inet test out udp sport 10100 drop']);
    const { answer, preflightCode, reachCode } = await both(hosts, lab);
    expect([preflightCode, reachCode]).to.deep.equal([1, 1]);
    expect(answer.details.map(({ rule, message }) => [rule, message])).to.deep.equal([
      ['lost-back', 'UDP 10100 of 198.18.0.2: answers do not get back (the responder receives and answers)'],
    ]);
    expect(answer.details[0]?.remedy).to.include('what the firewall of this host lets in');
  });

  between('does not know of a responder that is not heard', async (hosts, lab) => {
    const { answer, preflightCode, reachCode } = await both(hosts, lab, 'another-token-altogether');
    expect([preflightCode, reachCode]).to.deep.equal([3, 3]);
    expect(answer).to.include({ state: 'unknown' });
    expect(answer.summary).to.include('the responder on 198.18.0.2 does not answer');
  });
}

async function withHosts(work: (hosts: TwoHosts, lab: string) => Promise<void>): Promise<void> {
  const hosts = await makeTwoHosts();
  try {
    const lab = join(hosts.directory, 'lab.net');
    await writeFile(lab, LAB);
    await work(hosts, lab);
  } finally {
    await hosts.remove();
  }
}

async function json<T>({ near }: TwoHosts, ...words: readonly string[]): Promise<Json<T>> {
  const { code, stdout, stderr } = await near.run(process.execPath, ['bin/run.js', ...words, '--json']);
  expect(stderr).to.equal('');
  return { code, result: JSON.parse(stdout) as T };
}

interface Json<T> {
  readonly code: number | string;
  readonly result: T;
}

interface Both {
  readonly answer: PreflightAnswer;
  readonly preflightCode: number | string;
  readonly reachCode: number | string;
}

/** What both commands say while the responder is on the far host. */
async function both(hosts: TwoHosts, lab: string, token = TOKEN): Promise<Both> {
  const words = ['bin/run.js', 'respond', lab, '--token', TOKEN];
  const child = await hosts.far.start(process.execPath, words, /^ {2}niostat reach /m);
  const closed = new Promise((resolve) => child.once('close', resolve));
  try {
    const preflight = await json<PreflightResult>(hosts, 'preflight', lab, '--only', 'reach', '--token', token);
    const reach = await json<ReachResult>(hosts, 'reach', lab, '--token', token);
    return {
      answer: preflight.result.answers[0] as PreflightAnswer,
      preflightCode: preflight.code,
      reachCode: reach.code,
    };
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
}
