/** WeChat's table of field types of a subscribe message; a field's type is its name without digits. */
const MOMENT = /^(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})?( ?\d{1,2}:\d{2}(:\d{2})?)?$/;

const isMoment = (text: string) =>
  text.split('~').every((part) => part !== '' && MOMENT.test(part));

const TYPES: Readonly<Record<string, (text: string) => boolean>> = {
  thing: (text) => text.length <= 20,
  phrase: (text) => /^\p{Script=Han}{1,5}$/u.test(text),
  character_string: (text) => /^[\x20-\x7e]{1,32}$/.test(text),
  letter: (text) => /^[A-Za-z]{1,32}$/.test(text),
  number: (text) => text.length <= 32 && /^\d+(\.\d+)?$/.test(text),
  amount: (text) => /^[^\d\s.]?\d{1,10}(\.\d+)?元?$/u.test(text) && amountDigits(text) <= 10,
  name: (text) => (/^[A-Za-z\s]+$/.test(text) ? text.length <= 20 : text.length <= 10),
  time: isMoment,
  date: (text) => isMoment(text) && /\d{4}/.test(text),
  phone_number: (text) => /^[\d+() -]{1,17}$/.test(text),
  car_number: (text) => text.length <= 8,
};

const amountDigits = (text: string) => text.replace(/\D/g, '').length;

/** What is wrong with a field's value, or null. */
export function checkedField(field: string, value: unknown): string | null {
  const fits = TYPES[field.replace(/\d+$/, '')];
  if (!fits) return 'unknown type';
  if (typeof value !== 'string' || value === '') return 'is empty';
  return /[\r\n]/.test(value) || !fits(value) ? 'invalid' : null;
}
