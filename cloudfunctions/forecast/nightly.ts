import { clubDateOf } from '@shared/base/time';
import { midnightOf } from '@shared/domain/forecast/clubCalendar';
import type { Hour } from '@shared/domain/forecast/history';
import { nightsToMake, TRAINED_EVERY } from '@shared/domain/forecast/schedule';
import { openedModel } from '@shared/domain/forecast/table';
import type { Context } from '../_kit/serve';
import { modelOf, storedModel } from './learning';
import { type Book, judged, type Opened, withNight } from './nights';
import { openBook, publish } from './publishing';
import { type Known, recallClub } from './recalling';
import { type Forecast, forecasts } from './store';

/** So many nights are made in memory before they are published: a kill costs no more. */
const PAGE = 7;

/**
 * Makes every night up to tonight that is missing: the days that are over are written down, a model
 * is trained when the last one is two weeks old, and each night's tables take the place of the last
 * one's by one document. Run again it goes on where it was; the same data make the same forecasts.
 */
export async function makeNights(context: Context): Promise<void> {
  const { db, now } = context;
  const tonight = midnightOf(clubDateOf(now));
  let current = await db.get(forecasts, 'current');
  if (current && current.midnight >= tonight) return;
  const clubs = await recallClub(context);
  const starts = clubs.map(({ history }) => history.from);
  const firstDay = starts.length > 0 ? Math.min(...starts) : null;
  const nights = nightsToMake({ last: current?.midnight ?? null, firstDay, tonight });
  while (nights.length > 0) {
    const page = nights.splice(0, PAGE);
    current = await makePage(context, clubs, current, page);
    // Somebody else makes them.
    if (!current) return;
  }
}

/** A page of nights; ends early before a new model, so that no work is lost with a killed training. */
async function makePage(
  context: Context,
  clubs: readonly Known[],
  current: Forecast | null,
  nights: readonly Hour[],
): Promise<Forecast | null> {
  let before = current;
  let book: Book = await openBook(context.db, before);
  let made: Hour | null = null;
  let opened = await openedBefore(context, before);
  for (const midnight of nights) {
    if (opened === null || midnight - opened.model.trainedAt >= TRAINED_EVERY) {
      if (made !== null && opened) {
        before = await published(context, { clubs, before, book, opened, midnight: made });
        if (!before) return null;
        made = null;
      }
      opened = await trainedAt(context, clubs, midnight);
    }
    book = withNight(book, clubs, opened, midnight);
    made = midnight;
  }
  if (made === null || !opened) return before;
  return published(context, { clubs, before, book, opened, midnight: made });
}

const unpacked = (model: Opened['model']): Opened => ({ model, opened: openedModel(model) });

async function openedBefore({ db }: Context, before: Forecast | null): Promise<Opened | null> {
  if (before?.modelId == null) return null;
  const model = await storedModel(db, before.modelId);
  return model && unpacked(model);
}

const trainedAt = async ({ db }: Context, clubs: readonly Known[], midnight: Hour) => {
  const known = clubs.map(({ history }) => history).filter(({ from }) => from < midnight);
  return unpacked(await modelOf(db, known, midnight));
};

function published(
  context: Context,
  of: {
    readonly clubs: readonly Known[];
    readonly before: Forecast | null;
    readonly book: Book;
    readonly opened: Opened;
    readonly midnight: Hour;
  },
): Promise<Forecast | null> {
  const { clubs, before, book, opened, midnight } = of;
  const { model } = opened;
  const judgements = new Map(
    clubs.map((known) => {
      const record = book.records.get(known.venue._id);
      return [known.venue._id, judged(known, opened, { record, midnight })];
    }),
  );
  return publish(context, {
    ...{ before, book, midnight, clubs, judgements },
    model: { _id: String(model.trainedAt), trainedAt: model.trainedAt },
  });
}
