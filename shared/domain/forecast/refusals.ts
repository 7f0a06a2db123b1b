export const FORECAST_REFUSALS = {
  QUIET_TOO_LATE: '今天快闭馆了，来不及等，请明天再设',
  QUIET_ALREADY: '现在人就不多，可以直接过来',
  DAY_TOO_FAR: '只能标记过去 56 天到今后 90 天的日子，请换一天',
  NO_WEATHER_FEED: '还没有接入天气服务，请联系部署人员',
} as const;
