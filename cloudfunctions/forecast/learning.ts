import { createHash } from 'node:crypto';
import { dayOf, type Hour, TABLE_HOURS, type VenueHistory } from '@shared/domain/forecast/history';
import { MODEL_VERSION, type Model } from '@shared/domain/forecast/model';
import { type TrainingState, trainerOf } from '@shared/domain/forecast/training';
import type { Db } from '../_kit/db';
import { models, trainings } from './store';

/**
 * The model of all that was known at a midnight. It is learned in pages of two seconds, each kept
 * as soon as it is done: whoever comes after a kill goes on from there, and the model is the same.
 */
export async function modelOf(
  db: Db,
  histories: readonly VenueHistory[],
  midnight: Hour,
): Promise<Model> {
  const _id = String(midnight);
  const of = fingerprintOf(histories, midnight);
  const made = await db.get(models, _id);
  if (made?.of === of) return JSON.parse(made.json) as Model;
  const known = await db.get(trainings, _id);
  const trainer = trainerOf(histories, midnight);
  let state = known?.of === of ? (JSON.parse(known.json) as TrainingState) : trainer.begin();
  for (;;) {
    const page = trainer.step(state);
    if (page.done) {
      await keep(db, models, { _id, of, json: JSON.stringify(page.model) });
      return page.model;
    }
    state = page.state;
    await keep(db, trainings, { _id, of, json: JSON.stringify(state) });
  }
}

export const storedModel = async (db: Db, modelId: string): Promise<Model | null> => {
  const made = await db.get(models, modelId);
  const model = made && (JSON.parse(made.json) as Model);
  return model?.version === MODEL_VERSION ? model : null;
};

/** What a training looks at, in short: a day that was marked meanwhile makes it another one. */
function fingerprintOf(histories: readonly VenueHistory[], midnight: Hour): string {
  const hash = createHash('sha256').update(`model ${MODEL_VERSION}`);
  for (const { venueId, from, counts, isOpen, marksOf, booked = [], weather = [] } of histories) {
    const hours = Math.max(0, midnight - from);
    const known = Float32Array.from({ length: hours }, (_, hour) => counts[hour] ?? NaN);
    const open = Uint8Array.from({ length: hours + TABLE_HOURS }, (_, hour) =>
      Number(isOpen(from + hour)),
    );
    const marks = Array.from({ length: Math.ceil((hours + TABLE_HOURS) / 24) }, (_, day) =>
      marksOf(dayOf(from) + day),
    );
    hash.update(JSON.stringify([venueId, from, marks, booked, weather.length]));
    hash.update(new Uint8Array(known.buffer)).update(open);
  }
  return hash.digest('hex');
}

async function keep(
  db: Db,
  into: typeof models,
  doc: { readonly _id: string; readonly of: string; readonly json: string },
): Promise<void> {
  const { _id, of, json } = doc;
  if (!(await db.insert(into, doc))) await db.changeIf(into, { _id }, { set: { of, json } });
}
