import { isDeepStrictEqual } from 'node:util';
import { points } from '@shared/base/money';
import type { RewardForm } from '@shared/contracts/reward';
import { refusalOfReward } from '@shared/domain/reward';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { idOfRequest } from '../_kit/requests';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { campusOf, serves } from '../venue/service';
import { type Reward, rewards } from './store';

export interface RewardEdit {
  readonly form: RewardForm;
  readonly opened: { readonly version: number; readonly stock: number } | null;
  readonly requestId: string;
}

// Pictures of rewards lie in one folder, so that no other file can be shown or deleted through them.
const refusalOfPicture = (fileId: string | null) =>
  fileId !== null && !/^cloud:\/\/[^/]+\/rewards\//.test(fileId) ? 'PICTURE_INVALID' : null;

/**
 * Makes a reward or changes one: written down with what changed, once for each form.
 *
 * @throws Refusal CAMPUS_NOT_FOUND, REWARD_NOT_FOUND, REWARD_FORM_INVALID, PICTURE_INVALID, STALE_EDIT
 */
export async function saveReward(
  context: Context,
  { identity }: Member,
  edit: RewardEdit,
): Promise<string> {
  const { db } = context;
  const { form } = edit;
  const campus = serves(identity, form) ? await campusOf(db, form.campusId) : null;
  if (!campus) throw new Refusal('CAMPUS_NOT_FOUND');
  const refusal = refusalOfReward(form) ?? refusalOfPicture(form.pictureFileId);
  if (refusal) throw new Refusal(refusal);
  const formId = idOfRequest(identity.memberId, edit.requestId);
  const rewardId = form.id ?? formId;
  await db.transaction(async (tx) => {
    const before = await tx.get(rewards, rewardId);
    if (before && !serves(identity, before)) throw new Refusal('REWARD_NOT_FOUND');
    const after = before ? changed(before, edit, formId) : made(edit, formId, context.now);
    if (before?.form.id === formId && saysTheSame(before, after)) return;
    await tx.put(rewards, after);
    await dropPicture(tx, { before, after, at: context.now });
    const { memberId: actorId } = identity;
    const key = `reward:${rewardId}:save:${after.version}`;
    const entry = { key, at: context.now, actorId, targetId: rewardId };
    const detail = changesOf(before, after);
    const { campusId } = after;
    await recordAudit(tx, { ...entry, campusId, action: 'reward.save', detail });
  });
  return rewardId;
}

function fieldsOf({ id: _, price, ...form }: RewardForm) {
  return { ...form, price: points(price) };
}

function made({ form }: RewardEdit, formId: string, now: Context['now']): Reward {
  if (form.id !== null) throw new Refusal('REWARD_NOT_FOUND');
  const counts = { redeemed: 0, open: 0, taken: null };
  return {
    _id: formId,
    ...fieldsOf(form),
    ...counts,
    createdAt: now,
    version: 1,
    form: { id: formId, stock: form.stock },
  };
}

/**
 * What was redeemed while the form was open is not put back on the shelf. A form whose first answer
 * was lost may be sent again with other words: it goes on from what it said then.
 */
function changed(before: Reward, { form, opened }: RewardEdit, formId: string): Reward {
  const again = before.form.id === formId;
  if (!again && opened?.version !== before.version) throw new Refusal('STALE_EDIT');
  const shown = again ? before.form.stock : (opened?.stock ?? 0);
  const stock = Math.max(0, before.stock + form.stock - shown);
  const said = { id: formId, stock: form.stock };
  return { ...before, ...fieldsOf(form), stock, version: before.version + 1, form: said };
}

const saysTheSame = (before: Reward, after: Reward): boolean =>
  isDeepStrictEqual({ ...before, version: after.version }, after);

async function dropPicture(
  tx: Transaction,
  { before, after, at }: { before: Reward | null; after: Reward; at: Context['now'] },
): Promise<void> {
  const fileId = before?.pictureFileId;
  if (!fileId || fileId === after.pictureFileId) return;
  const key = `picture:${after._id}:${after.version}`;
  await leaveInOutbox(tx, { key, kind: 'deletePicture', payload: { fileId }, at });
}

const limitText = (limit: number | null) => (limit === null ? '不限' : String(limit));
const shownFields = (reward: Reward): readonly (readonly [string, string])[] => [
  ['积分', String(reward.price)],
  ['库存', String(reward.stock)],
  ['每人', limitText(reward.perMember)],
  ['每天', limitText(reward.perDay)],
  ['上架', reward.onShelf ? '是' : '否'],
];

/** What was changed, in words, with the name that it has now. */
function changesOf(before: Reward | null, after: Reward): string {
  const now = shownFields(after);
  const then = before && new Map(shownFields(before));
  const changes = now
    .filter(([name, value]) => !then || then.get(name) !== value)
    .map(([name, value]) => (then ? `${name} ${then.get(name)} → ${value}` : `${name} ${value}`));
  return [after.name, ...changes].join('，');
}
