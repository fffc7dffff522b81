// What is wider than the screen, and not within something that scrolls by itself.
const width = document.documentElement.clientWidth;
const scrolls = element => {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(at).overflowX)) return true;
  }
  return false;
};
const found = [...document.body.querySelectorAll('*')]
  .filter(element => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
  .map(element => `${element.tagName}.${element.className}: ${element.getBoundingClientRect().right}`);
if (document.documentElement.scrollWidth > width) found.push(`page: ${document.documentElement.scrollWidth} of ${width}`);
return found;
