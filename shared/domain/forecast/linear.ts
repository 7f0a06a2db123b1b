import { FEATURES, placeOf } from './features';

/**
 * What a linear model needs beside the features: the usual times levels, days and weather, because a
 * level or a holiday moves a full hour more than an empty one; the shape of the day in waves.
 */
const USUAL = placeOf('usual');
const LIKE_DAY = placeOf('likeDay');
const HOUR = placeOf('hour');
const WEEKDAY = placeOf('weekday');
const HOLIDAY = placeOf('holiday');
const WORKED = placeOf('worked');

/** Those that stand as they are; a ridge of its own needs not be told whose it is. */
const apart = [HOUR, WEEKDAY, placeOf('venue')];
const plain = FEATURES.map((_, place) => place).filter((at) => !apart.includes(at));
const byLevel = ['levelWeek', 'levelMonth', 'levelDay'].map(placeOf);
const byDay = ['holiday', 'eve', 'dayAfter', 'period0', 'period1', 'period2'].map(placeOf);
const byWeather = ['warmer', 'temperature', 'rain', 'cloud'].map(placeOf);

const WAVES = 3;
export const TERMS =
  plain.length + byLevel.length + byDay.length + byWeather.length + 1 + WAVES * 4 + 7;

/** Writes the linear terms of a row of features. */
export function writeTerms(features: Float32Array, terms: Float32Array): void {
  const at = (place: number) => features[place] ?? NaN;
  let next = 0;
  const put = (value: number) => {
    terms[next++] = value;
  };
  const usual = at(USUAL);
  for (const place of plain) put(at(place));
  for (const place of byLevel) put(usual * (at(place) - 1));
  for (const place of byDay) put(usual * at(place));
  for (const place of byWeather) put((usual * at(place)) / 10);
  put(at(HOLIDAY) === 1 || at(WORKED) === 1 ? at(LIKE_DAY) - usual : 0);
  const weekend = at(WEEKDAY) >= 5 ? 1 : 0;
  for (let wave = 1; wave <= WAVES; wave++) {
    const angle = (2 * Math.PI * wave * at(HOUR)) / 24;
    put(Math.sin(angle));
    put(Math.cos(angle));
    put(weekend * Math.sin(angle));
    put(weekend * Math.cos(angle));
  }
  for (let day = 0; day < 7; day++) put(at(WEEKDAY) === day ? 1 : 0);
}
