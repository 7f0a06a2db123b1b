import type { ProfileView } from '@shared/contracts/member';
import { cleanNickname, cleanPhone } from '@shared/domain/member';
import { REFUSALS } from '@shared/refusals';

/** The form as it stands: what was typed, what of it cannot be saved, and whether it is worth it. */
export function profileForm(
  typed: { readonly nickname: string; readonly phone: string },
  saved: Pick<ProfileView, 'nickname' | 'phone'>,
) {
  const nickname = cleanNickname(typed.nickname);
  const phone = typed.phone === '' ? null : cleanPhone(typed.phone);
  const badPhone = typed.phone !== '' && phone === null;
  const different = nickname !== saved.nickname || phone !== saved.phone;
  return {
    ...typed,
    obstacle: nickname === null ? REFUSALS.NICKNAME_INVALID : '',
    // A number is wrong only when it is whole: nobody is told off while typing.
    phoneObstacle: badPhone && typed.phone.length >= 11 ? REFUSALS.PHONE_INVALID : '',
    changed: nickname !== null && !badPhone && different,
  };
}
