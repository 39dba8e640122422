import { expect } from 'chai';
import { type FilterEnd, FilterError, type FilterSubject, parseFilter } from '../../../../src/core/filter/filter.ts';

/** Some states of links. */
const STATES = ['HALF-OPEN', 'MISSING', 'SHARED', 'SELF', 'UNREACHABLE?', 'IDLE', 'ONE-WAY'];

/** A socket from `local` to `remote`, both ADDRESS PORT. */
function end(local: string, remote: string, more: Partial<FilterEnd> = {}): FilterEnd {
  const [localAddress = '', localPort] = local.split(' ');
  const [remoteAddress = '', remotePort] = remote.split(' ');
  return { localAddress, localPort: Number(localPort), remoteAddress, remotePort: Number(remotePort), ...more };
}

function socket(local: string, remote: string, state = 'ESTABLISHED'): FilterSubject {
  return { state, ends: [end(local, remote)] };
}

/** A link of R1 and R2, of two hypervisors on one host. */
const LINK: FilterSubject = {
  state: 'ESTABLISHED',
  link: 'R1 f0/0 -- R2 f0/0',
  ends: [
    end('127.0.0.1 10000', '127.0.0.1 10100', {
      pid: 41,
      process: 'dynamips',
      device: 'R1',
      hypervisor: '127.0.0.1:7200',
    }),
    end('127.0.0.1 10100', '127.0.0.1 10000', {
      pid: 42,
      process: 'dynamips',
      device: 'R2',
      hypervisor: '127.0.0.1:7201',
    }),
  ],
};

function matches(filter: string, subject: FilterSubject): boolean {
  return parseFilter(filter, STATES)(subject);
}

/** `column N: …` of a text that is no filter. */
function errorOf(text: string): string {
  try {
    parseFilter(text, STATES);
  } catch (error) {
    expect(error).to.be.instanceOf(FilterError);
    const { column, message } = error as FilterError;
    expect(message.startsWith(`column ${column}: `), message).to.equal(true);
    return message;
  }
  throw new Error(`"${text}" was taken as a filter`);
}

describe('socket filter', () => {
  // Each of these was asked of ss (iproute2 6.1) with three UDP sockets on the loopback, 41001 -> 41101 and
  // so on.
  const three = [41001, 41002, 41003].map((port) => socket(`127.0.0.1 ${port}`, `127.0.0.1 ${port + 100}`));
  for (const [filter, found] of [
    ['sport = :41001', '41001'],
    ['sport :41001', '41001'],
    ['sport 41001', '41001'],
    ['sport == 41001', '41001'],
    ['sport eq :41001', '41001'],
    ['sport neq :41001', '41002 41003'],
    ['sport lt 41002', '41001'],
    ['sport geq :41002', '41002 41003'],
    ['sport = inet:41001', '41001'],
    ['sport = inet::41001', '41001'],
    ['sport = inet6::41001', ''],
    ['sport = :*', '41001 41002 41003'],
    ['sport != :*', ''],
    ['dst 127.0.0.1:41101', '41001'],
    ['dst inet:127.0.0.1:41101', '41001'],
    ['dst :41101', '41001'],
    ['dst 127/8', '41001 41002 41003'],
    ['dst 127.0/16', '41001 41002 41003'],
    ['dst [::1]', ''],
    ['src *', '41001 41002 41003'],
    ['src *:41001', '41001'],
    ['not sport = :41001 sport = :41002', '41002'],
    ['not sport = :41001 or sport = :41001', '41001 41002 41003'],
  ] as const) {
    it(`answers as ss does: ${filter}`, () => {
      const ports = three.filter(parseFilter(filter, STATES)).map((subject) => subject.ends[0]?.localPort);
      expect(ports.join(' ')).to.equal(found);
    });
  }

  describe('operators', () => {
    // The manual of ss: or, and, not in increasing order of precedence. (ss 6.1 itself takes and and or from
    // left to right.)
    for (const [filter, found] of [
      ['sport = :41001 or sport = :41002 and dport = :41103', '41001'],
      ['sport = :41001 | sport = :41002 & dport = :41103', '41001'],
      ['sport = :41001 || sport = :41002 && dport = :41103', '41001'],
      ['sport = :41001 or sport = :41002 dport = :41103', '41001'],
      ['( sport = :41001 or sport = :41002 ) and dport = :41102', '41002'],
      ['not sport = :41001 and sport != :41002', '41003'],
      ['! ( sport = :41001 or sport = :41002 )', '41003'],
      ['not not sport = :41001', '41001'],
      ['!(sport=:41001||sport=:41002)', '41003'],
      ['sport>41001 sport<=:41002', '41002'],
      ['SPORT = :41001 OR Sport EQ :41003', '41001 41003'],
      ['\tsport\n=   :41001  ', '41001'],
      ['', '41001 41002 41003'],
      ['  ', '41001 41002 41003'],
    ] as const) {
      it(JSON.stringify(filter), () => {
        const ports = three.filter(parseFilter(filter, STATES)).map((subject) => subject.ends[0]?.localPort);
        expect(ports.join(' ')).to.equal(found);
      });
    }
  });

  describe('addresses', () => {
    for (const [host, address, expected] of [
      ['10.1.2.3', '10.1.2.3', true],
      ['10.1.2.3', '10.1.2.30', false],
      ['10.0.0.0/8', '10.255.0.1', true],
      ['10.0.0.0/8', '11.0.0.1', false],
      ['10.9.9.9/8', '10.0.0.1', true],
      ['192.168.4.0/22', '192.168.7.255', true],
      ['192.168.4.0/22', '192.168.8.0', false],
      ['193.233.7/24', '193.233.7.200', true],
      ['193.233.7/24', '193.233.8.1', false],
      ['0.0.0.0/0', '255.255.255.255', true],
      ['0.0.0.0/0', '::1', false],
      ['128.0.0.0/1', '200.0.0.1', true],
      ['128.0.0.0/1', '127.0.0.1', false],
      ['10.1.2.3/31', '10.1.2.2', true],
      ['10.1.2.3/32', '10.1.2.2', false],
      ['[::1]', '::1', true],
      ['[0:0:0:0:0:0:0:1]', '::1', true],
      ['[::1]', '::2', false],
      ['[2001:DB8::]/32', '2001:db8:ffff::1', true],
      ['[2001:db8::/32]', '2001:db9::1', false],
      ['[fe80::]/10', 'fe80::1%eth0', true],
      ['[fe80::1]', 'fe80::1%2', true],
      ['[2001:db8::7fff]/113', '2001:db8::', true],
      ['[2001:db8::8000]/113', '2001:db8::', false],
      ['[::]/0', '10.0.0.1', false],
      ['[::]/0', '2001:db8::1', true],
      // One machine, two spellings: a socket of family 6 that talks to IPv4.
      ['127.0.0.1', '::ffff:127.0.0.1', true],
      ['[::ffff:127.0.0.1]', '127.0.0.1', true],
      ['[::ffff:7f00:0]/104', '127.9.9.9', true],
      ['inet:*', '127.0.0.1', true],
      ['inet:*', '::1', false],
      ['inet6:*', '::1', true],
      ['inet6:[::1]', '::1', true],
      ['*', 'anything', true],
      ['0.0.0.0/0', '*', false],
      ['inet:*', '*', false],
    ] as const) {
      it(`dst ${host} ${expected ? 'is' : 'is not'} ${address}`, () => {
        expect(matches(`dst ${host}`, socket('1.1.1.1 1', `${address} 2`))).to.equal(expected);
        // The other side must not be looked at.
        expect(matches(`src ${host}`, socket(`${address} 1`, '1.1.1.1 2'))).to.equal(expected);
      });
    }

    it('takes the port behind an address too', () => {
      const one = socket('127.0.0.1 10000', '::1 10001');
      expect(matches('dst [::1]:10001', one)).to.equal(true);
      expect(matches('dst [::1]:10000', one)).to.equal(false);
      expect(matches('src 127.0.0.0/8:10000', one)).to.equal(true);
      expect(matches('src 127.0.0.1:*', one)).to.equal(true);
      expect(matches('src != 127.0.0.1:10001', one)).to.equal(true);
    });

    it('takes a family with a comparison of ports', () => {
      expect(matches('sport > inet6:9999', socket('::1 10000', '::1 1'))).to.equal(true);
      expect(matches('sport > inet6:9999', socket('127.0.0.1 10000', '::1 1'))).to.equal(false);
    });
  });

  describe('states', () => {
    const all = [
      ...['ESTABLISHED', 'UNCONN', 'LISTEN', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE'],
      ...['CLOSE_WAIT', 'LAST_ACK', 'CLOSING', 'UNKNOWN', 'HALF-OPEN', 'MISSING', 'SELF', 'SHARED', 'CROSSED'],
      ...['FOREIGN', 'UNEXPECTED', 'UNREACHABLE?', 'ONE-WAY', 'IDLE'],
    ];
    const links = 'UNKNOWN HALF-OPEN MISSING SELF SHARED CROSSED FOREIGN UNEXPECTED UNREACHABLE? ONE-WAY IDLE';
    for (const [filter, found] of [
      ['state all', all.join(' ')],
      ['state established', 'ESTABLISHED'],
      ['state half-open', 'HALF-OPEN'],
      ['state HALF-OPEN', 'HALF-OPEN'],
      ['state half_open one-way', 'HALF-OPEN ONE-WAY'],
      ['state unreachable', 'UNREACHABLE?'],
      ['state UNREACHABLE? self', 'SELF UNREACHABLE?'],
      ['state listening', 'LISTEN'],
      ['state LISTEN', 'LISTEN'],
      ['state unconnected', 'UNCONN CLOSE'],
      ['state closed', 'UNCONN CLOSE'],
      ['state fin-wait-1', 'FIN_WAIT1'],
      ['state FIN_WAIT1', 'FIN_WAIT1'],
      ['state syn-rcv', 'SYN_RECV'],
      ['state bucket', 'SYN_RECV TIME_WAIT'],
      ['exclude big', 'SYN_RECV TIME_WAIT'],
      ['state connected', 'ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE_WAIT LAST_ACK CLOSING'],
      ['state synchronized exclude established', 'SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE_WAIT LAST_ACK CLOSING'],
      ['exclude connected unconnected listening', links],
      // ss: the clauses side by side are one set, in the order in which they are written.
      ['state established state listening', 'ESTABLISHED LISTEN'],
      ['exclude all state missing', 'MISSING'],
      ['state missing exclude all', ''],
      ['excl all state idle', 'IDLE'],
      ['state established and state listening', ''],
      ['not exclude missing exclude idle', 'MISSING IDLE'],
    ] as const) {
      it(filter, () => {
        const filtered = all.filter((state) => matches(filter, socket('127.0.0.1 1', '127.0.0.1 2', state)));
        expect(filtered.join(' ')).to.equal(found);
      });
    }

    it('may stand before and behind other conditions', () => {
      expect(matches('state established sport = :10000', LINK)).to.equal(true);
      expect(matches('sport = :10000 state idle', LINK)).to.equal(false);
      expect(matches('(state idle) or sport = :10100', LINK)).to.equal(true);
    });
  });

  describe('a link', () => {
    for (const [filter, expected] of [
      ['sport = :10000', true],
      ['sport = :10100', true],
      ['sport = :10200', false],
      ['sport = :10000 and dst 127.0.0.1', true],
      // Both conditions at one end, not one here and one there.
      ['sport = :10000 and dport = :10000', false],
      ['device R1 and pid 42', false],
      ['device R2 and pid 42', true],
      // A negation is about the whole link.
      ['not sport = :10000', false],
      ['sport != :10000', false],
      ['not sport = :10100', false],
      ['sport != :10100', false],
      ['not sport = :10200', true],
      ['not ( sport = :10000 and dport = :10000 )', true],
      ['not ( sport = :10000 and dport = :10100 )', false],
      ['not not sport = :10000', true],
      ['( not not sport = :10000 ) and dport = :10000', true],
      // An order is not a negation, although ss makes it of one.
      ['sport > :10000', true],
      ['sport < :10100', true],
      ['sport < :10000', false],
      ['process dynamips', true],
      ['process = Dynamips', true],
      ['process ubridge', false],
      ['process != ubridge', true],
      ['process dyna', false],
      ['pid = 41', true],
      ['pid != 41', false],
      ['device = R1', true],
      ['device R3', false],
      ['device != R3', true],
      ['hypervisor 127.0.0.1:7201', true],
      ['hypervisor = 127.0.0.1:7202', false],
      ['hypervisor != 127.0.0.1:7202', true],
      ['link "R1 f0/0"', true],
      ["link = 'r2 F0/0'", true],
      ['link R3', false],
      ['link != R3', true],
      ['link "R1 f0/0" sport = :10100', true],
    ] as const) {
      it(`${expected ? 'matches' : 'does not match'} ${filter}`, () => {
        expect(matches(filter, LINK)).to.equal(expected);
      });
    }

    it('without ends matches by its state and its name', () => {
      const missing: FilterSubject = { state: 'MISSING', link: 'R1 f0/0 -- R2 f0/0', ends: [] };
      expect(matches('', missing)).to.equal(true);
      expect(matches('state missing link R1', missing)).to.equal(true);
      expect(matches('state idle', missing)).to.equal(false);
      expect(matches('src *', missing)).to.equal(false);
      expect(matches('sport >= 0', missing)).to.equal(false);
      expect(matches('sport != :1', missing)).to.equal(true);
      expect(matches('not state missing', missing)).to.equal(false);
    });

    it('whose process, device and hypervisor are not known has none of them', () => {
      const unknown = socket('127.0.0.1 1', '127.0.0.1 2');
      for (const condition of ['process = a', 'pid = 1', 'device = a', 'hypervisor = a:1', 'link = a']) {
        expect(matches(condition, unknown), condition).to.equal(false);
        expect(matches(condition.replace('=', '!='), unknown), condition).to.equal(true);
      }
    });
  });

  it('takes names that are words of the filter in quotes', () => {
    const one: FilterSubject = {
      state: 'IDLE',
      ends: [end('1.1.1.1 1', '1.1.1.1 2', { device: 'link', process: 'a(b)' })],
    };
    expect(matches('device "link"', one)).to.equal(true);
    expect(matches("process 'a(b)'", one)).to.equal(true);
    expect(errorOf('device link')).to.equal(
      'column 8: expected a name such as R1 (in quotes, if it is a word of the filter), found "link"',
    );
  });

  describe('errors', () => {
    for (const [text, message] of [
      ['sport = foo', 'column 9: expected a port such as :10000, found "foo"'],
      ['sport =', 'column 8: expected a port such as :10000, found the end'],
      ['sport = :65536', 'column 9: expected a port from :0 to :65535, found ":65536"'],
      ['sport = :0x10', 'column 9: expected a port such as :10000, found ":0x10"'],
      ['sport = :-1', 'column 9: expected a port such as :10000, found ":-1"'],
      ['sport < :*', 'column 9: expected a number after <, found ":*"'],
      ['foo', 'column 1: expected a condition such as sport = :10000, found "foo"'],
      ['()', 'column 2: expected a condition such as sport = :10000, found ")"'],
      ['or', 'column 1: expected a condition such as sport = :10000, found "or"'],
      ['not', 'column 4: expected a condition such as sport = :10000, found the end'],
      ['sport = :1 and', 'column 15: expected a condition such as sport = :10000, found the end'],
      ['sport = :1 and or sport = :2', 'column 16: expected a condition such as sport = :10000, found "or"'],
      ['sport = :1 foo', 'column 12: expected "and", "or" or another condition, found "foo"'],
      ['sport = :1 = :2', 'column 12: expected "and", "or" or another condition, found "="'],
      ['sport = :1 )', 'column 12: expected the end, as no "(" is open, found ")"'],
      ['dst * ( sport = :1', 'column 19: expected ")" for the "(" of column 7, found the end'],
      [
        'dst localhost',
        'column 5: expected an address such as 127.0.0.1, 10.0.0.0/8 or [::1]:10000 (names are not looked up), found "localhost"',
      ],
      [
        'dst 1.2.3.256',
        'column 5: expected an address such as 127.0.0.1, 10.0.0.0/8 or [::1]:10000, found "1.2.3.256"',
      ],
      ['dst 10.0.0.0/33', 'column 5: expected a prefix length of at most 32, found "10.0.0.0/33"'],
      ['dst [::1]/129', 'column 5: expected a prefix length of at most 128, found "[::1]/129"'],
      ['dst ::1', 'column 5: expected an IPv6 address in brackets, such as [::1] or [::1]:10000, found "::1"'],
      ['dst inet6:127.0.0.1', 'column 5: expected an IPv6 address, found "inet6:127.0.0.1"'],
      ['dst 127.0.0.1:99999', 'column 5: expected a port from :0 to :65535, found "127.0.0.1:99999"'],
      ['dst > 127.0.0.1', 'column 5: expected "=" or "!=", found ">"'],
      ['pid lt 5', 'column 5: expected "=" or "!=", found "lt"'],
      ['pid dynamips', 'column 5: expected a process number such as 4711, found "dynamips"'],
      ['state', 'column 6: expected a state such as established or half-open, found the end'],
      ['state = idle', 'column 7: expected a state such as established or half-open, found "="'],
      ['state estblished', 'column 7: expected a state such as established or half-open, found "estblished"'],
      ['state idle exclude', 'column 19: expected a state such as established or half-open, found the end'],
      ['state idle mising', 'column 12: expected another state, "and", "or" or another condition, found "mising"'],
      ['hypervisor localhost', 'column 12: expected a hypervisor such as 127.0.0.1:7200, found "localhost"'],
      ['hypervisor a:65536', 'column 12: expected a hypervisor such as 127.0.0.1:7200, found "a:65536"'],
      ['device ""', 'column 8: expected a name such as R1, found ""'],
      ['link "R1', 'column 6: no " ends this text'],
      ['link \'R1"', "column 6: no ' ends this text"],
      [`sport = ${'x'.repeat(100)}`, `column 9: expected a port such as :10000, found "${'x'.repeat(40)}…"`],
    ] as const) {
      it(text, () => {
        expect(errorOf(text)).to.equal(message);
      });
    }

    for (const address of [
      ...['1.2.3', '1.2.3.4.5', '1.2.3.4.', '01.2.3.4', '1..2.3', '/8', '*/8', '10.0.0.0/', '10.0.0.0/8/8', '-1.2.3.4'],
      ...['[]', '[::1', '::1]', '[::1]x', '[1::2::3]', '[:::]', '[1:2:3:4:5:6:7]', '[1:2:3:4:5:6:7:8:9]', '[:1]'],
      ...['[1:2:3:4:5:6:7::8]', '[12345::]', '[g::]', '[1.2.3.4::]', '[::1.2.3.4:5]', '[::1%lo]', '1.2.3.4/1.2'],
      ...['inet:', 'inet4:1.2.3.4', '[::1/64]/64', '1.2.3.4/', '1/8.0', '1.2.3.4.5/8'],
    ]) {
      it(`no address: ${address}`, () => {
        expect(errorOf(`src = ${address}`)).to.match(/^column 7: expected an /);
      });
    }
  });

  describe('limits', () => {
    it('takes 4096 characters and not one more', () => {
      const filter = 'sport = :1'.padEnd(4096);
      expect(matches(filter, socket('1.1.1.1 1', '1.1.1.1 2'))).to.equal(true);
      expect(errorOf(`${filter} `)).to.equal('column 4097: a filter has at most 4096 characters, this one 4097');
    });

    for (const [name, open, close] of [
      ['parentheses', '(', ')'],
      ['negations', '!', ''],
    ] as const) {
      it(`takes 64 ${name} in each other and not one more`, () => {
        const nested = (depth: number): string => `${open.repeat(depth)}sport = :10000${close.repeat(depth)}`;
        // An even number of negations is none; and with two ends the wrong way takes 2^64 steps.
        expect(matches(nested(64), LINK)).to.equal(true);
        expect(errorOf(nested(65))).to.equal('column 65: more than 64 parentheses and negations stand in each other');
      });
    }

    it('counts depth and not number', () => {
      expect(matches(Array(200).fill('(!dst :1)').join(' '), LINK)).to.equal(true);
    });
  });
});
