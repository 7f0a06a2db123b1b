import type { Form } from './alipay.merchant';

const fieldsOf = (body: string) => JSON.stringify([...new URLSearchParams(body)].sort());
/** The same fields may be written in several ways; only other fields are a forgery. */
export const saysOtherThan = (genuine: string, body: string): boolean =>
  fieldsOf(body) !== fieldsOf(genuine);

/** A body with every letter altered, left out or doubled; some of them say the same. */
export function otherBodiesOf(body: string): string[] {
  const placed = (n: number, other: string) => body.slice(0, n) + other + body.slice(n + 1);
  return [...body].flatMap((letter, n) => [
    placed(n, letter === '7' ? '8' : '7'),
    placed(n, letter === '&' ? '=' : '&'),
    placed(n, ''),
    placed(n, letter + letter),
  ]);
}

const valuesFor = (value: string) => [
  '',
  '0',
  ' ',
  `${value} `,
  ` ${value}`,
  `${value}\n`,
  `${value}\u0000`,
  '%',
  'null',
];
const text = (fields: Form) => new URLSearchParams(fields).toString();

/** A form with every field altered, emptied, missing, doubled, moved or renamed. */
export function otherFieldsOf(form: Form, body: string): string[] {
  const without = (name: string): Form =>
    Object.fromEntries(Object.entries(form).filter(([each]) => each !== name));
  return Object.keys(form).flatMap((name) => {
    const value = form[name] ?? '';
    return [
      ...valuesFor(value).map((other) => text({ ...form, [name]: other })),
      text(without(name)),
      text({ ...without(name), [name.toUpperCase()]: value }),
      text({ ...without(name), [`${name}[]`]: value }),
      `${body}&${text({ [name]: value })}`,
      `${text({ [name]: '200.00' })}&${body}`,
    ];
  });
}
