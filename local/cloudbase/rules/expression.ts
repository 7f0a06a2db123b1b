/** The language of security rules: a subset of JavaScript expressions. */
export type Expression =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

interface Token {
  readonly type: 'name' | 'value' | 'template' | 'sign' | 'end';
  readonly text: string;
  readonly value?: unknown;
}

const TOKEN =
  /\s*(?:([A-Za-z_$][\w$]*)|(\d+(?:\.\d+)?)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`|(===|!==|==|!=|<=|>=|&&|\|\||[<>!()[\],.+*/%-]))/y;

/** Operators from weakest to strongest binding. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '===', '!=='],
  ['<=', '>=', '<', '>', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

const CONSTANTS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', null],
]);

export function parseExpression(source: string): Expression {
  return new Parser(tokenize(source), source).parse();
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(source);
    if (found === null) throw new SyntaxError(`unexpected '${source.slice(start, start + 10)}'`);
    tokens.push(tokenOf(found));
  }
  return tokens;
}

function tokenOf(found: RegExpExecArray): Token {
  const [, name, number, single, double, template, sign] = found;
  if (name !== undefined) return { type: 'name', text: name };
  if (number !== undefined) return { type: 'value', text: number, value: Number(number) };
  if (template !== undefined) return { type: 'template', text: template };
  if (sign !== undefined) return { type: 'sign', text: sign };
  const text = (single ?? double ?? '').replace(/\\(.)/g, '$1');
  return { type: 'value', text, value: text };
}

const END: Token = { type: 'end', text: 'end of the rule' };

class Parser {
  #at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly source: string,
  ) {}

  parse(): Expression {
    const expression = this.#binary(0);
    if (this.#token.type !== 'end') this.#fail();
    return expression;
  }

  get #token(): Token {
    return this.tokens[this.#at] ?? END;
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { type, text } = this.#token;
      if (type === 'value' || type === 'template' || !operators.includes(text)) return left;
      this.#at++;
      const operator = text === '===' ? '==' : text === '!==' ? '!=' : text;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    if (this.#accept('!')) return { kind: 'not', of: this.#unary() };
    if (this.#accept('-')) {
      const zero: Expression = { kind: 'value', value: 0 };
      return { kind: 'binary', operator: '-', left: zero, right: this.#unary() };
    }
    let expression = this.#primary();
    while (this.#accept('.')) {
      if (this.#token.type !== 'name') this.#fail();
      expression = { kind: 'member', of: expression, name: this.#token.text };
      this.#at++;
    }
    return expression;
  }

  #primary(): Expression {
    const token = this.#token;
    this.#at++;
    if (token.type === 'value') return { kind: 'value', value: token.value };
    if (token.type === 'template') return template(token.text);
    if (token.type === 'name') return this.#named(token.text);
    if (token.text === '(') {
      const inner = this.#binary(0);
      this.#expect(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', items: this.#listed() };
    this.#at--;
    return this.#fail();
  }

  #named(name: string): Expression {
    if (CONSTANTS.has(name)) return { kind: 'value', value: CONSTANTS.get(name) };
    if (!this.#accept('(')) return { kind: 'name', name };
    const argument = this.#binary(0);
    this.#expect(')');
    return { kind: 'call', name, argument };
  }

  #listed(): Expression[] {
    const items: Expression[] = [];
    if (this.#accept(']')) return items;
    do items.push(this.#binary(0));
    while (this.#accept(','));
    this.#expect(']');
    return items;
  }

  #accept(sign: string): boolean {
    if (this.#token.type !== 'sign' || this.#token.text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#accept(sign)) this.#fail();
  }

  #fail(): never {
    throw new SyntaxError(`unexpected '${this.#token.text}' in rule: ${this.source}`);
  }
}

/** `` `database.users.${auth.openid}` ``: texts and expressions in turn. */
function template(text: string): Expression {
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    parts.push(text.slice(at, found.index), parseExpression(found[1] ?? ''));
    at = found.index + found[0].length;
  }
  parts.push(text.slice(at));
  return { kind: 'template', parts };
}
