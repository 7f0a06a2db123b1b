/** What the cashier asks. */
export interface Sheet {
  readonly code: string;
  readonly merchant: string;
  readonly subject: string;
  /** yuan */
  readonly amount: string;
}

/** What came of it; with a `code` the person can go back and try again. */
export interface Notice {
  readonly kind: 'paid' | 'refused' | 'left';
  readonly title: string;
  readonly text: string;
  readonly amount?: string;
  readonly code?: string;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export function sheetPage({ code, merchant, subject, amount }: Sheet): string {
  return page(
    '付款',
    `<main>
<p class="to">付款给 <b>${escaped(merchant)}</b></p>
<p class="amount"><small>¥</small>${escaped(amount)}</p>
<dl>
<div><dt>订单信息</dt><dd>${escaped(subject)}</dd></div>
<div><dt>付款方式</dt><dd>账户余额</dd></div>
</dl>
</main>
<form method="post" action="/__alipay/pay">
<input type="hidden" name="code" value="${escaped(code)}">
<button class="primary" name="choice" value="pay">确认付款</button>
<div class="others">
<button name="choice" value="short">余额不足</button>
<button name="choice" value="leave">取消</button>
</div>
</form>`,
  );
}

const SIGNS: Readonly<Record<Notice['kind'], string>> = {
  paid: '<path d="M4.5 12.5l5 5 10-11"/>',
  refused: '<path d="M12 6v7.5M12 17.5v.1"/>',
  left: '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
};

export function noticePage({ kind, title, text, amount, code }: Notice): string {
  const back =
    code === undefined
      ? ''
      : `<a class="primary" href="/__alipay/cashier?code=${encodeURIComponent(code)}">重新付款</a>`;
  return page(
    title,
    `<main class="notice ${kind}">
<svg viewBox="0 0 24 24" aria-hidden="true">${SIGNS[kind]}</svg>
<h1>${escaped(title)}</h1>
${amount === undefined ? '' : `<p class="amount"><small>¥</small>${escaped(amount)}</p>`}
<p class="to">${escaped(text)}</p>
</main>
<form>${back}</form>`,
  );
}

const STYLE = `
:root { --blue: #1677ff; --ground: #f5f5f5; --surface: #fff; --ink: #1f1f1f; --ink-2: #737373; --line: #ececec; --red: #d4380d; --green: #2c8c40; color-scheme: light; }
@media (prefers-color-scheme: dark) { :root { --blue: #3c89e8; --ground: #101010; --surface: #1c1c1c; --ink: #ededed; --ink-2: #9c9c9c; --line: #2c2c2c; --red: #e8694a; --green: #5cb570; color-scheme: dark; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
header { flex: none; height: 48px; display: grid; place-items: center; background: var(--blue); color: #fff; font-size: 17px; font-weight: 600; }
main { padding: 40px 16px 24px; text-align: center; }
.to { color: var(--ink-2); overflow-wrap: anywhere; } .to b { color: var(--ink); font-weight: 600; }
.amount { margin-top: 8px; font-size: 44px; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.amount small { font-size: 26px; margin-right: 4px; }
dl { margin-top: 32px; border-radius: 12px; background: var(--surface); text-align: left; }
dl div { display: flex; gap: 16px; justify-content: space-between; padding: 14px 16px; } dl div + div { border-top: 1px solid var(--line); }
dt { flex: none; color: var(--ink-2); } dd { min-width: 0; text-align: right; overflow-wrap: anywhere; }
form { margin-top: auto; padding: 16px 16px 28px; }
button, a { font: inherit; border: 0; cursor: pointer; color: inherit; background: none; text-decoration: none; }
.primary { display: block; width: 100%; height: 48px; line-height: 48px; padding: 0; border-radius: 10px; background: var(--blue); color: #fff; font-weight: 600; text-align: center; }
.others { display: flex; gap: 12px; margin-top: 12px; }
.others button { flex: 1; height: 48px; border-radius: 10px; background: var(--surface); color: var(--ink); }
:is(button, a):focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
.notice { padding-top: 72px; display: flex; flex-direction: column; align-items: center; gap: 12px; } .notice h1 { font-size: 20px; }
.notice svg { width: 64px; height: 64px; padding: 14px; border-radius: 50%; background: var(--ink-2); fill: none; stroke: var(--surface); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.paid svg { background: var(--green); } .refused svg { background: var(--red); }
`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>支付宝</header>
${body}
</body>
</html>
`;
}
