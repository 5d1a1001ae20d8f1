// What everybody needs of a page, whoever reads it and with what: each complaint is a sentence.
const found = [];
const once = (selector) => {
  const n = document.querySelectorAll(selector).length;
  if (n !== 1) {
    found.push(`${n} of ${selector}`);
  }
};
['html[lang]', 'title', 'h1', 'main', 'body > header', 'nav[aria-label]'].forEach(once);

const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
const ids = new Set();
for (const { id } of document.querySelectorAll('[id]')) {
  if (ids.has(id)) {
    found.push(`the id ${id} twice`);
  }
  ids.add(id);
}

let level = 1;
for (const heading of document.querySelectorAll('main h1, main h2, main h3, main h4')) {
  const its = Number(heading.tagName[1]);
  if (its > level + 1) {
    found.push(`${heading.tagName} "${heading.textContent}" after h${level}`);
  }
  level = its;
}

for (const table of document.querySelectorAll('table')) {
  if (!table.caption?.textContent || table.querySelector('th:not([scope])')) {
    found.push('a table without caption, or a th without scope');
  }
}

if (document.documentElement.scrollWidth > innerWidth) {
  const wide = [...document.querySelectorAll('main *')].find((element) =>
    !element.closest('.scroll, pre') && element.getBoundingClientRect().right > innerWidth + 1);
  found.push(`${document.documentElement.scrollWidth} wide where ${innerWidth} are: ${wide?.outerHTML.slice(0, 80)}`);
}

// Contrast, WCAG 2.2 1.4.3: 4.5 to 1.
const rgba = (colour) => {
  const parts = colour.match(/[\d.]+/g).map(Number);
  return parts.length === 3 ? [...parts, 1] : parts;
};
const light = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const ground = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const colour = rgba(getComputedStyle(each).backgroundColor);
    if (colour[3] === 1) {
      return colour;
    }
  }
  return [255, 255, 255, 1];
};
for (const element of document.querySelectorAll('body *')) {
  const own = [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim());
  if (own && seen(element) && !element.closest(':disabled, noscript, option')) {
    const style = getComputedStyle(element);
    const colour = rgba(element.closest('svg') ? style.fill : style.color);
    const [a, b] = [light(colour), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) {
      found.push(`contrast ${ratio.toFixed(2)} of "${element.textContent.slice(0, 30)}"`);
    }
  }
}
return found;
