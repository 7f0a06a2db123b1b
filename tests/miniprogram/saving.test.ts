import { Refusal } from '@shared/refusals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Checked } from '../../miniprogram/forms/fields';
import { saveForm } from '../../miniprogram/forms/saving';
import { oneAtATime, turnOf } from '../../miniprogram/services/oneAtATime';
import { ChosenPicture } from '../../miniprogram/services/pictures';

type Field = 'name' | 'phone';

const sent: string[] = [];
let chosen = 'a.jpg';
let upload = async ({ filePath }: { filePath: string }) => {
  sent.push(filePath);
  return { fileID: `cloud://${filePath}` };
};

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('wx', {
    chooseMedia: async () => ({ tempFiles: chosen ? [{ tempFilePath: chosen }] : [] }),
    cloud: { uploadFile: (one: { filePath: string }) => upload(one) },
    nextTick: (work: () => void) => work(),
    pageScrollTo: async () => undefined,
    showToast: () => undefined,
  });
});
afterEach(() => void vi.unstubAllGlobals());

function formPage() {
  return {
    data: { errors: { name: '', phone: '' }, saving: false, busy: '' as '' | 'pay' },
    setData(part: object) {
      Object.assign(this.data, part);
    },
  };
}
const SOUND: Checked<{ name: string }, Field> = { ok: true, form: { name: '林小满' } };
const reload = async () => undefined;

test('a form is saved once however often the button is tapped', async () => {
  const page = formPage();
  const save = vi.fn(() => new Promise<void>((done) => setImmediate(done)));
  const saving = { result: SOUND, fields: {}, save, reload };
  const taps = [saveForm(page, saving), saveForm(page, saving)];
  expect(page.data.saving).toBe(true);
  await Promise.all(taps);
  expect(save.mock.calls).toEqual([[{ name: '林小满' }]]);
  expect(page.data.saving).toBe(false);
});

test('what is wrong is said beside its field, before and after sending', async () => {
  const page = formPage();
  const save = vi.fn().mockRejectedValue(new Refusal('PHONE_INVALID'));
  const errors = { name: '请填写姓名', phone: '' };
  const wrong: Checked<{ name: string }, Field> = { ok: false, errors };
  await saveForm(page, { result: wrong, fields: {}, save, reload });
  expect(save).not.toHaveBeenCalled();
  expect(page.data.errors).toEqual(errors);
  await saveForm(page, { result: SOUND, fields: { PHONE_INVALID: 'phone' }, save, reload });
  expect(page.data.errors).toEqual({ ...errors, phone: new Refusal('PHONE_INVALID').message });
  expect(page.data.saving).toBe(false);
});

test('a chosen picture is sent once, another one anew, none when it is taken back', async () => {
  const picture = new ChosenPicture();
  expect(await picture.uploaded('venues')).toBeNull();
  await picture.choose();
  expect(await picture.uploaded('venues')).toBe('cloud://a.jpg');
  expect(await picture.uploaded('venues')).toBe('cloud://a.jpg');
  expect(sent).toEqual(['a.jpg']);
  chosen = 'b.jpg';
  expect(await picture.choose()).toBe('b.jpg');
  chosen = '';
  expect(await picture.choose()).toBeNull();
  expect(await picture.uploaded('venues')).toBe('cloud://b.jpg');
  picture.forget();
  expect(await picture.uploaded('venues')).toBeNull();
});

test('a picture chosen while another is on its way is sent too', async () => {
  const picture = new ChosenPicture();
  chosen = 'a.jpg';
  await picture.choose();
  const first = upload;
  upload = async (one) => {
    chosen = 'b.jpg';
    await picture.choose();
    return first(one);
  };
  expect(await picture.uploaded('venues')).toBe('cloud://a.jpg');
  upload = first;
  expect(await picture.uploaded('venues')).toBe('cloud://b.jpg');
});

test('a page that shows what it is doing does one thing at a time', async () => {
  const page = formPage();
  const task = vi.fn(() => new Promise<void>((done) => setImmediate(done)));
  const turns = [1, 2].map(() => oneAtATime(task, turnOf(page, 'pay', reload)));
  expect(page.data.busy).toBe('pay');
  await Promise.all(turns);
  expect(task).toHaveBeenCalledTimes(1);
  expect(page.data.busy).toBe('');
});
