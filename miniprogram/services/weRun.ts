import { Refusal } from '@shared/refusals';

/**
 * What WeChat counted, as a CloudID: the platform replaces it by the steps on their way to the
 * function, so that no phone makes them up on the way. Asks for the permission on the first time.
 *
 * @throws Refusal STEPS_UNAVAILABLE when the person does not want to, or has no 微信运动
 */
export async function stepsOfWeChat(): Promise<unknown> {
  try {
    const { cloudID = '' } = await wx.getWeRunData();
    return wx.cloud.CloudID(cloudID);
  } catch {
    throw new Refusal('STEPS_UNAVAILABLE');
  }
}
