import { hostPortText } from '../../core/address/host-port.ts';
import { InterruptedError } from '../../core/errors/interrupted-error.ts';
import { keepSecret, withoutSecrets } from '../secrets.ts';
import { parseBoundedJson } from './bounded-json.ts';
import type { Credentials, FindCredentials, LoginRequest } from './credentials.ts';
import { DiallingAgent, NotDialled } from './dialling-agent.ts';
import { type Answer, exchange, NoAnswer, type Request } from './exchange.ts';
import { type Gns3ErrorCode, Gns3ServerError } from './gns3-server-error.ts';
import { outsideText } from './outside-text.ts';
import type { ServerAddress } from './server-address.ts';
import { isObject, type Limits, Told } from './told.ts';

/** The realm of GNS3 2.x (docs/FACTS.md, "A live GNS3"). */
const REALM = 'GNS3 server';

const LOGIN = '/v3/access/users/authenticate';

export interface ClientOptions {
  /** Milliseconds for each request, from dialling to the end of its answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly findCredentials: FindCredentials;
  /** True if a password may go over plain http to another host. */
  readonly isInsecure: boolean;
  /** What servers have let in, by `host:port`, so that a run logs in once. */
  readonly kept?: Map<string, string> | undefined;
}

/**
 * Asks one GNS3 server, one request after the other, over one connection. Sends GETs, and the login of 3.x
 * once, when the server asks for it; follows no redirect. Throws `Gns3ServerError`.
 */
export class Gns3Client {
  readonly server: ServerAddress;
  private readonly options: ClientOptions;
  private readonly agent: DiallingAgent;
  private readonly kept: Map<string, string>;
  /** Those that were sent to this server, if any were. */
  private credentials: Credentials | undefined;

  constructor(server: ServerAddress, options: ClientOptions) {
    this.server = server;
    this.options = options;
    this.agent = new DiallingAgent(server, options);
    this.kept = options.kept ?? new Map();
  }

  private get name(): string {
    return hostPortText(this.server.host, this.server.port);
  }

  /** The answer to `GET path`, if it is 2xx and JSON. */
  async get(path: string, limits: Limits): Promise<Told> {
    const answer = await this.answerTo(path);
    if (answer.status < 200 || answer.status > 299) throw this.refused(path, answer);
    return new Told(this.json(answer, `GET ${path}`), `GET ${path}`, limits);
  }

  /** The same, and undefined if the server has no such path. */
  async getIfThere(path: string, limits: Limits): Promise<Told | undefined> {
    const answer = await this.answerTo(path);
    if (answer.status === 404) return undefined;
    if (answer.status < 200 || answer.status > 299) throw this.refused(path, answer);
    return new Told(this.json(answer, `GET ${path}`), `GET ${path}`, limits);
  }

  /** Hangs up. */
  close(): void {
    this.agent.destroy();
  }

  error(code: Gns3ErrorCode, message: string, next?: string, cause?: unknown): Gns3ServerError {
    const { host, port } = this.server;
    return new Gns3ServerError(code, `${this.name}: ${message}`, { host, port, next, cause });
  }

  private async answerTo(path: string): Promise<Answer> {
    const answer = await this.send({ method: 'GET', path, authorization: this.kept.get(this.name) });
    if (answer.status !== 401) return answer;
    const kind = this.questionOf(answer);
    if (kind === undefined) return answer;
    // A token that another reading of this run has got may be too old by now.
    if (this.credentials !== undefined) throw this.loginRefused(messageOf(answer));
    const authorization = await this.logIn(kind);
    this.kept.set(this.name, authorization);
    const again = await this.send({ method: 'GET', path, authorization });
    if (again.status === 401) throw this.loginRefused(messageOf(again));
    return again;
  }

  /** Which credentials a 401 asks for; undefined if it is not GNS3 that asks. */
  private questionOf({ headers }: Answer): LoginRequest['kind'] | undefined {
    const challenge = headers['www-authenticate'] ?? '';
    if (challenge === `Basic realm="${REALM}"`) return 'basic';
    return /^bearer\b/i.test(challenge) ? 'token' : undefined;
  }

  private async logIn(kind: LoginRequest['kind']): Promise<string> {
    const { host, port, protocol, isHere } = this.server;
    const { findCredentials, isInsecure } = this.options;
    if (protocol === 'http' && !isHere && !isInsecure) throw this.plainPassword();
    const credentials = await findCredentials({ kind, host, port });
    if (credentials === undefined) {
      throw this.error(
        'LOGIN_NEEDED',
        'it asks for a user and a password',
        'set NIOSTAT_GNS3_USER and NIOSTAT_GNS3_PASSWORD, or run it on a terminal, where niostat asks for them',
      );
    }
    this.credentials = credentials;
    keepSecret(credentials.password);
    return kind === 'basic' ? basicOf(credentials) : `Bearer ${await this.token(credentials)}`;
  }

  private plainPassword(): Gns3ServerError {
    return this.error(
      'PLAIN_PASSWORD',
      'it asks for a password over plain http, which everybody on the way could read',
      'use gns3s:// if the server has TLS, or a tunnel (ssh -N -L 3081:127.0.0.1:3080 USER@HOST, then ' +
        'gns3://127.0.0.1:3081 with --host USER@HOST), or say --insecure',
    );
  }

  private async token({ user, password }: Credentials): Promise<string> {
    const body = JSON.stringify({ username: user, password });
    const answer = await this.send({ method: 'POST', path: LOGIN, body, isSecret: true });
    if (answer.status === 401) throw this.loginRefused(messageOf(answer));
    if (answer.status !== 200) throw this.refused(LOGIN, answer, 'POST');
    const value = this.json(answer, `POST ${LOGIN}`);
    const token = isObject(value) ? value['access_token'] : undefined;
    // What is no token could break the header that it is put into.
    if (typeof token !== 'string' || !/^[\w.~+/=-]{1,8192}$/.test(token)) {
      throw this.error('BAD_ANSWER', `POST ${LOGIN}: its answer has no access_token`);
    }
    keepSecret(token);
    return token;
  }

  private loginRefused(message: string): Gns3ServerError {
    const { user = '', from = '' } = this.credentials ?? {};
    return this.error(
      'LOGIN_REFUSED',
      `it refuses "${outsideText(user)}" with the password from ${outsideText(from)}${message}`,
      'set NIOSTAT_GNS3_USER and NIOSTAT_GNS3_PASSWORD to a user of this server and the password',
    );
  }

  private async send(request: Request): Promise<Answer> {
    const { timeoutMs, signal } = this.options;
    try {
      const answer = await exchange(this.server, request, { agent: this.agent, timeoutMs, signal });
      if (answer.status >= 300 && answer.status < 400) throw this.redirected(request, answer);
      return answer;
    } catch (error) {
      throw this.explained(error as Error, `${request.method} ${request.path}`);
    }
  }

  private redirected({ method, path }: Request, { status, headers }: Answer): Gns3ServerError {
    const { location } = headers;
    const where = location === undefined ? '' : ` to ${outsideText(withoutSecrets(location))}`;
    return this.error(
      'REDIRECTED',
      `${method} ${path} is redirected${where} (${status}), which is not followed`,
      'name the server itself: gns3:// for http, gns3s:// for https',
    );
  }

  private explained(error: Error, what: string): Error {
    if (error instanceof Gns3ServerError) return error;
    if (error instanceof NoAnswer) {
      if (error.reason === 'interrupted') return new InterruptedError('interrupted while a GNS3 server was asked');
      if (error.reason === 'timeout')
        return this.error('SERVER_TIMEOUT', `${what}: ${error.message}`, undefined, error);
      const code = error.reason === 'too large' ? 'ENDLESS_ANSWER' : 'CONNECTION';
      return this.error(code, `${what}: ${error.message}`, undefined, error);
    }
    if (error instanceof NotDialled) return this.notReached(error);
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'HPE_HEADER_OVERFLOW') return this.error('ENDLESS_ANSWER', `${what}: its headers do not end`);
    if (code.startsWith('HPE_')) return this.error('NOT_GNS3', `what answers there is no HTTP server`, this.other);
    if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
      return this.error('NOT_GNS3', 'what answers there does not speak TLS', this.other, error);
    }
    if (isCertificateError(code)) {
      const next = 'name the certificate of its authority, or its own one, with --ca FILE';
      return this.error('CERTIFICATE', `its certificate is not trusted: ${outsideText(error.message)}`, next, error);
    }
    return this.error('CONNECTION', `${what}: the connection broke: ${outsideText(error.message)}`, this.other, error);
  }

  private get other(): string {
    return this.server.protocol === 'http'
      ? 'if it has TLS, write gns3s:// in place of gns3://'
      : 'if it has no TLS, write gns3:// in place of gns3s://';
  }

  private notReached({ tcp }: NotDialled): Error {
    if (tcp.state === 'interrupted') return new InterruptedError('interrupted while a GNS3 server was dialled');
    const { why, next } = REASONS[tcp.state] ?? { why: tcp.reason, next: undefined };
    return this.error('NOT_REACHED', why, next);
  }

  private refused(path: string, answer: Answer, method = 'GET'): Gns3ServerError {
    const what = `${method} ${path} is answered ${answer.status}`;
    if (answer.status !== 401) return this.error('SERVER_ERROR', `${what}${messageOf(answer)}`);
    const question = outsideText(answer.headers['www-authenticate'] ?? 'nothing');
    return this.error(
      'LOGIN_REFUSED',
      `${what}, and asks for ${question}, which is no question of GNS3: no password was sent`,
      'name the GNS3 server itself, not a proxy before it',
    );
  }

  private json({ body, headers }: Answer, what: string): unknown {
    const encoding = headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      throw this.error(
        'BAD_ANSWER',
        `${what}: its answer is packed (${outsideText(encoding)}), which was not asked for`,
      );
    }
    const parsed = parseBoundedJson(body);
    if ('why' in parsed) throw this.error('BAD_ANSWER', `${what}: its answer cannot be read: ${parsed.why}`);
    return parsed.value;
  }
}

const REASONS: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  refused: {
    why: 'no GNS3 server listens there',
    next: 'start GNS3, or name its address and port: gns3://host:3080/PROJECT',
  },
  timeout: { why: 'it does not answer', next: 'is the host up, and does its firewall let TCP to this port pass?' },
  unreachable: { why: 'it cannot be reached', next: 'is there a route to this host?' },
  unresolvable: { why: 'its name has no address', next: 'check the name, or write the address' },
};

function basicOf({ user, password }: Credentials): string {
  const text = Buffer.from(`${user}:${password}`).toString('base64');
  keepSecret(text);
  return `Basic ${text}`;
}

/** What GNS3 says of an error: `{"message": …}`, or a line of text. */
function messageOf({ body, headers }: Answer): string {
  const parsed = parseBoundedJson(body);
  const value = 'value' in parsed ? parsed.value : undefined;
  const message = isObject(value) ? (value['message'] ?? value['detail']) : undefined;
  if (typeof message === 'string') return `: ${outsideText(withoutSecrets(message))}`;
  const isPlain = (headers['content-type'] ?? '').startsWith('text/plain');
  const [line = ''] = isPlain ? body.toString('utf8').split('\n') : [];
  return line === '' ? '' : `: ${outsideText(withoutSecrets(line))}`;
}

function isCertificateError(code: string): boolean {
  return code.startsWith('CERT_') || code.startsWith('ERR_TLS_CERT') || CERTIFICATE_CODES.has(code);
}

const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
]);
