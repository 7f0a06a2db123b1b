import { startSession } from './services/session';

App({
  onLaunch() {
    startSession();
  },
});
