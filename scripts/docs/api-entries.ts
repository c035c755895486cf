// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The reference of an entry point of the package: every exported name, with its declaration and its doc comment.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const parsed = ts.getParsedCommandLineOfConfigFile(
  `${root}tsconfig.json`,
  {},
  { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
);

/**
 * @param entry path of the entry point's source, from the root of the repository.
 * @throws where an exported name has no doc comment.
 */
export function apiEntries(entry: string): string {
  const program = ts.createProgram([root + entry], parsed?.options ?? {});
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(root + entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} exports nothing`);
  return checker
    .getExportsOfModule(module)
    .map(symbol => {
      const original =
        symbol.flags & ts.SymbolFlags.Alias
          ? checker.getAliasedSymbol(symbol)
          : symbol;
      const text = ts
        .displayPartsToString(original.getDocumentationComment(checker))
        .trim();
      if (text === '') {
        throw new Error(`${entry}: ${symbol.name} has no doc comment`);
      }
      return `### ${symbol.name}\n\n${text}\n\n\`\`\`ts\n${declarationOf(original, checker)}\n\`\`\``;
    })
    .sort()
    .join('\n\n');
}

function declarationOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined) return symbol.name;
  if (ts.isFunctionDeclaration(declaration)) {
    const signature = checker.getSignatureFromDeclaration(declaration);
    return `function ${symbol.name}${signature ? checker.signatureToString(signature, declaration, FLAGS) : ''}`;
  }
  if (ts.isInterfaceDeclaration(declaration)) {
    return textOf(declaration);
  }
  if (ts.isTypeAliasDeclaration(declaration)) {
    return textOf(declaration);
  }
  if (ts.isClassDeclaration(declaration)) {
    const name = declaration.heritageClauses?.[0]?.getText();
    return `class ${symbol.name}${name ? ` ${name}` : ''}`;
  }
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  return `const ${symbol.name}: ${checker.typeToString(type, declaration, FLAGS)}`;
}

const FLAGS =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** Members keep their doc comments: those are the reference of the members. */
function textOf(node: ts.Declaration): string {
  return node.getText().replace(/^export /, '');
}
