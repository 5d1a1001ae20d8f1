// Lines over time, drawn small.

import { el, number, svg } from './dom.js';

const WIDEST = 1100;
const MARGINS = 56;
const HEIGHT = 200;
const LEFT = 46;
const BOTTOM = 22;
const TOP = 10;
const LINES = ['accepted', 'delivered', 'rejected', 'dead'];

/** A plot of a ledger's steps, with what it shows in words for who does not see it. */
export function plot(ledger) {
  const width = Math.min(WIDEST, document.documentElement.clientWidth - MARGINS); // so letters keep their size on a phone
  const most = Math.max(1, ...LINES.flatMap((line) => ledger.series[line]));
  const x = (step) => LEFT + (step * (width - LEFT - 6)) / (ledger.steps - 1);
  const y = (n) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - n / most);
  const sums = LINES.map((line) => `${number(ledger.series[line].reduce((a, b) => a + b, 0))} ${line}`).join(', ');
  const from = new Date(ledger.from).getTime();
  const mark = (step) => new Date(from + step * ledger.step_seconds * 1000).toLocaleString(undefined,
    ledger.range === 'week' ? { weekday: 'short', hour: '2-digit' } : { hour: '2-digit', minute: '2-digit' });
  const marks = [0, Math.floor(ledger.steps / 2), ledger.steps - 1];
  return el('figure', { class: 'figure' },
    svg('svg', { class: 'plot', viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': `Events of this ${ledger.range}: ${sums}` },
      svg('line', { class: 'axis', x1: LEFT, x2: width - 6, y1: y(0), y2: y(0) }),
      svg('line', { class: 'axis', x1: LEFT, x2: width - 6, y1: y(most), y2: y(most) }),
      svg('text', { x: LEFT - 6, y: y(most) + 4, 'text-anchor': 'end' }, number(most)),
      svg('text', { x: LEFT - 6, y: y(0) + 4, 'text-anchor': 'end' }, '0'),
      marks.map((step, i) => svg('text',
        { x: x(step), y: HEIGHT - 6, 'text-anchor': ['start', 'middle', 'end'][i] }, mark(step))),
      LINES.map((line) => svg('path', {
        class: line,
        d: ledger.series[line].map((n, step) => `${step === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(n).toFixed(1)}`).join(''),
      }))),
    el('ul', { class: 'legend' }, LINES.map((line) => el('li', {},
      svg('svg', { viewBox: '0 0 32 11', 'aria-hidden': 'true' }, svg('path', { class: line, d: 'M0 6H32' })),
      ` ${line}`))));
}
