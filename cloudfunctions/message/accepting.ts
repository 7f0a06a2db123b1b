import type { TemplateView } from '@shared/contracts/message';
import { MOST_ACCEPTED, TEMPLATE_NAMES, TEMPLATES } from '@shared/domain/message';
import type { Db } from '../_kit/db';
import type { Member } from '../_kit/serve';
import { templateIds } from './settings';
import { subscriptionId, subscriptions } from './store';

/** What this installation may ask a member for, and how many of each they have accepted. */
export async function templatesOf(db: Db, { openid, identity }: Member): Promise<TemplateView[]> {
  const { memberId } = identity;
  const ids = templateIds();
  const names = TEMPLATE_NAMES.filter((template) => ids[template]);
  if (names.length === 0) return [];
  const known = await db.all(subscriptions, { memberId });
  return names.map((template) => {
    const templateId = ids[template] ?? '';
    const accepted = known.find(({ _id }) => _id === subscriptionId(memberId, template));
    const valid = accepted?.openid === openid && accepted.templateId === templateId;
    const left = valid ? accepted.remaining : 0;
    return { template, templateId, word: TEMPLATES[template].word, left };
  });
}

/** Counts one acceptance of each template. Ids that are not ours are passed over. */
export async function countAcceptances(
  db: Db,
  { openid, identity }: Member,
  accepted: readonly string[],
): Promise<void> {
  const { memberId } = identity;
  const ids = templateIds();
  const names = TEMPLATE_NAMES.filter((template) => accepted.includes(ids[template] ?? ''));
  if (names.length === 0) return;
  await db.transaction(async (tx) => {
    for (const template of names) {
      const templateId = ids[template] ?? '';
      const _id = subscriptionId(memberId, template);
      const known = await tx.get(subscriptions, _id);
      const same = known?.openid === openid && known.templateId === templateId;
      const remaining = Math.min(MOST_ACCEPTED, (same ? known.remaining : 0) + 1);
      await tx.put(subscriptions, { _id, memberId, openid, templateId, remaining });
    }
  });
}
