// Which match keys events carry, an estimate of our own, and what would help most.

import * as api from './api.js';
import { choice, el, number, percent, replace, say, section, table, time } from './dom.js';

const RANGES = [['hour', 'hour'], ['day', 'day'], ['week', 'week']];

let range = 'day';

export function quality(place) {
  const content = el('div');
  const tools = el('div', { class: 'tools' }, choice('quality-range', 'In the last', range, RANGES, (value) => {
    range = value;
    draw().catch((problem) => say(problem.message));
  }));
  replace(place, el('h1', {}, 'Match quality'), tools, content);

  async function draw() {
    const told = await api.quality({ range });
    replace(content,
      el('p', { class: 'quiet' }, told.note),
      told.events.length === 0
        ? section('Events', {}, el('p', { class: 'empty' }, `None since ${time(told.from)}.`))
        : section('Events', {}, estimates(told), advice(told)),
      ...told.events.map(keys),
      section('How the estimate is weighted', {}, weights(told)));
  }

  return { draw, period: () => 30000 };
}

function name(each) {
  return `${each.event || '(no event)'} from ${each.source}`;
}

function estimates(told) {
  return table(`Since ${time(told.from)}`, [
    { title: 'Event', cell: (each) => each.event || '(none)' },
    { title: 'Source', cell: (each) => each.source },
    { title: 'Events', kind: 'number', cell: (each) => number(each.events) },
    { title: 'Estimate', kind: 'number', cell: (each) => `${each.estimate.toLocaleString()} of 10` },
  ], told.events);
}

function advice(told) {
  const lines = told.events.filter((each) => each.next).map((each) => el('li', {}, each.next));
  return lines.length === 0 ? null : el('div', {}, el('h3', {}, 'What would help most'), el('ul', {}, lines));
}

function keys(each) {
  return section(name(each), {}, table(`Of ${number(each.events)} events`, [
    { title: 'Match key', cell: (key) => key.field },
    { title: 'came', kind: 'number', cell: (key) => percent(key.present, each.events) },
    { title: 'good', kind: 'number', cell: (key) => percent(key.valid, each.events) },
    { title: 'good', kind: 'number', cell: (key) => number(key.valid) },
    { title: 'Warnings', kind: 'words', cell: (key) => key.problems.map((problem) => `${problem.code} ${number(problem.n)}`).join(', ') },
  ], each.keys));
}

function weights(told) {
  return table('Shares of the estimate', [
    { title: 'Key', cell: (each) => each.key },
    { title: 'Fields', kind: 'words', cell: (each) => each.fields.join(', ') },
    { title: 'Weight', kind: 'number', cell: (each) => number(each.weight) },
  ], told.weights);
}
