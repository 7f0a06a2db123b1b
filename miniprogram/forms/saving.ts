import { Refusal } from '@shared/refusals';
import { confirm, showFailure } from '../services/feedback';
import type { Checked, FieldErrors, RefusedField } from './fields';

/** What a form can do about a refusal. */
export interface RefusedForm<Field extends string> {
  readonly fields: RefusedField<Field>;
  /** Says beside a field what is wrong with it. */
  mark(field: Field, message: string): void;
  /** Throws away what was typed and starts from what is stored. */
  reload(): Promise<void>;
}

/** Tells why a form was not saved: beside the field, as an offer to reload, or in one line. */
export async function tellNotSaved<Field extends string>(
  error: unknown,
  form: RefusedForm<Field>,
): Promise<void> {
  if (!(error instanceof Refusal)) {
    showFailure(error);
    return;
  }
  const field = form.fields[error.code];
  if (field !== undefined) {
    form.mark(field, error.message);
    showFirstError();
  } else if (error.code === 'STALE_EDIT') {
    const reload = await confirm({
      title: '别人刚刚修改过',
      content: '重新载入会显示最新的内容，你这次填写的会丢掉。也可以先留在这里抄下来。',
      confirmText: '重新载入',
      cancelText: '先留着',
    });
    if (reload) await form.reload();
  } else {
    showFailure(error);
  }
}

/** Scrolls to the first field with an error, once it has been drawn. */
export function showFirstError(): void {
  wx.nextTick(() => {
    // No such field is on screen any more: nothing to scroll to.
    wx.pageScrollTo({ selector: '.field--wrong', offsetTop: -16 }).catch(() => undefined);
  });
}

/** A page with one form: what is wrong with its fields, and whether it is being saved. */
interface FormPage<Field extends string> {
  readonly data: { readonly errors: FieldErrors<Field>; readonly saving: boolean };
  setData(part: { errors?: FieldErrors<Field>; saving?: boolean }): void;
}

interface Saving<Form, Field extends string> {
  readonly result: Checked<Form, Field>;
  /** Which refusals belong beside which field. */
  readonly fields: RefusedField<Field>;
  /** Sends the form and says that it was saved. */
  readonly save: (form: Form) => Promise<void>;
  /** Throws away what was typed and starts from what is stored. */
  readonly reload: () => Promise<void>;
}

/** Saves a form once however often the button is tapped, or says what keeps it from being saved. */
export async function saveForm<Form, Field extends string>(
  page: FormPage<Field>,
  { result, fields, save, reload }: Saving<Form, Field>,
): Promise<void> {
  if (page.data.saving) return;
  if (!result.ok) {
    page.setData({ errors: result.errors });
    showFirstError();
    return;
  }
  page.setData({ saving: true });
  try {
    await save(result.form);
  } catch (error) {
    await tellNotSaved<Field>(error, {
      fields,
      mark: (field, message) => page.setData({ errors: { ...page.data.errors, [field]: message } }),
      reload,
    });
  } finally {
    page.setData({ saving: false });
  }
}
