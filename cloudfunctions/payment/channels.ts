import { type Channel, ONLINE_CHANNELS, type OnlineChannel } from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { openAlipayChannel } from '../alipay/channel';
import type { PaymentChannel, PhoneChannel } from '../order/channel';
import { openWechatChannel } from '../wechatPay/channel';

const OPEN: Partial<Record<Channel, () => PaymentChannel | null>> = {
  WECHAT: openWechatChannel,
  ALIPAY: openAlipayChannel,
};

/**
 * Whether this installation has a merchant at the channel that can be asked. One whose keys are
 * wrong is reported and counts as none: everything else goes on.
 */
export function hasChannel({ platform }: Context, channel: Channel): boolean {
  try {
    return Boolean(OPEN[channel]?.());
  } catch (fault) {
    platform.reportFault(fault, channel);
    return false;
  }
}

export const openChannels = (context: Context): OnlineChannel[] =>
  ONLINE_CHANNELS.filter((channel) => hasChannel(context, channel));

/**
 * The channel that an order is paid through.
 *
 * @throws Refusal PAYMENT_UNAVAILABLE when it is not there for us
 */
export function channelOf(channel: Channel): PaymentChannel {
  const opened = OPEN[channel]?.();
  if (!opened) throw new Refusal('PAYMENT_UNAVAILABLE');
  return opened;
}

/** The channel that a phone pays through. */
export function phoneChannel(): PhoneChannel {
  const opened = openWechatChannel();
  if (!opened) throw new Refusal('PAYMENT_UNAVAILABLE');
  return opened;
}
