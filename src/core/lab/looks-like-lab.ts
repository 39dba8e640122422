/** A top-level `devices`, which every scenario has, or the line that names its schema to editors. */
const SCENARIO = /^(?:---[ \t]+)?(["']?)devices\1[ \t]*:|^#.*\bscenario\.schema\.json\b/m;

/**
 * The header of a hypervisor or of the data of GNS3, in one line; a lab without one has no device. All four
 * ends of lines that `^` knows are left out, or a file of lines that only open a bracket would take quadratic
 * time.
 */
const NET_SECTION = /^[ \t]*\[[^\]\r\n\u2028\u2029]*\][ \t]*(?:#.*)?$/m;

/** The ending of a file's name, without the folders; a name that only begins with a dot has none. */
const ENDING = /[^/\\]\.([^./\\]+)$/;
const LAB_ENDINGS: readonly string[] = ['net', 'gns3', 'gns3project', 'gns3p', 'yaml', 'yml', 'json'];

/** What every GNS3 project has, whatever its version. */
const PROJECT = /"topology"\s*:/;

/** What every scenario has that is written as JSON. */
const JSON_SCENARIO = /"devices"\s*:\s*\[/;

/** Labs are called so, and nothing else is. */
const GNS3_NAME = /\.gns3(?:p|project)?$/i;

/**
 * True if a file means to be a lab, though it may be a bad one. For those who hand over all files with the
 * endings of labs: most YAML is no scenario, and `.net` is the ending of netlists too. Pure; looks at names
 * and at the shape of lines only.
 */
export function looksLikeLab(text: string, file: string): boolean {
  if (/\.ya?ml$/i.test(file)) return SCENARIO.test(text);
  if (/\.json$/i.test(file)) return looksLikeJsonLab(text);
  return GNS3_NAME.test(file) ? PROJECT.test(text) : NET_SECTION.test(text);
}

/** Much JSON has a list of devices somewhere, results of niostat too; a lab has it at the top. */
function looksLikeJsonLab(text: string): boolean {
  if (!PROJECT.test(text) && !JSON_SCENARIO.test(text)) return false;
  try {
    const { topology, devices } = JSON.parse(text.replace(/^\uFEFF/, '')) ?? {};
    return topology !== undefined || Array.isArray(devices);
  } catch {
    // By its shape it may be a lab, which then says where it is no JSON.
    return true;
  }
}

/**
 * False if a file cannot be a lab by its name: it has an ending, and one that no lab has. Standard input
 * (`-`) has none. Pure.
 */
export function hasLabName(file: string): boolean {
  return !ENDING.test(file) || hasLabEnding(file);
}

/** True for a name with an ending that labs have. Pure. */
export function hasLabEnding(file: string): boolean {
  const ending = ENDING.exec(file)?.[1];
  return ending !== undefined && LAB_ENDINGS.includes(ending.toLowerCase());
}

/** True for the name of a GNS3 project: there is nothing else that is called so. Pure. */
export function hasProjectName(file: string): boolean {
  return GNS3_NAME.test(file);
}
