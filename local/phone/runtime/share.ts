import type { ShareCard, ShareSource } from './host';
import type { Page } from './page';

interface ShareAnswer {
  readonly title?: string;
  readonly path?: string;
  readonly imageUrl?: string;
  readonly promise?: Promise<ShareAnswer>;
}

/** WeChat waits this long for the promise a page may answer with. */
const PATIENCE = 3000;

/** The card a page wants to be shared as; whatever it leaves out is WeChat's default. */
export async function shareCardOf(
  page: Page,
  source: ShareSource,
  assetUrl: (path: string) => string,
): Promise<ShareCard> {
  const answer = (page.call('onShareAppMessage', source) ?? {}) as ShareAnswer;
  const late = answer.promise ? await withinPatience(answer.promise) : {};
  const { title, path, imageUrl } = { ...answer, ...late };
  return {
    title: title ?? page.bar.title,
    path: absolute(path ?? page.url),
    imageUrl: imageUrl ? assetUrl(imageUrl) : '',
  };
}

function withinPatience(promise: Promise<ShareAnswer>): Promise<ShareAnswer> {
  const timeout = new Promise<ShareAnswer>((resolve) => setTimeout(() => resolve({}), PATIENCE));
  return Promise.race([promise, timeout]);
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
