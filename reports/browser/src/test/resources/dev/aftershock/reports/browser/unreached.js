// What a mouse can click or scroll sideways, and Tab has not come to. Arrows scroll whatever holds the focus.
return [...document.querySelectorAll('*')]
  .filter(element => element.getClientRects().length && !element.hasAttribute('data-reached'))
  .filter(element => element.matches('a[href], summary, button, input, select, textarea')
    || getComputedStyle(element).overflowX === 'auto' && element.scrollWidth > element.clientWidth + 1
      && !element.querySelector('[data-reached]'))
  .map(element => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`);
