import type { HttpEvent } from '../../cloudfunctions/payment/http';

/** Every place of a text, each with another letter there. */
const changes = (text: string, letters = 'AZ09 "\n'): string[] =>
  [...text].map((letter, place) => {
    const other = [...letters].find((each) => each !== letter && (place % 3 || each !== 'A'));
    return text.slice(0, place) + other + text.slice(place + 1);
  });

export const withHeader = (genuine: HttpEvent, name: string, value: unknown): HttpEvent => ({
  ...genuine,
  headers: { ...genuine.headers, [name]: value },
});

/** A notification with every byte of its body altered or left out, and with some more. */
export function withOtherBodies(genuine: HttpEvent): HttpEvent[] {
  const { body } = genuine;
  const cut = [...body].map((_, n) => body.slice(0, n) + body.slice(n + 1));
  const longer = ['\n', ' ', '}', '\u0000'].map((more) => body + more);
  const parsed = JSON.stringify(JSON.parse(body), null, 1);
  return [...changes(body), ...cut, ...longer, parsed].map((other) => ({
    ...genuine,
    body: other,
  }));
}

/** It with every letter of each signed header altered, and each of them missing or doubled. */
export function withOtherHeaders(genuine: HttpEvent): HttpEvent[] {
  const names = ['Timestamp', 'Nonce', 'Serial', 'Signature'].map((name) => `Wechatpay-${name}`);
  return names.flatMap((name) => {
    const value = String(genuine.headers[name]);
    const others = ['', ' ', undefined, null, 0, [value], `${value}, ${value}`];
    return [...changes(value), ...others, `${value}\n`, ` ${value}`].map((other) =>
      withHeader(genuine, name, other),
    );
  });
}
