import { DAY } from '../base/time';

/**
 * Everything that is written down in the log, and how it reads there: a verb with its domain,
 * `<function>.<procedure>` wherever one procedure does it. What is not named here cannot be logged.
 */
export const ACTIONS = {
  'member.register': '注册',
  'member.updateProfile': '修改资料',
  'member.deleteAccount': '注销账号',
  'account.create': '设置用户名',
  'account.changePassword': '修改密码',
  'account.login': '绑定微信',
  'account.unbind': '解绑微信',
  'account.stop': '停用账号',
  'account.open': '启用账号',
  'account.resetPassword': '重置密码',
  'booking.create': '预订场地',
  'booking.reschedule': '改期',
  'booking.cancel': '取消预订',
  'order.pay': '付款',
  'wallet.withdraw': '充值退回',
  'visit.checkOut': '请会员离场',
  'membership.adjust': '调整积分',
  'membership.saveRules': '修改积分规则',
  'club.createCampus': '新建校区',
  'club.updateCampus': '修改校区',
  'club.createVenue': '新建场馆',
  'club.updateVenue': '修改场馆',
  'club.appoint': '任命',
  'club.dismiss': '解除职务',
  'club.claim': '认领系统',
  'forecast.markDay': '标记特殊日',
  'forecast.setWeather': '设置天气预报',
  'courts.book': '前台代订',
  'courts.cancel': '前台取消预订',
  'courts.close': '停用场地',
  'courts.reopen': '恢复场地',
  'courts.noShow': '记为未到',
  'courts.waive': '取消未到',
  'courts.refund': '订场退款',
  'courts.saveOffer': '修改订场设置',
  'cashier.take': '前台收款',
  'books.query': '查询订单',
  'books.close': '关闭订单',
  'books.fulfil': '补发订单',
  'books.reverse': '冲正收款',
  'books.resendRefund': '重发退款',
  'books.creditRefund': '退款转余额',
  'books.payBack': '前台退回余额',
  'books.settleDifference': '处理对账差异',
  'student.register': '登记为学员',
  'student.update': '学员修改资料',
  'student.apply': '申请教练',
  'student.withdraw': '撤回教练申请',
  'student.requestChange': '申请更换教练',
  'student.withdrawChange': '撤回更换教练',
  'student.book': '预约课程',
  'coach.apply': '申请成为教练',
  'coach.update': '教练修改资料',
  'coach.answer': '答复学员申请',
  'coach.setOff': '设置不授课时间',
  'coach.vote': '教练表决更换',
  'lesson.withdraw': '撤回课程预约',
  'lesson.confirm': '确认课程并扣费',
  'lesson.refuse': '拒绝课程',
  'lesson.askCancel': '申请取消课程',
  'lesson.answerCancel': '答复取消课程',
  'lesson.withdrawCancel': '撤回取消申请',
  'lesson.evaluate': '课后评价',
  'lesson.expire': '课程预约过期',
  'training.changed': '更换教练生效',
  'school.approve': '批准教练',
  'school.refuse': '拒绝教练申请',
  'school.editStudent': '修改学员资料',
  'school.editCoach': '修改教练资料',
  'school.stopTeaching': '暂停授课',
  'school.resumeTeaching': '恢复授课',
  'school.removeStudent': '移出学员',
  'school.removeCoach': '移出教练',
  'school.endRelation': '解除师生关系',
  'school.cancelLesson': '管理员取消课程',
  'school.vote': '管理员表决更换',
  'school.saveRates': '修改课时费',
  'reward.handOver': '交付礼品',
  'reward.save': '修改礼品',
  'challenge.decide': '裁定约战',
  'challenge.closeReport': '处理举报',
} as const;
export type AuditAction = keyof typeof ACTIONS;

const isAction = (text: string): text is AuditAction => Object.hasOwn(ACTIONS, text);

/** How an action reads; what an older version wrote and nobody knows any more stays as it is. */
export const actionWord = (action: string): string => (isAction(action) ? ACTIONS[action] : action);

/**
 * How long the log is kept. 网络安全法 第二十一条 asks for six months at least; a claim can be raised
 * for three years (民法典 第一百八十八条), and until then somebody may have to show who did what.
 */
export const LOG_LIFE = 3 * 366 * DAY;

/** Who acted or was meant, when the account is gone. */
export const GONE = '已注销的会员';

/** The actor of what no person did: a timer, when its time had come. */
export const NOBODY = 'system';
export const NOBODY_WORD = '系统自动';
