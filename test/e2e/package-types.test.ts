/**
 * The types of the package as its users get them: each name that they lead to can be imported, and modules of
 * CommonJS compile with them. Needs a build.
 */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { Folder } from '../support/cli.ts';
import { ROOT } from '../support/packed.ts';

const TYPES = join(ROOT, 'dist', 'types');

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  typeRoots: [join(ROOT, 'node_modules', '@types')],
  types: ['node'],
  strict: true,
  noEmit: true,
};

/** A use of values and types, as a file of CommonJS may write it. */
const USE = `
import { check, LabModel, readLab, type CheckResult, type UnreadableLab } from 'niostat';
const { labs } = readLab('[localhost]', 'lab.net');
const result: CheckResult = check(LabModel.of(labs), { rules: ['same-base-udp'] });
const unreadable: readonly UnreadableLab[] = result.unreadable ?? [];
// @ts-expect-error A result is not to be changed.
result.findings = [];
export { unreadable };
`;

const REQUIRED = `
import niostat = require('niostat');
const findings: readonly niostat.Finding[] = niostat.check(niostat.LabModel.of([])).findings;
export = findings;
`;

const isOfPackage = (declaration: ts.Declaration): boolean => declaration.getSourceFile().fileName.startsWith(TYPES);

const isType = (declaration: ts.Declaration): boolean =>
  ts.isInterfaceDeclaration(declaration) ||
  ts.isTypeAliasDeclaration(declaration) ||
  ts.isClassDeclaration(declaration) ||
  ts.isEnumDeclaration(declaration);

/** The types of the package that a declaration names, which may be one in a class that it names. */
function namedBy(declaration: ts.Declaration, checker: ts.TypeChecker): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    if (symbol !== undefined) found.push(behind(symbol, checker));
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found.filter(({ declarations = [] }) => declarations.some((one) => isOfPackage(one) && isType(one)));
}

/** What an imported name stands for. */
function behind(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** `Type in Type that names it`, for all that is named and cannot be imported. */
function namesLeftOut(entry: string): string[] {
  const program = ts.createProgram([entry], OPTIONS);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} is no module`);
  const exported = new Set(checker.getExportsOfModule(module).map((symbol) => behind(symbol, checker)));
  const seen = new Set(exported);
  const missing: string[] = [];
  for (const symbol of seen) {
    for (const declaration of (symbol.declarations ?? []).filter(isOfPackage)) {
      for (const named of namedBy(declaration, checker)) {
        if (!seen.has(named)) missing.push(`${named.name} in ${symbol.name}`);
        seen.add(named);
      }
    }
  }
  return missing;
}

function errorsOf(files: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, { ...OPTIONS, ...options, skipLibCheck: false });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

describe('the types of the package', () => {
  it('can all be imported by name', () => {
    expect(namesLeftOut(join(TYPES, 'index.d.ts'))).to.deep.equal([]);
  });

  it('would be missed', () => {
    const folder = join(TYPES, 'features', 'check');
    // Of this file alone nobody could import the finding that a result has.
    expect(namesLeftOut(join(folder, 'check.d.ts'))).to.satisfy((names: string[]) =>
      names.some((name) => name.startsWith('Finding in ')),
    );
  });

  describe('compile in modules of CommonJS', () => {
    const folder = new Folder();
    const files = (): string[] => {
      folder.file('package.json', '{ "type": "commonjs" }');
      return [folder.file('use.ts', USE), folder.file('required.cts', REQUIRED)];
    };
    before(() => {
      mkdirSync(join(folder.path, 'node_modules'));
      symlinkSync(ROOT, join(folder.path, 'node_modules', 'niostat'));
    });

    const { NodeNext, Node16, CommonJS } = ts.ModuleKind;
    for (const [name, options] of Object.entries({
      nodenext: { module: NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
      node16: { module: Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
      // As projects have it that were set up before there were `exports`.
      'commonjs, node10': { module: CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
    })) {
      it(name, () => expect(errorsOf(files(), options)).to.deep.equal([]));
    }
  });
});
