import { parse } from 'svelte/compiler';
import ts from 'typescript';

/** Attributes and properties of components that a person reads or hears. */
const spokenAttributes =
  /^(title|label|description|placeholder|alt|summary|text|hint|legend|message|aria-label|aria-description|aria-roledescription|aria-valuetext)$/;

/** Names of keys, of headers and of a font, which are the same in every language or said by another message where they're shown. */
const names = new Set(
  'Alt ArrowDown ArrowLeft ArrowRight ArrowUp Backspace Cols Control Ctrl Delete End Enter Esc Escape Home Meta Rows Seq Shift Space Tab'
    .split(' ')
    .concat('px "JetBrains Mono Variable"', '"JetBrains Mono Variable"'),
);

/** `Two words`, `Word`, `…and so on`; not `a-class`, `camelCase`, `mod+k`, `ArrowUp` or a path. */
function isText(value: string): boolean {
  const text = value.trim();
  if (!/\p{L}{2}/u.test(text) || names.has(text)) return false;
  // What a browser is asked, and fonts.
  if (/^\(|\bmonospace\b/.test(text)) return false;
  if (/^[\p{Lu}][\p{Ll}]+[…?!.:]?$/u.test(text)) return true;
  return /\p{L}{2}[,.:;!?…)”]*\s+[(“]?[\p{L}\d]/u.test(text);
}

interface Node {
  type: string;
  [key: string]: unknown;
}

/** Texts for people that stand in a component instead of among the messages. */
export function literalsOfComponent(source: string): string[] {
  const { fragment, instance, module } = parse(source, { modern: true });
  const found: string[] = [];
  const visit = (node: unknown, attribute?: string): void => {
    if (Array.isArray(node)) for (const each of node) visit(each, attribute);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { type, ...rest } = node as Node;
    switch (type) {
      case 'Text':
        if (
          attribute
            ? spokenAttributes.test(attribute) && /\p{L}{2}/u.test(String(rest.data))
            : /\p{L}{2}/u.test(String(rest.data))
        )
          found.push(String(rest.data).trim());
        return;
      case 'Attribute':
        return rest.name === 'class' ? undefined : visit(rest.value, String(rest.name));
      case 'ClassDirective':
      case 'StyleDirective':
      case 'Comment':
        return;
      case 'Literal':
        if (typeof rest.value === 'string' && isText(rest.value)) found.push(rest.value);
        return;
      case 'TemplateLiteral': {
        const texts = (rest.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
        if (texts.some(isText)) found.push(texts.join('{}'));
        return visit(rest.expressions, attribute);
      }
      // Which one it is, not what it says.
      case 'BinaryExpression':
        if (/^[!=]==$/.test(String(rest.operator))) return;
    }
    for (const child of Object.values(rest)) visit(child, attribute);
  };
  visit(fragment);
  for (const script of [instance, module]) {
    if (!script) continue;
    const { start, end } = script.content as unknown as { start: number; end: number };
    found.push(...literalsOfModule(source.slice(start, end)));
  }
  return found;
}

/** The same of a module. */
export function literalsOfModule(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    // A fault of the page itself is for whoever mends it.
    if (ts.isNewExpression(node) && /^(Type|Range)?Error$/.test(node.expression.getText(file))) return;
    if (ts.isCaseClause(node)) return node.statements.forEach(visit);
    if (ts.isBinaryExpression(node) && /^[!=]==$/.test(node.operatorToken.getText(file))) return;
    if (ts.isPropertyAssignment(node)) return visit(node.initializer);
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (isText(node.text)) found.push(node.text);
      return;
    }
    if (ts.isTemplateExpression(node)) {
      const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      if (texts.some(isText)) found.push(texts.join('{}'));
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest, true);
  visit(file);
  return found;
}
