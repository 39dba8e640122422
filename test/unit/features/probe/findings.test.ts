import { expect } from 'chai';
import type { Expectation } from '../../../../src/features/probe/expectation.ts';
import { FINDING_KINDS } from '../../../../src/features/probe/finding-kinds.ts';
import { judge } from '../../../../src/features/probe/findings.ts';
import type { PortHolder, ProbeEvidence } from '../../../../src/features/probe/observed.ts';
import type { ProbedConsole } from '../../../../src/features/probe/result.ts';
import { HypervisorError, type HypervisorErrorCode } from '../../../../src/world/hypervisor/hypervisor-error.ts';
import type { Observation, RouterStatus } from '../../../../src/world/hypervisor/observe.ts';
import type { TcpResult, TcpState } from '../../../../src/world/network/tcp.ts';

const OPEN: TcpResult = { state: 'open', reason: 'syn-ack', latencyMs: 1 };
const REFUSED: TcpResult = { state: 'refused', reason: 'conn-refused' };
const NOTHING: Observation = { version: '0.2.14-amd64', nios: [], bridges: [], switches: [], routers: [] };

/** A hypervisor on the loopback that is well and has nothing, but for what is said. */
function look(changes: Partial<ProbeEvidence> & { host?: string } = {}): ProbeEvidence {
  const { host = '127.0.0.1', ...rest } = changes;
  return {
    target: { kind: 'dynamips', host, port: 7200, name: `${host}:7200` },
    expectation: undefined,
    tcp: OPEN,
    address: host,
    isThisHost: false,
    observation: NOTHING,
    save: undefined,
    consoles: [],
    leftOut: [],
    sharedPorts: [],
    ...rest,
  };
}

function slugs(one: ProbeEvidence): string[] {
  const findings = judge(one);
  for (const { slug, message, remedy } of findings) {
    expect(FINDING_KINDS[slug].namesTarget, slug).to.equal(message.includes(one.target.name));
    expect(slug).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    // One sentence each, and something to do.
    expect(message, slug).to.match(/^\S[^\n]*\S$/);
    expect(remedy, slug).to.match(/^\S[^\n]*\S$/);
  }
  return findings.map(({ severity, slug }) => `${severity} ${slug}`);
}

function failed(code: HypervisorErrorCode, host = '127.0.0.1'): HypervisorError {
  return new HypervisorError(code, 'why', { host, port: 7200, command: 'nio list' });
}

function unreached(state: TcpState, reason: string): ProbeEvidence {
  return look({ tcp: { state, reason }, observation: {} });
}

function expecting(changes: Partial<Expectation> = {}): Expectation {
  const hypervisor = { kind: 'dynamips', host: '127.0.0.1', port: 7200, name: '127.0.0.1:7200' } as const;
  return {
    hypervisor: { ...hypervisor, baseUdp: 10_000, baseConsole: 2000, baseAux: 2100 },
    labs: ['lab'],
    routers: ['R1'],
    nioCount: 2,
    consoles: [],
    version: undefined,
    ...changes,
  };
}

/** What is there: routers, with their console ports, and as many NIOs. */
function having(routers: Readonly<Record<string, number | undefined>>, nioCount: number): Observation {
  return {
    ...NOTHING,
    nios: Array.from({ length: nioCount }, (_, index) => ({ name: `n${index}` })),
    routers: Object.entries(routers).map(([name, consolePort]) => ({
      name,
      platform: 'c7200',
      status: 'running' as const,
      ...(consolePort === undefined ? {} : { consolePort }),
    })),
  };
}

describe('judge', () => {
  it('says nothing of a hypervisor that is well', () => {
    expect(slugs(look())).to.deep.equal([]);
  });

  describe('the connection', () => {
    it('names who has the control port on this host, and what to do about just that program', () => {
      const remedy = (kind: PortHolder['kind'], name: string): string => {
        const listeners = { holder: { kind, name, pid: 812, halted: undefined, exhausted: undefined }, elsewhere: [] };
        const [found] = judge({ ...unreached('not-a-hypervisor', 'bad-reply'), listeners });
        expect(found?.message).to.include(`${name} listens on 127.0.0.1:7200`);
        return found?.remedy ?? '';
      };
      expect(remedy('program', 'webmin (pid 812)')).to.include('stop it (`kill 812`)');
      expect(remedy('forwarder', 'ssh (pid 814)')).to.include('far end');
    });

    it('takes a responder for what it is: the hypervisor is not started yet', () => {
      const name = 'niostat respond (pid 813)';
      const holder = { kind: 'responder', name, pid: 813, halted: undefined, exhausted: undefined } as const;
      const one = { ...unreached('not-a-hypervisor', 'closed'), listeners: { holder, elsewhere: [] } };
      expect(slugs(one)).to.deep.equal(['warning responder']);
      expect(judge(one)[0]).to.include({
        message: 'niostat respond (pid 813) answers on 127.0.0.1:7200: the hypervisor is not started yet',
        remedy: 'end niostat respond, then start the hypervisor',
      });
    });

    it('names niostat respond as a possibility where a connection is closed and the program is not seen', () => {
      const remedyFor = (reason: string) => judge(unreached('not-a-hypervisor', reason))[0]?.remedy;
      expect(remedyFor('closed')).to.match(/^if niostat respond runs there, end it; if not, find out on 127.0.0.1 /);
      expect(remedyFor('bad-reply')).to.equal(
        "find out on 127.0.0.1 which program has the port: `ss -ltnp 'sport = :7200'`",
      );
    });

    it('says that a process is suspended, and how to let it go on', () => {
      const holder = {
        kind: 'program',
        name: 'dynamips (pid 812)',
        pid: 812,
        halted: 'stopped',
        exhausted: undefined,
      } as const;
      const [found] = judge({ ...unreached('timeout', 'no-reply'), listeners: { holder, elsewhere: [] } });
      expect(found).to.include({ slug: 'halted', severity: 'error' });
      expect(found?.message).to.include('dynamips (pid 812) is suspended');
      expect(found?.remedy).to.equal('let it go on: `kill -CONT 812`');
    });

    it('says that a process has no descriptor left, and takes no firewall for it', () => {
      const holder = {
        kind: 'program',
        name: 'dynamips (pid 812)',
        pid: 812,
        halted: undefined,
        exhausted: 1024,
      } as const;
      const [found] = judge({ ...unreached('timeout', 'no-response'), listeners: { holder, elsewhere: [] } });
      expect(found).to.include({ slug: 'out-of-descriptors', severity: 'error' });
      expect(found?.message).to.include('dynamips (pid 812) has opened all 1024 descriptors');
      expect(found?.remedy).to.include('kill 812').and.not.include('firewall');
    });

    it('says where a hypervisor listens that the lab may mean', () => {
      const listeners = { holder: undefined, elsewhere: ['dynamips (pid 812) listens on 10.0.0.5:7200'] };
      const [found] = judge({ ...unreached('refused', 'conn-refused'), listeners });
      expect(found?.remedy).to.include('dynamips -H 127.0.0.1:7200').and.include('10.0.0.5:7200');
      expect(found).to.deep.include({ command: 'dynamips -H 127.0.0.1:7200', elsewhere: listeners.elsewhere });
    });

    it('names every way not to be reached', () => {
      expect(slugs(unreached('refused', 'conn-refused'))).to.deep.equal(['error refused']);
      expect(slugs(unreached('unresolvable', 'no-address'))).to.deep.equal(['error unresolvable']);
      expect(slugs(unreached('unreachable', 'host-unreach'))).to.deep.equal(['error unreachable']);
      expect(slugs(unreached('not-a-hypervisor', 'bad-reply'))).to.deep.equal(['error not-a-hypervisor']);
      expect(slugs(unreached('timeout', 'no-reply'))).to.deep.equal(['error silent']);
      expect(slugs(unreached('timeout', 'no-response'))).to.deep.equal(['error no-response']);
      expect(slugs(unreached('interrupted', 'interrupted'))).to.deep.equal(['note interrupted']);
    });

    it('keeps apart a name without an address and one that nobody answered for', () => {
      const [without] = judge(unreached('unresolvable', 'no-address'));
      expect(without?.message).to.match(/has no address$/);
      const [open] = judge({ ...unreached('unresolvable', 'dns-no-response'), unanswered: { afterMs: 3000 } });
      expect(open).to.include({ slug: 'no-dns-answer', severity: 'error' });
      expect(open?.message).to.match(/^the address of .* is not known: no name server answered within 3 s$/);
    });

    it('knows a hypervisor that breaks off', () => {
      const observation: Observation = { version: '0.2.14', error: failed('CLOSED') };
      expect(slugs(look({ observation }))).to.deep.equal(['error broke-off']);
    });

    it('tells how to start what is refused, with the address that was asked', () => {
      const [local] = judge(unreached('refused', 'conn-refused'));
      const [remote] = judge({ ...unreached('refused', 'conn-refused'), target: look({ host: 'bender' }).target });
      expect(local?.remedy).to.include('dynamips -H 127.0.0.1:7200');
      expect(remote?.remedy).to.include('dynamips -H bender:7200');
    });
  });

  describe('a rehearsal', () => {
    const nio = (name: string) => ({ name });
    const left = {
      ...NOTHING,
      nios: [nio('niostat-1f2e3d4c-nio-0'), nio('niostat-1f2e3d4c-waker'), nio('niostat-nio')],
      bridges: ['niostat-1f2e3d4c-waker', 'niostat-1f2e3d4c-switch-1'],
      switches: ['niostat-1f2e3d4c-switch-1'],
    };

    it('has left something, and what deletes it is said', () => {
      const one = look({ observation: left });
      expect(slugs(one)).to.deep.equal(['warning rehearsal-left']);
      expect(judge(one)[0]?.message).to.match(/^127\.0\.0\.1:7200 has 4 objects of a rehearsal: /);
      expect(judge(one)[0]?.remedy).to.contain('niostat rehearse --clean');
    });

    it('does not count among the NIOs of a lab', () => {
      const observation = { ...left, nios: left.nios.slice(0, 2) };
      const expectation = expecting();
      expect(slugs(look({ observation, expectation }))).to.deep.equal(['warning rehearsal-left', 'warning not-loaded']);
    });
  });

  describe('what was left out', () => {
    it('says how many, why, and how to ask for them', () => {
      const one = look({ leftOut: [{ kind: 'router', number: 55_904, of: 60_000, why: 'too many' }] });
      expect(slugs(one)).to.deep.equal(['warning left-out']);
      expect(judge(one)).to.deep.equal([
        {
          slug: 'left-out',
          severity: 'warning',
          message:
            '55904 of the 60000 routers of 127.0.0.1:7200 were not asked whether they run: 4096 of a kind are the most',
          remedy:
            'look whether it is the hypervisor that it should be; to ask yourself: niostat send 127.0.0.1:7200 vm list, then niostat send 127.0.0.1:7200 vm get_status NAME',
        },
      ]);
    });

    it('names more time where time was short', () => {
      const [one] = judge(look({ leftOut: [{ kind: 'console', number: 3, of: 9, why: 'time' }] }));
      expect(one?.message).to.equal(
        '3 of the 9 consoles of 127.0.0.1:7200 were not tried: the time for one hypervisor was over',
      );
      expect(one?.remedy).to.equal('give it more time: niostat probe 127.0.0.1:7200 --deadline 60s');
    });
  });

  describe('the control port', () => {
    it('notes that it can be reached from elsewhere, when it answers there', () => {
      expect(slugs(look({ host: '192.0.2.7' }))).to.deep.equal(['note control-port-open']);
      expect(slugs(look({ host: '127.0.1.1' }))).to.deep.equal([]);
      expect(slugs(look({ host: '::1' }))).to.deep.equal([]);
      expect(slugs(look({ host: '192.0.2.7', tcp: REFUSED, observation: {} }))).to.deep.equal(['error refused']);
    });
  });

  describe('saving', () => {
    it('notes a file that is elsewhere and warns of one that was not written', () => {
      const file = '/tmp/saved.cfg';
      const configuration = { udpNios: [], auxPorts: new Map<string, number>() };
      expect(slugs(look({ save: { outcome: 'read', file, configuration } }))).to.deep.equal([]);
      expect(slugs(look({ save: { outcome: 'written', file, why: 'so' } }))).to.deep.equal(['note saved-elsewhere']);
      const save = { outcome: 'refused' as const, file, why: 'so', remedy: 'do that' };
      expect(slugs(look({ save }))).to.deep.equal(['warning not-saved']);
    });
  });

  describe('a lab', () => {
    const compared = (expectation: Expectation, observation: Observation): string[] =>
      slugs(look({ expectation, observation }));

    it('is well when routers and NIOs are those', () => {
      expect(compared(expecting(), having({ R1: 2000 }, 2))).to.deep.equal([]);
      expect(compared(expecting({ routers: [], nioCount: 0 }), having({}, 0))).to.deep.equal([]);
    });

    it('is not loaded when nothing at all is there', () => {
      expect(compared(expecting(), having({}, 0))).to.deep.equal(['warning not-loaded']);
      expect(compared(expecting(), having({}, 2))).to.deep.equal(['warning missing-vm']);
      const [found] = judge(look({ expectation: expecting(), observation: having({}, 0) }));
      expect(found?.expected).to.deep.equal({ routers: 1, nios: 2 });
    });

    it('lacks routers and NIOs, or has too many', () => {
      expect(compared(expecting(), having({ R2: 2000 }, 1))).to.deep.equal([
        'warning missing-vm',
        'warning extra-vm',
        'warning missing-nios',
      ]);
      expect(compared(expecting(), having({ R1: 2000 }, 3))).to.deep.equal(['warning extra-nios']);
    });

    it('names ten of many routers', () => {
      const routers = Array.from({ length: 12 }, (_, index) => `R${index + 1}`);
      const [finding] = judge(look({ expectation: expecting({ routers }), observation: having({}, 2) }));
      expect(finding?.message).to.include('R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 and 2 more');
    });

    it('has its consoles elsewhere, or not at all; AUX ports cannot be asked for', () => {
      const consoles = [
        { device: 'R1', type: 'console', port: 2000 },
        { device: 'R1', type: 'aux', port: 2100 },
      ] as const;
      const expectation = expecting({ consoles: [...consoles] });
      expect(compared(expectation, having({ R1: 2000 }, 2))).to.deep.equal([]);
      expect(compared(expectation, having({ R1: 2001 }, 2))).to.deep.equal(['warning console-differs']);
      expect(compared(expectation, having({ R1: undefined }, 2))).to.deep.equal(['warning console-differs']);
    });

    it('was written for the other generation', () => {
      const observation = having({ R1: 2000 }, 2);
      expect(compared(expecting({ version: '0.2.24' }), observation)).to.deep.equal(['warning other-version']);
      expect(compared(expecting({ version: '0.2.8-RC3' }), observation)).to.deep.equal([]);
    });

    it('is not judged where the routers could not be asked for', () => {
      const observation: Observation = { version: '0.2.14', nios: [], error: failed('TIMEOUT') };
      expect(compared(expecting(), observation)).to.deep.equal(['error broke-off']);
    });
  });

  describe('consoles', () => {
    const of = (status: RouterStatus, row: Partial<ProbedConsole>, host = '127.0.0.1'): string[] =>
      slugs(
        look({
          host,
          observation: { ...NOTHING, routers: [{ name: 'R1', platform: 'c7200', status, consolePort: 2000 }] },
          consoles: [{ vm: 'R1', type: 'console', port: 2000, tcp: OPEN, ...row }],
        }),
      );

    it('answer while the router runs, or is suspended', () => {
      for (const status of ['running', 'suspended'] as const) {
        expect(of(status, {})).to.deep.equal([]);
        expect(of(status, { tcp: REFUSED })).to.deep.equal(['warning console-closed']);
        expect(of(status, { tcp: { state: 'timeout', reason: 'no-response' } })).to.deep.equal([
          'warning console-closed',
        ]);
        expect(of(status, { tcp: { state: 'interrupted', reason: 'interrupted' } })).to.deep.equal([]);
      }
    });

    it('answer for nobody while it does not', () => {
      expect(of('inactive', {})).to.deep.equal(['warning console-taken']);
      expect(of('inactive', { tcp: REFUSED })).to.deep.equal([]);
      expect(of('shutting down', {})).to.deep.equal([]);
      expect(of('unknown', {})).to.deep.equal([]);
    });

    it('may answer on the loopback of their host only', () => {
      expect(of('running', { tcp: REFUSED, isLocalOnly: true }, '192.0.2.7')).to.deep.equal([
        'warning console-local-only',
        'note control-port-open',
      ]);
    });
  });

  it('says the worst first', () => {
    const findings = slugs(
      look({
        host: '192.0.2.7',
        save: { outcome: 'written', file: 'saved.cfg', why: 'so' },
        expectation: expecting(),
        observation: { ...having({ R9: 2000 }, 2), error: failed('TIMEOUT', '192.0.2.7') },
      }),
    );
    expect(findings).to.deep.equal([
      'error broke-off',
      'warning missing-vm',
      'warning extra-vm',
      'note saved-elsewhere',
      'note control-port-open',
    ]);
  });
});
