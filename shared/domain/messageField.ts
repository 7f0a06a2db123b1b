/**
 * The limits of a subscribe message's fields, after WeChat's table of parameter types. The kind of
 * a field is its name without the number: `thing1` is a `thing`.
 */

/** Cut to `most` UTF-16 units, as WeChat counts; a character of two units is not torn apart. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Where the ellipsis would be refused: only letters of the allowed kind, the first `most`. */
const only = (text: string, unwanted: RegExp, most: number) =>
  text.replace(unwanted, '').slice(0, most);

const NAME = { han: 10, letters: 20 } as const;
const nameOf = (text: string) =>
  /^[\p{Script=Latin}\s]+$/u.test(text) ? text.slice(0, NAME.letters) : cut(text, NAME.han);

const FITS: Readonly<Record<string, (text: string) => string>> = {
  thing: (text) => cut(text, 20),
  phrase: (text) => only(text, /[^\p{Script=Han}]/gu, 5),
  character_string: (text) => only(text, /[^\x21-\x7e]/g, 32),
  letter: (text) => only(text, /[^A-Za-z]/g, 32),
  name: nameOf,
};

/** What may not be cut: an amount, a time or a number that lost its end would be another one. */
const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2})?`;
const DAY = String.raw`(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})`;
const MOMENT = `(?:${DAY}(?: ${CLOCK})?|${CLOCK})`;
const FORMS: Readonly<Record<string, RegExp>> = {
  time: new RegExp(`^${MOMENT}(?:~${MOMENT})?$`),
  date: new RegExp(`^${DAY}(?: ${CLOCK})?(?:~${MOMENT})?$`),
  amount: /^[¥￥$€£]?(?=[\d.]{1,10}(?:元|$))\d+(?:\.\d{1,2})?元?$/,
  number: /^(?=.{1,32}$)\d+(?:\.\d+)?$/,
  phone_number: /^[\d+() -]{1,17}$/,
  car_number: /^[\p{Script=Han}A-Z0-9]{1,8}$/u,
};

/** Empty fields are refused: this stands where nothing is to be said. */
const NOTHING = '无';

/**
 * A text as a field of WeChat takes it: one line, not empty, cut where it can be cut.
 *
 * @throws RangeError when the value cannot be cut to fit, or the kind of field is unknown
 */
export function fittedField(field: string, text: string): string {
  const kind = field.replace(/\d+$/, '');
  const line = text.replace(/\s+/gu, ' ').trim();
  const fit = FITS[kind];
  if (fit) {
    const fitted = fit(line).trim();
    if (fitted !== '') return fitted;
    if (kind === 'character_string') return '-';
    if (kind === 'letter') throw new RangeError(`${field} has no letter: ${line}`);
    return NOTHING;
  }
  if (!FORMS[kind]?.test(line)) throw new RangeError(`${field} cannot say "${line}"`);
  return line;
}
