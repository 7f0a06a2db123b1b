import type { ChosenPicture } from '../services/pictures';
import type { FieldErrors } from './fields';

/** A page with one picture in its form: what it is shown from, and what is wrong with it. */
interface PicturePage<Field extends string> {
  readonly data: { readonly errors: FieldErrors<Field | 'picture'> };
  setData(part: { pictureUrl?: string; errors: FieldErrors<Field | 'picture'> }): void;
}

/** Lets somebody choose the picture and shows it, or says beside it why there is none. */
export async function showChosen<Field extends string>(
  page: PicturePage<Field>,
  picture: ChosenPicture,
): Promise<void> {
  try {
    const pictureUrl = await picture.choose();
    if (pictureUrl === null) return;
    page.setData({ pictureUrl, errors: { ...page.data.errors, picture: '' } });
  } catch {
    const message = '没有选到图片，请在设置里允许使用相册后再试';
    page.setData({ errors: { ...page.data.errors, picture: message } });
  }
}
