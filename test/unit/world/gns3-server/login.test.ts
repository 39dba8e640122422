import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { EXIT } from '../../../../src/core/errors/exit-code.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { Gns3Client } from '../../../../src/world/gns3-server/client.ts';
import { Gns3ServerError } from '../../../../src/world/gns3-server/gns3-server-error.ts';
import { listOpenProjects } from '../../../../src/world/gns3-server/read-server.ts';
import type { ServerOptions } from '../../../../src/world/gns3-server/server-options.ts';
import { Limits } from '../../../../src/world/gns3-server/told.ts';
import {
  type FakeGns3Server,
  type FakeServerOptions,
  type Instead,
  NO_CONFS,
  startFakeGns3Server,
  targetAt,
} from '../../../support/fake-gns3-server.ts';

const LOGIN = { user: 'teacher', password: 'a "secret", 8 €' };
const CREDENTIALS = { ...LOGIN, from: 'a test' };

/** What becomes of a list of projects, and what the server has seen of it. */
async function listed(server: FakeGns3Server, options: Partial<ServerOptions>): Promise<Gns3ServerError | undefined> {
  try {
    const all = { insecure: false, timeoutMs: 30_000, confPlaces: NO_CONFS, ...options };
    await listOpenProjects(targetAt(server), all, quietUi());
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(Gns3ServerError);
    return error as Gns3ServerError;
  }
}

async function withFake(options: FakeServerOptions, work: (server: FakeGns3Server) => Promise<void>): Promise<void> {
  const server = await startFakeGns3Server({}, options);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

function methods({ requests }: FakeGns3Server): string {
  return requests.map(({ method }) => method).join(' ');
}

describe('the login to a GNS3 server', () => {
  it('is not made where nothing asks for it', async () => {
    for (const api of ['v2', 'v3'] as const) {
      await withFake({ api }, async (server) => {
        expect(await listed(server, { credentials: CREDENTIALS })).to.equal(undefined);
        expect(server.requests.filter(({ authorization }) => authorization !== undefined)).to.deep.equal([]);
        expect(methods(server)).to.match(/^GET( GET)*$/);
      });
    }
  });

  it('is made once, and kept for the next reading of the run', async () => {
    await withFake({ api: 'v3', login: LOGIN }, async (server) => {
      const options = { credentials: CREDENTIALS, kept: new Map<string, string>() };
      expect(await listed(server, options)).to.equal(undefined);
      expect(await listed(server, options)).to.equal(undefined);
      expect(methods(server)).to.equal('GET GET POST GET GET GET');
      expect(server.connections).to.equal(2);
    });
  });

  it('is made anew when what was kept is too old', async () => {
    await withFake({ api: 'v3', login: LOGIN }, async (server) => {
      const kept = new Map([[`127.0.0.1:${server.port}`, 'Bearer old']]);
      expect(await listed(server, { credentials: CREDENTIALS, kept })).to.equal(undefined);
      expect(methods(server)).to.equal('GET GET POST GET');
      expect(kept.get(`127.0.0.1:${server.port}`))
        .to.match(/^Bearer /)
        .and.not.equal('Bearer old');
    });
  });

  it('is asked for on the terminal if nothing else has credentials, and only then', async () => {
    await withFake({ login: LOGIN }, async (server) => {
      const asked: string[] = [];
      const prompt = async (name: string) => {
        asked.push(name);
        return { ...LOGIN, from: 'the terminal' };
      };
      expect(await listed(server, { prompt })).to.equal(undefined);
      expect(await listed(server, { prompt, credentials: CREDENTIALS })).to.equal(undefined);
      expect(asked).to.deep.equal([`127.0.0.1:${server.port}`]);
    });
  });

  it('is an error without credentials', async () => {
    for (const api of ['v2', 'v3'] as const) {
      await withFake({ api, login: LOGIN }, async (server) => {
        const error = await listed(server, {});
        expect([error?.code, error?.exitCode]).to.deep.equal(['LOGIN_NEEDED', EXIT.worldUnknown]);
        expect(methods(server)).to.match(/^GET( GET)*$/);
      });
    }
  });

  it('is tried once with a wrong password; the error does not tell it', async () => {
    for (const api of ['v2', 'v3'] as const) {
      await withFake({ api, login: LOGIN }, async (server) => {
        const error = await listed(server, { credentials: { ...CREDENTIALS, password: 'wrong-one' } });
        expect([error?.code, error?.exitCode]).to.deep.equal(['LOGIN_REFUSED', EXIT.worldUnknown]);
        expect(error?.message).to.include('refuses "teacher" with the password from a test');
        expect(`${error?.message} ${error?.next}`).to.not.include('wrong-one');
        const tries = server.requests.filter(({ body, authorization }) => body !== '' || authorization !== undefined);
        expect(tries.length).to.equal(1);
      });
    }
  });

  it('is in no error, also where the server says what it was sent', async () => {
    const credentials = { user: 'teacher', password: 'Pass-Word-4711', from: 'a test' };
    const echo = (challenge: string): Instead => {
      return ({ method, headers: { authorization } }, response) => {
        const [kind, text = ''] = (authorization ?? '').split(' ');
        const plain = Buffer.from(text, 'base64').toString('utf8');
        if (method === 'POST') response.end(JSON.stringify({ access_token: 'Token-4711', token_type: 'bearer' }));
        else if (authorization === undefined) response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
        else if (kind === 'Bearer') response.writeHead(302, { Location: `/?was=${text}` }).end();
        else response.writeHead(500).end(JSON.stringify({ message: `${text} ${'x'.repeat(140)} ${plain}` }));
        return true;
      };
    };
    for (const challenge of ['Basic realm="GNS3 server"', 'Bearer']) {
      await withFake({ instead: echo(challenge) }, async (server) => {
        const error = await listed(server, { credentials });
        const text = `${error?.message} ${error?.next}`;
        expect(text).to.match(/is (answered 500: \*\*\* x+ teacher:\*\*\*|redirected to \/\?was=\*\*\*)/);
        expect(text).to.not.match(/4711|dGVhY2hlcj/);
      });
    }
  });

  const always401 =
    (challenge: string): Instead =>
    ({ method }, response) => {
      if (method === 'POST') response.end(JSON.stringify({ access_token: 'x', token_type: 'bearer' }));
      else response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
      return true;
    };

  it('ends where the server asks for it again and again', async () => {
    for (const challenge of ['Basic realm="GNS3 server"', 'Bearer']) {
      await withFake({ instead: always401(challenge) }, async (server) => {
        expect((await listed(server, { credentials: CREDENTIALS }))?.code).to.equal('LOGIN_REFUSED');
        expect(server.requests.length).to.be.at.most(3);
      });
    }
  });

  it('is not made for another realm', async () => {
    for (const challenge of ['Basic realm="nginx"', 'Basic realm="GNS3 server", Bearer', 'Digest', '']) {
      await withFake({ instead: always401(challenge) }, async (server) => {
        const error = await listed(server, { credentials: CREDENTIALS });
        expect(error?.code).to.equal('LOGIN_REFUSED');
        expect(error?.message).to.include('no password was sent');
        expect(server.requests.map(({ method, authorization }) => [method, authorization])).to.deep.equal([
          ['GET', undefined],
        ]);
      });
    }
  });

  it('takes nothing for a token that could break a header', async () => {
    for (const token of ['a\r\nHost: b', '', 'x y', 7, null, 'x'.repeat(10_000)]) {
      const instead: Instead = ({ method }, response) => {
        if (method !== 'POST') return undefined;
        response.end(JSON.stringify({ access_token: token }));
        return true;
      };
      await withFake({ api: 'v3', login: LOGIN, instead }, async (server) => {
        expect((await listed(server, { credentials: CREDENTIALS }))?.code).to.equal('BAD_ANSWER');
        expect(methods(server)).to.equal('GET GET POST');
      });
    }
  });

  it('is not redirected', async () => {
    const elsewhere = await startFakeGns3Server({});
    const instead: Instead = ({ method }, response) => {
      if (method !== 'POST') return undefined;
      response.writeHead(307, { Location: elsewhere.url.replace('gns3:', 'http:') }).end();
      return true;
    };
    await withFake({ api: 'v3', login: LOGIN, instead }, async (server) => {
      expect((await listed(server, { credentials: CREDENTIALS }))?.code).to.equal('REDIRECTED');
    });
    expect(elsewhere.requests).to.deep.equal([]);
    await elsewhere.stop();
  });

  it('is refused over plain http to another host, before anything is asked for', async () => {
    for (const api of ['v2', 'v3'] as const) {
      await withFake({ api, login: LOGIN }, async (server) => {
        let asked = 0;
        const client = (isInsecure: boolean): Gns3Client =>
          new Gns3Client(
            { host: 'far.example', port: server.port, addresses: ['127.0.0.1'], protocol: 'http', isHere: false },
            {
              timeoutMs: 30_000,
              signal: quietUi().signal,
              isInsecure,
              findCredentials: async () => {
                asked++;
                return CREDENTIALS;
              },
            },
          );
        const [careful, careless] = [client(false), client(true)];
        const error = await careful.get(`/${api}/projects`, new Limits()).then(String, (thrown: unknown) => thrown);
        expect(error).to.include({ code: 'PLAIN_PASSWORD', exitCode: EXIT.badInput });
        expect([asked, server.requests.length]).to.deep.equal([0, 1]);
        expect((await careless.get(`/${api}/projects`, new Limits())).value).to.deep.equal([]);
        careful.close();
        careless.close();
      });
    }
  });

  it('leaves no secret in the wire log', () => {
    const script = `
      import { startFakeGns3Server, targetAt } from './test/support/fake-gns3-server.ts';
      import { listOpenProjects } from './src/world/gns3-server/read-server.ts';
      import { quietUi } from './src/core/ui.ts';
      for (const api of ['v2', 'v3']) {
        const server = await startFakeGns3Server({}, { api, login: { user: 'teacher', password: 'my-secret' } });
        const credentials = { user: 'teacher', password: 'my-secret', from: 'a test' };
        await listOpenProjects(targetAt(server), { credentials, insecure: false, timeoutMs: 30000 }, quietUi());
        await server.stop();
      }`;
    const { stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      env: { ...process.env, NODE_DEBUG: 'niostat' },
      encoding: 'utf8',
    });
    expect(status, stderr).to.equal(0);
    expect(stderr).to.match(/> 127\.0\.0\.1:\d+ GET \/v2\/version \(with credentials\)/);
    expect(stderr).to.match(/> 127\.0\.0\.1:\d+ POST \/v3\/access\/users\/authenticate/);
    const secrets = ['my-secret', Buffer.from('teacher:my-secret').toString('base64'), 'fake.token.of-a-test'];
    for (const secret of secrets) expect(stderr).to.not.include(secret);
  });
});
