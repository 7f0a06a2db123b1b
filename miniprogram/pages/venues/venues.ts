import { SECOND } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { VenueCard } from '@shared/contracts/venue';
import { type Celebration, celebrationOf } from '../../components/check-in-sheet/checkIn.view';
import { type VisitLine, visitLine } from '../../components/visit-bar/visit.view';
import { api } from '../../services/api';
import { agreeOnTime, every, now } from '../../services/clock';
import { explain, showFailure } from '../../services/feedback';
import { BoardFollower } from '../../services/live';
import { pulledDown, retried } from '../../services/loading';
import { openPage } from '../../services/pages';
import { checkInByScan, leaveAfterAsking } from '../../services/visits';
import { isOutdated } from '../../words/opening';
import { type CampusGroup, campusGroups, SORTS, type Sort, withHeadcounts } from './venues.view';

type Club = Awaited<ReturnType<Api['venue']['list']>>;

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly groups: readonly CampusGroup[];
      /** Nobody has set up a campus yet: whoever deployed may be looking for the way in. */
      readonly unclaimed: boolean;
      readonly hint: string;
    };

type SortTap = WechatMiniprogram.TouchEvent<object, object, { sort: Sort }>;
type VenueTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    sorts: SORTS,
    sort: 'HEAT' as Sort,
    query: '',
    visit: null as VisitLine | null,
    busy: '' as '' | 'in' | 'out',
    celebration: null as Celebration | null,
  },

  club: null as Club | null,
  shown: false,
  boards: null as BoardFollower | null,
  stopTicking: null as (() => void) | null,

  onLoad() {
    this.boards = new BoardFollower((headcounts) => {
      if (!this.club) return;
      this.club = { ...this.club, venues: withHeadcounts(this.club.venues, headcounts) };
      this.print();
    });
  },

  onShow() {
    this.shown = true;
    this.stopTicking = every(30 * SECOND, () => this.tick());
    return this.load();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.shown = false;
    this.stopTicking?.();
    this.boards?.stop();
  },

  async load() {
    try {
      const club = await api.venue.list({});
      this.club = club;
      agreeOnTime(club.now);
      this.print();
      if (this.shown) this.boards?.follow(club.venues.map(({ id }) => id));
    } catch (error) {
      if (this.club) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  /** Times on the screen go on; what ended by itself (opening hours, a visit) is asked for. */
  tick(): void | Promise<void> {
    const venues: readonly VenueCard[] = this.club?.venues ?? [];
    const deadline = this.club?.openVisit?.deadline ?? null;
    const over = deadline !== null && deadline <= now();
    if (over || venues.some(({ opening }) => isOutdated(opening, now()))) return this.load();
    this.print();
  },

  /** Puts what is known on the screen. `hint` says that it may be old. */
  print(hint = '') {
    if (!this.club) return;
    const { campuses, venues, openVisit } = this.club;
    const { sort, query } = this.data;
    const groups = campusGroups(campuses, venues, { sort, query }, now());
    this.setData({
      state: { kind: 'ready', groups, unclaimed: campuses.length === 0, hint },
      visit: openVisit && visitLine(openVisit, now()),
    });
  },

  onSort(event: SortTap) {
    this.setData({ sort: event.currentTarget.dataset.sort });
    this.print();
  },

  onSearch(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ query: event.detail.value });
    this.print();
  },

  onClearSearch() {
    this.setData({ query: '' });
    this.print();
  },

  onTapVenue(event: VenueTap) {
    const id = encodeURIComponent(event.currentTarget.dataset.id);
    openPage(`/packages/venue/pages/detail/detail?id=${id}`);
  },

  onClaim() {
    openPage('/packages/admin/pages/claim/claim');
  },

  async onScan() {
    this.setData({ busy: 'in' });
    try {
      // Before the list is there the server says who has to register first.
      const done = await checkInByScan({ registered: this.club?.registered ?? true });
      if (done) this.setData({ celebration: celebrationOf(done) });
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
      await this.load();
    }
  },

  async onLeave() {
    const visit = this.club?.openVisit;
    if (!visit) return;
    this.setData({ busy: 'out' });
    try {
      await leaveAfterAsking(visit);
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
      await this.load();
    }
  },

  onCelebrated() {
    this.setData({ celebration: null });
  },

  onShareAppMessage() {
    return { title: '场边：看看场馆现在有多少人', path: '/pages/venues/venues' };
  },
});
