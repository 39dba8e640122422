/** Who asks for credentials, and how. */
export interface LoginRequest {
  /** `basic` is that of GNS3 2.x; `token` that of 3.x, whose users are in a database. */
  readonly kind: 'basic' | 'token';
  readonly host: string;
  /** TCP. */
  readonly port: number;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Where they come from, for errors: `NIOSTAT_GNS3_USER`, the path of a file, `typed`. */
  readonly from: string;
}

/** Called once, when a server asks for credentials; undefined if there are none for it. */
export type FindCredentials = (request: LoginRequest) => Promise<Credentials | undefined>;
