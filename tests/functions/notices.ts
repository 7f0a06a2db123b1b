import { expect } from 'vitest';
import type { Club } from './club';

interface Notice {
  readonly title: string;
  readonly page: string | null;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
}

/** What lies on a persona's phone under 服务通知. */
export async function noticesOf({ cloud }: Club, who: string): Promise<readonly Notice[]> {
  const openid = encodeURIComponent(cloud.openidOf(who));
  const response = await fetch(`${cloud.url}/__wechat/notices?openid=${openid}`);
  return (await response.json()) as readonly Notice[];
}

export async function templateId(club: Club, who: string, wanted: string): Promise<string> {
  const { templates } = await club.as(who).message.templates({});
  return templates.find(({ template }) => template === wanted)?.templateId ?? '';
}

/** The person taps 允许 in WeChat, which knows it from then on; once for each name. */
export async function allowTemplates(
  club: Club,
  who: string,
  templates: readonly string[],
): Promise<void> {
  for (const template of templates) {
    const id = await templateId(club, who, template);
    const response = await fetch(`${club.cloud.url}/__wechat/acceptances`, {
      method: 'POST',
      body: JSON.stringify({ openid: club.cloud.openidOf(who), accepted: [id] }),
    });
    expect(response.status).toBe(200);
    await club.as(who).message.subscribed({ accepted: [id] });
  }
}
