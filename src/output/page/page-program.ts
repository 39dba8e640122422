/** What the build has made of src/page: the program and the style sheet of a page, each in one text. */
export interface PageProgram {
  readonly script: string;
  readonly style: string;
  /** What the content security policy lets through: `sha256-` and the digest in base64. */
  readonly scriptHash: string;
  readonly styleHash: string;
}
