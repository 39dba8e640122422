/** `gns3://[host[:port]]/PROJECT` */
export interface Gns3Target {
  /** As it was typed. */
  readonly text: string;
  /** Absent: the server of this host, at the address that its gns3_server.conf says. */
  readonly host?: string;
  /** TCP; absent: what gns3_server.conf says, or 3080. */
  readonly port?: number;
  /** The name of a project, or its id; absent: the open ones are listed. */
  readonly project?: string;
}
