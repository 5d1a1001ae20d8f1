// Files and tables, and how far they are.

import * as api from './api.js';
import { el, number, replace, section, table, time } from './dom.js';

export function imports(place) {
  const files = el('div');
  const tables = el('div');
  replace(place, el('h1', {}, 'Imports'), files, tables);

  async function draw() {
    const status = await api.status();
    replace(files, section('Files', {}, status.imports.length === 0
      ? el('p', { class: 'empty' }, 'None since the start. Drop one into the inbox of its source, or use ./ferry import.')
      : fileTable(status.imports)));
    replace(tables, section('Tables', {}, status.tables.length === 0
      ? el('p', { class: 'empty' }, 'No route reads a table.')
      : tableTable(status.tables)));
  }

  return { draw, period: () => 2000 };
}

function fileTable(files) {
  return table('Files that are under way or were read since the start', [
    { title: 'File', cell: (each) => `${each.source}/${each.file}` },
    { title: 'State', cell: (each) => each.state },
    { title: 'Progress', cell: (each) => bar(each) },
    { title: 'Rows', kind: 'number', cell: (each) => number(each.rows) },
    ...['accepted', 'duplicate', 'filtered', 'rejected'].map((what) =>
      ({ title: what, kind: 'number', cell: (each) => number(each[what]) })),
    { title: 'Began', cell: (each) => time(each.started_at) },
    { title: 'Why', kind: 'words', cell: (each) => each.why ?? '' },
    { title: 'Report', kind: 'words', cell: (each) => each.report ?? '' },
  ], files);
}

function bar(file) {
  const percent = Math.round((file.progress ?? 0) * 100);
  return el('span', { class: 'bar' },
    el('progress', { max: 100, value: percent, 'aria-label': `${file.source}/${file.file}` }), ` ${percent} %`);
}

function tableTable(tables) {
  return table('Tables that are polled', [
    { title: 'Source', cell: (each) => each.source },
    { title: 'Last look', cell: (each) => time(each.last_look) },
    { title: 'Rows', kind: 'number', cell: (each) => number(each.rows) },
    { title: 'Late', kind: 'number', cell: (each) => number(each.late_rows) },
    { title: 'Missed', kind: 'number', cell: (each) => number(each.gap_rows) },
    { title: 'Ahead', kind: 'number', cell: (each) => number(each.rows_ahead) },
    { title: 'Behind (s)', kind: 'number', cell: (each) => (each.behind_seconds === undefined ? '' : number(each.behind_seconds)) },
    { title: 'Lag (s)', kind: 'number', cell: (each) => (each.lag_seconds === null ? '' : number(each.lag_seconds)) },
    { title: 'Failure', kind: 'words', cell: (each) => each.failure?.message ?? each.failure?.class ?? '' },
  ], tables);
}
