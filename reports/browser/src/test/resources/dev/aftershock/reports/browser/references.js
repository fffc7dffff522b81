// What refers to anything but a place in its own folder.
const found = [];
for (const element of document.querySelectorAll('*')) {
  for (const { name, value } of element.attributes) {
    if (name.startsWith('on')) found.push(`${element.tagName} ${name}`);
    if (['src', 'href', 'xlink:href', 'action', 'srcset', 'data'].includes(name) && !/^(#|\.\/)/.test(value)) {
      found.push(`${element.tagName} ${name}=${value}`);
    }
    if (/url\((?!['"]?#)/.test(value)) found.push(`${element.tagName} ${name}=${value}`);
  }
}
for (const style of document.querySelectorAll('style')) {
  if (/@import|url\(/.test(style.textContent)) found.push(style.textContent.match(/@import.*|url\(.*/)[0]);
}
return found;
