import { api } from '../../services/api';
import { confirm, toast } from '../../services/feedback';
import { blockQuestion } from './asks';

export interface Somebody {
  readonly memberId: string;
  readonly name: string;
}

/** Reporting and blocking of somebody, as both pages offer it. Null when nothing was chosen. */
export async function chooseAgainst({ name }: Somebody): Promise<'report' | 'block' | null> {
  try {
    const itemList = ['举报', '屏蔽'];
    const { tapIndex } = await wx.showActionSheet({ alertText: name, itemList });
    return tapIndex === 0 ? 'report' : 'block';
  } catch {
    return null; // closed without choosing
  }
}

/** Asks, blocks and says so. True when it was done. */
export async function blockAfterAsking({ memberId, name }: Somebody): Promise<boolean> {
  if (!(await confirm(blockQuestion(name)))) return false;
  await api.challenge.block({ memberId, blocked: true });
  toast('已屏蔽');
  return true;
}
