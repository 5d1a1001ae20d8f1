// What stands in the document and is not of ours: the page's own elements are few and have no code in them.
const STRANGE = 'iframe, frame, object, embed, applet, base, img, image, video, audio, math, template, style, marquee,'
  + ' foreignObject, animate, animateTransform, set, use, form[action], [formaction], [srcdoc], [style], [is], [autofocus],'
  + ' meta[http-equiv], svg script, svg a, dialog, details, isindex, portal, textarea[onfocus]';
const found = [];
for (const element of document.querySelectorAll('*')) {
  const name = element.tagName.toLowerCase();
  for (const { name: attribute, value } of element.attributes) {
    if (/^on/i.test(attribute)) {
      found.push(`${name} ${attribute}`);
    }
    if (/^(href|src|xlink:href|data|action|poster)$/i.test(attribute)
        && new URL(value, location.href).origin !== location.origin) {
      found.push(`${name} ${attribute}=${value.slice(0, 40)}`);
    }
  }
  if (element.matches(STRANGE) || (name === 'script' && !element.src)) {
    found.push(name);
  }
}
return found;
