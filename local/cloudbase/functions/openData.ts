/** At most this many values of a call are looked up; further ones stay the text they are. */
const MOST_LOOKED_UP = 5;

/** WeChat's code for a CloudID that it does not know; the reference names the family only. */
const UNKNOWN_CLOUD_ID = -601005;

/** What a CloudID of the caller stands for; null when nobody issued it, or not to them. */
export type OpenData = (cloudId: string, openid: string | null) => object | null;

/**
 * What the platform makes of `wx.cloud.CloudID(…)` at the top level of a call's data: an object in
 * its place, with `data` when it knows the id and with an error when it does not.
 */
export function withOpenData(
  event: unknown,
  names: unknown,
  dataOf: (cloudId: string) => object | null,
): unknown {
  if (!Array.isArray(names) || typeof event !== 'object' || event === null) return event;
  const replaced: Record<string, unknown> = { ...event };
  for (const name of names.slice(0, MOST_LOOKED_UP).map(String)) {
    const cloudID = replaced[name];
    if (typeof cloudID !== 'string') continue;
    const data = dataOf(cloudID);
    replaced[name] = data
      ? { cloudID, data }
      : { cloudID, errCode: UNKNOWN_CLOUD_ID, errMsg: 'cloudID invalid' };
  }
  return replaced;
}
