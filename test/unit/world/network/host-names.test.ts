import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { HostNames } from '../../../../src/world/network/host-names.ts';
import type { FoundAddress } from '../../../../src/world/network/look-up-name.ts';
import { scenarioLab } from '../../../support/read.ts';

/** A resolver that knows these names, and notes what it is asked. */
function resolver(known: Readonly<Record<string, readonly string[]>>): {
  readonly asked: string[];
  readonly lookup: (name: string) => Promise<readonly FoundAddress[]>;
} {
  const asked: string[] = [];
  return {
    asked,
    lookup: async (name) => {
      asked.push(name);
      const found = known[name];
      if (found === undefined) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}

function labAt(...hosts: readonly string[]): Lab {
  const hypervisors = hosts.map((host) => ({ host }));
  return { hypervisors, links: [], events: [] } as unknown as Lab;
}

describe('HostNames', () => {
  it('asks for each name once, however it is written and whoever wants it', async () => {
    const { asked, lookup } = resolver({ bender: ['192.0.2.7'] });
    const names = new HostNames({ lookup });
    expect(await names.addressesOf('bender')).to.deep.equal(['192.0.2.7']);
    expect(await names.addressesOf('Bender.')).to.deep.equal(['192.0.2.7']);
    await names.isThisHost('BENDER');
    await names.addressesFor([labAt('bender')]);
    expect(asked).to.deep.equal(['bender']);
  });

  it('asks nobody about an address', async () => {
    const { asked, lookup } = resolver({});
    const names = new HostNames({ lookup });
    expect(await names.addressesOf('[2001:db8::7]')).to.deep.equal(['2001:db8::7']);
    expect(await names.addressesOf('fe80::1%eth0')).to.deep.equal(['fe80::1%eth0']);
    expect(asked).to.deep.equal([]);
  });

  it('has IPv4 first and four addresses at most', async () => {
    const { lookup } = resolver({ many: ['2001:db8::1', '192.0.2.1', '2001:db8::2', '192.0.2.2', '192.0.2.3'] });
    expect(await new HostNames({ lookup }).addressesOf('many')).to.deep.equal([
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.3',
      '2001:db8::1',
    ]);
  });

  it('has no addresses for a name that is not found', async () => {
    const { lookup } = resolver({});
    expect(await new HostNames({ lookup }).addressesOf('nobody')).to.deep.equal([]);
  });

  it('has none once the signal is aborted, and waits no longer for a resolver that is silent', async () => {
    const names = new HostNames({ lookup: () => new Promise(() => undefined) });
    const ending = new AbortController();
    const waiting = [names.addressesOf('silent', ending.signal), names.addressesFor([labAt('silent')], ending.signal)];
    ending.abort();
    const [addresses, found] = await Promise.all(waiting);
    expect(addresses).to.deep.equal([]);
    expect(found).to.deep.equal(new Map());
    expect(await names.addressesOf('192.0.2.7', ending.signal)).to.deep.equal([]);
    expect(names.unanswered('silent')).to.have.keys('afterMs');
  });

  it('asks again after it was left, and knows what it is told then', async () => {
    let asked = 0;
    const lookup = async (): Promise<readonly FoundAddress[]> =>
      asked++ === 0 ? await new Promise(() => undefined) : [{ address: '192.0.2.7', family: 4 }];
    const names = new HostNames({ lookup });
    const ending = new AbortController();
    const left = names.addressesOf('slow', ending.signal);
    ending.abort();
    await left;
    expect(await names.whereIs('slow')).to.deep.equal({ addresses: ['192.0.2.7'], unanswered: undefined });
  });

  it('waits on for one who waits, when another has left', async () => {
    let answer = (_: readonly FoundAddress[]): void => undefined;
    const names = new HostNames({
      lookup: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const ending = new AbortController();
    const left = names.addressesOf('slow', ending.signal);
    const kept = names.addressesOf('slow');
    ending.abort();
    expect(await left).to.deep.equal([]);
    answer([{ address: '192.0.2.7', family: 4 }]);
    expect(await kept).to.deep.equal(['192.0.2.7']);
  });

  describe('this host', () => {
    const { lookup } = resolver({ me: ['192.0.2.1'], other: ['192.0.2.2'], loop: ['127.0.1.1'] });

    it('is the loopback, a wildcard, an address of its own, and a name with one of these', async () => {
      const names = new HostNames({ lookup, ownAddresses: () => ['192.0.2.1', '2001:db8::1'] });
      const hosts = ['localhost', '127.0.0.2', '::1', '0.0.0.0', '::', '192.0.2.1', '2001:db8::1', 'me', 'loop'];
      expect(await Promise.all(hosts.map((host) => names.isThisHost(host)))).to.deep.equal(hosts.map(() => true));
      const others = ['192.0.2.2', '2001:db8::2', 'other', 'nobody'];
      expect(await Promise.all(others.map((host) => names.isThisHost(host)))).to.deep.equal(others.map(() => false));
    });

    it('has addresses to send to, of which a wildcard is none', () => {
      const names = new HostNames({ lookup, ownAddresses: () => ['192.0.2.1'] });
      expect(['127.0.0.1', '192.0.2.1', '0.0.0.0', '192.0.2.2'].map((one) => names.isOwnAddress(one))).to.deep.equal([
        true,
        true,
        false,
        false,
      ]);
    });

    it('is asked for its addresses once', async () => {
      let count = 0;
      const names = new HostNames({
        lookup,
        ownAddresses: () => {
          count++;
          return ['192.0.2.1'];
        },
      });
      await names.isThisHost('me');
      names.isOwnAddress('192.0.2.9');
      await names.addressesFor([labAt('me', 'other')]);
      expect(count).to.equal(1);
    });
  });

  it('has for the model all addresses in the order of the resolver, and leads those of this host to the loopback', async () => {
    const { asked, lookup } = resolver({
      me: ['2001:db8::1', '192.0.2.1'],
      other: ['2001:db8::2', '192.0.2.2'],
      localhost: ['::1', '127.0.0.1'],
    });
    const names = new HostNames({ lookup, ownAddresses: () => ['192.0.2.1'] });
    expect(await names.addressesFor([labAt('me', 'localhost'), labAt('other', 'nobody', '192.0.2.9')])).to.deep.equal(
      new Map([
        ['192.0.2.9', ['192.0.2.9']],
        ['me', ['2001:db8::1', '192.0.2.1', '127.0.0.1']],
        ['localhost', ['::1', '127.0.0.1']],
        ['other', ['2001:db8::2', '192.0.2.2']],
        ['nobody', []],
      ]),
    );
    expect(asked).to.deep.equal(['me', 'localhost', 'other', 'nobody']);
  });

  it('leaves out a name whose resolver does not answer, and asks for the hosts of explicit NIOs too', async () => {
    const lookup = async (name: string): Promise<readonly FoundAddress[]> => {
      if (name === 'far') return [{ address: '192.0.2.2', family: 4 }];
      throw Object.assign(new Error(`getaddrinfo EAI_AGAIN ${name}`), { code: 'EAI_AGAIN' });
    };
    const lab = scenarioLab(
      'hypervisors: [{address: silent:7200}]\ndevices: [{name: R1}]\nlinks: ["R1 f0/0 -- NIO_udp:1000:far:1001"]\n',
    );
    const names = new HostNames({ lookup, ownAddresses: () => [] });
    expect(await names.addressesFor([lab])).to.deep.equal(new Map([['far', ['192.0.2.2']]]));
    expect(names.unanswered('silent')?.reason).to.equal('EAI_AGAIN');
    expect(names.unanswered('far')).to.equal(undefined);
    expect([...((await names.assumptionsFor([lab])).unanswered?.keys() ?? [])]).to.deep.equal(['silent']);
  });

  it('asks the kernel for the source address towards every answer, every address of the lab, and 127.0.0.1', async () => {
    const { lookup } = resolver({ bender: ['2001:db8::2', '192.0.2.2'] });
    const kernel: Readonly<Record<string, string | null>> = {
      '127.0.0.1': '127.0.0.1',
      '192.0.2.2': '192.0.2.1',
      '192.0.2.9': '192.0.2.1',
      '2001:db8::2': null,
    };
    const asked: string[] = [];
    const sourceAddress = async (address: string): Promise<string | null | undefined> => {
      asked.push(address);
      return kernel[address];
    };
    const names = new HostNames({ lookup, ownAddresses: () => [], sourceAddress });
    const { sources } = await names.assumptionsFor([labAt('bender', '::ffff:192.0.2.9', 'bender')]);
    expect(sources).to.deep.equal(new Map(Object.entries(kernel)));
    expect([...asked].sort()).to.deep.equal(Object.keys(kernel).sort());
  });
});
