import { SECOND } from '@shared/base/time';
import type { BookingDetail } from '@shared/contracts/bookingViews';
import { REMIND_BEFORE, SPORT_WORDS } from '@shared/domain/booking';
import { toast } from '../../../../services/feedback';

/** Reminds of it when the club does, seconds. */
const ALARM_BEFORE = REMIND_BEFORE / SECOND;

/** Shows the venue on the map. */
async function showOnMap(detail: BookingDetail): Promise<void> {
  const { latitude, longitude, address, booking } = detail;
  try {
    await wx.openLocation({ latitude, longitude, name: booking.venueName, address, scale: 16 });
  } catch {
    toast('没有打开地图，请稍后再试');
  }
}

async function callVenue({ phone }: BookingDetail): Promise<void> {
  try {
    await wx.makePhoneCall({ phoneNumber: phone });
  } catch {
    // The person chose not to call: WeChat reports that as a failure.
  }
}

/** Whether this WeChat can write into the phone's calendar (base library 2.15.0). */
export const hasCalendar = () => wx.canIUse('addPhoneCalendar');

/** Writes the booking into the phone's calendar. */
async function addToCalendar({ booking, address }: BookingDetail): Promise<void> {
  const { venueName, courtName, sport, startAt, endAt } = booking;
  try {
    await wx.addPhoneCalendar({
      title: `${SPORT_WORDS[sport]} ${courtName}`,
      startTime: Math.floor(startAt / SECOND),
      endTime: String(Math.floor(endAt / SECOND)),
      location: `${venueName} ${address}`,
      alarm: true,
      alarmOffset: ALARM_BEFORE,
    });
    toast('已加入日历');
  } catch (error) {
    const { errMsg = '' } = error as { errMsg?: string };
    if (!errMsg.includes('cancel')) toast('没有写入日历，请在设置里允许使用日历');
  }
}

/** For a calendar elsewhere: a computer, or another phone. WeChat says itself that it is copied. */
async function copyCalendarUrl({ calendarUrl }: BookingDetail): Promise<void> {
  try {
    if (calendarUrl !== null) await wx.setClipboardData({ data: calendarUrl });
  } catch {
    toast('没有复制，请稍后再试');
  }
}

/** What of a booking lies outside the mini-program, by the name its row has. */
export const OUTSIDE = {
  map: showOnMap,
  call: callVenue,
  calendar: addToCalendar,
  link: copyCalendarUrl,
} as const;
