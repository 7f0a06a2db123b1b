import type { Problem } from './problem';

interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'sign' | 'refused';
  readonly text: string;
}

/** Longest first. `?.`, `??` and others are tokens only so that they can be named when refused. */
const signs = ['===', '!==', '...', '**', '=>', '??', '?.', '==', '!=', '<=', '>=', '&&', '||'];
const refusedSigns = new Set(['**', '=>', '??', '?.', '=', '++', '--', ';']);
const refusedWords = new Set(
  'typeof new delete void instanceof in function return await var let const this'.split(' '),
);

/**
 * Expressions in `{{ }}` that are JavaScript but that WeChat's templates refuse or evaluate to
 * nothing on a phone, while a browser runs them. Calls are allowed on `<wxs module>` names only.
 */
export function checkExpressions(file: string, wxml: string): Problem[] {
  const text = wxml.replace(/<!--[\s\S]*?-->/g, blank);
  const modules = new Set(
    [...text.matchAll(/<wxs\b[^>]*?\smodule=["']([\w$]+)["']/g)].map(([, name]) => name ?? ''),
  );
  const templates = text.replace(/(<wxs\b[^>]*[^/]>)([\s\S]*?)(?=<\/wxs>)/g, blank);
  const problems: Problem[] = [];
  for (const found of templates.matchAll(/\{\{([\s\S]*?)\}\}(?!\})/g)) {
    const line = templates.slice(0, found.index).split('\n').length;
    const message = refusal(tokensOf(found[1] ?? ''), modules);
    if (message) problems.push({ file, line, message: `${message} in ${found[0].trim()}` });
  }
  return problems;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function refusal(tokens: readonly Token[], modules: ReadonlySet<string>): string | null {
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (token.kind === 'refused') return token.text;
    if (token.kind === 'word' && refusedWords.has(token.text) && before?.text !== '.') {
      if (tokens[index + 1]?.text !== ':') return `“${token.text}” does not exist in templates`;
    }
    if (token.kind === 'sign' && refusedSigns.has(token.text)) {
      return `“${token.text}” does not exist in templates`;
    }
    const called =
      token.text === '(' && (before?.kind === 'word' || /^[)\]]$/.test(before?.text ?? ''));
    if (called && !modules.has(callee(tokens, index - 1))) {
      return 'a method call: compute it in the page or in wxs';
    }
  }
  return null;
}

/** The first name of `a.b.c` that ends at `end`; empty when it is not such a chain. */
function callee(tokens: readonly Token[], end: number): string {
  let at = end;
  while (tokens[at]?.kind === 'word' && tokens[at - 1]?.text === '.') at -= 2;
  return tokens[at]?.kind === 'word' ? (tokens[at]?.text ?? '') : '';
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let rest = expression.trim();
  while (rest !== '') {
    const token = nextToken(rest, tokens.at(-1));
    tokens.push(token);
    if (token.kind === 'refused') break;
    rest = rest.slice(token.text.length).trimStart();
  }
  return tokens;
}

function nextToken(rest: string, before: Token | undefined): Token {
  const word = /^[A-Za-z_$][\w$]*/.exec(rest)?.[0];
  if (word) return { kind: 'word', text: word };
  const number = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(rest)?.[0];
  if (number) return { kind: 'number', text: number };
  const string = /^(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/.exec(rest)?.[0];
  if (string) return { kind: 'string', text: string };
  if (rest.startsWith('`')) return { kind: 'refused', text: 'a template string' };
  const operand = before && (before.kind !== 'sign' || /^[)\]}]$/.test(before.text));
  if (rest.startsWith('/') && !operand) return { kind: 'refused', text: 'a regular expression' };
  const sign = signs.find((candidate) => rest.startsWith(candidate)) ?? rest.charAt(0);
  return { kind: 'sign', text: sign };
}
