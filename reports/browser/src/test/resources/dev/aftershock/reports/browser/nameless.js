// Pictures that say nothing to whoever does not see them.
return [...document.querySelectorAll('svg, img')]
  .filter(picture => !picture.closest('[aria-hidden=true]'))
  .filter(picture => !(picture.getAttribute('aria-label') || picture.getAttribute('alt')
    || picture.querySelector(':scope > title')?.textContent.trim()))
  .map(picture => picture.outerHTML.slice(0, 120));
