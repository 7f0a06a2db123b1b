import type { TemplateView } from '@shared/contracts/message';
import { MESSAGES, type MessageKind } from '@shared/domain/message';
import { api } from './api';

/** What this installation may ask for; null until a page has learned it. */
let known: readonly TemplateView[] | null = null;

/** Takes over what a reply said about the templates, so that a tap need not wait for them. */
export function learnTemplates(templates: readonly TemplateView[]): void {
  known = templates;
}

/**
 * Fetches the templates ahead of a tap: WeChat opens its sheet only straight from one. A page that
 * will ask calls this when it has been loaded; a failure only means that nobody is asked.
 */
export async function prepareToAsk(): Promise<void> {
  if (known) return;
  await api.message
    .templates({})
    .then(({ templates }) => learnTemplates(templates))
    .catch(() => undefined);
}

/** How asking went: `off` where there is nothing to ask for or WeChat did not open its sheet. */
export type Asked = 'accepted' | 'rejected' | 'off';

/**
 * Asks in WeChat's sheet whether the club may send messages of these kinds, one for each acceptance.
 * Call it right inside a tap or when a payment has closed. It never throws: what the person came to
 * do goes on whatever they answer.
 */
export async function askToSubscribe(kinds: readonly MessageKind[]): Promise<Asked> {
  const wanted = new Set<string>(kinds.map((kind) => MESSAGES[kind].template));
  const tmplIds = (known ?? [])
    .filter(({ template }) => wanted.has(template))
    .map(({ templateId }) => templateId);
  if (tmplIds.length === 0) return 'off';
  try {
    const answer: Readonly<Record<string, unknown>> = await wx.requestSubscribeMessage({ tmplIds });
    const accepted = tmplIds.filter((id) => ACCEPTED.includes(String(answer[id])));
    if (accepted.length === 0) return 'rejected';
    const { templates } = await api.message.subscribed({ accepted });
    learnTemplates(templates);
    return 'accepted';
  } catch {
    return 'off';
  }
}

const ACCEPTED = ['accept', 'acceptWithAudio', 'acceptWithAlert'];

/** The templates as last heard of. */
export const knownTemplates = () => known ?? [];
