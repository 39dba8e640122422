import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { HostNames } from '../../../../src/world/network/host-names.ts';
import type { FoundAddress } from '../../../../src/world/network/look-up-name.ts';

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
      if (found === undefined) throw new Error(`getaddrinfo ENOTFOUND ${name}`);
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}

function labAt(...hosts: readonly string[]): Lab {
  const hypervisors = hosts.map((host) => ({ host }));
  return { hypervisors } as unknown as Lab;
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
    });
    const names = new HostNames({ lookup, ownAddresses: () => ['192.0.2.1'] });
    expect(await names.addressesFor([labAt('me', 'localhost'), labAt('other', 'nobody', '192.0.2.9')])).to.deep.equal(
      new Map([
        ['192.0.2.9', ['192.0.2.9']],
        ['me', ['2001:db8::1', '192.0.2.1', '127.0.0.1']],
        ['other', ['2001:db8::2', '192.0.2.2']],
      ]),
    );
    expect(asked).to.deep.equal(['me', 'other', 'nobody']);
  });
});
