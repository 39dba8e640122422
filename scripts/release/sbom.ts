/**
 * The bill of materials of a release, in CycloneDX: what the files of the package carry inside, what npm
 * installs beside it, and the Node that the executables contain.
 */
import { Enums, Models, Serialize, SPDX, Spec, Validation } from '@cyclonedx/cyclonedx-library';

/** What package-lock.json says of a package; its key is the path in which npm installs it. */
export interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  /** `sha512-` and base64. */
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Paths in the package of the files that have its code. */
  readonly files: readonly string[];
}

export interface Materials {
  readonly manifest: {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly license: string;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  /** `packages` of package-lock.json. */
  readonly locked: Readonly<Record<string, LockedPackage>>;
  readonly bundled: readonly BundledPackage[];
  /** The version of Node inside each executable, by the name of its file. */
  readonly executables: Readonly<Record<string, string>>;
  /** When the commit was made. */
  readonly time: Date;
  /** The commit, 40 hexadecimal digits. */
  readonly commit: string;
}

/**
 * The same bytes for the same materials: the time is that of the commit, and the serial number is made from
 * the commit. Dependencies have the versions of package-lock.json, with which the release was tested; npm may
 * install newer ones that package.json allows.
 */
export function billOfMaterials(materials: Materials): string {
  const { manifest, locked, bundled, executables, time, commit } = materials;
  const bom = new Models.Bom({ version: 1, serialNumber: serialNumber(commit) });
  const self = component({ ...manifest, licence: manifest.license }, Enums.ComponentType.Application);
  self.description = manifest.description;
  bom.metadata.component = self;
  bom.metadata.timestamp = time;
  bom.metadata.lifecycles.add(Enums.LifecyclePhase.Build);

  const components = new Map<string, Models.Component>();
  for (const { files, ...one } of bundled) {
    const known = locked[`node_modules/${one.name}`];
    const integrity = known?.version === one.version ? known.integrity : undefined;
    const inside = component({ ...one, integrity }, Enums.ComponentType.Library, 'bundled:');
    inside.properties.add(new Models.Property('cdx:npm:package:bundled', 'true'));
    for (const file of files) inside.properties.add(new Models.Property('niostat:file', file));
    components.set(`bundled ${one.name}@${one.version}`, inside);
    self.dependencies.add(inside.bomRef);
  }
  for (const [file, version] of Object.entries(executables)) {
    const key = `node ${version}`;
    const node = components.get(key) ?? component({ name: 'node', version }, Enums.ComponentType.Platform);
    node.properties.add(new Models.Property('niostat:file', file));
    components.set(key, node);
    self.dependencies.add(node.bomRef);
  }
  addInstalled('', self, manifest.dependencies ?? {});
  for (const one of components.values()) bom.components.add(one);
  return `${serializer().serialize(bom, { sortLists: true, space: 2 })}\n`;

  /** What `of`, which npm installs in the folder `path`, needs installed, and what that needs. */
  function addInstalled(path: string, of: Models.Component, needed: Readonly<Record<string, string>>): void {
    for (const name of Object.keys(needed)) {
      const folder = folderOf(name, path, locked);
      const found = locked[folder ?? ''];
      // An optional dependency of another platform.
      if (folder === undefined || found === undefined) continue;
      const known = components.get(folder);
      const one = known ?? component({ ...found, name, licence: found.license }, Enums.ComponentType.Library);
      of.dependencies.add(one.bomRef);
      if (known !== undefined) continue;
      components.set(folder, one);
      addInstalled(folder, one, { ...found.dependencies, ...found.optionalDependencies });
    }
  }
}

/** What is wrong with a bill by the schema of CycloneDX; empty if nothing is. */
export async function faultsOfBill(json: string): Promise<string[]> {
  const error = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(json);
  return error === null ? [] : [JSON.stringify(error)];
}

function serializer(): Serialize.JsonSerializer {
  return new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
}

interface Described {
  readonly name: string;
  readonly version: string;
  readonly licence?: string | undefined;
  readonly integrity?: string | undefined;
}

function component(one: Described, type: Enums.ComponentType, prefix = ''): Models.Component {
  const { name, version, licence, integrity } = one;
  // The address of a package as package-url/purl-spec has it: the @ of a scope is escaped, its slash is not.
  const from = type === Enums.ComponentType.Platform ? 'generic' : 'npm';
  const purl = `pkg:${from}/${name.replace(/^@/, '%40')}@${encodeURIComponent(version)}`;
  const made = new Models.Component(type, name, { version, purl, bomRef: `${prefix}${purl}` });
  if (licence !== undefined) made.licenses.add(licenceOf(licence));
  const [, sha512] = /^sha512-(.*)$/.exec(integrity ?? '') ?? [];
  if (sha512 !== undefined)
    made.hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex'));
  return made;
}

/** One of the list of SPDX, or several with OR, AND and parentheses. */
function licenceOf(words: string): Models.License {
  return SPDX.isSupportedSpdxId(words) ? new Models.SpdxLicense(words) : new Models.LicenseExpression(words);
}

/** Where Node finds a package that is required in a folder: in its node_modules, or in those above. */
function folderOf(name: string, path: string, locked: Materials['locked']): string | undefined {
  for (let folder = path; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (candidate in locked) return candidate;
    if (folder === '') return undefined;
  }
}

/** A UUID of version 8 (RFC 9562, 5.8), whose digits are those of the commit. */
function serialNumber(commit: string): string {
  const digits = `${commit.slice(0, 12)}8${commit.slice(13, 16)}a${commit.slice(17, 32)}`;
  return `urn:uuid:${digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
