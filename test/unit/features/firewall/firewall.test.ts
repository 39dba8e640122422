import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { type FirewallOptions, type FirewallResult, firewall } from '../../../../src/features/firewall/firewall.ts';
import { modelOf } from '../../../support/model.ts';
import { scenarioLab } from '../../../support/read.ts';

/** Rules as `10.0.0.7: udp nio from 10.0.0.5`. */
function rulesOf({ scripts }: FirewallResult): string[] {
  return (scripts?.hosts ?? []).flatMap(({ host, rules }) =>
    rules.map(({ protocol, purpose, source }) => `${host}: ${protocol} ${purpose} from ${source}`),
  );
}

/** A router on each of these hosts, and a link from each to the next. */
function chain(...hosts: readonly string[]): Lab {
  const lines = [
    'name: Chain',
    'hypervisors:',
    ...hosts.map((host) => `  - address: '${host}:7200'`),
    'devices:',
    ...hosts.map((host, index) => `  - { name: R${index}, hypervisor: '${host}:7200' }`),
    'links:',
    ...hosts.slice(1).map((_, index) => `  - R${index} f0/0 -- R${index + 1} f0/1`),
  ];
  return scenarioLab(`${lines.join('\n')}${hosts.length === 1 ? ' []' : ''}\n`);
}

async function errorOf(hosts: readonly string[], options: FirewallOptions): Promise<Record<string, unknown>> {
  try {
    await firewall(modelOf(chain(...hosts)), options);
  } catch (error) {
    return error as Record<string, unknown>;
  }
  return expect.fail('it did not fail');
}

const from = ['10.1.0.0/16'];

describe('the service of firewall', () => {
  it('opens the ports of NIOs to the other host alone, and those of TCP to the operators', async () => {
    const result = await firewall(modelOf(chain('10.0.0.5', '10.0.0.7')), { dialect: 'nft', from });
    expect(rulesOf(result)).to.deep.equal([
      ...['tcp control from 10.1.0.0/16', 'tcp console from 10.1.0.0/16', 'tcp aux from 10.1.0.0/16'].map(
        (rule) => `10.0.0.5: ${rule}`,
      ),
      '10.0.0.5: udp nio from 10.0.0.7',
      ...['tcp control from 10.1.0.0/16', 'tcp console from 10.1.0.0/16', 'tcp aux from 10.1.0.0/16'].map(
        (rule) => `10.0.0.7: ${rule}`,
      ),
      '10.0.0.7: udp nio from 10.0.0.5',
    ]);
  });

  it('tells what Windows and macOS decide by program, where something leaves a host', async () => {
    const remarks = async (os: 'linux' | 'windows' | 'darwin', ...hosts: string[]): Promise<string> =>
      (await firewall(modelOf(chain(...hosts), { os }), {})).remarks.join('\n');
    const pair = ['10.0.0.5', '10.0.0.7'];
    expect(await remarks('windows', ...pair)).to.include('Get-NetFirewallApplicationFilter -Program');
    expect(await remarks('darwin', ...pair))
      .to.include('socketfilterfw --getglobalstate')
      .and.include('Local Network');
    expect([await remarks('linux', ...pair), await remarks('darwin', '127.0.0.1')]).to.deep.equal(['', '']);
  });

  it('makes one host of two names that have one address', async () => {
    const addresses = new Map([
      ['10.0.0.5', ['10.0.0.5']],
      ['10.0.0.7', ['10.0.0.7', '10.0.0.5']],
    ]);
    const result = await firewall(modelOf(chain('10.0.0.5', '10.0.0.7'), { addresses }), { dialect: 'nft', from });
    expect(result.scripts?.hosts.map(({ host }) => host)).to.deep.equal(['10.0.0.5']);
    expect(rulesOf(result).some((rule) => rule.includes('udp'))).to.equal(false);
  });

  it('says which host has no address, and what to do', async () => {
    const error = await errorOf(['10.0.0.5', 'nosuch.invalid'], { dialect: 'nft', from });
    expect(error).to.include({ code: 'NO_ADDRESS', exitCode: 3 });
    expect(error['message']).to.include('nosuch.invalid');
    expect(error['next']).to.match(/\S/);
    // The table needs no address.
    const { flows } = await firewall(modelOf(chain('10.0.0.5', 'nosuch.invalid')), { from });
    expect(flows).to.have.length(8);
  });

  it('says which hosts have no address of one family', async () => {
    const error = await errorOf(['10.0.0.5', '[2001:db8::7]'], { dialect: 'nft', from });
    expect(error).to.include({ code: 'NO_COMMON_FAMILY', exitCode: 3 });
  });

  it('refuses what is no network, everybody, and what never leaves its host', async () => {
    for (const network of ['lab-pc', '0.0.0.0/0', '::/0', '0.0.0.0', '::', '127.0.0.1', '127.0.0.0/8', '::1']) {
      const error = await errorOf(['10.0.0.5'], { from: [network] });
      expect(error, network).to.include({ code: 'BAD_NETWORK', exitCode: 2 });
    }
  });

  it('takes an address for one, however it is written, and names the hosts that there are', async () => {
    const { operators } = await firewall(modelOf(chain('10.0.0.5')), {
      from: ['2001:DB8:0::7', '2001:db8::7/128', '10.1.2.3/8'],
    });
    expect(operators).to.deep.equal(['2001:db8::7', '10.0.0.0/8']);
    const error = await errorOf(['10.0.0.5', '10.0.0.7'], { host: '10.0.0.6' });
    expect(error).to.include({ code: 'UNKNOWN_HOST', next: 'its hosts are 10.0.0.5, 10.0.0.7' });
  });
});
