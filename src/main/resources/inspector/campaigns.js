// Accepted events and their value by the ads that led to them.

import * as api from './api.js';
import { choice, el, number, replace, say, section, table } from './dom.js';

const DAYS = [['1', 'today'], ['7', '7 days'], ['30', '30 days'], ['90', '90 days']];

let days = '7';

export function campaigns(place) {
  const content = el('div');
  const file = el('a', { id: 'campaigns-csv', href: api.campaignsFile({ days }), download: '' }, 'As CSV');
  const tools = el('div', { class: 'tools' }, choice('campaign-days', 'In the last', days, DAYS, (value) => {
    days = value;
    file.setAttribute('href', api.campaignsFile({ days }));
    draw().catch((problem) => say(problem.message));
  }), file);
  replace(place, el('h1', {}, 'Campaigns'), tools, content);

  async function draw() {
    const told = await api.campaigns({ days });
    replace(content, section('Accepted events', {}, told.campaigns.length === 0
      ? el('p', { class: 'empty' }, 'None came with campaign_name, adset_name, ad_name or utm_campaign in its page\u2019s URL.')
      : rows(told)));
  }

  return { draw, period: () => 60000 };
}

function rows(told) {
  const all = told.rows === told.campaigns.length ? '' : `, the first ${number(told.campaigns.length)} of ${number(told.rows)}`;
  return table(`By campaign, ad set and ad${all}; days are those of UTC`, [
    { title: 'Campaign', kind: 'words', cell: (each) => each.campaign || '(none)' },
    { title: 'Ad set', kind: 'words', cell: (each) => each.ad_set },
    { title: 'Ad', kind: 'words', cell: (each) => each.ad },
    { title: 'Event', cell: (each) => each.event },
    { title: 'Source', cell: (each) => each.source },
    { title: 'Events', kind: 'number', cell: (each) => number(each.events) },
    { title: 'Value', kind: 'number', cell: (each) => Object.entries(each.values).map(([currency, value]) => `${value} ${currency}`).join(', ') },
  ], told.campaigns);
}
